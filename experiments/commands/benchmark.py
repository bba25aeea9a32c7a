"""``halong benchmark``: how fast the month loop is on this machine, and what a person costs in memory.

Speed is processor time of the warm loop on one core, observation included: residents aged 15+ times months over
seconds. The time to the first month is taken from fresh processes, with the kernels compiled anew and with them kept.
"""

import os
import subprocess
import sys
import tempfile
from time import monotonic, process_time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from experiments.tables import Table
    from experiments.texts.phrasebook import Phrasebook
    from simulation import LabourMarket

_SMALL = 0.02
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
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the table (else the locale's).")
def command(months: int, scale: float, seed: int, cold: bool, language: str | None) -> None:
    """Measure the month loop, whole model with observation, one core, processor time."""
    from experiments.commands.exits import orderly
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        click.echo(_measured(months, scale, seed, cold, words).as_text())


def _measured(months: int, scale: float, seed: int, cold: bool, words: "Phrasebook") -> "Table":
    from experiments.tables import Table

    starts = []
    if cold:
        with tempfile.TemporaryDirectory() as empty:
            seconds = _seconds_to_first_month(scale, seed, {"HALONG_CACHE_DIR": empty, "NUMBA_CACHE_DIR": ""})
        starts.append([words("benchmark.first"), words.number(seconds, 1)])
    market, seconds, persons, by_process = _loop(months, scale, seed)
    rows = [
        [words("benchmark.persons"), words.number(persons)],
        [words("benchmark.months"), words.number(months)],
        [words("benchmark.seconds"), words.number(seconds, 2)],
        [words("benchmark.speed"), words.number(persons * months / seconds / 1e6, 1)],
        [words("benchmark.bytes"), words.number(market.bytes_per_person)],
        *starts,
        [words("benchmark.first_warm"), words.number(_seconds_to_first_month(scale, seed, {}), 1)],
        *(
            [words("benchmark.share", process=process), f"{words.number(100.0 * part / seconds, 1)}%"]
            for process, part in by_process.items()
        ),
    ]
    return Table(words("benchmark.caption"), [words("benchmark.item"), words("benchmark.value")], rows)


def _loop(months: int, scale: float, seed: int) -> tuple["LabourMarket", float, float, dict[str, float]]:
    """The market after the measured months, processor seconds, mean residents aged 15+, seconds by process."""
    from simulation import LabourMarket, Scenario

    _load_kernels(seed)
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=scale), rng=seed)
    before, began = market.persons, process_time()
    for _ in range(months):
        market.step()
    seconds = process_time() - began
    return market, seconds, (before + market.persons) / 2.0, dict(market.process_seconds)


def _load_kernels(seed: int) -> None:
    """A small market runs a year first: every kernel is in memory when the clock starts."""
    from simulation import LabourMarket, Scenario

    market = LabourMarket(scenario=Scenario.baseline().with_(scale=_SMALL), rng=seed)
    for _ in range(12):
        market.step()


def _seconds_to_first_month(scale: float, seed: int, environment: dict[str, str]) -> float:
    began = monotonic()
    code = _FIRST_MONTH.format(scale=scale, seed=seed)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment})
    return monotonic() - began
