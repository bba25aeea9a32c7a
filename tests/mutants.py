"""Faults planted one at a time, and whether a test finds them (cosmic-ray).

    python -m tests.mutants [MODULE ...]        (make mutants)

Each module has the tests that must find its faults. Faults are planted in a
copy of the sources: one that is interrupted leaves none behind.
Some faults change nothing (an unused bound, a message): the share that is
killed is never all.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Module: the tests that hold it.
MODULES = {
    "simulation/randomness.py": "tests/engine/test_randomness.py",
    "simulation/observation/ledger.py": "tests/observation tests/levers/test_accounts_of_labour_market_levers.py",
    "simulation/processes/matching.py": "tests/processes/test_matching.py tests/processes/test_ring.py",
    "simulation/processes/training.py": "tests/processes/test_training.py",
}
_CONFIGURATION = """\
[cosmic-ray]
module-path = "{module}"
timeout = 120.0
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
"""


def main(modules: list[str]) -> None:
    """Plant every fault that cosmic-ray knows in each module, and print the share that was found."""
    for module in modules or list(MODULES):
        with tempfile.TemporaryDirectory() as folder:
            _plant(module, Path(folder))


def _plant(module: str, folder: Path) -> None:
    settings, session, sources = folder / "session.toml", folder / "session.sqlite", folder / "sources"
    shutil.copytree(ROOT, sources, ignore=shutil.ignore_patterns(".*", "build", "runs", "__pycache__"))
    command = f"{sys.executable} -m pytest -n 0 -x -q {MODULES[module]}"
    settings.write_text(_CONFIGURATION.format(module=module, command=command), encoding="utf-8")
    programs = Path(sys.executable).parent
    subprocess.run([programs / "cosmic-ray", "init", settings, session], cwd=sources, check=True)
    subprocess.run([programs / "cosmic-ray", "exec", settings, session], cwd=sources, check=True)
    told = subprocess.run([programs / "cr-rate", session], cwd=sources, check=True, capture_output=True, text=True)
    print(f"{module}: {100.0 - float(told.stdout.split()[-1]):.1f} % killed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
