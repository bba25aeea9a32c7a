"""Demography: who dies, comes of age, retires.

Mortality follows Gompertz' law by sex, level from age 90 on as among the very old. The cohort that turns 15 this month
enters upper-secondary age. Formal jobs end at the dated legal age (Labour Code art. 169), underground mining up to ten
years earlier (Social Insurance Law art. 54); work off the payroll may go on. With demography frozen nobody ages and
none of this happens.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.processes.moves import GONE, INACTIVE, RETIRED, UNEMPLOYED, stand_aside
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.vocabulary import Sex, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province


OLDEST = 110
LEVELS_OFF = 90.0


@kernel
def _bury(rows, luck, month, people, places, hazard, largest):  # type: ignore[no-untyped-def]
    """Deaths among the rows whose number fell into the slot: ``hazard`` by sex and age, ``largest`` by age."""
    deaths = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        age = min((month - people.birth[row]) // 12, 109)
        if luck[index] < largest[age] and luck[index] < hazard[people.sex[row], age]:
            stand_aside(row, month, GONE, people, places)
            deaths += 1
    return deaths


@kernel
def _retire(key, rows, sex, month, share, miners, underground, people, places):  # type: ignore[no-untyped-def]
    """Rows of one month of birth at the legal age of one sex; with ``miners`` only underground payroll staff stop."""
    stopped = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.sex[row] != sex:
            continue
        place = people.workplace[row]
        payroll = place > 0 and places.firm[place] >= 0
        if miners:
            if payroll and underground[places.occupation[place]] and uniform(key, row) < share:
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
    last = (
        int(np.searchsorted(people.birth[market.adults :], np.int16(market.month - 180), side="right")) + market.adults
    )
    people.status[first:last] = Status.in_school
    people.since[first:last] = market.month
    market.of_age = last
    market.flows["came_of_age"] = last - first


def _reach_legal_age(market: "LabourMarket") -> None:
    """Retire the months of birth that pass the legal age now: none in a month in which that age itself moves on."""
    key = month_key(market.seed, Stream.destination, market.month)
    share = market.province.value("retire_at_legal_age_share")
    early = int(12 * market.province.value("early_retirement_underground_years"))
    take = market.province.value("underground_early_retirement_share")
    retired = 0
    for sex in Sex:
        legal = market.legal_age[sex]
        for miners, lead, part in ((False, 0, share), (True, early, take)):
            if miners and lead <= 0:
                continue
            passed = market.month - legal + lead
            for birth in range(market.retired_births[sex, int(miners)] + 1, passed + 1):
                rows = market.born_in(birth)
                retired += _retire(
                    key, rows, int(sex), market.month, part, miners, market.underground, market.person_arrays,
                    market.place_arrays,
                )  # fmt: skip
            market.retired_births[sex, int(miners)] = max(market.retired_births[sex, int(miners)], passed)
    market.flows["retirements"] = retired
