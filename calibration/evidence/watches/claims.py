"""New claims of unemployment benefit, and what papers the claimants hold."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Credential, Insurance

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Claims:
    """Months from ``first`` to before ``end``, counted since the market opened.

    Records ``claims.insured``, ``claims.new`` and ``claims.new_without_certificate``, (months,) persons weighted to the
    province. A claim is new when a person's entitlement begins or is prolonged in the month.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Compare entitlements before and after each month."""
        return _Register(range(self.first, self.end))


class _Register(Watcher):
    def __init__(self, months: range) -> None:
        self._months = months
        self._until = np.zeros(0, dtype=np.int16)
        self._insured = 0
        self._found: list[list[float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            people = market.people
            self._until = people.benefit_until[: market.of_age].copy()
            self._insured = int((people.insurance[: market.of_age] == Insurance.compulsory).sum())

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            until = market.people.benefit_until[: len(self._until)]
            new = np.flatnonzero((until > self._until) & (until > market.month))
            bare = market.people.credential[new] <= Credential.trained_without_paper
            self._found.append([market.weight * count for count in (self._insured, len(new), int(bare.sum()))])

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Counts by month."""
        names = ("insured", "new", "new_without_certificate")
        return {f"claims.{name}": column for name, column in zip(names, np.array(self._found).T, strict=False)}
