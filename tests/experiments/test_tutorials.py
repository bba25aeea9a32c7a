"""The tutorials do what they say: their files are written, their commands and lines of Python run, top to bottom."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.cli import main

ROOT = Path(__file__).resolve().parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", TUTORIALS, ids=[page.stem for page in TUTORIALS])
def test_everything_on_the_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Commands are called as the command line calls them, but in this process, which has loaded everything already."""
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    assert {kind for kind, _, _ in blocks} & {"console", "python"}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("LANGUAGE", raising=False)
    lines = []
    for kind, name, text in blocks:
        if kind == "yaml" and name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif kind == "console":
            for line in text.splitlines():
                name, *arguments = shlex.split(line.removeprefix("$ "))
                assert name == "halong"
                assert main(arguments) == 0, capfd.readouterr().err[-2000:]
        elif kind == "python":
            lines.append(text)
    if lines:
        _do([sys.executable, "-c", "\n".join(lines)], tmp_path)


def _do(command: list[str], folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
