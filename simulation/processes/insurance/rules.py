"""Insurance law of a month: who pays how much on which pay, what benefits are worth, what voluntary cover costs.

All of it is dated data (table ``legal``) and the few parameters that no law sets. In the months before the first the
law of the first month holds. Money is million VND a month, rates are shares of insured pay.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]

#: Who pays which price for voluntary insurance, in order of the State's share: the scopes of the law.
VOLUNTARY_GROUPS = ("other", "ethnic_minority", "near_poor", "poor")
DAYS_A_MONTH = 30


class InsuranceLaw(NamedTuple):
    """What the law says in a month.

    Contributions by who pays and to which branch, (sectors,): social insurance with health and accidents, and
    unemployment insurance, in which employers financed by the budget stand apart. ``base_salary`` is the State's (the
    reference level from 2025-07), ``cap`` the multiple of it beyond which pay is not insured. ``liable_months`` is the
    shortest contract insured against unemployment. ``member_price`` and ``state_price`` (groups,) are the least a month
    of voluntary insurance costs a member and the State. ``declaring_owners`` and ``other_owners`` tell whether owners
    of household businesses are liable. ``withdrawal_wait`` and ``pension_months`` bound who may withdraw.
    """

    employer_social: Floats
    employee_social: Floats
    employer_unemployment: Floats
    employee_unemployment: Floats
    base_salary: float
    cap: float
    liable_months: int
    member_price: Floats
    state_price: Floats
    voluntary_income: float
    declaring_owners: bool
    other_owners: bool
    withdrawal_wait: int
    pension_months: int


class BenefitLaw(NamedTuple):
    """Unemployment benefit of a month, for kernels. Months, shares; caps in million VND a month, (districts,) and one.

    ``take_up`` are the shares of entitled leavers who claim: searching, and at home or on own account. ``missed`` are
    the monthly probabilities that a claimant of either kind fails to report the search for work.
    """

    qualifying: int
    least: int
    per_year: int
    most: int
    window: int
    wait: int
    replacement: float
    cap: Floats
    state_cap: Floats
    take_up: float
    take_up_idle: float
    missed: float
    missed_idle: float


def insurance_law(province: "Province", month: int) -> InsuranceLaw:
    """The law in force in a month."""
    civil = np.array([sector.civil for sector in province.sectors])

    def legal(rule: str, scope: str = "all") -> float:
        return float(province.legal(rule, scope, month) or 0.0)

    def by_sector(rule: str) -> Floats:
        private = legal(rule, "private") if rule == "ui_contribution_employer" else legal(rule)
        return np.where(civil, legal(rule), private)

    least = legal("voluntary_si_minimum")
    support = np.array([legal("voluntary_si_support", group) for group in VOLUNTARY_GROUPS])
    support = np.maximum(support, support[0])  # nobody gets less than everybody
    return InsuranceLaw(
        by_sector("si_contribution_employer"),
        by_sector("si_contribution_employee"),
        by_sector("ui_contribution_employer"),
        by_sector("ui_contribution_employee"),
        legal("base_salary", "state"),
        legal("si_insured_wage_cap"),
        int(legal("ui_liable_contract")),
        least * (1.0 - support),
        least * support,
        least / max(legal("voluntary_si_rate"), 1e-9),
        legal("si_compulsory_household_owner", "declaring") > 0.0,
        legal("si_compulsory_household_owner", "other") > 0.0,
        int(legal("si_one_time_withdrawal_wait")),
        int(12 * legal("si_pension_min_years")),
    )


def benefit_law(province: "Province", month: int) -> BenefitLaw:
    """Unemployment benefit in a month."""
    value = province.value
    minimum = province.minimum_wage(month)
    base = float(province.legal("base_salary", "state", month) or 0.0)
    of_state = float(province.legal("ui_cap", "state", month) or 0.0)
    on_base = "base salary" in province.legal_unit("ui_cap", "state", month)
    first_day = float(province.legal("ui_first_paid_day", "all", month) or 1.0)
    return BenefitLaw(
        int(value("ui_min_contribution_months")),
        int(value("ui_duration_min_months")),
        int(value("ui_duration_per_extra_year")),
        int(value("ui_duration_max_months")),
        int(value("ui_claim_window_months")),
        math.ceil((first_day - 1.0) / DAYS_A_MONTH),
        value("ui_replacement_rate"),
        float(province.legal("ui_cap", "private", month) or 0.0) * minimum,
        np.full(len(minimum), of_state * base) if on_base else of_state * minimum,
        value("ui_claim_share"),
        value("ui_claim_share_not_searching"),
        value("ui_missed_report_monthly"),
        value("ui_missed_report_not_searching_monthly"),
    )


def employer_rate(market: "LabourMarket", law: InsuranceLaw) -> Floats:
    """Employers' contribution as a share of all pay, (sectors,): the rates on the insured part of the insured's pay."""
    return np.asarray((law.employer_social + law.employer_unemployment) * insured_ratio(market) * compliance(market))


def insured_ratio(market: "LabourMarket") -> Floats:
    """Insured pay over actual pay, (sectors,): private employers insure part of it, the State the scale's."""
    value = market.province.value
    return np.where(market.civil_sector, value("insured_wage_ratio_state"), value("insured_wage_ratio_private"))


def compliance(market: "LabourMarket") -> Floats:
    """Share of formal staff whom employers insure, (sectors,), as measured: with the inspections there are."""
    return np.asarray(market.province.by_sector("compliance"))
