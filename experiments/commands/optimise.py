"""``halong optimise``: mixes of levers that give most for their money and reach the plan's targets."""

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from experiments.search.question import Search
    from experiments.search.scoring import Scores
    from experiments.search.writing import Written
    from experiments.sweeps.catalogue import Catalogue
    from experiments.sweeps.finishing import Runner
    from experiments.sweeps.simulating import SweepRun
    from experiments.texts.phrasebook import Phrasebook


@click.command("optimise")
@click.argument("search", metavar="SEARCH.yaml", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the search (else runs/ and the file's name).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the runs: tcp://host:8786.")
@click.option("--resume", is_flag=True, help="Go on with the search in the folder; finished runs are kept.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of table and page (else the locale's).")
def command(
    search: Path, out: Path | None, workers: int | None, scheduler: str | None, resume: bool, language: str | None
) -> None:
    """Search doses of levers under the budget of SEARCH.yaml; write the frontier, each point as a scenario."""
    from experiments.commands.exits import orderly
    from experiments.commands.sweep import cluster
    from experiments.running import default_workers
    from experiments.search.reading import read_search
    from experiments.sweeps.finishing import check_sweep_folder, in_processes
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        asked = read_search(search)
        place = (out or Path("runs") / f"{search.stem}-search").absolute()
        check_sweep_folder(place, resume)
        _search(asked, place, cluster(scheduler) if scheduler else in_processes(workers or default_workers()), words)


def _search(asked: "Search", place: Path, runner: "Runner", words: "Phrasebook") -> None:
    from experiments.search.frontier import frontier
    from experiments.search.publishing import Outcome, nearest_miss, printed, publish_search
    from experiments.search.searching import search_doses
    from experiments.search.writing import write_scenarios
    from experiments.sweeps.catalogue import Catalogue, only_one

    with only_one(place):
        catalogue = Catalogue(place)
        try:
            catalogue.verify()
            catalogue.ask(*asked.identity)
            finish = partial(_finish, asked=asked, catalogue=catalogue, runner=runner, words=words)
            trials = search_doses(asked, catalogue.parts, finish, partial(_tell, asked=asked, words=words))
            written = write_scenarios(place, asked, frontier(trials))
            fresh = _under_fresh_seeds(asked, written, catalogue, finish)
            outcome = Outcome(asked, trials, written, fresh)
            page = publish_search(place, outcome, shlex.join(["halong", *sys.argv[1:]]), words)
        finally:
            catalogue.close()
    if written:
        click.echo(printed(outcome, words).as_text() + "\n")
    click.echo(words("page.doses"))
    click.echo(words("search.done", page=page, best=len(written)) if written else nearest_miss(outcome, page, words))


def _finish(
    runs: "list[SweepRun]", asked: "Search", catalogue: "Catalogue", runner: "Runner", words: "Phrasebook"
) -> None:
    from experiments.progress import Progress
    from experiments.sweeps.catalogue import Keeping

    progress = Progress(len(runs), words("run.unit"))
    try:
        runner(runs, catalogue.parts, progress, Keeping(catalogue, asked.retries))
    except KeyboardInterrupt:
        click.echo("\n" + words("search.interrupted"), err=True)
        raise
    finally:
        progress.close()


def _tell(done: int, asked: "Search", words: "Phrasebook") -> None:
    click.echo(words("search.tried", done=done, trials=asked.trials), err=True)


def _under_fresh_seeds(
    asked: "Search", written: "list[Written]", catalogue: "Catalogue", finish: "partial[None]"
) -> "list[Scores]":
    """The frontier's worth under seeds that had no part in choosing it."""
    from experiments.search.scoring import mix_of, score

    seeds = range(max(asked.seeds) + 1, max(asked.seeds) + 1 + asked.fresh)
    if not asked.fresh or not written:
        return []
    mixes = [mix_of(asked, one.trial.mix.number, one.trial.mix.point, seeds) for one in written]
    finish(list({run.key: run for mix in mixes for run in mix.runs}.values()))
    return [score(asked, mix, catalogue.parts) for mix in mixes]
