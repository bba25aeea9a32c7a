"""Rings: where the month's open places lie, and how a searcher meets one.

Each place has a keyed position on a circle, the same on every ring it lies on; the searcher throws a keyed position and
takes the next place clockwise. Meeting so depends on identities, finds a place if there is one, has constant returns,
and one place more or less moves no other. A ring is of one kind and one occupation:

- gate: all places of a district; who calls at gates sees them
- online: places advertised online, of the whole province
- agency: places of firms that hire through staffing agencies
- centre: places reported to the employment centre, and filled ones that still stand on its register
- fair: places of the firms that come to this month's fairs of an office
- relatives: places that people of a district have heard of (``relatives.py``)
- network: places of firms that ask for people back from abroad
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.randomness import Stream, mix, month_key, uniform_pair, uniforms

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: On a ring in the place of a place: one that is filled but still on the centre's register.
FILLED = -2
#: In the place of a place that was taken since the month's rings were laid out: searchers go on to the next.
TAKEN = -3
_POSITION = np.uint64((1 << 48) - 1)
_STALE_NUMBER = 1 << 20  # beyond the number of any open place of a line


class Kinds(NamedTuple):
    """First ring of each kind; a ring's number is (first + member) * occupations + occupation."""

    gate: int
    online: int
    agency: int
    centre: int
    fair: int
    relatives: int
    network: int
    end: int
    occupations: int


class Ring(NamedTuple):
    """Open places of the month. ``keys`` sorted: ring in the high 16 bits, position below; ``place`` at each key.

    ``first`` (rings + 1,) bounds the keys of each ring; a ring is cut into as many arcs as it has keys, and ``arc``
    (keys,) is where the keys of each begin. ``line`` (places,) is the payroll line of a place, ``reported`` (places,)
    whether the centre knows it.
    """

    keys: npt.NDArray[np.uint64]
    place: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    arc: npt.NDArray[np.int32]
    line: npt.NDArray[np.int32]
    reported: npt.NDArray[np.uint8]


class Listing(NamedTuple):
    """What decides on which rings a place lies.

    Keys hold for good, so a place stays where it is listed; ``online`` is a share of places. By firm: whether it hires
    through ``agencies``, share of its places ``reported`` to the centre, whether it comes to a ``fair`` this month or
    is in the ``network`` of those back from abroad, and the chance that people of an origin hear of a place, ``heard``
    (firms, origins). ``office`` (districts,).
    """

    online_key: np.uint64
    reported_key: np.uint64
    heard_key: np.uint64
    online: float
    agencies: npt.NDArray[np.bool_]
    reported: npt.NDArray[np.float64]
    fair: npt.NDArray[np.bool_]
    network: npt.NDArray[np.bool_]
    heard: npt.NDArray[np.float32]
    office: npt.NDArray[np.int64]


def kinds_of(districts: int, offices: int, occupations: int) -> Kinds:
    """Numbers of the rings; relatives come from every district and from outside."""
    gate, online, agency, centre, fair, relatives, network, end = np.cumsum(
        [0, districts, 1, 1, 1, offices, districts + 1, 1]
    ).tolist()
    return Kinds(gate, online, agency, centre, fair, relatives, network, end, occupations)


@piece
def _arc_of(position, first, after):  # type: ignore[no-untyped-def]
    """Arc in which a position lies of the ring whose keys are those from ``first`` to ``after``."""
    return first + int(np.float64(position) / 281474976710656.0 * (after - first))


@piece
def next_place(ring_number, position, ring):  # type: ignore[no-untyped-def]
    """Place next clockwise from ``position`` (48 bits) on a ring that is not taken; -1 where there is none.

    Positions are uniform, so an arc has one place or so to go by.
    """
    low = ring.first[ring_number]
    high = ring.first[ring_number + 1]
    if low == high:
        return -1
    wanted = (np.uint64(ring_number) << np.uint64(48)) | position
    found = np.int64(ring.arc[_arc_of(position, low, high)])
    while found < high and ring.keys[found] < wanted:
        found += 1
    for _ in range(high - low):
        if found >= high:
            found = low
        if ring.place[found] != TAKEN:
            return ring.place[found]
        found += 1
    return -1


@kernel
def _put_in_order(unordered, unordered_place, keys, place, first, arc):  # type: ignore[no-untyped-def]
    """Sort keys, with their places, by the arcs of their rings, and note where rings and arcs begin.

    ``keys`` are zero to begin with; ``first`` has an entry a ring and one more, ``arc`` one a key and two more.
    """
    first[:], arc[:] = 0, 0
    number = unordered.shape[0]
    for index in range(number):
        first[np.int64(unordered[index] >> np.uint64(48)) + 1] += 1
    for ring_number in range(1, first.shape[0]):
        first[ring_number] += first[ring_number - 1]
    for turn in range(2):  # count the keys of every arc, then put each into its own
        for index in range(number):
            key = unordered[index]
            on_ring = np.int64(key >> np.uint64(48))
            mine = _arc_of(key & _POSITION, first[on_ring], first[on_ring + 1])
            if turn == 0:
                arc[mine + 2] += 1
                continue
            at = np.int64(arc[mine + 1])
            arc[mine + 1] += 1
            while at > 0 and keys[at - 1] > key:
                keys[at], place[at] = keys[at - 1], place[at - 1]
                at -= 1
            keys[at], place[at] = key, unordered_place[index]
        if turn == 0:
            for later in range(1, arc.shape[0]):
                arc[later] += arc[later - 1]


