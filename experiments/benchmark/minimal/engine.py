"""The minimal market in this engine: the whole model with a scenario that holds still what the rules do without.

The engine still carries what the rules lack: every column, the draws of the processes that are held still, pay, hours,
and all indicators of the observation, which the other two do not have. Persons counted are those who work or search,
as in the other two; the town has others besides, who cost time here and are not counted.
"""

from typing import TYPE_CHECKING

import numpy as np

from experiments.benchmark.loop import enlarged, measure, opened
from experiments.benchmark.minimal.rules import Rules, Told

if TYPE_CHECKING:
    from simulation import LabourMarket, Scenario

SCENARIO = "theory/minimal_market.yaml"
_ONE_SECTOR = "turnover_works_monthly"


def scenario(persons: int) -> "Scenario":
    """The minimal market with about so many persons who work or search."""
    from simulation import Scenario

    town = Scenario.load(SCENARIO)
    return enlarged(town, persons / _labour_force(opened(town, 1)))


def rules_of(market: "LabourMarket") -> Rules:
    """The rules as numbers, read off the opened market, so that the other two simulate the same one."""
    places = market.workplaces
    payroll = places.firm >= 0
    return Rules(
        persons=_labour_force(market),
        employed=int(places.headcount[payroll].sum()),
        places=round(float(np.maximum(places.wanted[payroll], 0.0).sum())),
        firms=market.employers.rows,
        separation=market.province.value(_ONE_SECTOR),
        contact=market.province.value("contact_rate_unemployed"),
    )


def run(asked: "Scenario", months: int, seed: int) -> Told:
    """Months of the market under the processor's clock; kernels must be loaded, the opening is not counted."""
    loop = measure(asked, months, seed)
    table = loop.market.datacollector.get_model_vars_dataframe()
    persons = float(table["labour_force"].mean()) * loop.market.scale
    return Told(persons, months, loop.processor, float((table["unemployed"] / table["labour_force"]).mean()))


def _labour_force(market: "LabourMarket") -> int:
    from simulation.vocabulary import Status

    status = market.people.status[: market.of_age]
    return int(((status == Status.employed) | (status == Status.unemployed)).sum())
