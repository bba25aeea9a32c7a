"""Search effort: who looks for a wage job this month.

The unemployed look with a probability that falls as unemployment lasts (Kroft et al. 2013) and rises a little while a
counsellor sees them. Payroll staff look as their sector turns over; people in household work the more a
wage job would pay them over what they have, farmers less. Of the inactive only the marginally attached look at all:
people who want work, do not count as searching, and stay so for the whole spell at home. Some of the outside pool look
too.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import piece
from simulation.processes.moves import EMPLOYED, INACTIVE, OUTSIDE, WORKER_PLACE
from simulation.processes.search.worth import expected_wage
from simulation.processes.separations import tenure_profile
from simulation.randomness import uniform_pair
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
FARM = int(Contract.farm)
#: A wage job counts as paying between these multiples of what a person has now.
LEAST_GAIN, MOST_GAIN = 0.3, 3.0


class SearchRule(NamedTuple):
    """Monthly probabilities of searching and what changes them; ratios unless said.

    ``intensity`` multiplies all effort (one); ``fade`` is effort from the eighth month of unemployment on over that of
    the first; ``turnover`` (sectors,) is a sector's turnover over that of all payrolls; ``gain`` the elasticity on pay
    of a wage job over present pay; ``attached`` the share of the inactive who want work; ``most`` the largest
    probability of who is not unemployed; ``lag`` months before somebody newly unemployed can be matched;
    ``studying`` the search of who is in a course beside work or search over that of others; ``housed``
    what a worker place leaves of looking elsewhere, ``quits`` (firms,) the ratio of looking to what is usual.
    """

    intensity: float
    contact: float
    fade: float
    payroll: float
    household: float
    farm: float
    attached: float
    attached_search: float
    outside: float
    young: float
    gain: float
    most: float
    lag: int
    turnover: Floats
    studying: float
    housed: float
    tenure_floor: float
    tenure_half_life: float
    quits: Floats


@piece
def effort(months, fade):  # type: ignore[no-untyped-def]
    """Search effort after ``months`` of unemployment over that of the first: ``fade`` from the eighth month on."""
    return 1.0 - (1.0 - fade) * min(months, 7) / 7.0


@piece
def wants_work(row, key, share, people):  # type: ignore[no-untyped-def]
    """Whether somebody at home is marginally attached: the person's own luck for the spell."""
    return uniform_pair(key, row, people.since[row]) < share


@piece
def _gain(row, now, rule, worth, premium, people):  # type: ignore[no-untyped-def]
    """Search over that of somebody whom a wage job would pay just what the person has now (million VND a month)."""
    ratio = np.exp(expected_wage(row, worth, premium, people)) / max(now, 0.1)
    return min(max(ratio, LEAST_GAIN), MOST_GAIN) ** rule.gain


@piece
def search_chance(row, month, age_month, key, rule, worth, premium, people, places):  # type: ignore[no-untyped-def]
    """Monthly probability that somebody who is not counted as unemployed looks for a wage job."""
    state = people.status[row]
    if state == OUTSIDE:
        return rule.outside * rule.intensity
    if people.since[row] >= month:
        return 0.0
    place = people.workplace[row]
    if state == INACTIVE:
        return rule.attached_search * rule.intensity if wants_work(row, key, rule.attached, people) else 0.0
    if places.firm[place] >= 0:
        chance = rule.payroll * rule.turnover[places.sector[place]]
        chance *= tenure_profile(month - people.since[row], rule.tenure_floor, rule.tenure_half_life)
        if people.housing[row] >= WORKER_PLACE:
            chance *= rule.housed
        chance *= rule.quits[places.firm[place]]
    else:
        now = places.pay[place] * people.pay_factor[row]
        chance = rule.household * _gain(row, now, rule, worth, premium, people)
        if places.contract[place] == FARM:
            chance *= rule.farm
    if age_month - people.birth[row] < 420:
        chance *= rule.young
    if people.programme[row] != -1:
        chance *= rule.studying
    return min(chance, rule.most) * rule.intensity


def search_rule(market: "LabourMarket") -> SearchRule:
    """Parameters of effort."""
    value = market.province.value
    rule = SearchRule(
        1.0,
        value("contact_rate_unemployed"),
        value("callback_ratio_month8"),
        value("on_the_job_search_rate") * value("contact_rate_employed_searching") * value("search_intensity_payroll"),
        value("informal_search_share") * value("contact_rate_informal_searching") * value("search_intensity_household"),
        value("search_multiplier_farm"),
        value("marginally_attached_share"),
        value("attached_search_monthly"),
        value("outside_search_monthly") if market.migration_on and not market.frozen_demography else 0.0,
        value("search_multiplier_under_35"),
        value("search_gain_elasticity"),
        1.0,
        int(value("first_search_lag")),
        _relative_turnover(market),
        1.0 - value("lock_in_effect_training_search_reduction"),
        1.0 - value("quit_reduction_from_worker_housing"),
        value("quit_tenure_floor"),
        value("quit_tenure_half_life_months"),
        np.ones(market.employers.rows),
    )
    return rule._replace(most=float(most_search(rule)[: Status.outside].max()))


def most_search(rule: SearchRule) -> Floats:
    """Largest monthly probability of searching by status, (statuses,): who draws above it need not be looked at."""
    most_gain = MOST_GAIN**rule.gain
    most = np.zeros(len(Status))
    newcomer = rule.payroll * float(rule.turnover.max()) * (2.0 - rule.tenure_floor)
    most[EMPLOYED] = max(newcomer, rule.household * most_gain) * rule.young
    most[INACTIVE] = rule.attached_search
    most[OUTSIDE] = rule.outside
    return most


def most_at_work(rule: SearchRule) -> Floats:
    """Limit to it by the sector and the contract of one's work, (sectors, contracts); none without work."""
    most = np.full((len(rule.turnover), len(Contract)), rule.household * MOST_GAIN**rule.gain)
    most[:, FARM] *= rule.farm
    most[:, Contract.formal_wage] = rule.payroll * rule.turnover * (2.0 - rule.tenure_floor)
    most[:, Contract.nothing] = np.inf
    return np.asarray(most * rule.young * (1.0 + 1e-9))  # rounding must not hide anybody


def _relative_turnover(market: "LabourMarket") -> Floats:
    """Turnover of each sector over that of the payroll as a whole, (sectors,)."""
    places = market.workplaces
    jobs = np.bincount(
        places.sector[places.payroll], weights=places.base[places.payroll], minlength=len(market.province.sectors)
    )
    turnover = market.province.by_sector("turnover", "monthly")
    return np.asarray(turnover / ((turnover * jobs).sum() / max(jobs.sum(), 1e-9)))
