"""``halong sensitivity``: which factor of a finished sweep drives the answer, which assumption would turn it."""

import shlex
import sys
from pathlib import Path

import click


@click.command("sensitivity")
@click.argument("sweep", metavar="SWEEP_DIR", type=click.Path(path_type=Path))
@click.option("--indicator", "indicators", multiple=True, metavar="NAME", help="Outcome explained; may be repeated.")
@click.option("--window", default="last12", show_default=True, metavar="WINDOW", help="last12, a year or a month.")
@click.option("--between", nargs=2, metavar="A B", help="Two scenarios whose ranking is tried (else the first two).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of tables and page (else the locale's).")
def command(
    sweep: Path, indicators: tuple[str, ...], window: str, between: tuple[str, str] | None, language: str | None
) -> None:
    """Sobol' or Morris indices of the sweep in SWEEP_DIR, and the values at which two scenarios change places."""
    from experiments.commands.exits import orderly
    from experiments.sensitivity.answers import analyse
    from experiments.sensitivity.flips import flips
    from experiments.sensitivity.indices import indices
    from experiments.sensitivity.publishing import publish_sensitivity, tables
    from experiments.sweeps.outcomes import main_indicators, outcomes
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        place = sweep.absolute()
        names = list(indicators) or list(outcomes(place, main_indicators(place, 3), window).columns)
        analysis = analyse(place, names, window, between)
        found, turned = indices(analysis), flips(analysis)
        page = publish_sensitivity(place, analysis, found, turned, shlex.join(["halong", *sys.argv[1:]]), words)
        for table in tables(analysis, found, turned, words):
            click.echo(table.as_text() + "\n")
        click.echo(words("sensitivity.done", page=page))
