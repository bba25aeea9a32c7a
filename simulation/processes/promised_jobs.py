"""Promised jobs: employers who ordered seats take on the graduates of those seats as places fall open.

A graduate who has a promise and no payroll job goes to the first open place of the employers that gave it, by a keyed
order; employers keep the place for one who has their promise. So a promise is worth something only where there are open
places, and takes them from whoever else applied.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.processes.search.applications import Applications
from simulation.processes.search.worth import log_wage
from simulation.randomness import Stream, month_key, pair_uniforms, uniforms
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]


@kernel
def _wages(rows, lines, key, people, places, premium, match_sd, paper_pay, worth):  # type: ignore[no-untyped-def]
    """Log pay of each person on each line."""
    for index in range(rows.shape[0]):
        worth[index] = log_wage(rows[index], lines[index], key, people, places, premium, match_sd, paper_pay)


def keep_promises(market: "LabourMarket") -> None:
    """Put the month's promised graduates in front of open places of the employers that wait for them."""
    market.flows["promised_applications"] = 0
    if not market.study.promises:
        return
    taken = np.zeros(len(market.ring.line), dtype=bool)
    called = np.isin(market.applications.row, market.recalled)
    taken[market.applications.place[called]] = True
    found_rows, found_places = [], []
    for promise in market.study.promises:
        for rows, lines in promise.due(market):
            open_places = np.flatnonzero(lines[market.ring.line] & ~taken)
            rows = rows[~np.isin(rows, market.recalled)]
            number = min(len(rows), len(open_places))
            found_rows.append(_by_luck(market, rows)[:number])
            found_places.append(_by_position(market, open_places)[:number])
            taken[found_places[-1]] = True
    rows, places = np.concatenate([*found_rows, []]), np.concatenate([*found_places, []])
    apply_in_place(market, rows.astype(np.int64), places.astype(np.int64), Channel.college)
    market.flows["promised_applications"] = len(rows)


def _by_luck(market: "LabourMarket", rows: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    draw = uniforms(month_key(market.seed, Stream.promise, market.month), rows)
    return rows[np.argsort(draw, kind="stable")]


def _by_position(market: "LabourMarket", places: Ints) -> Ints:
    """Open places in a keyed order of their own: one more or less moves no other."""
    line = market.ring.line[places].astype(np.int64)
    number = places - np.searchsorted(market.ring.line, line)
    draw = pair_uniforms(month_key(market.seed, Stream.promise, market.month), line, number)
    return np.asarray(places[np.argsort(draw, kind="stable")])


def apply_in_place(market: "LabourMarket", rows: Ints, places: Ints, channel: Channel) -> None:
    """Write applications for the places, (n,) each, in place of the rows' own, and let nobody else apply for them."""
    if len(rows) == 0:
        return
    own = market.applications
    keep = ~np.isin(own.row, rows) & ~np.isin(own.place, places)
    worth, lines = np.empty(len(rows)), market.ring.line[places]
    _wages(
        rows, lines, month_key(market.seed, Stream.wage_noise), market.person_arrays, market.place_arrays,
        market.premium, market.match_sd, market.worth.paper_pay, worth,
    )  # fmt: skip
    market.applications = Applications(
        np.concatenate([own.row[keep], rows.astype(np.int32)]),
        np.concatenate([own.place[keep], places.astype(np.int32)]),
        np.concatenate([own.channel[keep], np.full(len(rows), int(channel), np.uint8)]),
        np.concatenate([own.worth[keep], worth.astype(np.float32)]),
    )
