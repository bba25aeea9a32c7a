"""One command on one file under guard: its time, its memory, what it writes and what it says."""

import os
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import click
import pytest

from experiments.cli import main

LONGEST = 5.0
MOST_MEMORY = 500e6
#: Status of a command that accepted its file and was stopped before the work.
ACCEPTED = 77


class Hang(BaseException):
    """The command took longer than anybody waits; no handler of the command may swallow it."""


def accept(*_: Any, **__: Any) -> None:
    """Stands for the work that follows when a file was accepted."""
    raise click.exceptions.Exit(ACCEPTED)


def _seconds_are_over(_: int, frame: FrameType | None) -> None:
    raise Hang("".join(traceback.format_stack(frame, 12)))


@contextmanager
def _alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _seconds_are_over)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def memory(name: str) -> float:
    """``VmRSS`` or ``VmHWM`` of this process, bytes; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) * 1024.0 for line in lines if line.startswith(name)), 0.0)


def _forget_the_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def tree(folder: Path) -> set[Path]:
    """Everything in a folder."""
    return {Path(root, name) for root, folders, names in os.walk(folder) for name in (*folders, *names)}


def run_guarded(arguments: list[str], home: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Run the command; no traceback, no hang, no memory, nothing written but in ``home``/out. Its status."""
    before, begun = tree(home), time.monotonic()
    _forget_the_peak()
    held = memory("VmRSS")
    with _alarm():
        status = main(arguments)
    assert time.monotonic() - begun < LONGEST
    assert memory("VmHWM") - held < MOST_MEMORY
    out = home / "out"
    strange = {path for path in tree(home) - before if not path.is_relative_to(out)}
    assert strange == set(), strange
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert status in (0, 2, ACCEPTED), (status, said.err[-500:])
    if status == 2:
        assert (said.err + said.out).strip(), "refused without a word"
        assert tree(home) == before
    return status
