"""Running many runs: one process a core, lost workers replaced, finished work kept.

A run depends on its scenario, seed and draw alone, so the number of workers changes the time and nothing else. Workers
are started fresh (spawn): they inherit no state. A worker that dies, killed or out of memory, takes its pool with it;
a new pool goes on with the runs that are not finished.
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

from experiments.parts import Run, is_finished
from experiments.progress import Progress
from experiments.simulating import simulate

# Pools that break one after the other without finishing a run before the command gives up.
_PATIENCE = 3
_POLL_SECONDS = 0.5

Simulate = Callable[[Run, Path, Callable[[], None]], None]


class RunsFailedError(Exception):
    """Some runs failed; ``failures`` holds a line for each. Finished runs are kept."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__("\n".join(failures))
        self.failures = failures


def default_workers() -> int:
    """One process for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(runs: Sequence[Run], folder: Path, workers: int, progress: Progress, work: Simulate = simulate) -> None:
    """Finish every run whose part is not in ``folder`` yet. Raises RunsFailedError after all others are done."""
    waiting = [run for run in runs if not is_finished(run, folder)]
    progress.start(
        total=sum(run.months for run in runs), done=sum(run.months for run in runs if is_finished(run, folder))
    )
    failures: list[str] = []
    if min(workers, len(waiting)) <= 1:
        _in_this_process(waiting, folder, progress, work, failures)
    else:
        _in_processes(waiting, folder, workers, progress, work, failures)
    if failures:
        raise RunsFailedError(failures)


def _in_this_process(waiting: list[Run], folder: Path, progress: Progress, work: Simulate, failures: list[str]) -> None:
    for run in waiting:
        try:
            work(run, folder, progress.month)
        except Exception as error:
            failures.append(_failure(run, error))
        else:
            progress.finished(run)


def _in_processes(
    waiting: list[Run], folder: Path, workers: int, progress: Progress, work: Simulate, failures: list[str]
) -> None:
    broken = 0
    while waiting and broken < _PATIENCE:
        before = len(waiting)
        failed = _one_pool(waiting, folder, workers, progress, work, failures)
        waiting = [run for run in waiting if run.key not in failed and not is_finished(run, folder)]
        broken = 0 if len(waiting) < before else broken + 1
    failures.extend(f"{_name(run)}: its worker process was killed again and again; memory?" for run in waiting)


def _one_pool(
    waiting: list[Run], folder: Path, workers: int, progress: Progress, work: Simulate, failures: list[str]
) -> list[str]:
    """Send all waiting runs to one pool until they are done or it breaks; return the keys of those that failed."""
    context = get_context("spawn")
    months = context.RawArray("l", len(waiting))
    failed: list[str] = []
    pool = ProcessPoolExecutor(min(workers, len(waiting)), context, _start_worker, (months,))
    base = progress.done
    try:
        futures = {pool.submit(_work, work, run, folder, place): run for place, run in enumerate(waiting)}
        while futures:
            done, _ = wait(futures, _POLL_SECONDS, FIRST_COMPLETED)
            progress.show(base + sum(months))
            for future in done:
                failed += _settle(future, futures.pop(future), progress, failures)
    except BrokenProcessPool:
        progress.show(sum(run.months for run in waiting if is_finished(run, folder)) + base)
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return failed


def _settle(future: "Future[None]", run: Run, progress: Progress, failures: list[str]) -> list[str]:
    try:
        future.result()
    except BrokenProcessPool:
        raise
    except Exception as error:
        failures.append(_failure(run, error))
        return [run.key]
    progress.finished(run)
    return []


_months: Any = None


def _start_worker(months: Any) -> None:
    """A worker leaves Ctrl-C to the command, which ends it."""
    global _months
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _months = months


def _work(work: Simulate, run: Run, folder: Path, place: int) -> None:
    def month_done() -> None:
        _months[place] += 1

    work(run, folder, month_done)


def _failure(run: Run, error: Exception) -> str:
    return f"{_name(run)}: {type(error).__name__}: {error}"


def _name(run: Run) -> str:
    draw = f", draw {run.draw}" if run.draw else ""
    return f"{run.scenario.stem}, seed {run.seed}{draw}"
