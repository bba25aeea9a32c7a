"""Who waits for a call of the firm that laid them off: a share of them, each by luck of the layoff, for some months.

In the United States four in ten of those who lose a job return to it (Fujita and Moscarini 2017). Who loses the job as
a firm closes waits for nobody. ``recalls`` calls them.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]


class LaidOff(NamedTuple):
    """Who waits for a call, (n,) each: person, payroll line, and month of the layoff."""

    row: Ints
    line: Ints
    since: Ints


def nobody() -> LaidOff:
    """Nobody waits."""
    return LaidOff(*(np.zeros(0, np.int64) for _ in LaidOff._fields))


def note_laid_off(market: "LabourMarket", rows: npt.NDArray[np.integer], lines: npt.NDArray[np.integer]) -> None:
    """Enter those laid off this month, (n,) each, who wait for a call; forget whom nobody will call any more."""
    waiting, value = market.laid_off, market.province.value
    luck = uniforms(month_key(market.seed, Stream.recall, market.month), rows)
    waits = (luck < value("recall_waiting_share")) & (
        market.employers.closed_until[market.workplaces.firm[lines]] <= market.month
    )
    still = (market.month - waiting.since < value("recall_months")) & ~np.isin(waiting.row, rows)
    new = LaidOff(rows[waits].astype(np.int64), lines[waits].astype(np.int64), np.full(int(waits.sum()), market.month))
    market.laid_off = LaidOff(*(np.concatenate([old[still], more]) for old, more in zip(waiting, new, strict=True)))
