"""The same sweep on a Dask cluster: the same bytes, whatever happens to its scheduler and its workers."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from experiments.cluster import PartsSentBack, on_cluster, part_of
from experiments.progress import Progress
from experiments.running import run_all
from tests.command_line import halong
from tests.experiments.conftest import experiment
from tests.experiments.made_up_market import made_up
from tests.experiments.sweeps.trials import (
    RUNS,
    environment,
    finished_parts,
    result,
    started,
    wait_for,
    write_sweep,
)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as calling:
        return calling.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _dask(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A scheduler or a worker in a process of its own."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard"]
    with (folder / "dask.txt").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _worker(folder: Path, port: int) -> "contextmanager[subprocess.Popen[bytes]]":  # type: ignore[valid-type]
    return _dask(folder, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-nanny", "--death-timeout", "60")


def _scheduler(folder: Path, port: int) -> "contextmanager[subprocess.Popen[bytes]]":  # type: ignore[valid-type]
    return _dask(folder, "scheduler", "--host", "127.0.0.1", "--port", str(port))


def test_a_cluster_gives_the_bytes_of_local_processes_though_a_worker_dies_and_the_scheduler_starts_again(
    undisturbed: Path, tmp_path: Path
) -> None:
    write_sweep(tmp_path)
    port, place = _free_port(), tmp_path / "sweep"
    sweep = ("sweep", "trial.yaml", "--out", "sweep", "--scheduler", f"tcp://127.0.0.1:{port}")
    with ExitStack() as machines:
        scheduler = machines.enter_context(_scheduler(tmp_path, port))
        first = machines.enter_context(_worker(tmp_path, port))
        machines.enter_context(_worker(tmp_path, port))
        process = machines.enter_context(started(tmp_path, *sweep))
        wait_for(lambda: finished_parts(place) >= 2)
        os.kill(first.pid, signal.SIGKILL)
        before = finished_parts(place)
        wait_for(lambda: finished_parts(place) >= before + 5)
        os.kill(scheduler.pid, signal.SIGKILL)
        output, _ = process.communicate(timeout=200)
    assert process.returncode == 1, output
    assert "the Dask scheduler has gone away" in output and "Traceback" not in output
    assert finished_parts(place) < RUNS
    with _scheduler(tmp_path, port), _worker(tmp_path, port), _worker(tmp_path, port):
        wait_for(lambda: _listens(port))
        done = halong(*sweep, "--resume", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert result(place) == result(undisturbed)


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    write_sweep(tmp_path)
    done = halong("sweep", "trial.yaml", "--out", "sweep", "--scheduler", "nowhere://here", cwd=tmp_path)
    assert done.returncode == 1 and "no Dask scheduler answers" in done.stderr and "Traceback" not in done.stderr


def test_runs_that_leave_parts_send_them_back_as_they_are_left_here(tmp_path: Path) -> None:
    """As calibration's runs do, whose workers share no disk with the command; called from a notebook, with its loop."""

    async def cell_of_a_notebook() -> None:
        on_cluster(runs, there, Progress(len(runs), ""), PartsSentBack(there), address, work)

    question = experiment("study_cards", seeds=2, until="2021-06")
    runs, port = question.scheduled, _free_port()
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    run_all(runs, here, 1, Progress(len(runs), ""), made_up)
    with _scheduler(tmp_path, port), _worker(tmp_path, port):
        wait_for(lambda: _listens(port))
        address, work = f"tcp://127.0.0.1:{port}", partial(part_of, made_up)
        asyncio.run(cell_of_a_notebook())
    left, sent = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")} for folder in (here, there)
    )
    assert left and left == sent
