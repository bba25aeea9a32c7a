"""Money of a month, counted again from the records of persons and the table of laws: funds, benefit, the ledger."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.months import year_of
from simulation.province import Province
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Insurance, Status

if TYPE_CHECKING:
    from simulation import LabourMarket
    from simulation.processes.insurance.unemployment_benefit import Claims

Columns = Mapping[str, npt.NDArray[Any]]

#: Months without a claim filed, in the records of the desk.
NEVER = -32768
#: Relative difference of sums that are added in another order, some of them from single precision.
ROUNDING = 1e-5


def contributions_by_person(province: Province, month: int, people: Columns, places: Columns) -> dict[str, float]:
    """Contributions of a month by payer and branch, million VND of the rows, from the columns of persons of age."""
    place, kind = people["workplace"], people["insurance"]
    payroll = (places["contract"][place] == Contract.formal_wage) & (people["status"] == Status.employed)
    payroll &= kind >= Insurance.compulsory_only
    pay, holiday = _insured_pay(province, month, people, places)
    rate = {rule: province.legal(rule, "all", month) or 0.0 for rule in _RATES}
    jobless = payroll & (kind == Insurance.compulsory)
    owners = (kind >= Insurance.compulsory_only) & ~payroll
    members = kind == Insurance.voluntary
    support, price = _support(province, month, people), province.legal("voluntary_si_minimum", "all", month) or 0.0
    social = rate["si_contribution_employer"], rate["si_contribution_employee"]
    base = province.legal("base_salary", "state", month) or 0.0
    return {
        "contributions_employers_social": social[0] * pay[payroll].sum(),
        "contributions_workers_social": social[1] * pay[payroll].sum(),
        "contributions_employers_unemployment": (holiday * pay)[jobless].sum(),
        "contributions_workers_unemployment": rate["ui_contribution_employee"] * pay[jobless].sum(),
        "contributions_owners_social": sum(social) * base * owners.sum(),
        "contributions_voluntary_members": price * (1.0 - support)[members].sum(),
        "contributions_voluntary_state": price * support[members].sum(),
    }


_RATES = ("si_contribution_employer", "si_contribution_employee", "ui_contribution_employee")


def _insured_pay(
    province: Province, month: int, people: Columns, places: Columns
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Pay on which contributions are due, million VND, and the employer's rate of unemployment insurance, (rows,)."""
    place = people["workplace"]
    civil = np.array([sector.civil for sector in province.sectors])[places["sector"][place]]
    base = province.legal("base_salary", "state", month) or 0.0
    share = np.where(civil, *(province.value(f"insured_wage_ratio_{who}") for who in ("state", "private")))
    least = np.where(civil, base, province.minimum_wage(month)[places["district"][place]])
    pay = np.clip(share * places["pay"][place] * people["pay_factor"], least, 20.0 * base)
    rates = (province.legal("ui_contribution_employer", scope, month) or 0.0 for scope in ("all", "private"))
    return pay, np.where(civil, *rates)


def _support(province: Province, month: int, people: Columns) -> npt.NDArray[np.float64]:
    """Share of the price of voluntary insurance that the State pays, (rows,)."""
    standing = np.select([people["poor"] == 1, people["poor"] == 2, people["minority"] == 1], [0, 1, 2], 3)
    groups = ("poor", "near_poor", "ethnic_minority", "other")
    support = np.array([province.legal("voluntary_si_support", group, month) or 0.0 for group in groups])
    return np.asarray(np.maximum(support, support[3])[standing])


def funds_off(market: "LabourMarket") -> float:
    """Receipts of the month that are not the rates on everybody's insured pay, number of accounts."""
    rows, places = market.of_age, market.workplaces.snapshot()
    people = {name: column[:rows] for name, column in market.people.snapshot().items()}
    expected = contributions_by_person(market.province, market.month - 1, people, places)
    told = market.observatory.latest
    return float(
        sum(
            not np.isclose(told[name], amount * market.weight, rtol=ROUNDING, atol=1e-6)
            for name, amount in expected.items()
        )
    )


def benefit_off(market: "LabourMarket", claims: "Claims") -> float:
    """How much more or less benefit was paid than ``claims``, the records before the month, entitle to, million VND.

    Whoever reports the search for work is paid; who moved away at the month's end may have been.
    """
    month, people, law = market.month - 1, market.people, market.benefit_law
    last = claims.filed.astype(np.int64) + law.wait + claims.months - 1
    due = (claims.filed != NEVER) & (claims.filed + law.wait <= month) & (month <= last)
    row, amount = claims.row[due], claims.amount[due]
    status = people.status[row]
    payroll = (status == Status.employed) & (market.workplaces.firm[people.workplace[row]] >= 0)
    moved = (status == Status.outside) & (people.since[row] == month)
    here = ~payroll & (status != Status.retired) & (status < Status.outside)
    draw = uniforms(month_key(market.seed, Stream.report, month), row)
    heard = draw >= np.where(status == Status.unemployed, law.missed, law.missed_idle)
    least = amount[here & heard].sum()
    most = least + amount[moved].sum()
    paid = market.flows["unemployment_benefit"]
    off = max(least * (1.0 - 1e-9) - paid, paid - most * (1.0 + 1e-9), 0.0)
    return float(off)


def ledger_off(market: "LabourMarket") -> float:
    """How far the ledger's sums of the year are from what each lever's own book says it spent, million VND."""
    year = year_of(market.month - 1)
    return float(
        sum(
            abs(
                market.ledger.spent(lever.name, year)
                - sum(amount for (_, booked), amount in lever.spent.items() if booked == year)
            )
            > ROUNDING
            for lever in market.government.levers
        )
    )
