"""Who weighs a course this month: adults who think of one by chance, adults whom somebody asks, and school leavers.

Who thinks of a course by oneself weighs every level; who does only because asked weighs the levels asked about.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
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
_BIT = np.uint8(1) << np.arange(len(Level), dtype=np.uint8)
_EVERY_LEVEL = np.uint8(_BIT.sum())


class Candidates(NamedTuple):
    """Candidates in row order: row, whether an adult and no school leaver, and levels not weighed, (n, levels)."""

    rows: Rows
    adult: npt.NDArray[np.bool_]
    closed: npt.NDArray[np.bool_]


def candidates(market: "LabourMarket", waiting: WaitingList) -> Candidates:
    """Who weighs a course this month, those called up from the waiting list apart; nobody where no programme begins."""
    if not level_terms(market).offered.any():
        return Candidates(np.zeros(0, np.int32), np.zeros(0, bool), np.zeros((0, len(Level)), bool))
    people = market.people
    thinking, weighed = _levels_weighed(market)
    for waits in (waiting.rows, market.waiting_list.rows):
        weighed[waits] = 0
    thinking = thinking[weighed[thinking] != 0]
    free = (people.programme[thinking] == NONE) & (people.since[thinking] < market.month)
    thinking = thinking[free & (market.age_month - people.birth[thinking] < OLDEST * 12)]
    leavers = market.applicants[: market.applying_leavers]
    weighed[leavers] = _EVERY_LEVEL
    rows = np.concatenate([thinking, leavers])
    adult = np.concatenate([np.ones(len(thinking), bool), np.zeros(len(leavers), bool)])
    order = np.argsort(rows, kind="stable")
    rows, adult = rows[order], adult[order]
    return Candidates(rows, adult, weighed[rows][:, None] & _BIT == 0)


def _levels_weighed(market: "LabourMarket") -> tuple[Rows, npt.NDArray[np.uint8]]:
    """Adults who think of a course this month, in row order, and of which levels, a bit a level, (people,)."""
    weighed = np.zeros(market.people.rows, dtype=np.uint8)
    rows, luck = market.lots.of(Lot.training)
    thinking = [rows[luck < market.province.value("training_consideration_monthly")]]
    for asked, levels in market.study.invited:
        free = one_of(market.people.status[asked], CONCERNS[Lot.training])
        weighed[asked[free]] |= np.uint8(_BIT[levels].sum())
        thinking.append(asked[free].astype(np.int32))
    weighed[thinking[0]] = _EVERY_LEVEL
    return thinking[0] if len(thinking) == 1 else np.unique(np.concatenate(thinking)), weighed
