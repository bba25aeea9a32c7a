"""Many runs: lost workers, faults, interruptions, and the same bytes from any number of processes."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.parts import is_finished
from experiments.progress import Progress
from experiments.run_folder import write_tables
from experiments.running import RunsFailedError, Simulate, run_all
from tests.experiments.conftest import SCENARIOS, experiment
from tests.experiments.made_up_market import always_dies, dies_once, fails, made_up

ROOT = SCENARIOS.parent


def _tables(folder: Path, workers: int, work: Simulate = made_up) -> dict[str, str]:
    """Hashes of an experiment's tables."""
    question = experiment("study_cards", seeds=2, until="2023-12")
    (folder / "parts").mkdir(parents=True)
    run_all(question.runs, folder / "parts", workers, Progress(4, ""), work)
    (folder / "tables").mkdir()
    write_tables(folder / "tables", question.results(folder / "parts"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "tables").iterdir()}


def test_one_worker_and_two_workers_write_the_same_bytes(tmp_path: Path) -> None:
    assert _tables(tmp_path / "one", 1) == _tables(tmp_path / "two", 2)


def test_a_killed_worker_is_replaced_and_all_runs_finish(tmp_path: Path) -> None:
    assert _tables(tmp_path / "killed", 2, dies_once) == _tables(tmp_path / "whole", 1)


def test_workers_that_always_die_end_in_a_message(tmp_path: Path) -> None:
    question = experiment("study_cards", seeds=1, until="2023-12")
    with pytest.raises(RunsFailedError, match="killed again and again"):
        run_all(question.runs, tmp_path, 2, Progress(2, ""), always_dies)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_in_one_run_leaves_the_others_finished(tmp_path: Path, workers: int) -> None:
    question = experiment("study_cards", seeds=3, until="2023-12")
    with pytest.raises(RunsFailedError) as raised:
        run_all(question.runs, tmp_path, workers, Progress(6, ""), fails)
    assert raised.value.failures == [
        "baseline, seed 2: ArithmeticError: headcount below zero",
        "study_cards, seed 2: ArithmeticError: headcount below zero",
    ]
    assert sum(is_finished(run, tmp_path) for run in question.runs) == 4


def test_finished_runs_are_not_run_again(tmp_path: Path) -> None:
    question = experiment("study_cards", seeds=1, until="2023-12")
    run_all(question.runs, tmp_path, 1, Progress(2, ""), made_up)
    run_all(question.runs, tmp_path, 1, Progress(2, ""), always_dies)


def test_a_part_of_another_question_is_never_taken(tmp_path: Path) -> None:
    short, long = (experiment("study_cards", seeds=1, until=until).runs[0] for until in ("2023-12", "2024-12"))
    assert short.key != long.key


_SLOW = """
from pathlib import Path
from experiments.progress import Progress
from experiments.running import run_all
from tests.experiments.conftest import experiment
from tests.experiments.made_up_market import is_slow
if __name__ == "__main__":
    runs = experiment("study_cards", seeds=2, until="2023-12").runs
    run_all(runs, Path({folder!r}), 2, Progress(4, ""), is_slow)
"""


def _children(process: int) -> list[str]:
    """Command lines of a process's living children."""
    found = subprocess.run(["ps", "-ww", "-o", "args=", "--ppid", str(process)], capture_output=True, text=True)
    return [line for line in found.stdout.splitlines() if "spawn_main" in line]


def test_ctrl_c_ends_the_workers_and_keeps_what_is_finished(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(_SLOW.format(folder=str(tmp_path)))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("1/4 baseline-seed1")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert process.returncode != 0
    assert not _children(process.pid)
    finished = {path.name.rsplit("-", 1)[0] for path in tmp_path.glob("[!.]*-seed*")}
    assert "baseline-seed1-draw0" in finished <= {"baseline-seed1-draw0", "study_cards-seed1-draw0"}
