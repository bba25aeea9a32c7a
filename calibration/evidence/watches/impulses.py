"""What one month's hires from non-employment answer to more search, or to more open places, everything else the same.

In chosen months a twin market starts from the state before the month and lives that month alone: with all search less
and then a tenth more of it (up to the market's own), or with a tenth more open places beside those there are. A pair
differs in nothing else, so the difference of hires is the answer, and its logarithm over log 1.1 is an elasticity of
the matching function.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.shocks import FAR_MONTH
from calibration.evidence.twins import bring_to, twin_of
from calibration.evidence.watches import Watcher
from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation import LabourMarket

MORE = 1.1
"""Ratio of search, or of open places, in the impulse to what it is without."""

LEVELS = (0.25, 0.5, 1.0 / MORE)
"""Search relative to the market's own from which it rises: the curve against tightness. The last rises to the own."""

_NON_EMPLOYED = ("hires_from_unemployment", "hires_from_inactivity", "hires_from_outside")


@dataclass(frozen=True)
class Impulses:
    """An impulse every ``every`` months from ``first`` to before ``end``: search and places in turn.

    Records ``impulses.search`` (impulses, levels, 2) hires without and with more search at each level,
    ``impulses.applications_per_place`` (impulses, levels), ``impulses.places`` (impulses, 2) hires without and with
    more places.
    """

    first: int
    end: int
    every: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Keep a twin."""
        return _Impulses(self, market)


def scale_search(market: "LabourMarket", ratio: float) -> None:
    """Multiply everybody's search by ``ratio``, at most one: the month's slot for search has no room for more."""
    market.search_rule = market.search_rule._replace(intensity=market.search_rule.intensity * ratio)


class _Impulses(Watcher):
    def __init__(self, watch: Impulses, market: "LabourMarket") -> None:
        self._months = range(watch.first, watch.end, watch.every)
        self._twin = twin_of(market)
        self._start = twin_of(market)
        self._found: dict[str, list[Any]] = {"search": [], "applications_per_place": [], "places": []}

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            bring_to(self._start, market)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed not in self._months:
            return
        if self._months.index(elapsed) % 2 == 0:
            self._more_search()
        else:
            self._more_places(market)

    def _more_search(self) -> None:
        hires, tension = [], []
        for level in LEVELS:
            pair = []
            for ratio in (level, level * MORE):
                bring_to(self._twin, self._start)
                scale_search(self._twin, ratio)
                self._twin.step()
                pair.append(hires_from_non_employment(self._twin))
                if ratio == level:
                    tension.append(self._twin.flows["applications"] / max(self._twin.flows["vacancies"], 1))
            hires.append(pair)
        self._found["search"].append(hires)
        self._found["applications_per_place"].append(tension)

    def _more_places(self, market: "LabourMarket") -> None:
        """Lines that posted places this month post as many more as a keyed lot at each place decides."""
        bring_to(self._twin, self._start)
        lines = market.ring.line
        key = month_key(market.seed, Stream.place, FAR_MONTH + market.month)
        twice = uniforms(key, np.arange(len(lines))) < MORE - 1.0
        more = np.bincount(lines[twice], minlength=market.workplaces.rows)
        self._twin.rounding += more
        self._twin.step()
        self._found["places"].append([hires_from_non_employment(market), hires_from_non_employment(self._twin)])

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All impulses."""
        return {f"impulses.{name}": np.array(found, dtype=np.float64) for name, found in self._found.items()}


def hires_from_non_employment(market: "LabourMarket") -> int:
    """Wage hires of the month from unemployment, from outside the labour force and from outside the province."""
    return int(sum(market.flows[name] for name in _NON_EMPLOYED))
