"""The month's lot: one number a person, whose slot says which single event could happen to that person this month.

Most people have no event in most months. One pass over the rows draws each person's number and lists, slot by slot,
those whose number fell into the slot, whose status the slot concerns and who could have the event this month
(``chances``); every process then looks only at its own short list. A person is in at most one list, so events of a
month exclude each other, and a changed hazard moves nobody elsewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.scanning import rows_with
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.processes.chances import Chances

Floats = npt.NDArray[np.float64]

_RESIDENT = (
    Status.in_school,
    Status.in_training,
    Status.inactive,
    Status.own_use_farmer,
    Status.retired,
    Status.unemployed,
    Status.employed,
)
#: Which statuses a slot concerns.
CONCERNS: dict[Lot, tuple[Status, ...]] = {
    Lot.death: _RESIDENT,
    Lot.separation: (Status.employed,),
    Lot.participation: (Status.inactive, Status.employed),
    Lot.training: (Status.inactive, Status.own_use_farmer, Status.unemployed, Status.employed),
    Lot.search: (Status.inactive, Status.employed, Status.outside),
    Lot.migration: (Status.inactive, Status.unemployed, Status.employed),
    Lot.insurance: (Status.employed,),
    Lot.withdrawal: (Status.inactive, Status.own_use_farmer, Status.retired, Status.unemployed, Status.employed),
}


#: Rows drawn together, so that the second look finds them in the processor's cache.
BLOCK = 4096
_BUCKETS = 1024
_STEPS = 400
#: In the place of a slot: beyond the last, and where two meet.
BEYOND, EDGE_INSIDE = 255, 254
_ONE = np.uint64(1)


def slot_edges(largest: Mapping[Lot, float], known: Mapping[tuple[Lot, Status], float]) -> Floats:
    """Edges of the slots of each status, (statuses, slots + 1): as wide as the largest chance its event can have.

    ``largest`` holds it by slot, ``known`` where a status has a smaller one; slots that do not concern a status have no
    width. Rounded up to quarters of a hundredth, so that a small change of a parameter leaves the slots where they are.
    Raises ValueError when they do not fit into one number.
    """
    widths = np.zeros((len(Status), len(Lot)))
    for lot, statuses in CONCERNS.items():
        for status in statuses:
            chance = min(largest[lot], known.get((lot, status), 1.0))
            widths[status, lot] = math.ceil(chance * _STEPS + 1e-9) / _STEPS
    if widths.sum(axis=1).max() > 1.0:
        told = ", ".join(f"{lot.name} {width:.3f}" for lot, width in zip(Lot, widths.max(axis=0), strict=True))
        raise ValueError(f"monthly probabilities are too large to exclude each other: {told}")
    return np.concatenate([np.zeros((len(Status), 1)), np.cumsum(widths, axis=1)], axis=1)


def _slot_of_bucket(edges: Floats) -> npt.NDArray[np.uint8]:
    """Slot of each 1/1024 of the unit interval, so that most numbers are placed by one look-up."""
    low = np.arange(_BUCKETS) / _BUCKETS
    slot = np.where(low < edges[-1], np.searchsorted(edges, low, side="right") - 1, BEYOND)
    inside = np.any((edges > low[:, None]) & (edges < low[:, None] + 1 / _BUCKETS), axis=1)
    return np.where(inside, EDGE_INSIDE, slot).astype(np.uint8)


@dataclass
class Lots:
    """Lists of the month, reused every month: for each slot its rows and their numbers above the slot's edge.

    Who could not have a slot's event this month may be left out of its list. ``edges`` (statuses, slots + 1) divide a
    number by the status one has when the month begins.
    """

    rows: npt.NDArray[np.int32]
    luck: npt.NDArray[np.float32]
    start: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int32]
    edges: Floats
    slot_of_bucket: npt.NDArray[np.uint8]
    seeking: int = 0

    def of(self, lot: Lot) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Rows whose number fell into the slot, and by how much it exceeds the slot's edge; (n,) each."""
        where = slice(self.start[lot], self.start[lot] + self.count[lot])
        return self.rows[where], self.luck[where]

    def width(self, lot: Lot) -> float:
        """Width of a slot that is the same for every status it concerns."""
        return float((self.edges[:, lot + 1] - self.edges[:, lot]).max())

    @property
    def unemployed(self) -> npt.NDArray[np.int32]:
        """Rows that were unemployed when the month began, or when search did (``list_newly_unemployed``)."""
        return self.seekers[: self.seeking]


