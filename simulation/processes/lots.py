"""The month's lot: one number a person, whose slot says which single event could happen to that person this month.

Most people have no event in most months. One pass over the rows draws each person's number and lists, slot by slot, those
whose number fell into the slot and whose status the slot concerns; every process then looks only at its own short list.
A person is in at most one list, so events of a month exclude each other, and a changed hazard moves nobody elsewhere.
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
}


def _concern_masks() -> npt.NDArray[np.uint8]:
    masks = np.zeros((len(Lot), len(Status)), dtype=np.uint8)
    for lot, statuses in CONCERNS.items():
        masks[lot, list(statuses)] = 1
    return masks


_MASKS = _concern_masks()
_BUCKETS = 1024
_BEYOND, _EDGE_INSIDE = -1, -2


def slot_widths(largest: dict[Lot, float]) -> Floats:
    """Width of each slot, (slots,): the largest probability its event can have under the parameters, in hundredths.

    Rounded up so that a small change of a parameter leaves the slots where they are. Raises ValueError when they do not
    fit into one number.
    """
    widths = np.array([math.ceil(largest[lot] * 100.0 + 1e-9) / 100.0 for lot in Lot])
    if widths.sum() > 1.0:
        told = ", ".join(f"{lot.name} {width:.2f}" for lot, width in zip(Lot, widths))
        raise ValueError(f"monthly probabilities are too large to exclude each other: {told}")
    return widths


def _slot_of_bucket(edges: Floats) -> npt.NDArray[np.int8]:
    """Slot of each 1/1024 of the unit interval, so that most numbers are placed by one look-up."""
    low = np.arange(_BUCKETS) / _BUCKETS
    slot = np.where(low < edges[-1], np.searchsorted(edges, low, side="right") - 1, _BEYOND)
    inside = [bool(np.any((edges > start) & (edges < start + 1 / _BUCKETS))) for start in low]
    return np.where(inside, _EDGE_INSIDE, slot).astype(np.int8)


@dataclass
class Lots:
    """Lists of the month, reused from month to month: for each slot its rows and their numbers above the slot's edge."""

    rows: npt.NDArray[np.int32]
    luck: npt.NDArray[np.float32]
    start: npt.NDArray[np.int64]
    count: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int32]
    edges: Floats
    slot_of_bucket: npt.NDArray[np.int8]
    seeking: int = 0

    def of(self, lot: Lot) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Rows whose number fell into the slot, and by how much it exceeds the slot's edge; (n,) each."""
        where = slice(self.start[lot], self.start[lot] + self.count[lot])
        return self.rows[where], self.luck[where]

    @property
    def unemployed(self) -> npt.NDArray[np.int32]:
        """Rows that were unemployed when the month began."""
        return self.seekers[: self.seeking]


def make_lots(people: int, widths: Floats) -> Lots:
    """Room for the lists of a month of ``people`` rows: the slots' widths and eight standard deviations."""
    room = [int(width * people + 8 * math.sqrt(width * people) + 64) for width in widths]
    start = np.concatenate([[0], np.cumsum(room)]).astype(np.int64)
    edges = np.concatenate([[0.0], np.cumsum(widths)])
    return Lots(
        np.zeros(start[-1], dtype=np.int32),
        np.zeros(start[-1], dtype=np.float32),
        start,
        np.zeros(len(Lot), dtype=np.int64),
        np.zeros(people, dtype=np.int32),
        edges,
        _slot_of_bucket(edges),
    )


@kernel
def _draw(key, people, status, edges, slot_of_bucket, masks, start, rows, luck, count, seekers):  # type: ignore[no-untyped-def]
    """Fill the lists; returns the number of unemployed rows, or -1 - slot when a list is full."""
    count[:] = 0
    seeking = 0
    last = edges.shape[0] - 1
    for row in range(people):
        state = status[row]
        if state == 6:
            seekers[seeking] = row
            seeking += 1
        number = uniform(key, row)
        slot = slot_of_bucket[int(number * 1024.0)]
        if slot == -1:
            continue
        if slot == -2:
            slot = 0
            while slot < last and number >= edges[slot + 1]:
                slot += 1
            if slot == last:
                continue
        if masks[slot, state] == 0:
            continue
        position = start[slot] + count[slot]
        if position >= start[slot + 1]:
            return -1 - slot
        rows[position] = row
        luck[position] = number - edges[slot]
        count[slot] += 1
    return seeking


def draw_lots(market: "LabourMarket") -> None:
    """Draw the month's numbers of everybody of age. Raises RuntimeError if a list overflows (beyond 8 deviations)."""
    lots = market.lots
    key = month_key(market.seed, Stream.lot, market.month)
    lots.seeking = _draw(
        key,
        market.of_age,
        market.people.status,
        lots.edges,
        lots.slot_of_bucket,
        _MASKS,
        lots.start,
        lots.rows,
        lots.luck,
        lots.count,
        lots.seekers,
    )
    if lots.seeking < 0:
        raise RuntimeError(f"the list of slot {Lot(-1 - lots.seeking).name} is full")
