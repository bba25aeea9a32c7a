"""Raises of those who stay: the minimum wage, seniority, and offers that the own employer matches.

When the regional minimum wage rises, formal pay below it rises to it where the employer complies; nobody else's pay
moves. Once a year, in January, staff with a year of tenure or more get their seniority raise, for so many years. Both
write people in the months in which they happen and nobody in any other. Of the offers to payroll staff from elsewhere
some are matched by the own employer: the person stays at the better pay, and the place elsewhere stays open.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.months import month_of
from simulation.population import POPULATION_SEED
from simulation.processes.moves import EMPLOYED
from simulation.randomness import Stream, month_key, uniform

if TYPE_CHECKING:
    from simulation.model import LabourMarket

JANUARY, YEAR = 1, 12


@kernel
def lift_to_floor(last, key, complying, least, people, places):  # type: ignore[no-untyped-def]
    """Raise pay below the ``least`` (workplaces,) to it for the ``complying`` share; returns how many."""
    lifted = 0
    for row in range(last):
        place = np.uint32(people.workplace[row])
        if places.pay[place] * people.pay_factor[row] < least[place] and uniform(key, row) < complying:
            people.pay_factor[row] = least[place] / places.pay[place]
            lifted += 1
    return lifted


@kernel
def raise_by_seniority(last, month, longest, step, lines, people):  # type: ignore[no-untyped-def]
    """Raise the pay of staff of the payroll ``lines`` with a year of tenure and less than ``longest`` months.

    Returns how many; without a branch, for they are neither few nor most.
    """
    raised = 0
    for row in range(last):
        place, tenure = people.workplace[row], month - people.since[row]
        due = (place > 0) & (place <= lines) & (tenure >= 12) & (tenure < longest)
        people.pay_factor[row] *= step if due else 1.0
        raised += due
    return raised


@kernel
def match_offers(winner, applications, key, share, people, places):  # type: ignore[no-untyped-def]
    """Raise the chosen whom their own employer keeps to the pay offered, and take them off; returns how many."""
    kept = 0
    for place in range(winner.shape[0]):
        index = winner[place]
        if index < 0:
            continue
        row = applications.row[index]
        own = people.workplace[row]
        if people.status[row] != EMPLOYED or places.firm[own] < 0 or uniform(key, row) >= share:
            continue
        people.pay_factor[row] = max(people.pay_factor[row], np.exp(applications.worth[index]) / places.pay[own])
        winner[place] = -1
        kept += 1
    return kept


def keep_staff(market: "LabourMarket", winner: npt.NDArray[np.int64]) -> None:
    """Let employers match offers to their staff: ``winner`` (places,) is the application each place would take."""
    key = month_key(market.seed, Stream.offer_match, market.month)
    share = market.province.value("outside_offer_match_share")
    market.flows["offers_matched"] = int(
        match_offers(winner, market.applications, key, share, market.person_arrays, market.place_arrays)
    )


def give_raises(market: "LabourMarket") -> None:
    """The month's raises, where there are any."""
    value, people, places = market.province.value, market.person_arrays, market.place_arrays
    market.flows["lifted_to_minimum_wage"] = 0
    if (market.minimum_wage > market.floor_paid).any():
        market.flows["lifted_to_minimum_wage"] = lift_to_floor(
            market.of_age, month_key(POPULATION_SEED, Stream.floor), value("minimum_wage_compliance"),
            _least_pay(market), people, places,
        )  # fmt: skip
    market.floor_paid = market.minimum_wage.copy()
    if month_of(market.month) == JANUARY:
        step = float(np.exp(value("tenure_raise_yearly")))
        longest = int(YEAR * value("tenure_raise_years")) + YEAR
        market.flows["raised_by_seniority"] = raise_by_seniority(
            market.of_age, market.month, longest, step, market.workplaces.payroll_lines, people
        )


def _least_pay(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Minimum wage of each payroll line, none of other workplaces, (workplaces,) million VND a month."""
    places = market.workplaces
    least = np.full(places.rows, -1.0)
    least[places.payroll] = market.minimum_wage[places.district[places.payroll]]
    return least
