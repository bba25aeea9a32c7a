"""A run, and those abreast of it: markets stepped to their end, and the parts they leave.

Scenarios that have not come apart yet are one market, stepped once; a run gets a market of its own in the month in
which its levers first differ. What is left is the same as if each had been opened and stepped by itself.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from experiments.parts import Run, write_part

if TYPE_CHECKING:
    import pandas as pd

    from simulation import LabourMarket
    from simulation.observation.paired import Pair


class _Arm(NamedTuple):
    """A market of a run's own, and the first month's margins as it opened."""

    market: "LabourMarket"
    first_month: "pd.DataFrame"

    @classmethod
    def opened(cls, run: Run) -> "_Arm":
        from simulation import LabourMarket

        market = LabourMarket(scenario=run.scenario, rng=run.seed)
        arm = cls(market, market.reconciliation)
        if run.events:
            market.record_events()
        return arm

    def branched(self, run: Run) -> "_Arm":
        from simulation.branching import branch

        return _Arm(branch(self.market, run.scenario), self.first_month)

    def tables(self) -> "dict[str, pd.DataFrame]":
        market, log = self.market, self.market.events
        kept = {
            "indicators": market.indicators(),
            "ledger": market.ledger.to_frame(),
            "reconciliation": self.first_month,
            "labour_balance": market.labour_balance(),
        }
        return kept if log is None else {**kept, "events": log.to_frame(), "people": log.people()}


class _Abreast:
    """Runs under one seed, the first of which stands for those that have not come apart from it yet."""

    def __init__(self, run: Run) -> None:
        from simulation.branching import first_month_apart

        self.runs = run.abreast
        first, *others = self.runs if run.reference is None else (run.reference, *self.runs)
        self.trunk = _Arm.opened(first)
        self.arms = {first.key: self.trunk}
        self.pairs: dict[str, Pair] = {}
        self._waiting: list[tuple[int, Run]] = []
        for one in others:
            # A log tells whom levers serve, also those that do no more than there is without them.
            told = one.events or first.events
            apart = None if told else first_month_apart(self.trunk.market, one.scenario)
            if apart is None:
                self.arms[one.key] = _Arm.opened(one)
            else:
                self._waiting.append((apart, one))

    def part(self) -> None:
        """Give an arm of its own to each run that differs from this month on, and compare it with its reference."""
        month = self.trunk.market.month
        for apart, one in self._waiting:
            if apart <= month:
                self.arms[one.key] = self.trunk.branched(one)
        self._waiting = [(apart, one) for apart, one in self._waiting if apart > month]
        for one in self.runs:
            if one.pair_key is not None and one.pair_key not in self.pairs and one.key in self.arms:
                self.pairs[one.pair_key] = self._pair(one)

    def _pair(self, run: Run) -> "Pair":
        from simulation.observation.paired import Pair

        assert run.reference is not None
        return Pair(self.arms[run.key].market, self.arms[run.reference.key].market)

    def step(self) -> None:
        """Simulate a month of every arm."""
        for arm in self.arms.values():
            arm.market.step()
        for pair in self.pairs.values():
            pair.compare()


def simulate(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Step the run and those abreast of it to the end of the horizon, their reference beside them; keep their parts.

    Stepped together two arms can be compared person by person, which no table of one of them allows.
    """
    abreast = _Abreast(run)
    months = range(run.scenario.start, run.scenario.end + 1)
    for _ in months:
        abreast.part()
        abreast.step()
        for _ in range(run.months // len(months)):
            month_done()
    abreast.part()
    for key, arm in abreast.arms.items():
        write_part(key, arm.tables(), folder)
    for key, pair in abreast.pairs.items():
        write_part(key, {"decomposition": pair.to_frame(), "ripples": pair.ripples()}, folder)
