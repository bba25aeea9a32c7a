"""Faults planted one at a time, and whether a test finds them (cosmic-ray).

    python -m tests.mutants [MODULE ...]        (make mutants)

Each module has the tests that must find its faults. Faults are planted in a
copy of the sources: one that is interrupted leaves none behind.
``HALONG_MUTANTS`` tries so many faults of each module, drawn once for all;
without it every fault is tried, which takes hours. Those that no test found are printed.
Some change nothing (an annotation, an unused bound): the share that is killed is never all.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Module: the tests that hold it.
MODULES = {
    "simulation/randomness.py": "tests/engine/test_randomness.py",
    "simulation/observation/ledger.py": "tests/observation/test_ledger.py",
    "simulation/processes/matching.py": "tests/processes/test_hiring.py tests/processes/test_matching.py",
    "simulation/processes/training.py": "tests/processes/test_course_ends.py tests/processes/test_training.py",
}
_CONFIGURATION = """\
[cosmic-ray]
module-path = "{module}"
timeout = 600.0
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
"""
_SEED = 66


def main(modules: list[str]) -> None:
    """Plant the faults that cosmic-ray knows in each module, and print those that were missed and the share found."""
    for module in modules or list(MODULES):
        with tempfile.TemporaryDirectory() as folder:
            _plant(module, Path(folder))


def _plant(module: str, folder: Path) -> None:
    settings, session, sources = folder / "session.toml", folder / "session.sqlite", folder / "sources"
    shutil.copytree(ROOT, sources, ignore=shutil.ignore_patterns(".*", "build", "runs", "__pycache__"))
    command = f"{sys.executable} -m pytest -n 0 -x -q {MODULES[module]}"
    settings.write_text(_CONFIGURATION.format(module=module, command=command), encoding="utf-8")
    cosmic_ray = Path(sys.executable).parent / "cosmic-ray"
    subprocess.run([cosmic_ray, "init", settings, session], cwd=sources, check=True)
    planted = _draw(session)
    subprocess.run([cosmic_ray, "exec", settings, session], cwd=sources, check=True)
    _tell(module, session, planted)


def _draw(session: Path) -> tuple[int, int]:
    """Keep a sample of the faults. How many are kept, of how many."""
    from cosmic_ray.work_db import WorkDB, use_db

    with use_db(session, WorkDB.Mode.open) as work:
        items = sorted(work.work_items, key=lambda item: str(item.mutations))
        wanted = int(os.environ.get("HALONG_MUTANTS", len(items)))
        kept = random.Random(_SEED).sample(items, min(wanted, len(items)))
        work.clear()
        work.add_work_items(kept)
    return len(kept), len(items)


def _tell(module: str, session: Path, planted: tuple[int, int]) -> None:
    from cosmic_ray.work_db import WorkDB, use_db

    with use_db(session, WorkDB.Mode.open) as work:
        results = [result for _, result in work.results]
    missed = [result for result in results if not result.is_killed]
    for result in missed:
        print(result.diff, flush=True)
    share = 100.0 * (1.0 - len(missed) / max(len(results), 1))
    late = sum(result.output == "timeout" for result in results)
    print(f"{module}: {planted[0]} of {planted[1]} faults tried, {share:.1f} % found, {late} by running on", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
