"""A small sweep as a user would write it, the command that runs it, and what it leaves that must not change."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
SWEEP = """
name: {vi: Thử liều lượng, en: Trying doses}
scenarios: study_cards.yaml
design: latin_hypercube
samples: 12
vary:
  parameters.search_gain_elasticity: table
  policies.study_card.cards: {low: 100 per year, high: 5000 per year}
seeds: 2
scale: 0.02
until: 2021-04
keep: {indicators: [unemployment_rate, spending]}
"""
RUNS = 24


def write_sweep(folder: Path, text: str = SWEEP) -> Path:
    """The file of the sweep in a folder."""
    file = folder / "trial.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def environment() -> dict[str, str]:
    """An English locale, and this source tree."""
    return os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


def command(*arguments: str) -> list[str]:
    """The command line of halong."""
    return [sys.executable, "-m", "experiments", *arguments]


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A command at work; it is ended with the block."""
    process = subprocess.Popen(
        command(*arguments), cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(condition: "object", seconds: float = 150.0) -> None:
    """Wait until ``condition()`` is true; a test fails that waits too long."""
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def finished_parts(place: Path) -> int:
    """How many runs stand in a sweep's folder."""
    return len(list((place / "parts").glob("[!.]*.parquet")))


def children(process: int) -> list[int]:
    """Processes that a process has started to work for it."""
    found = subprocess.run(["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


def is_alive(process: int) -> bool:
    """Whether a process is there and at work."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        return False


def result(place: Path) -> dict[str, str]:
    """Hashes of all that a sweep says: every run's file and the table of runs."""
    files = [*sorted((place / "parts").iterdir()), place / "runs.parquet"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
