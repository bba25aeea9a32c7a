"""The runs of a command on an existing Dask cluster.

Workers need halong and the province's tables, but no shared disk: what a run leaves comes back to the command, which
keeps it as it keeps that of a local process. Few runs are sent ahead and each one's result is released at once: Dask
would compute again what a lost worker still held.
"""

import asyncio
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.parts import Run, is_finished
from experiments.progress import Progress
from experiments.running import ClusterError, Crew, Endings, RunsFailedError, Simulate

# Runs at the scheduler for each thread of a worker: enough that none waits for the command.
_SENT_AHEAD = 2
_CONNECT_SECONDS = 20

#: What a worker of the cluster does with a run; what it returns is sent back.
Work = Callable[[Run], Any]


class PartsSentBack(Endings):
    """Keeps in a folder the parts that workers send back as files, each complete or not at all."""

    def __init__(self, folder: Path) -> None:
        """Keep them in ``folder``."""
        self.folder = folder

    def finished(self, run: Run, result: Any) -> None:
        """Write the parts beside their names and rename them; those that stand already stay."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".") as name:
            for path, content in result.items():
                (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(name) / path).write_bytes(content)
            for part in Path(name).iterdir():
                if not (self.folder / part.name).exists():
                    part.rename(self.folder / part.name)


def part_of(work: Simulate, run: Run) -> dict[str, bytes]:
    """The files that work on a run leaves, by their path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work(run, folder, lambda: None)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def on_cluster(
    runs: Sequence[Run], parts: Path, progress: Progress, endings: Endings, address: str, work: Work
) -> None:
    """Finish every run on the cluster whose scheduler has this address. Raises RunsFailedError and ClusterError."""
    waiting: list[Run] = [run for run in runs if not is_finished(run, parts)]
    total = sum(run.months for run in runs)
    progress.start(total=total, done=total - sum(run.months for run in waiting))
    crew = Crew(parts, progress, lambda run, folder, month_done: work(run), endings)
    if waiting:
        with _client(address) as client:
            _send_and_take(client, waiting, crew, work)
    if crew.failures:
        raise RunsFailedError(crew.failures)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("--scheduler needs the extra 'cluster': pip install 'halong[cluster]'") from None

    logging.disable(logging.CRITICAL)  # Dask tells its troubles in tracebacks; what matters is told here, once
    make: Any = Client
    try:
        _knock_at(address)  # a client that finds nobody keeps its process waiting
        client = make(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from error
    try:
        yield client
    finally:
        client.close(timeout=5)
        logging.disable(logging.NOTSET)


def _knock_at(address: str) -> None:
    """In a thread of its own: a notebook already runs a loop in the caller's."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, _knock(address)).result()


async def _knock(address: str) -> None:
    from distributed.comm.core import connect

    connecting: Any = connect
    (await connecting(address, timeout=_CONNECT_SECONDS)).abort()


def _send_and_take(client: Any, waiting: list[Run], crew: Crew, work: Work) -> None:
    from distributed import as_completed

    collecting: Any = as_completed
    sent: dict[Any, Run] = {}
    tries: dict[str, int] = {}
    answers = collecting(loop=client.loop)

    def send(run: Run) -> None:
        tries[run.key] = tries.get(run.key, 0) + 1
        future = client.submit(work, run, key=f"{run.key}-{tries[run.key]}", pure=False)
        sent[future] = run
        answers.add(future)

    while waiting or sent:
        while waiting and len(sent) < _SENT_AHEAD * _threads(client):
            send(waiting.pop(0))
        future = next(answers)
        run = sent.pop(future)
        waiting += _take(future, run, crew)
        future.release()


def _take(future: Any, run: Run, crew: Crew) -> list[Run]:
    """Keep what a run came back with; the run again if it is to be tried again."""
    if future.status == "finished":
        result = future.result()
        crew.progress.show(crew.progress.done + run.months)
        crew.finish(run, result)
        return []
    if future.status == "error":
        return crew.fail(run, future.exception())
    raise ClusterError(f"the Dask scheduler has gone away ({future.status}); start it and add --resume to go on")


def _threads(client: Any) -> int:
    """Threads of all workers that are there now; one run is sent where none has come yet."""
    try:
        return max(1, sum(map(int, client.nthreads().values())))
    except (OSError, TimeoutError) as error:
        raise ClusterError(f"the Dask scheduler has gone away ({error}); start it and add --resume to go on") from error
