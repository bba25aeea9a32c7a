"""Pages of the documents as programs: files that a page shows are written, its commands and lines of Python are run.

A block is a fence. ``console`` blocks hold commands of halong, ``python`` blocks are one program from top to bottom (or
a file where a title names one), blocks with a title are files. A block that no test can run stands under a mark,
``<!-- not run: why -->``; one that needs minutes under ``<!-- slow: why -->``, and ``make docs-slow`` runs it.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>slow|not run): (?P<why>[^\n]+?) -->\n)?"
    r'^```(?P<kind>\w*)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
#: Languages of blocks that are shown and not run.
SHOWN_ONLY = ("yaml", "text", "sql", "make")


class Block(NamedTuple):
    """A fence: its mark and the mark's reason, language, the file it is, text."""

    mark: str
    why: str
    kind: str
    title: str
    text: str


def pages() -> list[Path]:
    """Every page for people in the folder."""
    tops = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")]
    return [*tops, *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """Blocks of a page in their order."""
    text = page.read_text(encoding="utf-8")
    found = [Block(*(entry[name] or "" for name in Block._fields)) for entry in _BLOCK.finditer(text)]
    assert len(found) == len(re.findall(r"^```", text, re.MULTILINE)) / 2, f"{page}: a fence that is no block"
    return found


def run(page: Path, folder: Path, slow: bool) -> int:
    """Do in ``folder`` what the page says, as one program; how many commands and blocks of Python it has."""
    program: list[str] = []
    done = 0
    for block in blocks(page):
        if block.title:
            program.append(f"{_WRITE}({block.title!r}, {block.text!r})")
        if block.mark == "not run" or (block.mark == "slow" and not slow):
            continue
        if block.kind == "console":
            commands = _commands(block.text)
            program += [f"{_CALL}({command!r})" for command in commands]
            done += len(commands)
        elif block.kind == "python" and not block.title:
            program.append(block.text)
            done += 1
    if done:
        _do("\n".join([_BEGIN, *program]), folder)
    return done


_WRITE, _CALL = "_write_file", "_call_halong"
_BEGIN = f"""
from os import environ as _environment
from pathlib import Path as _Path
from tests.command_line import halong as _halong

def {_WRITE}(name, text):
    _Path(name).write_text(text, encoding="utf-8")

def {_CALL}(arguments):
    done = _halong(*arguments, cwd=_Path.cwd(), PYTHONPATH=_environment["PYTHONPATH"])
    assert done.returncode == 0, " ".join(arguments) + done.stdout[-2000:] + done.stderr[-2000:]
"""


def _commands(text: str) -> list[list[str]]:
    commands = [shlex.split(line[2:], comments=True) for line in text.splitlines() if line.startswith("$ ")]
    assert all(command[0] == "halong" for command in commands), text
    return [command[1:] for command in commands]


def _do(program: str, folder: Path) -> None:
    path = os.pathsep.join([str(ROOT), str(folder)])
    environment = os.environ | {"PYTHONPATH": path, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
