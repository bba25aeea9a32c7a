"""Insurance of a month: cover, insured pay, unemployment benefit, voluntary insurance and one-time withdrawals.

All of it goes by the dated law (``rules``). What is paid in and out is told by the account of the fund
(``observation.fund_account``). The fund is national: no balance of it is kept here, and nothing is rationed.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.processes.insurance.coverage import (
    civil_share,
    keep_compulsory_cover,
    outside_unemployment_insurance,
    slipping_to,
)
from simulation.processes.insurance.insured_pay import keep_terms, note_wages
from simulation.processes.insurance.registration import register_businesses
from simulation.processes.insurance.rules import benefit_law, employer_rate, insurance_law
from simulation.processes.insurance.unemployment_benefit import room_for_claims, serve_claimants
from simulation.processes.insurance.voluntary import LARGEST_JOIN, join_and_leave, usual_joining
from simulation.processes.insurance.withdrawal import monthly_hazard, withdraw

if TYPE_CHECKING:
    from simulation.model import LabourMarket


def set_insurance_law(market: "LabourMarket", month: int) -> None:
    """Put the law of a month in force: contributions, benefit, liability, inspections."""
    market.insurance_law = insurance_law(market.province, month)
    market.benefit_law = benefit_law(market.province, month)
    market.outside_share = outside_unemployment_insurance(market)
    market.employer_rate = employer_rate(market, market.insurance_law)
    market.inspection_rate = market.province.value("inspections_per_firm_year")
    market.inspection_fine = market.province.value("inspection_fine_per_worker")


def prepare_insurance(market: "LabourMarket") -> None:
    """The first month's law, what holds its membership and its cover, and an empty desk."""
    market.civil_share = civil_share(market)
    set_insurance_law(market, market.start)
    market.start_employer_rate = np.log1p(market.employer_rate)
    market.start_voluntary_price = float(market.insurance_law.member_price[0])
    market.voluntary_join, market.voluntary_growth = usual_joining(market)
    market.cover_without_inspection = slipping_to(market)
    market.withdrawal_ban = min(market.province.law_months("si_one_time_withdrawal_closed_to_joiners"))
    market.claims = room_for_claims(0)
    market.kept_terms = None
    keep_terms(market)


def largest_voluntary_change(market: "LabourMarket") -> float:
    """Largest monthly probability of joining or leaving insurance off the payroll."""
    value = market.province.value
    return max(LARGEST_JOIN, value("voluntary_si_lapse_monthly"), value("owner_joining_monthly"))


def largest_withdrawal(market: "LabourMarket") -> float:
    """Monthly probability of a one-time withdrawal."""
    return monthly_hazard(market.province.value("si_one_time_withdrawal"))


def insure(market: "LabourMarket") -> None:
    """Insured pay of leavers, claims, inspections, owners, registration, voluntary insurance, withdrawals."""
    leavers = market.people.leavers
    entries = int(leavers.number[0])
    if not market.insurance_on:
        leavers.number[0] = 0
        return
    if entries > len(leavers.row):
        raise RuntimeError(f"{entries} insured jobs ended in one month; the list has room for {len(leavers.row)}")
    note_wages(leavers, entries, market.kept_terms, market.person_arrays)
    serve_claimants(market)
    keep_compulsory_cover(market)
    register_businesses(market)
    join_and_leave(market)
    withdraw(market)
    keep_terms(market)
