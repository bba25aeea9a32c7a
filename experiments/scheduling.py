"""Running many runs on a Dask scheduler: workers need the package, not the disk of the command.

A worker simulates into a folder of its own and sends the finished part back; the command keeps it, complete or not at
all. Each answer is released once it is kept, so that a lost worker makes no finished run run again.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from experiments.parts import Run, is_finished
from experiments.progress import Progress
from experiments.running import RunsFailedError, Simulate

_ATTEMPTS = 3


class SchedulerError(OSError):
    """The scheduler cannot be used; the message says why."""


def run_on_scheduler(runs: Sequence[Run], folder: Path, address: str, progress: Progress, work: Simulate) -> None:
    """Finish every run whose part is not in ``folder`` yet. Raises RunsFailedError after all others are done."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise SchedulerError("--scheduler needs the extra 'cluster': pip install halong[cluster]") from None

    waiting = [run for run in runs if not is_finished(run, folder)]
    done = sum(run.months for run in runs) - sum(run.months for run in waiting)
    progress.start(total=sum(run.months for run in runs), done=done)
    failures = []
    with Client(address, timeout="10s") as client:  # type: ignore[no-untyped-call]
        sent = {client.submit(_part_of, work, run, pure=False, retries=_ATTEMPTS): run for run in waiting}
        for future in as_completed(list(sent)):  # type: ignore[no-untyped-call]
            run = sent.pop(future)
            if future.status == "finished":
                _keep(future.result(), folder)
                done += run.months
                progress.show(done)
                progress.finished(run)
            else:
                failures.append(f"{run.key}: {future.exception()}")
            future.release()
    if failures:
        raise RunsFailedError(failures)


def _part_of(work: Simulate, run: Run) -> dict[str, bytes]:
    """The files of a finished run by their path."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work(run, folder, lambda: None)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _keep(files: dict[str, bytes], folder: Path) -> None:
    """Write parts beside their names and rename them."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as name:
        for path, content in files.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(content)
        for part in Path(name).iterdir():
            if not (folder / part.name).exists():
                part.rename(folder / part.name)
