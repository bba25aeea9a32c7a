"""``halong benchmark``: how fast the model is on this machine, what a person costs, and how far that is from the limit.

Speed is processor time of the warm loop on one core, observation included: residents aged 15+ times months over
seconds. Starts are taken from fresh processes. Each size of the province has a process of its own. The minimal market
is written in plain Mesa, in NumPy and in this engine; its rules stand in ``benchmarks/README.md``.
"""

from pathlib import Path

import click


@click.command("benchmark")
@click.option("--months", type=click.IntRange(1, 120), default=120, show_default=True, help="Months measured.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--cold/--no-cold", default=True, show_default=True, help="Also time a start that compiles everything.")
@click.option(
    "--at-once", type=click.IntRange(1, 256), default=2, show_default=True, help="Also time so many seeds at once."
)
@click.option(
    "--largest",
    type=click.IntRange(0, 75_000_000),
    default=1_000_000,
    show_default=True,
    help="Also time provinces of 10,000 persons up to so many, as far as memory goes; 0 for none.",
)
@click.option(
    "--minimal",
    type=click.IntRange(0, 5_000_000),
    default=200_000,
    show_default=True,
    help="Persons of the minimal market in Mesa, NumPy and this engine; 0 for none.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the figures as CSV and the pictures.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the table (else the locale's).")
def command(
    months: int,
    scale: float,
    seed: int,
    cold: bool,
    at_once: int,
    largest: int,
    minimal: int,
    out: Path | None,
    language: str | None,
) -> None:
    """Measure speed, memory, starts and growth of the whole model, and the minimal market side by side."""
    from experiments.benchmark.measuring import Asked, measured
    from experiments.benchmark.telling import tables, write_folder
    from experiments.commands.exits import orderly
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from simulation import Scenario

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)  # a place that cannot be written is told before minutes of work
        asked = Asked(Scenario.baseline().with_(scale=scale), months, seed, cold, at_once, largest, minimal)
        results = measured(asked, lambda part: click.echo(words(f"benchmark_part.{part}"), err=True))
        for table in tables(results, words):
            click.echo(table.as_text() + "\n")
        if out is not None:
            write_folder(results, out)
            click.echo(words("benchmark.written", place=out))
