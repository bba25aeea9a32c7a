"""Disability: its onset by age and trade, and what it does to work.

Onset rises with age (Gompertz's form, like mortality) and is several times as likely in occupations underground and in
construction trades. Part of those at work stop; whoever has a disability comes back to the labour force less often. The
event has the upper end of the slot that deaths use, so that neither moves the other.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.population import POPULATION_SEED
from simulation.processes.moves import EMPLOYED, INACTIVE, UNEMPLOYED, stand_aside
from simulation.randomness import Lot, Stream, month_key, uniform, uniforms
from simulation.vocabulary import Mark, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]
OLDEST = 110


@kernel
def _fall_ill(  # type: ignore[no-untyped-def]
    key, rows, luck, width, month, age_month, hazard, risk, injuries, largest, stops, people, places
):  # fmt: skip
    """Onsets among rows of the slot ``width`` wide: ``hazard`` by age, ``risk`` by trade, ``injuries`` by firm.

    Returns (onsets, exits).
    """
    onsets = 0
    exits = 0
    for index in range(rows.shape[0]):
        if luck[index] < width - largest:
            continue
        row = rows[index]
        age = min((age_month - people.birth[row]) // 12, 109)
        chance = hazard[age]
        place = people.workplace[row]
        if place > 0 and places.firm[place] >= 0:
            chance *= max(1.0, risk[places.occupation[place]] * injuries[places.firm[place]])
        if luck[index] < width - chance or people.marks[row] & 1:
            continue
        people.marks[row] |= 1
        onsets += 1
        state = people.status[row]
        if state in (EMPLOYED, UNEMPLOYED) and uniform(key, row) < stops:
            stand_aside(row, month, INACTIVE, people, places)
            exits += 1
    return onsets, exits


def onset_hazards(province: "Province") -> Floats:
    """Probability that a disability begins in a month, by completed years of age, (110,)."""
    value = province.value
    age = np.minimum(np.arange(OLDEST) + 0.5, 90.0)
    return np.asarray(value("disability_onset_level") * np.exp(value("disability_onset_slope") * age))


def occupation_risk(province: "Province") -> Floats:
    """Onset on a payroll job of each occupation over that of everybody, (occupations,)."""
    hazardous = np.array([occupation.hazardous for occupation in province.occupations])
    return np.where(hazardous, province.value("disability_risk_hazardous_work"), 1.0)


def largest_onset(province: "Province") -> float:
    """Largest monthly probability that a disability begins."""
    return float(onset_hazards(province).max() * occupation_risk(province).max())


def begin_disabilities(market: "LabourMarket") -> None:
    """Onsets of the month."""
    if market.frozen_demography:
        return
    rows, luck = market.lots.of(Lot.death)
    width = market.lots.width(Lot.death)
    onsets, exits = _fall_ill(
        month_key(market.seed, Stream.disability, market.month), rows, luck, width, market.month, market.age_month,
        onset_hazards(market.province), market.accident_risk, market.terms.injuries, largest_onset(market.province),
        market.province.value("disability_stops_work_share"), market.person_arrays, market.place_arrays,
    )  # fmt: skip
    market.flows["disability_onsets"], market.flows["disability_exits"] = onsets, exits


def settle(market: "LabourMarket") -> None:
    """Give the first month's people the disabilities that their age has brought: fewer at work than at home."""
    people, rows, value = market.people, market.adults, market.province.value
    age = np.clip((market.start - people.birth[:rows]) // 12, 0, OLDEST - 1)
    ever = 1.0 - np.exp(-12.0 * np.cumsum(onset_hazards(market.province)))[age]
    at_work = people.status[:rows] == Status.employed
    chance = np.where(at_work, ever * (1.0 - value("disability_stops_work_share")), ever)
    has = uniforms(month_key(POPULATION_SEED, Stream.disability), np.arange(rows)) < chance
    people.marks[:rows][has] |= np.uint8(Mark.disability)
