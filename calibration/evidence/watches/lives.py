"""What everybody is and earns month by month, so that two arms of one seed can be set side by side person by person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from calibration.trials.recording import outcome
from simulation.policies.base import NEVER

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Lives:
    """From month ``first`` on; ``reached_by`` names a lever.

    ``lives.formal``, ``lives.certified`` and ``lives.studying`` (months, people / 8) are packed bits at the end of each
    month, ``lives.income`` (months / 6, people) million VND every sixth month, ``lives.reached`` (people,) the elapsed
    month in which the lever first reached a person, -1 for never.
    """

    first: int
    reached_by: str

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Look at the end of every month."""
        return _Lives(self, market)


class _Lives(Watcher):
    def __init__(self, watch: Lives, market: "LabourMarket") -> None:
        self._watch, self._market = watch, market
        self._bits: dict[str, list[npt.NDArray[np.uint8]]] = {"formal": [], "certified": [], "studying": []}
        self._income: list[npt.NDArray[np.float32]] = []

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed < self._watch.first:
            return
        self._bits["formal"].append(np.packbits(outcome(market, "formal_wage_employment") > 0.0))
        self._bits["certified"].append(np.packbits(outcome(market, "certified") > 0.0))
        self._bits["studying"].append(np.packbits(market.people.programme >= 0))
        if (elapsed - self._watch.first) % 6 == 0:
            self._income.append(outcome(market, "labour_income").astype(np.float32))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        found: dict[str, npt.NDArray[Any]] = {f"lives.{name}": np.array(bits) for name, bits in self._bits.items()}
        return {**found, "lives.income": np.array(self._income), "lives.reached": self._reached()}

    def _reached(self) -> npt.NDArray[np.int16]:
        month = np.full(self._market.people.rows, -1, dtype=np.int16)
        for lever in self._market.government.levers:
            if lever.dose.lever == self._watch.reached_by and lever.first_receipt is not None:
                there = lever.first_receipt != NEVER
                month[there] = lever.first_receipt[there] - self._market.start
        return month
