"""The minimal market in whole-array NumPy, as it is written by hand for speed without a compiler."""

from time import process_time

import numpy as np
import numpy.typing as npt

from experiments.benchmark.minimal.rules import Rules, Told

NOBODY = -1


class VectorisedMarket:
    """Columns: ``firm`` of each person, -1 while unemployed ``since`` a month; places and staff of each firm."""

    def __init__(self, rules: Rules, seed: int) -> None:
        self.rules = rules
        self.month = 0
        self.generator = np.random.default_rng(seed)
        self.places = np.array(rules.places_of_firms(), dtype=np.int64)
        posts = self.generator.permutation(np.repeat(np.arange(rules.firms), self.places))[: rules.employed]
        self.firm = np.full(rules.persons, NOBODY, dtype=np.int32)
        self.firm[: len(posts)] = posts
        self.since = np.full(rules.persons, -1, dtype=np.int16)
        self.staff = np.bincount(posts, minlength=rules.firms)

    def step(self) -> float:
        """Simulate one month; the unemployment rate at its end."""
        self._leave()
        owner, points = self._open_places()
        self._hire(*self._applications(points), owner)
        self.month += 1
        return float(np.count_nonzero(self.firm < 0)) / self.rules.persons

    def _leave(self) -> None:
        at_work = np.flatnonzero(self.firm >= 0)
        leavers = at_work[self.generator.random(len(at_work), dtype=np.float32) < self.rules.separation]
        self.staff -= np.bincount(self.firm[leavers], minlength=self.rules.firms)
        self.firm[leavers] = NOBODY
        self.since[leavers] = self.month

    def _open_places(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Firm and point of each open place, in the order of the ring."""
        owner = np.repeat(np.arange(self.rules.firms), self.places - self.staff)
        points = self.generator.random(len(owner))
        order = np.argsort(points)
        return owner[order], points[order]

    def _applications(self, points: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Who applies, in random order, and to which place of the ring."""
        seekers = np.flatnonzero((self.firm < 0) & (self.since < self.month))
        seekers = seekers[self.generator.random(len(seekers)) < self.rules.contact]
        seekers = self.generator.permutation(seekers) if len(points) else seekers[:0]
        thrown = np.searchsorted(points, self.generator.random(len(seekers)))
        return seekers, thrown % max(len(points), 1)

    def _hire(self, seekers: npt.NDArray[np.int64], place: npt.NDArray[np.int64], owner: npt.NDArray[np.int64]) -> None:
        filled, first = np.unique(place, return_index=True)
        self.firm[seekers[first]] = owner[filled]
        self.staff += np.bincount(owner[filled], minlength=self.rules.firms)


def run(rules: Rules, months: int, seed: int) -> Told:
    """Months of the market under the processor's clock, its set-up not counted."""
    market = VectorisedMarket(rules, seed)
    began = process_time()
    rates = [market.step() for _ in range(months)]
    return Told(float(rules.persons), months, process_time() - began, float(np.mean(rates)))
