"""``halong project``: the market with an investment project and without it; who staffs it, and who loses workers."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from experiments.parts import Run
    from experiments.projects.card import Card
    from experiments.texts.phrasebook import Phrasebook


@click.command("project")
@click.argument("card", metavar="CARD.yaml", type=click.Path(path_type=Path))
@click.option("--seeds", type=click.IntRange(min=1), default=8, show_default=True, help="Pairs of runs.")
@click.option("--months", type=click.IntRange(6, 120), default=36, show_default=True, help="Months after arrival.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), help="Share of persons simulated.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of tables and page (else runs/ and its name).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of tables and page (else the locale's).")
def command(
    card: Path,
    seeds: int,
    months: int,
    scale: float | None,
    out: Path | None,
    workers: int | None,
    language: str | None,
) -> None:
    """Months to staff the project of CARD.yaml, from where its staff come, who loses workers, housing, net effects."""
    from experiments.commands.exits import orderly
    from experiments.commands.finishing import finish
    from experiments.projects.card import read_card
    from experiments.projects.publishing import publish_project
    from experiments.projects.results import read_results
    from experiments.projects.simulating import staff_project
    from experiments.projects.tables import all_tables, answer
    from experiments.run_folder import check_destination, workshop
    from experiments.running import default_workers
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        asked = read_card(card, months, scale)
        place = (out or Path("runs") / asked.scenario.stem).absolute()
        check_destination(place)
        runs = _runs(asked, seeds)
        horizon = asked.scenario.end - asked.scenario.start + 1
        finish(runs, place, workers or default_workers(), words, staff_project, 2, horizon)
        results = read_results(asked, runs, workshop(place))
        words = _with_names(words, asked)
        publish_project(asked, results, place, shlex.join(["halong", *sys.argv[1:]]), words)
        click.echo("\n".join(answer(asked, results, words)) + "\n")
        for table in all_tables(asked, results, words):
            click.echo(table.as_text() + "\n")
        click.echo(words("project.done", out=place))


def _runs(card: "Card", seeds: int) -> "list[Run]":
    from experiments.parts import Run
    from simulation.compiling import SOURCES
    from simulation.province import load_province

    basis = f"{SOURCES} {load_province(card.scenario.province).content_hash} {card.number}"
    return [
        Run(card.scenario, seed, 0, basis, reference=Run(card.reference, seed, 0, basis))
        for seed in range(1, seeds + 1)
    ]


def _with_names(words: "Phrasebook", card: "Card") -> "Phrasebook":
    """The phrasebook with the province's own names of sectors and districts."""
    from experiments.experiment import labels_of
    from experiments.texts.phrasebook import Phrasebook
    from simulation.province import load_province

    return Phrasebook(words.language, labels_of(load_province(card.scenario.province)))
