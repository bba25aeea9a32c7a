"""Demography: who dies, comes of age, retires.

Mortality follows Gompertz' law by sex, level from age 90 on as among the very old. The cohort that turns 15 this month
enters upper-secondary age. Formal jobs end at the dated legal age (Labour Code art. 169), hazardous ones five and
underground mining up to ten years earlier for who uses the right (Social Insurance Law art. 54); work off the payroll
may go on. With demography frozen nobody ages and
none of this happens.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.moves import GONE, INACTIVE, RETIRED, UNEMPLOYED, stand_aside
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.vocabulary import Sex, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province


OLDEST = 110
LEVELS_OFF = 90.0


class RetirementRule(NamedTuple):
    """Who may stop: months before the legal age, the share that does, and the occupations (all where no lead)."""

    lead: int
    share: float
    occupations: npt.NDArray[np.bool_]


@kernel
def _bury(rows, luck, month, people, places, hazard, largest):  # type: ignore[no-untyped-def]
    """Deaths among the rows whose number fell into the slot: ``hazard`` by sex and age, ``largest`` by age."""
    deaths = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        age = min((month - people.birth[row]) // 12, 109)
        if luck[index] < largest[age] and luck[index] < hazard[people.sex[row], age]:
            stand_aside(row, month, GONE, people, places)
            deaths += 1
    return deaths


@kernel
def _retire(key, rows, sex, month, share, early, occupations, people, places):  # type: ignore[no-untyped-def]
    """Rows of one month of birth at the legal age of one sex; ``early`` only payroll staff of some occupations stop."""
    stopped = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.sex[row] != sex:
            continue
        place = people.workplace[row]
        payroll = place > 0 and places.firm[place] >= 0
        if early:
            if payroll and occupations[places.occupation[place]] and uniform(key, row) < share:
                stand_aside(row, month, RETIRED, people, places)
                stopped += 1
        elif payroll:
            stopped += 1
            stand_aside(row, month, RETIRED if uniform(key, row) < share else INACTIVE, people, places)
        elif people.status[row] == INACTIVE or people.status[row] == UNEMPLOYED:
            stand_aside(row, month, RETIRED, people, places)
    return stopped


def death_hazards(province: "Province") -> npt.NDArray[np.float64]:
    """Probability of dying in a month, (sexes, completed years of age)."""
    value = province.value
    age = np.minimum(np.arange(OLDEST) + 0.5, LEVELS_OFF)
    level = value("mortality_gompertz_level") * np.exp(value("mortality_gompertz_slope") * age)
    return np.stack([level * value("mortality_multiplier_men"), level * value("mortality_multiplier_women")])


def retirement_rules(province: "Province") -> list[RetirementRule]:
    """At the legal age; five years before it in hazardous occupations; up to ten before it underground."""
    value = province.value
    underground = np.array([occupation.underground for occupation in province.occupations])
    hazardous = np.array([occupation.hazardous for occupation in province.occupations]) & ~underground
    early = value("early_retirement_share")
    return [
        RetirementRule(0, value("retire_at_legal_age_share"), np.ones_like(underground)),
        RetirementRule(int(12 * value("early_retirement_hazardous_years")), early, hazardous),
        RetirementRule(int(12 * value("early_retirement_underground_years")), early, underground),
    ]


def live_and_die(market: "LabourMarket") -> None:
    """Deaths, the cohort that turns 15, and retirement at the month's legal age."""
    if market.frozen_demography:
        return
    rows, luck = market.lots.of(Lot.death)
    hazard = death_hazards(market.province)
    market.flows["deaths"] = _bury(
        rows, luck, market.month, market.person_arrays, market.place_arrays, hazard, hazard.max(axis=0)
    )
    _come_of_age(market)
    _reach_legal_age(market)


def _come_of_age(market: "LabourMarket") -> None:
    people, first = market.people, market.of_age
    last = int(np.searchsorted(market.births_sorted, np.int16(market.month - 180), side="right"))
    people.status[first:last] = Status.in_school
    people.changed[first:last] = 1
    people.since[first:last] = market.month
    market.of_age = last
    market.flows["came_of_age"] = last - first


def _reach_legal_age(market: "LabourMarket") -> None:
    """Retire the months of birth that pass the legal age now: none in a month in which that age itself moves on."""
    key, retired = month_key(market.seed, Stream.destination, market.month), 0
    for sex in Sex:
        for group, rule in enumerate(market.retirement_rules):
            passed = market.month - market.legal_age[sex] + rule.lead
            for birth in range(market.retired_births[sex, group] + 1, passed + 1):
                retired += _retire(
                    key, market.born_between(birth, birth), int(sex), market.month, rule.share, rule.lead > 0,
                    rule.occupations, market.person_arrays, market.place_arrays,
                )  # fmt: skip
            market.retired_births[sex, group] = max(market.retired_births[sex, group], passed)
    market.flows["retirements"] = retired
