"""The month's lot: one number a person, whose slot says which single event could happen to that person this month.

Most people have no event in most months. One pass over the rows draws each person's number and lists, slot by slot,
those whose number fell into the slot and whose status the slot concerns; every process then looks only at its own short
list. A person is in at most one list, so events of a month exclude each other, and a changed hazard moves nobody
elsewhere.
"""

import math
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
_BEYOND, _EDGE_INSIDE = -1, -2


def slot_widths(largest: dict[Lot, float]) -> Floats:
    """Width of each slot, (slots,): the largest probability its event can have under the parameters, in hundredths.

    Rounded up so that a small change of a parameter leaves the slots where they are. Raises ValueError when they do not
    fit into one number.
    """
    widths = np.array([math.ceil(largest[lot] * 100.0 + 1e-9) / 100.0 for lot in Lot])
    if widths.sum() > 1.0:
        told = ", ".join(f"{lot.name} {width:.2f}" for lot, width in zip(Lot, widths, strict=True))
        raise ValueError(f"monthly probabilities are too large to exclude each other: {told}")
    return widths


def largest_chances(widths: Floats, known: dict[tuple[Lot, Status], float]) -> Floats:
    """Largest chance of each slot's event by status, (slots, statuses): the slot's width, or less where it is known.

    Whose number lies above it need not be looked at; zero for statuses that a slot does not concern.
    """
    chances = np.zeros((len(Lot), len(Status)))
    for lot, statuses in CONCERNS.items():
        for status in statuses:
            chances[lot, status] = min(widths[lot], known.get((lot, status), 1.0))
    return chances


def _slot_of_bucket(edges: Floats) -> npt.NDArray[np.int8]:
    """Slot of each 1/1024 of the unit interval, so that most numbers are placed by one look-up."""
    low = np.arange(_BUCKETS) / _BUCKETS
    slot = np.where(low < edges[-1], np.searchsorted(edges, low, side="right") - 1, _BEYOND)
    inside = [bool(np.any((edges > start) & (edges < start + 1 / _BUCKETS))) for start in low]
    return np.where(inside, _EDGE_INSIDE, slot).astype(np.int8)


@dataclass
class Lots:
    """Lists of the month, reused every month: for each slot its rows and their numbers above the slot's edge.

    ``chances`` (slots, statuses) are the largest chances; numbers above them are listed nowhere.
    """

    rows: npt.NDArray[np.int32]
    luck: npt.NDArray[np.float32]
    start: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int32]
    edges: Floats
    chances: Floats
    slot_of_bucket: npt.NDArray[np.int8]
    numbers: npt.NDArray[np.float32]
    drawn: npt.NDArray[np.int32]
    seeking: int = 0

    def of(self, lot: Lot) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Rows whose number fell into the slot, and by how much it exceeds the slot's edge; (n,) each."""
        where = slice(self.start[lot], self.start[lot] + self.count[lot])
        return self.rows[where], self.luck[where]

    def width(self, lot: Lot) -> float:
        """Width of the slot."""
        return float(self.edges[lot + 1] - self.edges[lot])

    @property
    def unemployed(self) -> npt.NDArray[np.int32]:
        """Rows that were unemployed when the month began, or when search did (``list_newly_unemployed``)."""
        return self.seekers[: self.seeking]


def make_lots(people: int, widths: Floats, chances: Floats) -> Lots:
    """Room for the lists of a month of ``people`` rows: the slots' widths and eight standard deviations."""
    room = [int(width * people + 8 * math.sqrt(width * people) + 64) for width in widths]
    start = np.concatenate([[0], np.cumsum(room)]).astype(np.int64)
    edges = np.concatenate([[0.0], np.cumsum(widths)])
    return Lots(
        np.zeros(start[-1], dtype=np.int32),
        np.zeros(start[-1], dtype=np.float32),
        start,
        np.zeros(len(Lot), dtype=np.int64),
        np.zeros(people + 1, dtype=np.int32),
        edges,
        chances,
        _slot_of_bucket(edges),
        np.zeros(people + 1, dtype=np.float32),
        np.zeros(people + 1, dtype=np.int32),
    )


@kernel
def _draw(key, people, end, numbers, drawn):  # type: ignore[no-untyped-def]
    """Draw everybody's number; list the rows whose number is below ``end`` without a branch. Returns how many."""
    for row in range(people):
        numbers[row] = uniform(key, row)
    size = 0
    for row in range(people):
        drawn[size] = row
        size += numbers[row] < end
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
def _sort_out(drawn, numbers, status, edges, slot_of_bucket, chances, start, rows, luck, count):  # type: ignore[no-untyped-def]
    """Put the drawn rows into the lists of their slots; returns 0, or -1 - slot when a list is full."""
    count[:] = 0
    for index in range(drawn.shape[0]):
        row = drawn[index]
        number = numbers[row]
        slot = slot_of_bucket[int(number * 1024.0)]
        if slot < 0:
            slot = 0
            while slot < chances.shape[0] and number >= edges[slot + 1]:
                slot += 1
            if slot == chances.shape[0]:
                continue
        if number - edges[slot] >= chances[slot, status[row]]:
            continue
        position = start[slot] + count[slot]
        if position >= start[slot + 1]:
            return -1 - slot
        rows[position] = row
        luck[position] = number - edges[slot]
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
    size = _draw(key, people, lots.edges[-1], lots.numbers, lots.drawn)
    full = _sort_out(
        lots.drawn[:size], lots.numbers, status, lots.edges, lots.slot_of_bucket, lots.chances, lots.start, lots.rows,
        lots.luck, lots.count,
    )  # fmt: skip
    if full < 0:
        raise RuntimeError(f"the list of slot {Lot(-1 - full).name} is full")
