"""Shortest ways between all places of a small net (Dijkstra 1959)."""

from collections.abc import Iterable
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def shortest_ways(places: int, steps: Iterable[tuple[int, int, float]]) -> Floats:
    """Length of the shortest way, (places, places), along steps that go both ways; infinite where none leads.

    A step is the two places and its length; of one named twice, in whichever direction, the last holds.
    """
    near: list[dict[int, float]] = [{} for _ in range(places)]
    for one, other, length in steps:
        near[one][other] = near[other][one] = length
    return np.array([_ways_from(origin, near) for origin in range(places)]).reshape(places, places)


def _ways_from(origin: int, near: list[dict[int, float]]) -> Floats:
    """Length of the shortest way from one place, (places,)."""
    ways = np.full(len(near), np.inf)
    waiting = [(0.0, origin)]
    while waiting:
        way, place = heappop(waiting)
        if way >= ways[place]:
            continue
        ways[place] = way
        for neighbour, length in near[place].items():
            heappush(waiting, (way + length, neighbour))
    return ways
