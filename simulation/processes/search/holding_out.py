"""Holding out: the least pay the unemployed take, over what they can expect (McCall 1970; Burdett and Mortensen 1998).

Who declines gives up pay now for the chance of better later. Where the unemployed have lambda offers a month and staff
lambda' (a job taken does not end the search), offers pay log-normal wages w, jobs are left with delta a month, a month
from now counts beta, and search leaves an income b, the least worth taking is

    x = b + k E max(w - x, 0),    k = beta (lambda - lambda') / (1 - beta (1 - delta))

People know what is usual around them, over some two years: offers to the unemployed of their occupation (open places
met, times the share of applications that employers accept), what these were worth over what one can expect, how often
staff meet places and leave. Where offers come seldom people take nearly anything; with a sure offer each month they ask
for more than the mean.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]

#: What is seen of the unemployed of each occupation in a month: persons who may be matched; looks that met an open
#: place; sum of its log worth over the pay one can expect, and of its square; applications; those accepted.
SEEKERS, MET, WORTH, SQUARE, APPLIED, ACCEPTED = range(6)
#: What is seen of payrolls: staff; looks of staff that met an open place; staff who left their job.
STAFF, MET_AT_WORK, LEFT = range(3)
#: Newton's steps: the equation falls and bends one way, so that steps from below come nearer and never overshoot.
_STEPS = 12
#: Offers that differ less than this (log points) differ as much.
_LEAST_SPREAD = 1e-3
#: Nobody takes work for nothing, share of the mean offer.
_LEAST_INCOME = 1e-9


def least_worth_taking(income: float, weight: Floats, spread: Floats) -> Floats:
    """Least wage worth taking over the wage of the mean log offer, (n,); ``weight`` is k, ``spread`` in log points."""
    income, spread = max(income, _LEAST_INCOME), np.maximum(spread, _LEAST_SPREAD)
    mean, least = np.exp(spread**2 / 2.0), np.full(len(spread), income)
    for _ in range(_STEPS):
        above = -np.log(least) / spread
        better = ndtr(above)
        gain = income + weight * (mean * ndtr(above + spread) - least * better) - least
        least = least + gain / (1.0 + weight * better)
    return least


def weight_of_waiting(offers: Floats, leaving: float, discount: float) -> Floats:
    """What better pay is worth, over a month of it: k, by the ``offers`` a month more than at work."""
    return np.maximum(offers, 0.0) * discount / (1.0 - discount * (1.0 - leaving))


def hold_out(market: "LabourMarket") -> None:
    """Add what was seen this month to what is usual and set what the unemployed of each occupation hold out for."""
    value = market.province.value
    memory = value("usual_demand_memory_months")
    market.usual_offers += (market.offers_seen - market.usual_offers) / memory
    _see_staff(market)
    market.usual_staff += (market.staff_seen - market.usual_staff) / memory
    seekers, met, worth, square, applied, accepted = _drawn_towards_all(market.usual_offers, market.market_weight)
    _, met_at_work, left = market.usual_staff / max(market.usual_staff[STAFF], 1e-9)
    offers = (met / seekers - met_at_work) * accepted / applied
    weight = weight_of_waiting(offers, left, value("seekers_discount_monthly"))
    mean = worth / met
    spread = np.sqrt(np.maximum(square / met - mean**2, 0.0))
    least = least_worth_taking(value("income_while_searching"), weight, spread)
    market.worth.reservation[:] = mean + np.log(least)


def _drawn_towards_all(seen: Floats, weight: float) -> Floats:
    """Counts of each occupation with those of ``weight`` seekers like everybody's added, (6, occupations)."""
    everybody = seen.sum(axis=1) + 1e-9
    return np.asarray(seen + weight * (everybody / everybody[SEEKERS])[:, None])


def _see_staff(market: "LabourMarket") -> None:
    """Count payroll staff, and how many left their job this month; search has counted the places they met."""
    places, flows = market.workplaces, market.flows
    market.staff_seen[STAFF] = places.headcount[places.payroll].sum()
    market.staff_seen[LEFT] = flows["quits"] + flows["layoffs"] + flows["probations_ended"] + flows["job_to_job"]
