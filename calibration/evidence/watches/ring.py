"""Meeting on the ring of open places in one month, at chosen numbers of seekers a place, with and without a trial."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.shocks import set_clocks, treated
from calibration.evidence.twins import bring_to, twin_of
from calibration.evidence.watches import Watcher
from calibration.evidence.watches.impulses import MORE, scale_search
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket

RATIOS = (0.5, 1.0, 2.0, 2.5, 5.0)
"""Seekers a place at which meeting is measured."""

SHARE, BOOST = 0.5, 1.25
"""Share of seekers treated in the trial, and their search over that of the others."""

FIELDS = ("places", "seekers", "hires", "treated_hires")


@dataclass(frozen=True)
class Ring:
    """Every ``every`` months from ``first`` to before ``end`` a twin lives the month at each of ``RATIOS``.

    It lives it as it is, with a tenth more search, and with a quarter more search of half of the seekers.
    Records ``ring.plain``, ``ring.more`` and ``ring.trial``, (times, ratios, fields) by ``FIELDS``.
    """

    first: int
    end: int
    every: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Keep a twin and the state before the month."""
        return _Ring(range(self.first, self.end, self.every), market)


class _Ring(Watcher):
    def __init__(self, months: range, market: "LabourMarket") -> None:
        self._months = months
        self._twin, self._start = twin_of(market), twin_of(market)
        self._treated = treated(market, SHARE)
        self._found: dict[str, list[Any]] = {"plain": [], "more": [], "trial": []}

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            bring_to(self._start, market)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed not in self._months:
            return
        usual = market.flows["searches"] / max(market.flows["vacancies"], 1)
        levels = [ratio / usual for ratio in RATIOS]
        self._found["plain"].append([self._lived(level, 1.0) for level in levels])
        self._found["more"].append([self._lived(level * MORE, 1.0) for level in levels])
        self._found["trial"].append([self._lived(level, BOOST) for level in levels])

    def _lived(self, level: float, boost: float) -> list[float]:
        """The fields of the month at a ``level`` of search, the treated searching ``boost`` times as much."""
        twin = self._twin
        bring_to(twin, self._start)
        scale_search(twin, level)
        twin.search_rule = twin.search_rule._replace(fade=boost)
        set_clocks(twin, self._treated)
        idle = np.flatnonzero(twin.people.status[: twin.of_age] == Status.unemployed)
        twin.step()
        found = twin.people.status[idle] == Status.employed
        return [
            float(twin.flows["vacancies"]), float(twin.flows["searches"]), float(twin.flows["hires"]),
            float((found & self._treated[idle]).sum()),
        ]  # fmt: skip

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        return {f"ring.{name}": np.array(found) for name, found in self._found.items()}
