"""The house's rules, held by tools: style, types, and doors that open one way only."""

import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/**/*.py")), ids=str)
def test_no_file_outgrows_a_reader(path: Path) -> None:
    if not {".venv", "build"} & set(path.relative_to(ROOT).parts):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
