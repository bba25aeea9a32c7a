"""Seats: who gets one in a programme's intake, and who waits for the next.

Seats of a programme and intake go by a keyed lottery: first who has one that an employer ordered, then who waits. The
students from other provinces take their share of the seats of long courses. Whoever is refused and would study without
support applies once more if it was a long course, where the level has seats left; who gets none then waits for the
first programme, for a year at most, and takes the seat if still free to.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.processes.study_fields import programmes_with_seats_left
from simulation.processes.study_terms import NONE, open_programmes
from simulation.randomness import Stream, month_key, pair_uniforms
from simulation.vocabulary import Level, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: Whose turn is first: seats that employers ordered, then who waits, then who is new.
SEAT_RESERVED, WAITED, NEW = 0, 1, 2


@dataclass
class WaitingList:
    """Who waits for a seat: rows, programmes and the month each was refused first; (n,) each."""

    rows: Ints
    programme: Ints
    since: Ints

    def only(self, keep: Bools) -> "WaitingList":
        """Those of the list to keep, (n,) bool."""
        return WaitingList(self.rows[keep], self.programme[keep], self.since[keep])

    def and_(self, other: "WaitingList") -> "WaitingList":
        """Both lists."""
        ours, theirs = (self.rows, self.programme, self.since), (other.rows, other.programme, other.since)
        return WaitingList(*(np.concatenate(pair) for pair in zip(ours, theirs, strict=True)))


def nobody_waits() -> WaitingList:
    """An empty list."""
    return WaitingList(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def resident_seats(market: "LabourMarket") -> Ints:
    """Seats of each programme's intake of the month that students from other provinces leave, (programmes,)."""
    long = market.province.programmes.level >= Level.intermediate
    share = np.where(long, market.province.value("students_from_other_provinces_share"), 0.0)
    return np.asarray(np.ceil(market.seats_now * (1.0 - share) - 1e-9).astype(np.int64))


def called_up(market: "LabourMarket") -> WaitingList:
    """Take off the list whose programme has its intake now; return those of them who are still free to study."""
    waiting = market.waiting_list
    due = open_programmes(market)[waiting.programme]
    waited, longest = market.month - waiting.since, market.province.value("waiting_list_months")
    called = waiting.only(due & (waited <= longest))
    market.waiting_list = waiting.only(~due & (waited < longest))
    people, rows = market.people, called.rows
    payroll = market.workplaces.firm[people.workplace[rows]] >= 0
    busy = market.province.programmes.full_time[called.programme] & payroll & (people.workplace[rows] > 0)
    able = one_of(people.status[rows], [Status.inactive, Status.own_use_farmer, Status.unemployed, Status.employed])
    return called.only(able & ~busy & (people.programme[rows] == NONE))


def _reserved(market: "LabourMarket", support: Ints) -> Bools:
    """Who of the applicants has a seat that an employer ordered, by the support each has, (n,)."""
    kept = np.array([scheme.reserved for scheme in market.supports] + [False])
    return np.asarray(kept[support])


def ration_seats(
    market: "LabourMarket", rows: npt.NDArray[np.int32], programme: Ints, support: Ints, waiting: WaitingList
) -> tuple[npt.NDArray[np.int32], Ints, Ints]:
    """Rows that get a seat, their programme and support (-1 none), in row order."""
    chosen = programme >= 0
    rows, programme, support = rows[chosen], programme[chosen], support[chosen]
    number = len(waiting.rows)
    turn = np.where(_reserved(market, support), SEAT_RESERVED, NEW)
    turn = np.concatenate([np.full(number, WAITED), turn])
    since = np.concatenate([waiting.since, np.full(len(rows), market.month)])
    rows = np.concatenate([waiting.rows, rows])
    programme = np.concatenate([waiting.programme, programme])
    support = np.concatenate([np.full(number, NONE), support])
    placed = _placed(market, rows, programme, turn, resident_seats(market))
    seat = np.where(placed, programme, _second_choice(market, rows, programme, support, placed))
    placed = seat >= 0
    last_chance = market.month - since >= market.province.value("waiting_list_months")
    waits = ~placed & (support == NONE) & ~last_chance
    market.waiting_list = market.waiting_list.and_(WaitingList(rows[waits], programme[waits], since[waits]))
    market.flows["refused_seats"] = int((~placed).sum())
    market.flows["waiting_for_a_seat"] = len(market.waiting_list.rows)
    seated = np.flatnonzero(placed)
    seated = seated[np.argsort(rows[seated], kind="stable")]
    return rows[seated].astype(np.int32), seat[seated], support[seated]


def _placed(market: "LabourMarket", rows: npt.NDArray[np.integer], programme: Ints, turn: Ints, seats: Ints) -> Bools:
    """Who of the applicants, (n,), gets one of the ``seats`` (programmes,): by turn, then by a keyed lottery."""
    if not market.seats_limited:
        return np.ones(len(rows), dtype=bool)
    draw = pair_uniforms(month_key(market.seed, Stream.seat, market.month), rows, programme)
    order = np.argsort(draw, kind="stable")
    order = order[np.argsort((programme * (NEW + 1) + turn)[order].astype(np.uint16), kind="stable")]
    ranked = programme[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked, side="left")
    placed = np.zeros(len(rows), dtype=bool)
    placed[order] = rank < seats[ranked]
    return placed


def _second_choice(
    market: "LabourMarket", rows: npt.NDArray[np.integer], programme: Ints, support: Ints, placed: Bools
) -> Ints:
    """Programme where those refused a long course get a seat that is left at its level, (n,), -1 for all others."""
    level, seat = market.province.programmes.level[programme], np.full(len(rows), NONE, dtype=np.int64)
    again = np.flatnonzero(~placed & (support == NONE) & (level >= Level.intermediate))
    if len(again) == 0:
        return seat
    left = resident_seats(market) - np.bincount(programme[placed], minlength=len(market.seats_now))
    second = programmes_with_seats_left(market, rows[again].astype(np.int32), level[again].astype(np.int64), left)
    again, second = again[second >= 0], second[second >= 0]
    found = _placed(market, rows[again], second, np.full(len(again), NEW), left)
    seat[again[found]] = second[found]
    return seat
