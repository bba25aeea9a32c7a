"""Finishing the runs of a command: progress for the user, and what is kept when it is interrupted or a run fails."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.parts import Run, is_finished
from experiments.progress import Progress
from experiments.run_folder import workshop
from experiments.running import RunsFailedError, Simulate, run_all

if TYPE_CHECKING:
    from experiments.texts.phrasebook import Phrasebook


def finish(
    runs: Sequence[Run], place: Path, workers: int, words: "Phrasebook", work: Simulate, arms: int, months: int
) -> None:
    """Finish every run beside ``place``; after an interruption the same command goes on from the finished ones.

    ``arms`` and ``months`` of a run are told to the user. Raises RunsFailedError after all others are done.
    """
    parts = workshop(place)
    started = {"runs": len(runs), "arms": arms, "months": months}
    click.echo(words("run.started", workers=min(workers, len(runs)), **started), err=True)
    progress = Progress(len(runs), words("run.unit"))
    try:
        run_all(runs, parts, workers, progress, work)
    except KeyboardInterrupt:
        finished = sum(is_finished(run, parts) for run in runs)
        click.echo("\n" + words("run.interrupted", finished=finished, runs=len(runs), folder=parts), err=True)
        raise
    except RunsFailedError as error:
        click.echo(words("run.failed", failed=len(error.failures), folder=parts), err=True)
        raise
    finally:
        progress.close()
