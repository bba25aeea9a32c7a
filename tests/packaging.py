"""Wheel and sdist as strangers get them: built, installed into an empty environment, run from an empty folder.

python tests/packaging.py        (make package)
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Build both, and try each. Raises CalledProcessError where a step fails."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place / "dist"), str(ROOT), cwd=place)
        [wheel], [sdist] = ((place / "dist").glob(kind) for kind in ("*.whl", "*.tar.gz"))
        for package in (wheel, sdist):
            _try(package, place / package.suffix.removeprefix("."))
            print(f"{package.name}: installed, checked a scenario, ran, reported")


def _try(package: Path, place: Path) -> None:
    """Install a package where nothing else is, and run the main commands."""
    environment = place / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    empty = place / "empty"
    empty.mkdir()
    _run(str(programs / "python"), "-m", "pip", "install", "--quiet", str(package), cwd=empty)
    halong = str(programs / "halong")
    _run(halong, "check", "study_cards.yaml", cwd=empty)
    _run(halong, "check", "upland/short_courses.yaml", cwd=empty)
    options = ("--seeds", "2", "--scale", "0.02", "--until", "2021-03", "--rho", "none", "--out", "run")
    _run(halong, "run", "study_cards.yaml", *options, cwd=empty)
    assert (empty / "run" / "report.html").stat().st_size > 50_000
    _run(halong, "report", "run", "--format", "docx,xlsx", "--language", "vi", cwd=empty)


def _run(*command: str, cwd: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(command, cwd=cwd, env=kept, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
