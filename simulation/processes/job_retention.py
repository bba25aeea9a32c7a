"""Job retention: firms that would lay people off keep some of them while a fund pays for their training.

Who is kept is who would have gone, last in first out. While a contract runs the line lays off only what its excess is
beyond the people kept; afterwards they are staff like others, and go if the excess is still there: the measure
postpones layoffs unless demand or quits have made up for them.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from simulation.processes.in_firm_training import IN_FIRM
from simulation.processes.study_terms import NONE

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer]


class Contracting(Protocol):
    """Who pays firms for keeping people."""

    @property
    def months(self) -> int:
        """Months for which somebody is kept."""

    def takes(self, market: "LabourMarket", rows: Rows) -> Rows:
        """Those of the people about to be laid off whom their firm keeps instead, in the order given."""


@dataclass
class Kept:
    """Who is kept on a line until which month, (n,) each; and who pays for more of them this month."""

    row: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    line: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    until: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    schemes: list[Contracting] = field(default_factory=list)


def hold(market: "LabourMarket", excess_kept: npt.NDArray[np.int64]) -> None:
    """Lower the month's cuts to the excess beyond who is kept; ``excess_kept`` (lines + 1,) is staff wanted at most."""
    kept, places = market.kept, market.workplaces
    if len(kept.row) == 0:
        return
    running = (kept.until > market.month) & (market.people.workplace[kept.row] == kept.line)
    kept.row, kept.line, kept.until = (column[running] for column in (kept.row, kept.line, kept.until))
    lines = np.unique(kept.line)
    number = np.bincount(kept.line, minlength=places.rows)[lines]
    closed = market.employers.closed_until[places.firm[lines]] > market.month
    excess = np.maximum(places.headcount[lines] - excess_kept[lines], 1)
    beyond = np.maximum(excess - number, 0) / excess
    market.cut[lines] = np.where(closed, market.cut[lines], np.floor(market.cut[lines] * beyond + 0.5))


def keep_some(market: "LabourMarket", leaving: Rows) -> Rows:
    """Of who is about to be laid off, those who go all the same, in their order; the others begin training."""
    closed = market.employers.closed_until[market.workplaces.firm[market.people.workplace[leaving]]] > market.month
    open_to = leaving[~closed]
    for scheme in market.kept.schemes:
        stays = scheme.takes(market, open_to)
        _train(market, stays, scheme.months)
        open_to = open_to[~np.isin(open_to, stays)]
        leaving = leaving[~np.isin(leaving, stays)]
        market.flows["layoffs_held_back"] += len(stays)
    return leaving


def _train(market: "LabourMarket", rows: Rows, months: int) -> None:
    """Enter people as kept and, unless they are in a course, in training on the job."""
    kept, people = market.kept, market.people
    kept.row = np.concatenate([kept.row, rows.astype(np.int64)])
    kept.line = np.concatenate([kept.line, people.workplace[rows].astype(np.int64)])
    kept.until = np.concatenate([kept.until, np.full(len(rows), market.month + months, np.int64)])
    free = rows[people.programme[rows] == NONE]
    people.programme[free] = IN_FIRM
    people.course_ends[free] = market.month + months
    people.note_written(free.astype(np.int64))
