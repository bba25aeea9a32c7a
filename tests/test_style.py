"""The house's rules, held by tools: style, types, and doors that open one way only."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _assert_clean(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    _assert_clean("ruff", "check", ".")


def test_every_file_has_the_one_layout() -> None:
    _assert_clean("ruff", "format", "--check", ".")


def test_types_hold() -> None:
    _assert_clean("mypy")


def test_doors_open_one_way_only() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_outgrows_a_reader() -> None:
    ours = [path for path in ROOT.glob("*/**/*.py") if not {".venv", "build"} & set(path.relative_to(ROOT).parts)]
    length = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in ours}
    assert ours and {name: lines for name, lines in length.items() if lines > 400} == {}
