"""One market that runs for a while, and what its searchers did month by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simulation import LabourMarket, Scenario
from simulation.processes.search import Applications, Ring
from simulation.vocabulary import Channel

SCALE = 0.1
MONTHS = 6


@dataclass(frozen=True)
class Search:
    """A month's applications with the columns of people and the market's tables as searchers found them."""

    market: LabourMarket
    month: int
    applications: Applications
    ring: Ring
    people: dict[str, npt.NDArray[Any]]
    fair_firms: npt.NDArray[np.bool_]
    seen: npt.NDArray[np.bool_]
    seekers: npt.NDArray[np.int32]
    flows: dict[str, int]
    recalled: npt.NDArray[np.int64]

    def through(self, channel: Channel) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Persons and payroll lines of the applications through a channel, (n,) each."""
        mine = self.applications.channel == channel
        return self.applications.row[mine], self.ring.line[self.applications.place[mine]]


class WatchedMarket(LabourMarket):
    """A market that keeps what searchers did this month, before places are filled."""

    found: Search

    def _timed(self, name: str, process: Any) -> None:
        if name == "matching":
            columns = {name: column.copy() for name, column in self.people.snapshot().items()}
            self.found = Search(
                self, self.month, self.applications, self.ring, columns, self.fair_firms, self.seen,
                self.lots.unemployed.copy(), dict(self.flows), self.recalled,
            )  # fmt: skip
        super()._timed(name, process)


def months_of(market: WatchedMarket, months: int = MONTHS) -> Iterator[Search]:
    """Run the market; what searchers did, month by month."""
    for _ in range(months):
        market.step()
        yield market.found


@pytest.fixture(scope="session")
def searches() -> list[Search]:
    return list(months_of(WatchedMarket(Scenario.baseline().with_(scale=SCALE), rng=3)))
