"""Whether each parameter moves what the table says it moves: low against high end of its range, same seeds.

The outcome is the mean, over the months from the second year on, of the indicator that the column `moves` names; the
sign there is the direction as the parameter rises. A parameter moves its outcome when the paired difference has that
sign and is more than three of its standard errors. A parameter of a lever is moved where the lever has a dose, in
`plan_66`; one of the employment service, whose staff and fairs the baseline's levers state, where no lever stands; all
others in the baseline. The months reach beyond the law of 2025, without which some have nothing to say.

    python -m benchmarks.moves --scale 0.1 --seeds 4 --until 2026-12
"""

import csv
import sys
from dataclasses import dataclass

import click
import numpy as np

from benchmarks.arms import over_seeds
from simulation import LabourMarket, Scenario
from simulation.months import month_index, month_text
from simulation.province import Parameter, load_province
from simulation.scenario.shipped import shipped_folder

#: Standard errors that a difference must exceed.
BAR = 3.0
#: Months of a run that are not counted: what is held in stocks takes a year to answer.
UNCOUNTED = 12


@dataclass(frozen=True)
class Answer:
    """What an outcome does from the low to the high end of a parameter: mean difference and its standard error."""

    parameter: str
    outcome: str
    direction: int
    level: float
    difference: float
    error: float

    @property
    def moved(self) -> bool:
        """Whether the outcome moved as stated, beyond the bar."""
        return self.direction * self.difference > BAR * self.error

    @property
    def errors(self) -> float:
        """The difference in standard errors, positive in the direction stated."""
        return self.direction * self.difference / self.error if self.error > 0 else 0.0


def scenario_for(entry: Parameter) -> Scenario:
    """The shipped scenario in which a parameter has something to say."""
    if entry.process.startswith("lever:"):
        return Scenario.load(shipped_folder() / "plan_66.yaml")
    stated = entry.process.startswith("employment_service")
    return Scenario.baseline().with_(policies=()) if stated else Scenario.baseline()


def outcome_of(seed: int, entry: Parameter, value: float, outcome: str, scale: float, until: int) -> float:
    """Mean of the outcome over the counted months (and groups, where there is no total) of a run at a value."""
    scenario = scenario_for(entry).with_(scale=scale, end=until, parameters={entry.name: value})
    table = LabourMarket(scenario=scenario, rng=seed).run().indicators()
    counted = (table["indicator"] == outcome) & (table["month"] >= month_text(scenario.start + UNCOUNTED))
    return float(table.loc[counted, "value"].mean())


def answer(entry: Parameter, seeds: int, scale: float, until: int, workers: int) -> Answer:
    """The answer to one parameter of the province's table."""
    outcome, sign = entry.moves.rsplit(" ", 1)
    low, high = (
        np.array(over_seeds(outcome_of, range(1, seeds + 1), workers, entry, end, outcome, scale, until))
        for end in (entry.low, entry.high)
    )
    difference = high - low
    error = float(difference.std(ddof=1) / np.sqrt(seeds))
    return Answer(entry.name, outcome, 1 if sign == "+" else -1, float(low.mean()), float(difference.mean()), error)


@click.command()
@click.argument("parameters", nargs=-1)
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=0.1, show_default=True)
@click.option("--seeds", type=click.IntRange(2), default=4, show_default=True)
@click.option("--until", default="2026-12", show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True)
def main(parameters: tuple[str, ...], scale: float, seeds: int, until: str, workers: int) -> None:
    """Print as CSV what every parameter with an entry under `moves` (or those named) does to its outcome."""
    table = load_province(Scenario.baseline().province).parameters
    chosen = [table[name] for name in parameters] or [one for one in table.values() if one.moves and one.low < one.high]
    writer = csv.writer(sys.stdout)
    writer.writerow(["parameter", "outcome", "at_low", "difference", "standard_errors", "moved"])
    missed = 0
    for entry in chosen:
        found = answer(entry, seeds, scale, month_index(until), workers)
        missed += not found.moved
        figures = (f"{found.level:.6g}", f"{found.difference:.6g}", f"{found.errors:.1f}")
        writer.writerow([found.parameter, found.outcome, *figures, "yes" if found.moved else "NO"])
        sys.stdout.flush()
    click.echo(f"{len(chosen) - missed} of {len(chosen)} parameters move their outcome as stated", err=True)


if __name__ == "__main__":
    main()
