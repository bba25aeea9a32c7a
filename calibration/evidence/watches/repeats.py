"""A second market beside the first: whether the same question under the same seed is the same life in every column."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation import Scenario

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Repeat:
    """Live the months a second time, of the ``scenario`` named or, without one, of the market's own.

    Records ``repeat.<name>`` (months,), columns of people, firms and workplaces that differ at the month's end.
    """

    name: str
    scenario: str = ""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Open the second market."""
        return _Second(self, market)


class _Second(Watcher):
    def __init__(self, watch: Repeat, market: "LabourMarket") -> None:
        scenario = market.scenario
        if watch.scenario:
            scenario = Scenario.load(watch.scenario).with_(scale=scenario.scale, end=scenario.end)
        self._name, self._other = watch.name, type(market)(scenario=scenario, rng=market.seed)
        self._found: list[int] = []

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        self._other.step()
        self._found.append(different_columns(market, self._other))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        return {f"repeat.{self._name}": np.array(self._found)}


def different_columns(one: "LabourMarket", other: "LabourMarket") -> int:
    """How many columns of the two markets differ in any byte."""
    different = 0
    for store in ("people", "employers", "workplaces"):
        mine, yours = getattr(one, store).snapshot(), getattr(other, store).snapshot()
        different += sum(mine[name].tobytes() != yours[name].tobytes() for name in mine)
    return different