def make_lots(people: int, edges: Floats) -> Lots:
    """Room for the lists of a month of ``people`` rows: the slots' widths and eight standard deviations."""
    widths = np.diff(edges, axis=1).max(axis=0)
    room = [int(width * people + 8 * math.sqrt(width * people) + 64) for width in widths]
    start = np.concatenate([[0], np.cumsum(room)]).astype(np.int64)
    return Lots(
        np.zeros(start[-1], dtype=np.int32),
        np.zeros(start[-1], dtype=np.float32),
        start,
        np.zeros(len(Lot), dtype=np.int64),
        np.zeros(people + 1, dtype=np.int32),
        edges,
        np.stack([_slot_of_bucket(line) for line in edges]),
    )


@kernel
def _draw(  # type: ignore[no-untyped-def]
    key, people, status, workplace, chances, end, edges, slot_of_bucket, start, numbers, drawn, rows, luck, count
):  # fmt: skip
    """Draw everybody's number and list by its slot who has one below ``end`` (statuses,); ``count`` (slots,) by slot.

    ``numbers`` and ``drawn`` are room for a block of rows, looked at while the processor's cache holds it. Lists are
    made without a branch. Returns 0, or -1 - slot when a list is full.
    """
    count[:] = 0
    for first in range(0, people, numbers.shape[0]):
        last = min(first + numbers.shape[0], people)
        for row in range(first, last):
            numbers[row - first] = uniform(key, row)
        size = 0
        for row in range(first, last):
            drawn[size] = row
            size += numbers[row - first] < end[status[row]]
        for index in range(size):
            row = drawn[index]
            state, place = np.uint64(status[row]), np.uint64(workplace[row])
            number = numbers[row - np.uint64(first)]
            slot = np.uint64(slot_of_bucket[state, np.uint64(number * np.float32(1024.0))])
            if slot == EDGE_INSIDE:
                slot = np.uint64(0)
                while number >= edges[state, slot + _ONE]:
                    slot += _ONE
            position = np.uint64(start[slot] + count[slot])
            if position >= np.uint64(start[slot + _ONE]):
                return -1 - np.int64(slot)
            rows[position] = row
            luck[position] = number - edges[state, slot]
            group = np.uint64(chances.of_place[place]) if place > 0 else state
            count[slot] += luck[position] < chances.most[group, slot]
    return 0


def list_newly_unemployed(market: "LabourMarket") -> None:
    """List the unemployed again, those of this month among them: only where they may be matched at once."""
    found = rows_with(Status.unemployed, market.people.status, market.of_age, market.lots.seekers)
    market.lots.seeking = len(found)


def draw_lots(market: "LabourMarket", chances: "Chances") -> None:
    """Draw the month's numbers of everybody of age. Raises RuntimeError if a list overflows (beyond 8 deviations)."""
    lots, people, status = market.lots, market.of_age, market.people.status
    lots.seeking = len(rows_with(Status.unemployed, status, people, lots.seekers))
    full = _draw(
        month_key(market.seed, Stream.lot, market.month), people, status, market.people.workplace,
        chances, lots.edges[:, -1].copy(), lots.edges, lots.slot_of_bucket, lots.start,
        np.empty(BLOCK, np.float32), np.empty(BLOCK, np.uint32), lots.rows, lots.luck, lots.count,
    )  # fmt: skip
    if full < 0:
        raise RuntimeError(f"the list of slot {Lot(-1 - full).name} is full")
