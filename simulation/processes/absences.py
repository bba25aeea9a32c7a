"""Absences: military service and contracts abroad, which end after a fixed time and leave a mark.

The forces call up young men in one month of the year (Law on Military Service 2015, art. 31-33: 18 to 25, 24 months);
workers go abroad on contracts all year. Who goes is a keyed lottery among those of the age, at a rate that gives the
yearly number in the first month's population. They are nobody's job seekers while away and search when they are back.
Those away when the model opens come from the outside pool's rows, so that the residents stay those of the margins.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.months import month_of
from simulation.population import POPULATION_SEED
from simulation.processes.moves import AWAY, EMPLOYED, INACTIVE, UNEMPLOYED, seek_work, stand_aside
from simulation.randomness import Stream, month_key, uniform_pair, uniforms
from simulation.terms import multiplied
from simulation.vocabulary import Mark, Sex, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]
EVERY_MONTH = 0
ABROAD = "abroad"


@dataclass
class Absence:
    """A kind of absence.

    Persons who leave in a year (of the province), the calendar month they leave in (0: any), first age and age after
    the last in months, both sexes or men, months away, and the mark they come back with. ``chance`` is the probability
    that somebody of the age leaves at an occasion.
    """

    name: str
    yearly: float
    month: int
    youngest: int
    oldest: int
    men_only: bool
    length: int
    mark: Mark
    chance: float = 0.0


@dataclass
class Away:
    """Who is away: rows, month of return, kind of absence; (n,) each."""

    rows: npt.NDArray[np.int32]
    until: npt.NDArray[np.int16]
    kind: npt.NDArray[np.uint8]


@kernel
def _leave(key, kind, chance, ratio, rows, men_only, month, people, places, gone):  # type: ignore[no-untyped-def]
    """Rows that leave by lottery, listed in ``gone``; returns how many. Students and people with a disability stay.

    The ``chance`` of each is ``ratio`` (rows,) times the usual one.
    """
    count = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        if uniform_pair(key, row, kind) >= chance * ratio[index]:
            continue
        state = people.status[row]
        if state != EMPLOYED and state != UNEMPLOYED and state != INACTIVE:
            continue
        if (men_only and people.sex[row] != 0) or people.migrant[row] == 1 or people.marks[row] & 1:
            continue
        if people.course_ends[row] < month:
            stand_aside(row, month, AWAY, people, places)
            gone[count] = row
            count += 1
    return count


@kernel
def _return(rows, month, mark, people):  # type: ignore[no-untyped-def]
    """Rows that come back this month: they carry the mark and search."""
    back = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.status[row] == AWAY:
            people.marks[row] |= mark
            seek_work(row, month, people)
            back += 1
    return back


def prepare(market: "LabourMarket") -> None:
    """The kinds of absence with their chances in the first month's population."""
    value = market.province.value
    market.absences = [
        Absence(
            "service", value("demobilised_per_year"), int(value("call_up_month")), 18 * 12, 25 * 12, True,
            int(value("service_months")), Mark.demobilised,
        ),
        Absence(
            ABROAD, value("workers_abroad_per_year"), EVERY_MONTH, 20 * 12, 36 * 12, False,
            int(value("contract_abroad_months")), Mark.returnee,
        ),
    ]  # fmt: skip
    for absence in market.absences:
        absence.chance = absence.yearly * market.scale / max(_eligible(market, absence), 1)


def _eligible(market: "LabourMarket", absence: Absence) -> int:
    """Residents of the first month who could leave."""
    people, rows = market.people, market.residents
    age = market.age_month - people.birth[:rows].astype(np.int64)
    fits = (age >= absence.youngest) & (age < absence.oldest)
    fits &= one_of(people.status[:rows], [Status.employed, Status.unemployed, Status.inactive])
    if absence.men_only:
        fits &= people.sex[:rows] == Sex.male
    return int((fits & (people.migrant[:rows] == 0)).sum())


