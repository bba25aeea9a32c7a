"""Paths of the young: upper-secondary school or a vocational course at 15, university or college or work at 18.

A school year begins in September and ends in June. Whoever is 15 in September chooses then (the model knows nobody
younger, so who turns 15 later in the year chooses in the next); whoever turns 18 in a calendar year chooses in its own;
university students leave in the July of the year they turn 22. Shares of the paths are parameters; who takes which is
each person's own luck. A vocational choice is an application: seats and prices decide in the training step, and who
gets no seat leaves school.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.months import month_of
from simulation.processes.moves import INACTIVE, OUTSIDE, seek_work, stand_aside
from simulation.processes.study_terms import NONE
from simulation.randomness import Stream, month_key, uniform, uniforms
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

SEPTEMBER, JULY = 9, 7


class Paths(NamedTuple):
    """Shares of a cohort by path."""

    vocational_15: float
    upper: float
    tertiary: float
    vocational_18: float
    completes: float
    stays_away: float


@kernel
def _choose(key, rows, month, rule, drawn, people, places, applicants):  # type: ignore[no-untyped-def]
    """September: choices at 15 and at 18. Fills ``applicants`` with who wants a vocational course; returns how many.

    ``rows`` are the two cohorts; ``drawn`` (people,) is the chance of the vocational path at 15 that measures add, at
    the expense of upper school.
    """
    applying = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.status[row] != 1:
            continue
        draw = uniform(key, row)
        if (month - people.birth[row]) // 12 == 15:
            vocational = draw < rule.vocational_15 + drawn[row]
            stays = draw < rule.vocational_15 + rule.upper
        else:
            vocational = draw < rule.vocational_18
            stays = draw < rule.vocational_18 + rule.tertiary
        if vocational:
            applicants[applying] = row
            applying += 1
        if vocational or not stays:
            stand_aside(row, month, INACTIVE, people, places)
    return applying


@kernel
def _graduate(key, trade_key, rows, month, rule, occupations, people, places, graduates):  # type: ignore[no-untyped-def]
    """July: the cohort (rows) that turns 22 leaves university with or without a degree; some never come back.

    ``graduates`` (districts, occupations) counts the degrees of those who stay.

    Returns (degrees kept in the province, students lost to it).
    """
    degrees = 0
    lost = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.status[row] != 1:
            continue
        draw = uniform(key, row)
        if draw < rule.completes:
            people.credential[row] = 6
            people.certified_since[row] = month
            people.occupation[row] = np.searchsorted(occupations[:-1], uniform(trade_key, row), side="right")
            degrees += 1
        if draw * 7.0 % 1.0 < rule.stays_away:
            if people.credential[row] == 6:
                degrees -= 1
            stand_aside(row, month, OUTSIDE, people, places)
            lost += 1
        else:
            seek_work(row, month, people)
            if people.credential[row] == 6:
                graduates[people.district[row], people.occupation[row]] += 1
    return degrees, lost


def take_school_paths(market: "LabourMarket") -> None:
    """Choices of September and graduations of July; nothing in other months or with demography frozen."""
    market.applying_leavers = 0
    if market.frozen_demography:
        return
    value = market.province.value
    upper = value("upper_secondary_share")
    rule = Paths(
        market.vocational_share_at_15,
        upper,
        value("upper_secondary_to_tertiary_share"),
        value("upper_secondary_to_vet_share"),
        value("tertiary_completion_share"),
        value("tertiary_students_not_returning_share"),
    )
    key = month_key(market.seed, Stream.schooling, market.month)
    if month_of(market.month) == SEPTEMBER:
        drawn = _drawn_to_trades(market)
        market.applying_leavers = _choose(
            key, np.sort(np.concatenate([_of_fifteen(market), _who_turns(market, 18)])), market.month, rule, drawn,
            market.person_arrays, market.place_arrays, market.applicants,
        )  # fmt: skip
        _note_tempted(market, key, drawn)
    elif month_of(market.month) == JULY:
        trade_key = month_key(market.seed, Stream.occupation, market.month)
        degrees, lost = _graduate(
            key, trade_key, _who_turns(market, 22), market.month, rule, market.graduate_occupations,
            market.person_arrays, market.place_arrays, market.graduates,
        )  # fmt: skip
        market.flows["degrees"] = degrees
        market.flows["students_lost"] = lost


def _of_fifteen(market: "LabourMarket") -> npt.NDArray[np.int32]:
    """Rows of everybody who is 15 years old this month."""
    return market.born_between(market.month - 16 * 12 + 1, market.month - 15 * 12)


def _who_turns(market: "LabourMarket", age: int) -> npt.NDArray[np.int32]:
    """Rows of everybody who turns an age in this calendar year, in order."""
    january = market.month // 12 * 12
    return np.sort(market.born_between(january - age * 12, january - age * 12 + 11))


def _drawn_to_trades(market: "LabourMarket") -> npt.NDArray[np.float32]:
    """Chance of the vocational path at 15 that streaming adds, (people,): log odds add up, upper school loses."""
    drawn = np.zeros(market.people.rows, dtype=np.float32)
    if market.study.streams:
        choosing = _of_fifteen(market)
        odds = sum(stream.draws(market, choosing) for stream in market.study.streams)
        share = market.vocational_share_at_15
        drawn[choosing] = 1.0 / (1.0 + (1.0 / share - 1.0) * np.exp(-odds)) - share
    return drawn


def _note_tempted(market: "LabourMarket", key: np.uint64, drawn: npt.NDArray[np.float32]) -> None:
    """Keep who applies only because of streaming: who gets no course of it goes on to upper secondary school."""
    rows = market.applicants[: market.applying_leavers]
    rows = rows[drawn[rows] > 0.0]
    market.study.tempted = rows[uniforms(key, rows) >= market.vocational_share_at_15]


def return_to_school(market: "LabourMarket") -> None:
    """Send those back to school whom streaming drew from it and who have begun no course."""
    people = market.people
    rows = market.study.tempted[people.status[market.study.tempted] == INACTIVE]
    rows = rows[people.programme[rows] == NONE]
    people.status[rows] = Status.in_school
    people.note_written(rows.astype(np.int64))
    market.waiting_list = market.waiting_list.only(~np.isin(market.waiting_list.rows, rows))
