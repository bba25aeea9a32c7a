"""Running many runs: one process a core, lost workers replaced, finished work kept.

A run depends on its scenario, seed and draw alone, so the number of workers changes the time and nothing else. Workers
are started fresh (spawn): they inherit no state. A worker that dies, killed or out of memory, takes its pool with it;
a new pool goes on with the runs that are not finished, those that were under way last. Workers end with the command,
even when that is killed.
"""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from experiments.parts import Run, is_finished
from experiments.progress import Progress
from experiments.simulating import simulate

# Pools that break one after the other without finishing a run before the command gives up.
_PATIENCE = 3
_POLL_SECONDS = 0.5
# Runs sent to a pool for each of its workers: enough that none waits for the command, few enough to wait for quickly.
_SENT_AHEAD = 3

Simulate = Callable[[Run, Path, Callable[[], None]], Any]


class RunsFailedError(Exception):
    """Some runs failed; ``failures`` holds a line for each. Finished runs are kept."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__("\n".join(failures))
        self.failures = failures


class ClusterError(Exception):
    """The scheduler of a cluster cannot be reached, or has gone away; finished runs are kept."""


class Endings:
    """What the command itself does when a run ends; this one does nothing, for runs that leave their own parts."""

    def finished(self, run: Run, result: Any) -> None:
        """The work on ``run`` came back with ``result``. What is raised here ends the command."""

    def failed(self, run: Run, error: BaseException) -> bool:
        """The work on ``run`` raised ``error``. Returns whether to try again."""
        return False


def default_workers() -> int:
    """One process for each core this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(
    runs: Sequence[Run],
    folder: Path,
    workers: int,
    progress: Progress,
    work: Simulate = simulate,
    endings: Endings | None = None,
) -> None:
    """Finish every run whose part is not in ``folder`` yet. Raises RunsFailedError after all others are done."""
    waiting = [run for run in runs if not is_finished(run, folder)]
    total = sum(run.months for run in runs)
    progress.start(total=total, done=total - sum(run.months for run in waiting))
    crew = Crew(folder, progress, work, endings or Endings())
    if min(workers, len(waiting)) <= 1:
        crew.work_here(waiting)
    else:
        crew.work_in_processes(waiting, workers)
    if crew.failures:
        raise RunsFailedError(crew.failures)


class Crew:
    """Who does the runs of a command, and what became of them; ``failures`` holds a line for each that failed."""

    def __init__(self, folder: Path, progress: Progress, work: Simulate, endings: Endings) -> None:
        self.folder = folder
        self.progress = progress
        self.work = work
        self.endings = endings
        self.failures: list[str] = []
        self._done: set[str] = set()  # finished, or failed for good

    def work_here(self, waiting: list[Run]) -> None:
        """Do the runs in this process, one after the other."""
        while waiting:
            run = waiting.pop(0)
            try:
                result = self.work(run, self.folder, self.progress.month)
            except Exception as error:
                waiting += self.fail(run, error)
            else:
                self.finish(run, result)

    def work_in_processes(self, waiting: list[Run], workers: int) -> None:
        """Do the runs in pools of processes, a new one whenever one breaks."""
        broken = 0
        while waiting and broken < _PATIENCE:
            before = len(self._done)
            base = self.progress.done
            months, under_way = self._one_pool(waiting, workers)
            waiting = [run for run in waiting if run.key not in self._done]
            waiting.sort(key=lambda run: run.key in under_way)  # whichever killed its worker shall not hold up others
            if waiting:
                self.progress.show(base + months)
            broken = 0 if len(self._done) > before else broken + 1
        self.failures.extend(f"{_name(run)}: its worker process was killed again and again; memory?" for run in waiting)

    def _one_pool(self, waiting: list[Run], workers: int) -> tuple[int, set[str]]:
        """Send runs to one pool until all are done or it breaks; months of those done, and keys of those under way."""
        context = get_context("spawn")
        months = context.RawArray("l", len(waiting))
        pool = ProcessPoolExecutor(min(workers, len(waiting)), context, _start_worker, (months,))
        sending, sent, base = iter(list(enumerate(waiting))), dict[Future[Any], tuple[int, Run]](), self.progress.done
        try:
            while True:
                while len(sent) < _SENT_AHEAD * workers and (following := next(sending, None)):
                    place, run = following
                    sent[pool.submit(_work, self.work, run, self.folder, place)] = following
                if not sent:
                    return 0, set()
                done, _ = wait(sent, _POLL_SECONDS, FIRST_COMPLETED)
                self.progress.show(base + sum(months))
                for future in done:
                    again = self._settle(future, sent[future][1])
                    place, _ = sent.pop(future)
                    for run in again:
                        months[place] = 0
                        sent[pool.submit(_work, self.work, run, self.folder, place)] = (place, run)
        except BrokenProcessPool:
            return sum(run.months for run in waiting if run.key in self._done), {run.key for _, run in sent.values()}
        except BaseException:
            for process in active_children():
                process.terminate()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _settle(self, future: "Future[Any]", run: Run) -> list[Run]:
        """Take what a run came back with; the run again if it is to be tried again."""
        try:
            result = future.result()
        except BrokenProcessPool:
            raise
        except Exception as error:
            return self.fail(run, error)
        self.finish(run, result)
        return []

    def finish(self, run: Run, result: Any) -> None:
        """The run is done: keep what it came back with."""
        self.endings.finished(run, result)
        self._done.add(run.key)
        self.progress.finished(run)

    def fail(self, run: Run, error: BaseException) -> list[Run]:
        """The run failed: the run if it is to be tried again, else nothing and a line among the failures."""
        if self.endings.failed(run, error):
            return [run]
        self._done.add(run.key)
        self.failures.append(f"{_name(run)}: {type(error).__name__}: {error}")
        return []


_months: Any = None


def _start_worker(months: Any) -> None:
    """A worker leaves Ctrl-C to the command, which ends it, and ends by itself when the command is gone."""
    global _months
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_command, daemon=True).start()
    _months = months


def _end_with_the_command() -> None:
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _work(work: Simulate, run: Run, folder: Path, place: int) -> Any:
    def month_done() -> None:
        _months[place] += 1

    return work(run, folder, month_done)


def _name(run: Run) -> str:
    draw = f", draw {run.draw}" if run.draw else ""
    return f"{run.scenario.stem}, seed {run.seed}{draw}"