def away_at_first(market: "LabourMarket") -> Away:
    """Who is away when the model opens: rows of the pool become the province's own people, back month by month."""
    people = market.people
    draw = uniforms(month_key(POPULATION_SEED, Stream.absence), np.arange(market.residents, market.adults))
    pool = market.residents + np.argsort(draw, kind="stable")
    parts: list[tuple[Ints, Ints, Ints]] = []
    for kind, absence in enumerate(market.absences):
        number = round(absence.yearly * market.scale * absence.length / 12.0)
        rows, pool = pool[:number], pool[number:]
        spread = np.arange(len(rows)) * absence.length // max(len(rows), 1)
        left = spread if not absence.month else (spread // 12) * 12 + (absence.month - month_of(market.start)) % 12
        parts.append((rows, market.start + left, np.full(len(rows), kind)))
        lottery = uniforms(month_key(POPULATION_SEED, Stream.absence, 1 + kind), rows)
        age = absence.youngest + (lottery * (absence.oldest - absence.youngest)).astype(np.int64) + absence.length
        people.birth[rows] = market.start - np.minimum(age, absence.oldest + absence.length)
        if absence.men_only:
            people.sex[rows] = Sex.male
    rows, until, kinds = (np.concatenate(part) for part in zip(*parts, strict=True))
    people.status[rows] = Status.away
    people.migrant[rows] = people.registered[rows] = people.housing[rows] = 0
    homes = np.cumsum(market.province.by_district("population"))
    lottery = uniforms(month_key(POPULATION_SEED, Stream.absence, 9), rows)
    people.district[rows] = np.searchsorted(homes / homes[-1], lottery, side="right")
    return Away(rows.astype(np.int32), until.astype(np.int16), kinds.astype(np.uint8))


def leave_and_return(market: "LabourMarket") -> None:
    """Who comes back this month, then who leaves; nothing while migration is off or nobody ages."""
    if not market.migration_on or market.frozen_demography:
        return
    _come_back(market)
    key = month_key(market.seed, Stream.absence, market.month)
    for kind, absence in enumerate(market.absences):
        count = 0
        if absence.month in (EVERY_MONTH, month_of(market.month)):
            rows = _of_age(market, absence)
            gone = np.empty(len(rows), dtype=np.int32)
            count = _leave(
                key, kind, absence.chance, _ratio(market, absence, rows), rows, absence.men_only, market.month,
                market.person_arrays, market.place_arrays, gone,
            )  # fmt: skip
            _note(market.away, gone[:count], market.month + absence.length, kind)
            if absence.name == ABROAD:
                market.government.note_departures(gone[:count])
        market.flows[f"left_for_{absence.name}"] = count


def _ratio(market: "LabourMarket", absence: Absence, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Chance of each of the rows to leave over the usual one, (rows,)."""
    return multiplied(market, market.terms.abroad if absence.name == ABROAD else [], rows)


def _of_age(market: "LabourMarket", absence: Absence) -> npt.NDArray[np.int32]:
    """Who may leave at this occasion: all of the age, or where any month will do those with a birthday."""
    youngest, oldest = market.month - absence.youngest, market.month - absence.oldest + 1
    if absence.month:
        return market.born_between(oldest, youngest)
    return np.concatenate([market.born_between(birth, birth) for birth in range(youngest, oldest - 1, -12)])


def _come_back(market: "LabourMarket") -> None:
    away = market.away
    due = away.until <= market.month
    for kind, absence in enumerate(market.absences):
        back = np.sort(away.rows[due & (away.kind == kind)])
        market.flows[f"back_from_{absence.name}"] = _return(back, market.month, int(absence.mark), market.person_arrays)
    away.rows, away.until, away.kind = away.rows[~due], away.until[~due], away.kind[~due]


def _note(away: Away, rows: npt.NDArray[np.int32], until: int, kind: int) -> None:
    away.rows = np.concatenate([away.rows, rows])
    away.until = np.concatenate([away.until, np.full(len(rows), until, dtype=np.int16)])
    away.kind = np.concatenate([away.kind, np.full(len(rows), kind, dtype=np.uint8)])
