"""The month's lot: one number a person, whose slot says which single event could happen to that person this month.

Most people have no event in most months. One pass over the rows draws each person's number and lists, slot by slot,
those whose number fell into the slot and whose status the slot concerns; every process then looks only at its own short
list. A person is in at most one list, so events of a month exclude each other, and a changed hazard moves nobody
elsewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

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


_BUCKETS = 1024
_STEPS = 400
_BEYOND, _EDGE_INSIDE = -1, -2


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


def _slot_of_bucket(edges: Floats) -> npt.NDArray[np.int8]:
    """Slot of each 1/1024 of the unit interval, so that most numbers are placed by one look-up."""
    low = np.arange(_BUCKETS) / _BUCKETS
    slot = np.where(low < edges[-1], np.searchsorted(edges, low, side="right") - 1, _BEYOND)
    inside = [bool(np.any((edges > start) & (edges < start + 1 / _BUCKETS))) for start in low]
    return np.where(inside, _EDGE_INSIDE, slot).astype(np.int8)


@dataclass
class Lots:
    """Lists of the month, reused every month: for each slot its rows and their numbers above the slot's edge.

    ``edges`` (statuses, slots + 1) divide a number by the status one has when the month begins.
    """

    rows: npt.NDArray[np.int32]
    luck: npt.NDArray[np.float32]
    start: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int32]
    edges: Floats
    slot_of_bucket: npt.NDArray[np.int8]
    numbers: npt.NDArray[np.float32]
    drawn: npt.NDArray[np.int32]
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
        np.zeros(people + 1, dtype=np.float32),
        np.zeros(people + 1, dtype=np.int32),
    )


@kernel
def _draw(key, people, end, status, numbers, drawn):  # type: ignore[no-untyped-def]
    """Draw everybody's number; list the rows with one below ``end`` (statuses,) without a branch. Returns how many."""
    for row in range(people):
        numbers[row] = uniform(key, row)
    size = 0
    for row in range(people):
        drawn[size] = row
        size += numbers[row] < end[status[row]]
    return size


@kernel
def _list_seekers(people, status, seekers):  # type: ignore[no-untyped-def]
    """List the unemployed rows without a branch. Returns how many."""
    size = 0
    for row in range(people):
        seekers[size] = row
        size += status[row] == 6
    return size


@kernel
def _sort_out(drawn, numbers, status, edges, slot_of_bucket, start, rows, luck, count):  # type: ignore[no-untyped-def]
    """Put the drawn rows into the lists of their slots; returns 0, or -1 - slot when a list is full."""
    count[:] = 0
    for index in range(drawn.shape[0]):
        row = drawn[index]
        number = numbers[row]
        state = status[row]
        slot = slot_of_bucket[state, int(number * 1024.0)]
        if slot < 0:
            slot = 0
            while number >= edges[state, slot + 1]:
                slot += 1
        position = start[slot] + count[slot]
        if position >= start[slot + 1]:
            return -1 - slot
        rows[position] = row
        luck[position] = number - edges[state, slot]
        count[slot] += 1
    return 0


def list_newly_unemployed(market: "LabourMarket") -> None:
    """List the unemployed again, those of this month among them: only where they may be matched at once."""
    market.lots.seeking = _list_seekers(market.of_age, market.people.status, market.lots.seekers)


def draw_lots(market: "LabourMarket") -> None:
    """Draw the month's numbers of everybody of age. Raises RuntimeError if a list overflows (beyond 8 deviations)."""
    lots, people, status = market.lots, market.of_age, market.people.status
    key = month_key(market.seed, Stream.lot, market.month)
    lots.seeking = _list_seekers(people, status, lots.seekers)
    size = _draw(key, people, lots.edges[:, -1].copy(), status, lots.numbers, lots.drawn)
    full = _sort_out(
        lots.drawn[:size], lots.numbers, status, lots.edges, lots.slot_of_bucket, lots.start, lots.rows,
        lots.luck, lots.count,
    )  # fmt: skip
    if full < 0:
        raise RuntimeError(f"the list of slot {Lot(-1 - full).name} is full")
