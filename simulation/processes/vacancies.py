"""Vacancies: the gap of every payroll line as open places, each at its own position on a ring.

A place is (line, number, month): its position on the circle of its market is a hash of that, so one place more or less
moves no other. A market is a district and an occupation; every place also lies on the ring of its occupation in the
whole province, and the places that employers report lie on the centre's ring.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.randomness import Stream, mix, month_key, uniform_pair

if TYPE_CHECKING:
    from simulation.model import LabourMarket


class Ring(NamedTuple):
    """Open places of the month. ``keys`` sorted: market in the high 16 bits, position below; ``place`` at each key.

    ``first`` (markets + 1,) bounds the keys of each market; ``line`` and ``reported`` are by place.
    """

    keys: npt.NDArray[np.uint64]
    place: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    line: npt.NDArray[np.int32]
    reported: npt.NDArray[np.uint8]


@kernel
def _post(places, firms, lines, month, rounding):  # type: ignore[no-untyped-def]
    """Open places of every line: whole wanted headcount less staff. Returns their number."""
    total = 0
    for line in range(1, lines + 1):
        posts = 0
        if firms.closed_until[places.firm[line]] <= month:
            posts = max(0, int(places.wanted[line] + rounding[line]) - places.headcount[line])
        if posts == 0:
            places.open_since[line] = -32768
        elif places.open_since[line] == -32768:
            places.open_since[line] = month
        places.posts[line] = posts
        total += posts
    return total


@kernel
def _lay_out(key, reported_key, seen, places, lines, districts, occupations, line_of, reported, keys, entry):  # type: ignore[no-untyped-def]
    """List the places and their keys on every ring they lie on; returns the number of keys."""
    number = 0
    size = 0
    province = districts * occupations
    for line in range(1, lines + 1):
        for which in range(places.posts[line]):
            place = number
            number += 1
            line_of[place] = line
            reported[place] = 1 if uniform_pair(reported_key, line, which) < seen else 0
            position = mix(mix(key + np.uint64(line)) + np.uint64(which)) >> np.uint64(16)
            occupation = places.occupation[line]
            local = places.district[line] * occupations + occupation
            keys[size] = (np.uint64(local) << np.uint64(48)) | position
            entry[size] = place
            keys[size + 1] = (np.uint64(province + occupation) << np.uint64(48)) | position
            entry[size + 1] = place
            size += 2
            if reported[place]:
                keys[size] = (np.uint64(province + occupations + occupation) << np.uint64(48)) | position
                entry[size] = place
                size += 1
    return size


def post_vacancies(market: "LabourMarket") -> None:
    """Post the month's open places and lay the rings out."""
    places = market.workplaces
    lines = places.payroll_lines
    total = _post(market.place_arrays, market.firm_arrays, lines, market.month, market.rounding)
    occupations, districts = len(market.province.occupations), len(market.province.districts)
    line_of, reported = np.empty(total, np.int32), np.empty(total, np.uint8)
    keys, entry = np.empty(3 * total, np.uint64), np.empty(3 * total, np.int32)
    size = _lay_out(
        month_key(market.seed, Stream.place, market.month),
        month_key(market.seed, Stream.reported),
        market.centre.seen_share,
        market.place_arrays,
        lines,
        districts,
        occupations,
        line_of,
        reported,
        keys,
        entry,
    )
    order = np.argsort(keys[:size])
    keys = keys[:size][order]
    markets = (districts + 2) * occupations
    first = np.searchsorted(keys, np.arange(markets + 1, dtype=np.uint64) << np.uint64(48))
    market.ring = Ring(keys, entry[:size][order], first, line_of, reported)
    market.flows["vacancies"] = total
    market.note_posts(np.bincount(places.sector[line_of], minlength=len(market.province.sectors)))
