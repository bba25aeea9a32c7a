"""What exact cases alone do to a running market: offers and demand written from outside."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from calibration.evidence.mccall import ranked
from calibration.evidence.shocks import FAR_MONTH, turn_out
from calibration.evidence.watches import Watcher
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class TextbookOffers:
    """Offers of the payroll lines are those of McCall's textbook case for good, by lot, with ``open`` places each.

    Lines want what they have and the open places on top, so that taking an offer leaves the offers as they were.
    """

    open: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Write the offers when the market opens."""
        places = market.workplaces
        lines = np.arange(market.workplaces.rows)[places.payroll]
        draw = uniforms(month_key(market.seed, Stream.card, FAR_MONTH + 2), lines)
        quantile = (np.argsort(np.argsort(draw)) + 0.5) / len(lines)
        wage = ranked(quantile)
        places.start_offer[lines] = places.offer[lines] = np.log(wage)
        places.pay[lines] = wage
        return _Offers(self.open)


class _Offers(Watcher):
    def __init__(self, number: int) -> None:
        self._open = number

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        places = market.workplaces
        places.base[places.payroll] = places.headcount[places.payroll] + self._open


@dataclass(frozen=True)
class OccupationalDemand:
    """Demand of the model of occupational mobility (del Rio-Chanona et al. 2021), one occupation; a month is one step.

    Jobs wanted, staff and open places, move towards the target: ``opening`` of the staff opens a place and ``closing``
    of the staff leaves (the town's turnover) without one, and ``speed`` of what is missing to the target opens, of what
    is too much is dismissed. The target is everybody who works or searches, times a sine of ``amplitude`` and
    ``period`` from month ``first`` on.
    """

    opening: float
    closing: float
    speed: float
    amplitude: float
    period: int
    first: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Write demand before each month."""
        return _Occupation(self)

    def wave(self, month: int) -> float:
        """What the target is off everybody who works or searches, as a share."""
        months = month - self.first
        return self.amplitude * float(np.sin(2.0 * np.pi * months / self.period)) if months >= 0 else 0.0

    def flows(self, staff: float, jobs: float, target: float) -> tuple[float, float]:
        """Places that open in a month, and staff dismissed beyond turnover."""
        missing, surplus = max(0.0, target - jobs), max(0.0, jobs - target)
        opened = self.opening * staff + (1.0 - self.opening) * self.speed * missing
        return opened, (1.0 - self.closing) * self.speed * surplus


class _Occupation(Watcher):
    def __init__(self, shock: OccupationalDemand) -> None:
        self._shock = shock

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        shock, places = self._shock, market.workplaces
        lines = places.payroll
        staff, left = float(places.headcount[lines].sum()), float(places.posts[lines].sum())
        seekers = float((market.people.status[: market.of_age] == Status.unemployed).sum())
        target = (staff + seekers) * (1.0 + shock.wave(elapsed))
        opened, dismissed = shock.flows(staff, staff + left, target)
        self._dismiss(market, dismissed / staff)
        wanted = staff + left + opened - shock.closing * staff - dismissed
        market.path.index[elapsed] = wanted / places.base[lines].sum()

    def _dismiss(self, market: "LabourMarket", share: float) -> None:
        """Let a share of the staff go, by lot; they search from next month on."""
        if share > 0.0:
            contract = market.workplaces.contract[market.people.workplace[: market.of_age]]
            staff = np.flatnonzero(contract == Contract.formal_wage)
            luck = uniforms(month_key(market.seed, Stream.layoff, FAR_MONTH + market.month), staff)
            turn_out(staff[luck < share], market.month, market.person_arrays, market.place_arrays)
