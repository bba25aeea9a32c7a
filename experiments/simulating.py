"""One run: a market stepped to its end, beside its reference where it has one, and the parts it leaves."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.parts import Run, write_part

if TYPE_CHECKING:
    import pandas as pd


class _Arm:
    """A market and what is kept of it."""

    def __init__(self, run: Run) -> None:
        from simulation import LabourMarket

        self.run = run
        self.market = LabourMarket(scenario=run.scenario, rng=run.seed)
        self.first_month = self.market.reconciliation
        self.log = self.market.record_events() if run.events else None

    def tables(self) -> "dict[str, pd.DataFrame]":
        market = self.market
        kept = {
            "indicators": market.indicators(),
            "ledger": market.ledger.to_frame(),
            "reconciliation": self.first_month,
            "labour_balance": market.labour_balance(),
        }
        return kept if self.log is None else {**kept, "events": self.log.to_frame(), "people": self.log.people()}


def simulate(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Step the run and those abreast of it to the end of the horizon, their reference beside them; keep their parts.

    Stepped together two arms can be compared person by person, which no table of one of them allows.
    """
    from simulation.observation.paired import Pair

    policies = [_Arm(one) for one in run.abreast]
    references = [] if run.reference is None else [_Arm(run.reference)]
    pairs = {arm.run.pair_key: Pair(arm.market, one.market) for one in references for arm in policies}
    while policies[0].market.month <= run.scenario.end:
        for arm in (*references, *policies):
            arm.market.step()
            month_done()
        for pair in pairs.values():
            pair.compare()
    for arm in (*policies, *references):
        write_part(arm.run.key, arm.tables(), folder)
    for key, pair in pairs.items():
        write_part(str(key), {"decomposition": pair.to_frame(), "ripples": pair.ripples()}, folder)
