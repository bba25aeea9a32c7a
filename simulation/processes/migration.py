"""Migration: residents who leave the province, and the outside pool's comings and goings.

People outside have a wage to compare with: that of the region around, a ratio of the province's at the start that grows
on its own path. They come when an offer net of rent beats it by a threshold for moving (search and matching hire them),
and return after losing the job and, some, at Tết. Residents leave by age, paper and unemployment, in the first month at
the measured rate, and the more the better the region pays than the province does in their occupation. Whoever leaves
keeps the identity and may come back as part of the pool. Certificates that leave and come are counted.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.processes.lots import CONCERNS
from simulation.processes.moves import OUTSIDE, UNEMPLOYED, stand_aside
from simulation.randomness import Lot
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]

#: However much better the region pays, residents leave at most this many times as often as at the start.
MOST_PULL = 2.0
CERTIFIED = int(Credential.short_certificate)


class Leaving(NamedTuple):
    """Monthly hazard of a resident and what multiplies it; that of migrants; and the pull by occupation."""

    base: float
    young: float
    old: float
    educated: float
    unemployed: float
    homesick: float
    pull: Floats


@piece
def leaving_hazard(age, credential, migrant, unemployed, pull, rule):  # type: ignore[no-untyped-def]
    """Monthly probability of leaving the province. Scalars; age in years."""
    if migrant:
        return rule.homesick
    hazard = rule.base * pull
    if age < 30.0:
        hazard *= rule.young
    elif age > 45.0:
        hazard *= rule.old
    if unemployed:
        hazard *= rule.unemployed
    return hazard * (rule.educated if credential >= 5 else 1.0)


@kernel
def _leave(rows, luck, month, age_month, rule, largest, people, places, counts):  # type: ignore[no-untyped-def]
    """Departures; ``counts``: residents, migrants gone home, certificates gone."""
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        if luck[index] >= largest:
            continue
        if people.since[row] >= month or people.status[row] >= OUTSIDE:
            continue
        age = (age_month - people.birth[row]) / 12.0
        migrant = people.migrant[row] == 1
        idle = people.status[row] == UNEMPLOYED
        pull = rule.pull[people.occupation[row]]
        if luck[index] < leaving_hazard(age, people.credential[row], migrant, idle, pull, rule):
            stand_aside(row, month, OUTSIDE, people, places)
            counts[1 if migrant else 0] += 1
            counts[2] += people.credential[row] >= CERTIFIED


def move_out(market: "LabourMarket") -> None:
    """Departures of the month, after a look at what the region pays now."""
    look_outside(market)
    if not market.migration_on or market.frozen_demography:
        return
    rows, luck = market.lots.of(Lot.migration)
    value = market.province.value
    homesick = value("migrant_return_monthly") * (value("tet_return_multiplier") if market.tet_month else 1.0)
    gap = market.worth.outside_offer - market.worth.mean_offer - np.log(value("outside_wage_ratio"))
    pull = np.clip(np.exp(value("out_migration_wage_elasticity") * gap), 1.0 / MOST_PULL, MOST_PULL)
    rule = _leaving(market)._replace(homesick=homesick, pull=pull)
    counts = np.zeros(3, dtype=np.int64)
    _leave(
        rows, luck, market.month, market.age_month, rule, largest_leaving(market), market.person_arrays,
        market.place_arrays, counts,
    )  # fmt: skip
    market.flows["out_migrants"], market.flows["migrants_gone_home"] = int(counts[0]), int(counts[1])
    market.flows["certificates_left"] = int(counts[2])


def usual_base(market: "LabourMarket") -> float:
    """Monthly hazard of a resident with no ratio to it, so that the first month's residents leave at the measured rate.

    Whom this process does not ask (pupils, students, the retired) does not leave by it, but counts among residents.
    """
    people, residents = market.people, slice(0, market.residents)
    asked = one_of(people.status[residents], CONCERNS[Lot.migration])
    age = (market.age_month - people.birth[residents]) / 12.0
    rule = _ratios(market)
    ratio = np.where(age < 30.0, rule.young, np.where(age > 45.0, rule.old, 1.0))
    ratio *= np.where(people.status[residents] == UNEMPLOYED, rule.unemployed, 1.0)
    ratio *= np.where(people.credential[residents] >= 5, rule.educated, 1.0)
    natives = people.migrant[residents] == 0
    mean = float((ratio * asked * natives).sum() / max(int(natives.sum()), 1))
    return float(market.province.value("out_migration_rate")) / 12.0 / max(mean, 0.1)


def _leaving(market: "LabourMarket") -> Leaving:
    return _ratios(market)._replace(base=market.usual_leaving)


def _ratios(market: "LabourMarket") -> Leaving:
    value = market.province.value
    return Leaving(
        1.0,
        value("out_migration_young_multiplier"),
        value("out_migration_old_multiplier"),
        value("out_migration_educated_multiplier"),
        value("out_migration_unemployed_multiplier"),
        0.0,
        np.ones(len(market.province.occupations)),
    )


def look_outside(market: "LabourMarket") -> None:
    """What the region around offers in each occupation this month: the start's ratio, on the region's own path."""
    value = market.province.value
    years = 0.0 if market.constant_demand else max(0, market.month - market.start) / 12.0
    path = np.log(value("outside_wage_ratio")) + years * np.log1p(value("outside_wage_growth"))
    market.worth.outside_offer[:] = market.start_offer_by_occupation + path


def largest_leaving(market: "LabourMarket") -> float:
    """Largest monthly probability of leaving the province that the parameters allow."""
    rule, value = _leaving(market), market.province.value
    resident = rule.base * rule.young * rule.educated * rule.unemployed * MOST_PULL
    return max(resident, value("migrant_return_monthly") * value("tet_return_multiplier"))
