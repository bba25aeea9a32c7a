"""What is recorded of a running market, one file a subject.

A watch is a frozen description that travels to the process that simulates; its ``watcher`` sees the market before and
after each month and leaves arrays behind, named ``subject.quantity``. Watchers read the market's columns, its province
and its observatory, and write nothing (shocks, which do, stand in ``calibration.evidence.shocks``).
"""

from typing import TYPE_CHECKING, Any, Protocol

import numpy.typing as npt

if TYPE_CHECKING:
    from simulation import LabourMarket


class Watcher:
    """Sees every month of one market. ``elapsed`` counts months since the market opened, 0 in the first."""

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        """Look before the month is simulated."""

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        """Look after the month was simulated."""

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """What is kept of the run."""
        return {}


class Watch(Protocol):
    """Describes what to watch; equal descriptions are watched once."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Begin watching a market that has just opened."""
