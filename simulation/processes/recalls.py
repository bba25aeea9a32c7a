"""Recalls: firms that have places again call back those whom they laid off a short while ago.

Somebody who waits (``laid_off``) and has held no payroll job this month gets the first open place of the own firm and
occupation: nobody else applies for it, and the firm does not look at people it knows as at strangers. Until then they
search like others and may be gone.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.processes.laid_off import LaidOff
from simulation.processes.promised_jobs import apply_in_place
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Channel, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]


def call_back(market: "LabourMarket") -> None:
    """Give open places to those whom the firm laid off; ``recalled`` holds their rows until the next month."""
    waiting, people = market.laid_off, market.people
    payroll = market.workplaces.firm[people.workplace[waiting.row]] >= 0
    free = one_of(people.status[waiting.row], (Status.unemployed, Status.inactive, Status.employed)) & ~(
        payroll & (people.workplace[waiting.row] > 0)
    )
    free &= (people.since[waiting.row] < market.month) & (people.programme[waiting.row] == -1)
    rows, places = _to_places(market, waiting.row[free], waiting.line[free])
    apply_in_place(market, rows, places, Channel.direct)
    market.recalled, market.flows["recalls"] = rows, len(rows)
    left = ~np.isin(waiting.row, rows)
    market.laid_off = LaidOff(*(column[left] for column in waiting))


def _to_places(market: "LabourMarket", rows: Ints, lines: Ints) -> tuple[Ints, Ints]:
    """Who gets which open place of the own line, (n,) each: in the order of a lasting number, as far as places go."""
    order = np.lexsort((uniforms(month_key(market.seed, Stream.recall), rows), lines))
    rows, lines = rows[order], lines[order]
    rank = np.arange(len(lines)) - np.searchsorted(lines, lines)
    first, end = (np.searchsorted(market.ring.line, lines, side=side) for side in ("left", "right"))
    given = rank < end - first
    return rows[given], (first + rank)[given]
