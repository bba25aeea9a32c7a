"""``halong sweep``: one question at many points of a design, in local processes or on a Dask cluster."""

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from experiments.sweeps.catalogue import Catalogue
    from experiments.sweeps.finishing import Runner, Timing
    from experiments.sweeps.question import Sweep
    from experiments.texts.phrasebook import Phrasebook


@click.command("sweep")
@click.argument("experiment", metavar="EXPERIMENT.yaml", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the sweep (else runs/ and the file's name).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the runs: tcp://host:8786.")
@click.option("--resume", is_flag=True, help="Go on with a sweep in the folder: finished runs are verified and kept.")
@click.option("--dry-run", is_flag=True, help="Tell how many runs, how long and how much disk; run nothing.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the report (else the locale's).")
def command(
    experiment: Path,
    out: Path | None,
    workers: int | None,
    scheduler: str | None,
    resume: bool,
    dry_run: bool,
    language: str | None,
) -> None:
    """Run every scenario at every point of EXPERIMENT.yaml under the same seeds; write results and a report."""
    from experiments.commands.exits import orderly
    from experiments.running import default_workers
    from experiments.sweeps.finishing import check_sweep_folder, in_processes
    from experiments.sweeps.reading import read_sweep
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        sweep = read_sweep(experiment)
        place = (out or Path("runs") / f"{experiment.stem}-sweep").absolute()
        processes = workers or default_workers()
        if dry_run:
            _tell_estimate(sweep, processes, words)
            return
        check_sweep_folder(place, resume)
        runner = cluster(scheduler) if scheduler else in_processes(processes)
        _sweep(sweep, place, runner, processes, words)


def cluster(address: str) -> "Runner":
    """Runs on the cluster whose scheduler has this address."""
    from experiments.cluster import on_cluster
    from experiments.sweeps.simulating import simulate_anywhere

    return partial(on_cluster, address=address, work=simulate_anywhere)


def _sweep(sweep: "Sweep", place: Path, runner: "Runner", workers: int, words: "Phrasebook") -> None:
    from experiments.sweeps.catalogue import Catalogue, only_one
    from experiments.sweeps.finishing import seal
    from experiments.sweeps.report import write_sweep_report

    with only_one(place):
        catalogue = Catalogue(place)
        try:
            timing = _run(sweep, catalogue, runner, words)
            command_line = shlex.join(["halong", *sys.argv[1:]])
            seal(sweep, catalogue, command_line, timing)
            report = write_sweep_report(place, words)
            runs = seal(sweep, catalogue, command_line, timing)
        finally:
            catalogue.close()
    if timing.runs:
        share = words.number(100.0 * timing.simulating / (timing.elapsed * workers), 0)
        facts = {"runs": timing.runs, "seconds": words.number(timing.elapsed, 0), "workers": workers, "share": share}
        click.echo(words("sweep.took", **facts))
    click.echo(words("sweep.done", out=place, report=report, runs=runs))


def _run(sweep: "Sweep", catalogue: "Catalogue", runner: "Runner", words: "Phrasebook") -> "Timing":
    from experiments.progress import Progress
    from experiments.running import RunsFailedError
    from experiments.sweeps.finishing import finish_sweep

    standing, runs = catalogue.verify(), len(sweep.runs)
    facts: dict[str, Any] = {"runs": runs, "points": len(sweep.points), "standing": standing}
    click.echo(words("sweep.started", **facts), err=True)
    progress = Progress(runs - standing, words("run.unit"))
    try:
        return finish_sweep(sweep, catalogue, runner, progress)
    except KeyboardInterrupt:
        click.echo("\n" + words("sweep.interrupted", finished=len(catalogue.runs()), runs=runs), err=True)
        raise
    except RunsFailedError as error:
        click.echo(words("sweep.failed", failed=len(error.failures), folder=catalogue.folder), err=True)
        raise
    finally:
        progress.close()


def _tell_estimate(sweep: "Sweep", workers: int, words: "Phrasebook") -> None:
    from experiments.sweeps.estimate import estimate

    found = estimate(sweep, workers)
    for key, value in (
        ("points", words.number(found.points)),
        ("runs", words("estimate.of", runs=words.number(found.runs), planned=words.number(found.planned))),
        ("openings", words.number(found.openings)),
        ("time", words("estimate.minutes", minutes=words.number(found.seconds / 60.0, 1), workers=workers)),
        ("disk", words("estimate.megabytes", size=words.number(found.disk / 1e6, 1))),
    ):
        click.echo(f"{words(f'estimate.{key}')}: {value}")
