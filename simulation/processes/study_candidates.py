"""Who weighs a course this month: adults who think of one by chance, adults whom somebody asks, and school leavers.

Who thinks of a course by oneself weighs every level; who does only because asked weighs the levels asked about.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.processes.lots import CONCERNS
from simulation.processes.seats import WaitingList
from simulation.processes.study_choice import level_terms
from simulation.processes.study_terms import NONE
from simulation.randomness import Lot
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.int32]
#: Adults no longer begin a course from this age on, years.
OLDEST = 58


class Candidates(NamedTuple):
    """Candidates in row order: row, whether an adult and no school leaver, and levels not weighed, (n, levels)."""

    rows: Rows
    adult: npt.NDArray[np.bool_]
    closed: npt.NDArray[np.bool_]


def candidates(market: "LabourMarket", waiting: WaitingList) -> Candidates:
    """Who weighs a course this month, those called up from the waiting list apart; nobody where no programme begins."""
    if not level_terms(market).offered.any():
        return Candidates(np.zeros(0, np.int32), np.zeros(0, bool), np.zeros((0, len(Level)), bool))
    rows, luck = market.lots.of(Lot.training)
    people = market.people
    by_chance = rows[luck < market.province.value("training_consideration_monthly")]
    thinking = np.union1d(by_chance, _asked(market)) if market.study.invited else by_chance
    free = (people.programme[thinking] == NONE) & (people.since[thinking] < market.month)
    thinking = thinking[free & (market.age_month - people.birth[thinking] < OLDEST * 12)]
    thinking = thinking[~np.isin(thinking, np.concatenate([waiting.rows, market.waiting_list.rows]))]
    leavers = market.applicants[: market.applying_leavers]
    rows = np.concatenate([thinking, leavers])
    adult = np.concatenate([np.ones(len(thinking), bool), np.zeros(len(leavers), bool)])
    order = np.argsort(rows, kind="stable")
    rows, adult = rows[order], adult[order]
    return Candidates(rows, adult, _closed(market, rows, adult, by_chance))


def _asked(market: "LabourMarket") -> Rows:
    """Adults out of school and not in training whom somebody asks to think of a course."""
    rows = np.unique(np.concatenate([asked for asked, _ in market.study.invited])).astype(np.int32)
    return rows[np.isin(market.people.status[rows], CONCERNS[Lot.training])]


def _closed(market: "LabourMarket", rows: Rows, adult: npt.NDArray[np.bool_], by_chance: Rows) -> npt.NDArray[np.bool_]:
    """Levels that each candidate does not weigh, (n, levels)."""
    if not market.study.invited:
        return np.zeros((len(rows), len(Level)), dtype=bool)
    weighed = np.repeat((~adult | np.isin(rows, by_chance))[:, None], len(Level), axis=1)
    for asked, levels in market.study.invited:
        weighed |= np.isin(rows, asked)[:, None] & levels[None, :]
    return ~weighed
