"""Who is assigned to the lever, and from which month: lots that hold for good, the same in every arm of a seed."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from calibration.trials.file import Assignment
from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation import LabourMarket

#: Month from which somebody is assigned who never is.
NEVER = np.int32(2**31 - 1)
#: Lots of a trial, beside the months that key the lots of levers.
_COMMUNE, _CLUSTER, _PERSON = 3_000_001, 3_000_002, 3_000_003


class Assigned(NamedTuple):
    """For each person, (people,): cluster, the saturation of it, and the month from which assigned (NEVER: control)."""

    cluster: npt.NDArray[np.int32]
    saturation: npt.NDArray[np.float64]
    since: npt.NDArray[np.int32]


def assign(market: "LabourMarket", design: Assignment, start: int) -> Assigned:
    """The trial's lots for everybody who is there or will come of age."""
    rows = np.arange(market.people.rows)
    cluster = _clusters(market, design, rows)
    if design.by == "person":
        saturation = np.full(len(rows), float(design.share or 0.0))
        return Assigned(cluster, saturation, _drawn(market, rows, saturation, start))
    number = int(cluster.max()) + 1
    draw = uniforms(_key(market, _CLUSTER), np.arange(number))
    district = np.zeros(number, dtype=np.int64)
    district[cluster] = market.people.district[rows]
    order = np.lexsort((draw, district)) if design.by == "commune" else np.argsort(draw, kind="stable")
    turn = np.empty(number, dtype=np.int64)
    turn[order] = np.arange(number)  # dealt out evenly, in a random order within each district
    if design.wedge is not None:
        step = turn % design.wedge.steps
        return Assigned(cluster, np.ones(len(rows)), (start + step * design.wedge.every).astype(np.int32)[cluster])
    levels = np.array([float(level) for level in design.saturations])
    saturation = levels[turn % len(levels)][cluster]
    return Assigned(cluster, saturation, _drawn(market, rows, saturation, start))


def _key(market: "LabourMarket", lot: int) -> np.uint64:
    return month_key(market.seed, Stream.card, lot)


def _drawn(
    market: "LabourMarket", rows: npt.NDArray[np.int64], chance: npt.NDArray[np.float64], start: int
) -> npt.NDArray[np.int32]:
    drawn = uniforms(_key(market, _PERSON), rows) < chance
    return np.where(drawn, np.int32(start), NEVER)


def _clusters(market: "LabourMarket", design: Assignment, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Cluster of each person by where it lives at the start; by person everybody is a cluster of one district."""
    district = market.people.district[rows].astype(np.int64)
    if design.by != "commune":
        return district.astype(np.int32)
    residents = np.bincount(district, minlength=len(market.province.districts)).astype(np.float64)
    communes = _shared_out(residents / residents.sum(), design.communes)
    first = np.concatenate([[0], np.cumsum(communes)[:-1]])
    within = (uniforms(_key(market, _COMMUNE), rows) * communes[district]).astype(np.int64)
    return (first[district] + within).astype(np.int32)


def _shared_out(shares: npt.NDArray[np.float64], number: int) -> npt.NDArray[np.int64]:
    """``number`` things by shares, largest remainders first, at least one each."""
    whole = np.maximum(np.floor(shares * number).astype(np.int64), 1)
    left = number - int(whole.sum())
    order = np.argsort(-(shares * number - whole), kind="stable")
    whole[order[: max(left, 0)]] += 1
    return whole
