"""``halong benchmark``: how fast the month loop is on this machine, and what a person costs in memory.

Speed is processor time of the warm loop on one core, observation included: residents aged 15+ times months over
seconds. The time to the first month is taken from fresh processes, with the kernels compiled anew and with them kept.
How time grows with persons, and how many seeds at once hinder each other, is measured when asked for.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import click

from experiments.month_loop import enlarged, load_kernels, measure, throughput

if TYPE_CHECKING:
    from experiments.texts.phrasebook import Phrasebook
    from simulation import Scenario

_FIRST_MONTH = """
from simulation import LabourMarket, Scenario
market = LabourMarket(scenario=Scenario.baseline().with_(scale={scale}), rng={seed})
market.step()
"""


@click.command("benchmark")
@click.option("--months", type=click.IntRange(1, 120), default=120, show_default=True, help="Months measured.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--cold/--no-cold", default=True, show_default=True, help="Also time a start that compiles everything.")
@click.option("--persons-factor", type=click.IntRange(2, 20), help="Also time a market with so many times the persons.")
@click.option("--at-once", type=click.IntRange(2, 256), help="Also time so many seeds at once.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the table (else the locale's).")
def command(
    months: int,
    scale: float,
    seed: int,
    cold: bool,
    persons_factor: int | None,
    at_once: int | None,
    language: str | None,
) -> None:
    """Measure the month loop, whole model with observation, one core, processor time."""
    from experiments.commands.exits import orderly
    from experiments.tables import Table
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from simulation import Scenario

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        asked = Asked(Scenario.baseline().with_(scale=scale), months, seed, words)
        rows = [*_alone(asked, cold)]
        if persons_factor is not None:
            rows += _larger(asked, persons_factor)
        if at_once is not None:
            rows += _at_once(asked, at_once)
        click.echo(
            Table(words("benchmark.caption"), [words("benchmark.item"), words("benchmark.value")], rows).as_text()
        )


class Asked(NamedTuple):
    """What is measured, and the language of its rows."""

    scenario: "Scenario"
    months: int
    seed: int
    words: "Phrasebook"


def _alone(asked: Asked, cold: bool) -> Iterator[list[str]]:
    """Speed, memory, time to the first month, and shares of the processes."""
    scenario, months, seed, words = asked
    starts = []
    if cold:
        with tempfile.TemporaryDirectory() as empty:
            seconds = _seconds_to_first_month(scenario.scale, seed, {"HALONG_CACHE_DIR": empty, "NUMBA_CACHE_DIR": ""})
        starts.append([words("benchmark.first"), words.number(seconds, 1)])
    load_kernels(seed)
    loop = measure(scenario, months, seed)
    yield [words("benchmark.persons"), words.number(loop.person_months / months)]
    yield [words("benchmark.months"), words.number(months)]
    yield [words("benchmark.seconds"), words.number(loop.processor, 2)]
    yield [words("benchmark.speed"), words.number(loop.person_months / loop.processor / 1e6, 1)]
    yield [words("benchmark.bytes"), words.number(loop.market.bytes_per_person)]
    yield from starts
    yield [words("benchmark.first_warm"), words.number(_seconds_to_first_month(scenario.scale, seed, {}), 1)]
    for process, part in loop.market.process_seconds.items():
        told = words.group("process", process.replace(" ", "_"))
        yield [words("benchmark.share", process=told), f"{words.number(100.0 * part / loop.processor, 1)}%"]


def _larger(asked: Asked, factor: int) -> Iterator[list[str]]:
    """Processor time a person-month with ``factor`` times the persons over that with once, one after the other."""
    scenario, months, seed, words = asked
    once, larger = (measure(enlarged(scenario, size), months, seed) for size in (1, factor))
    ratio = (larger.processor / larger.person_months) / (once.processor / once.person_months)
    yield [words("benchmark.larger_persons"), words.number(larger.person_months / months)]
    yield [words("benchmark.larger", factor=factor), words.number(ratio, 2)]


def _at_once(asked: Asked, runs: int) -> Iterator[list[str]]:
    """Person-months a second of ``runs`` seeds at once over those of one, by the wall clock."""
    scenario, months, seed, words = asked
    one, together = (throughput(number, scenario, months, seed) for number in (1, runs))
    yield [words("benchmark.at_once", runs=runs), words.number(together / one, 2)]


def _seconds_to_first_month(scale: float, seed: int, environment: dict[str, str]) -> float:
    began = monotonic()
    code = _FIRST_MONTH.format(scale=scale, seed=seed)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment})
    return monotonic() - began
