"""The fast tests under each Python given, with the newest libraries that are allowed and with the oldest.

    python tests/matrix.py [PYTHON ...]        (make matrix; the interpreters by name or path)

Needs no package itself. The oldest are the lower bounds of ``pyproject.toml``, as far as a wheel for the Python exists.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("tests/engine", "tests/scenario", "tests/commands/test_check.py", "tests/commands/test_show.py")
#: Lower bounds by the Python's minor version: NumPy and pandas have wheels for a new Python from some version on.
OLDEST = {
    11: ("mesa==3.3.1", "numba==0.61.0", "numpy==1.26.4", "pandas==2.2.0", "scipy==1.11.4"),
    12: ("mesa==3.3.1", "numba==0.61.0", "numpy==1.26.4", "pandas==2.2.0", "scipy==1.11.4"),
    13: ("mesa==3.3.1", "numba==0.61.0", "numpy==2.1.0", "pandas==2.2.3", "scipy==1.14.1"),
}
HELPERS = ("pytest", "pytest-xdist", "hypothesis", "pandas-stubs")


def main(pythons: list[str]) -> int:
    """Try every interpreter twice; 1 where a test failed."""
    failed = 0
    for python in pythons or [sys.executable]:
        version = _told(python, "import sys; print(sys.version_info[1])")
        for name, pins in (("newest", ()), ("oldest", OLDEST.get(int(version), ()))):
            with tempfile.TemporaryDirectory() as folder:
                status = _try(python, Path(folder), pins)
            print(f"Python 3.{version}, {name} libraries: {'passed' if status == 0 else 'FAILED'}", flush=True)
            failed |= status != 0
    return failed


def _try(python: str, folder: Path, pins: tuple[str, ...]) -> int:
    subprocess.run([python, "-m", "venv", folder], check=True)
    own = str(folder / "bin" / "python")
    install = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, str(ROOT), *HELPERS, *pins], check=True)
    subprocess.run([own, "-m", "pip", "uninstall", "--quiet", "--yes", "halong"], check=True)
    names = "mesa", "numba", "numpy", "pandas", "scipy"
    print(_told(own, f"import importlib.metadata as m; print(*(n + ' ' + m.version(n) for n in {names}))"), flush=True)
    return subprocess.run([own, "-m", "pytest", "-n", "2", *TESTS], cwd=ROOT).returncode


def _told(python: str, code: str) -> str:
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
