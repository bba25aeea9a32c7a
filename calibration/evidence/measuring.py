"""One run of an arm: a market under a seed, shocked as the arm says, watched as the facts ask."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.arms import Arm
from calibration.evidence.watches import Watch
from simulation import LabourMarket, Scenario


def measure(
    arm: Arm, scenario: Scenario, seed: int, watches: Iterable[Watch], month_done: Callable[[], None] = lambda: None
) -> dict[str, npt.NDArray[Any]]:
    """Simulate the arm's question under a seed and return what the watches recorded.

    Shocks come before watches, so that a watch sees the month as it is simulated.
    """
    market = LabourMarket(scenario=scenario, rng=seed)
    watchers = [watch.watcher(market) for watch in (*arm.shocks, *watches)]
    for elapsed in range(arm.months):
        for watcher in watchers:
            watcher.before(market, elapsed)
        market.step()
        for watcher in watchers:
            watcher.after(market, elapsed)
        month_done()
    return _joined(watcher.record() for watcher in watchers)


def _joined(records: Iterable[dict[str, npt.NDArray[Any]]]) -> dict[str, npt.NDArray[Any]]:
    """One recording. Raises ValueError where two watches leave different arrays under one name."""
    recording: dict[str, npt.NDArray[Any]] = {}
    for record in records:
        for name, array in record.items():
            if name in recording and not np.array_equal(recording[name], array, equal_nan=True):
                raise ValueError(f"two watches of one run record {name} differently")
            recording[name] = array
    return recording
