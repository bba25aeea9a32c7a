"""Social insurance: who is covered on a payroll, who claims unemployment benefit, who joins voluntarily, and the money.

A firm insures its share of the staff, each person by their own lasting luck with the firm. Benefit follows the dated
law: 60 % of insured pay, capped, three months for 12 to 36 months paid and one more for each further twelve, twelve at
most, for who claims within the window. Part of civil staff stands outside unemployment insurance. Off the payroll a few
join the voluntary scheme; joining falls with its price.
"""

from typing import TYPE_CHECKING, NamedTuple

from simulation.compiling import kernel, piece
from simulation.processes.moves import COMPULSORY, COMPULSORY_ONLY, EMPLOYED, NEVER, end_insurance
from simulation.randomness import Lot, uniform_pair

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

VOLUNTARY = 1
#: Nobody joins voluntary insurance with a larger probability in a month, however cheap it becomes.
LARGEST_JOIN = 0.02


class BenefitLaw(NamedTuple):
    """Unemployment benefit of the month: months paid to qualify, months drawn, and the share of leavers who claim."""

    qualifying: int
    least: int
    most: int
    take_up: float


@piece
def benefit_months(paid, law):  # type: ignore[no-untyped-def]
    """Months of benefit for ``paid`` months of contribution; 0 below the qualifying period (Employment Law art. 50)."""
    if paid < law.qualifying:
        return 0
    return min(law.most, law.least + max(0, (paid - 36 + 11) // 12) if paid > 36 else law.least)


@piece
def claim(row, month, key, law, people):  # type: ignore[no-untyped-def]
    """Entitle a leaver who will search to benefit from next month, if insured long enough. Called before leaving."""
    if people.insurance[row] != COMPULSORY:
        return False
    paid = people.insured_months[row] + month - people.insured_since[row]
    months = benefit_months(paid, law)
    if months == 0 or uniform_pair(key, row, 1) >= law.take_up:
        return False
    people.benefit_until[row] = month + 1 + months
    people.insured_months[row] = people.insured_since[row] - month  # leaving work adds the spell: none is left
    return True


@piece
def cover(row, month, place, key, civil_key, civil_share, people, places, firms):  # type: ignore[no-untyped-def]
    """Insure a person newly on a payroll line if the firm insures that person."""
    firm = places.firm[place]
    if uniform_pair(key, row, firm) < firms.insures[firm]:
        outside = uniform_pair(civil_key, row, firm) < civil_share[places.sector[place]]
        people.insurance[row] = COMPULSORY_ONLY if outside else COMPULSORY
        people.insured_since[row] = month
        people.benefit_until[row] = NEVER


@kernel
def _join_and_leave(rows, luck, month, join, leave, people, places):  # type: ignore[no-untyped-def]
    """Voluntary insurance off the payroll: hazards of joining and of letting it lapse. Returns (joined, left)."""
    joined = 0
    left = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        if people.status[row] != EMPLOYED or places.firm[people.workplace[row]] >= 0:
            continue
        if people.insurance[row] == VOLUNTARY:
            if luck[index] < leave:
                end_insurance(row, month, people)
                left += 1
        elif luck[index] < join:
            people.insurance[row] = VOLUNTARY
            people.insured_since[row] = month
            joined += 1
    return joined, left


def benefit_law(market: "LabourMarket") -> BenefitLaw:
    """The law of the month."""
    value = market.province.value
    return BenefitLaw(
        int(value("ui_min_contribution_months")),
        int(value("ui_duration_min_months")),
        int(value("ui_duration_max_months")),
        value("ui_claim_share"),
    )


def employer_rate(province: "Province", month: int) -> float:
    """Employer's contribution on insured pay in the month, from the dated law."""
    return sum(_in_force(province, rule, month) for rule in ("si_contribution_employer", "ui_contribution_employer"))


def voluntary_price(province: "Province", month: int) -> float:
    """Least a month of voluntary insurance costs a person who is not poor, million VND, after the State's support."""
    least = _in_force(province, "voluntary_si_minimum", month)
    return least * (1.0 - (province.legal("voluntary_si_support", "other", month) or 0.0))


def _in_force(province: "Province", rule: str, month: int) -> float:
    """Value of a rule in a month, whatever words its table uses for those it binds."""
    values = [r.value for r in province.law.rules if r.rule == rule and r.first_month <= month <= r.last_month]
    return float(values[-1] or 0.0) if values else 0.0


def insure(market: "LabourMarket") -> None:
    """Voluntary joining and lapsing: the hazards keep the first month's share at the start's price and law."""
    if not market.insurance_on:
        return
    value = market.province.value
    rows, luck = market.lots.of(Lot.insurance)
    price = market.voluntary_price / market.start_voluntary_price
    join = min(LARGEST_JOIN, market.voluntary_join * price ** -value("voluntary_si_price_elasticity"))
    leave = value("voluntary_si_lapse_monthly")
    joined, left = _join_and_leave(rows, luck, market.month, join, leave, market.person_arrays, market.place_arrays)
    market.flows["voluntary_joined"], market.flows["voluntary_left"] = joined, left