@piece
def _enter(size, ring_number, position, place, keys, entry):  # type: ignore[no-untyped-def]
    """Put a place on a ring; returns the new number of entries."""
    keys[size] = (np.uint64(ring_number) << np.uint64(48)) | position
    entry[size] = place
    return size + 1


@piece
def _spread(size, line, which, place, position, kinds, listing, places, keys, entry):  # type: ignore[no-untyped-def]
    """Put one open place on all its rings but the centre's; returns the new number of entries."""
    firm, occupation = places.firm[line], places.occupation[line]
    district, many = places.district[line], kinds.occupations
    size = _enter(size, (kinds.gate + district) * many + occupation, position, place, keys, entry)
    if uniform_pair(listing.online_key, line, which) < listing.online:
        size = _enter(size, kinds.online * many + occupation, position, place, keys, entry)
    if listing.agencies[firm]:
        size = _enter(size, kinds.agency * many + occupation, position, place, keys, entry)
    if listing.fair[firm]:
        ring_number = (kinds.fair + listing.office[district]) * many + occupation
        size = _enter(size, ring_number, position, place, keys, entry)
    if listing.network[firm]:
        size = _enter(size, kinds.network * many + occupation, position, place, keys, entry)
    origins = listing.heard.shape[1]
    for origin in range(origins):
        chance = listing.heard[firm, origin]
        if chance > 0.0 and uniform_pair(listing.heard_key, line * origins + origin, which) < chance:
            size = _enter(size, (kinds.relatives + origin) * many + occupation, position, place, keys, entry)
    return size


@kernel
def _lay_out(key, lines, kinds, listing, places, line_of, reported, keys, entry):  # type: ignore[no-untyped-def]
    """List the places and their keys on every ring; returns how many keys and how many places are reported."""
    place = 0
    size = 0
    known = 0
    for line in range(1, lines + 1):
        centre = kinds.centre * kinds.occupations + places.occupation[line]
        for which in range(places.posts[line]):
            position = mix(mix(key + np.uint64(line)) + np.uint64(which)) >> np.uint64(16)
            line_of[place] = line
            size = _spread(size, line, which, place, position, kinds, listing, places, keys, entry)
            told = uniform_pair(listing.reported_key, line, which) < listing.reported[places.firm[line]]
            reported[place] = told
            if told:
                known += 1
                size = _enter(size, centre, position, place, keys, entry)
            place += 1
        for which in range(_STALE_NUMBER, _STALE_NUMBER + places.listed[line]):
            position = mix(mix(key + np.uint64(line)) + np.uint64(which)) >> np.uint64(16)
            size = _enter(size, centre, position, FILLED, keys, entry)
    return size, known


def lay_out_rings(market: "LabourMarket") -> None:
    """Put the month's open places on their rings."""
    places, kinds = market.workplaces, market.kinds
    total = int(places.posts[places.payroll].sum())
    room = total * (6 + market.heard.shape[1]) + int(places.listed.sum())
    line_of, reported = np.empty(total, np.int32), np.empty(total, np.uint8)
    keys, entry = np.empty(room, np.uint64), np.empty(room, np.int32)
    size, known = _lay_out(
        month_key(market.seed, Stream.place, market.month), places.payroll_lines, kinds, _listing(market),
        market.place_arrays, line_of, reported, keys, entry,
    )  # fmt: skip
    market.ring = rings(kinds.end * kinds.occupations, keys[:size], entry[:size], line_of, reported)
    market.flows["reported_posts"] = known


def rings(
    number: int,
    keys: npt.NDArray[np.uint64],
    place: npt.NDArray[np.int32],
    line: npt.NDArray[np.int32],
    reported: npt.NDArray[np.uint8],
) -> Ring:
    """A ``number`` of rings with the places of the keys, in any order, (keys,) each; the rest as in ``Ring``."""
    ordered, of_key = np.zeros(len(keys), np.uint64), np.empty(len(keys), np.int32)
    first, arc = np.empty(number + 1, np.int64), np.empty(len(keys) + 2, np.int32)
    _put_in_order(keys, place, ordered, of_key, first, arc)
    return Ring(ordered, of_key, first, arc, line, reported)


def without(ring: Ring, taken: npt.NDArray[np.bool_]) -> Ring:
    """The rings less the places ``taken`` (places,)."""
    is_taken = np.append(taken, [False, False])  # the last two stand for what FILLED and -1 point at
    place = ring.place.copy()
    place[is_taken[place]] = TAKEN
    return ring._replace(place=place)


def _listing(market: "LabourMarket") -> Listing:
    centre, seed = market.centre, market.seed
    return Listing(
        month_key(seed, Stream.advertised),
        month_key(seed, Stream.reported),
        month_key(seed, Stream.news),
        market.province.value("online_posts_share"),
        _firms_with_agencies(market),
        centre.reported_share,
        market.fair_firms,
        market.terms.network,
        market.heard,
        centre.office_of,
    )


def _firms_with_agencies(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Which firms hire through staffing agencies, (firms,): each firm's own luck for good."""
    draw = uniforms(month_key(market.seed, Stream.agency), np.arange(market.employers.rows))
    return np.asarray(draw < market.centre.agency_share)
