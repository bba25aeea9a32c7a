"""A few invented workers of Quảng Ninh at the desk for unemployment benefit, by the real law of a month."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.firms import Workplaces
from simulation.months import month_index
from simulation.processes.insurance import set_insurance_law
from simulation.processes.insurance.insured_pay import keep_terms, note_wages
from simulation.processes.insurance.unemployment_benefit import room_for_claims, serve_claimants
from simulation.processes.moves import EMPLOYED, begin_work, leave_work, seek_work
from simulation.province import load_province
from simulation.vocabulary import Contract, Insurance
from simulation.workers import Workers

#: Everybody entitled files at once and never misses a report.
DUTIFUL = {
    "ui_claim_share": 1.0,
    "ui_claim_share_not_searching": 1.0,
    "ui_claim_window_months": 1.0,
    "ui_missed_report_monthly": 0.0,
    "ui_missed_report_not_searching_monthly": 0.0,
}


def market_of(jobs: list[tuple[str, str, float]], month: str, **values: float) -> Any:
    """One worker on each job: (sector, district, pay in million VND a month); all insured since long ago."""
    province = load_province("quang_ninh").with_values(DUTIFUL | values)
    sectors, districts = ([entry.id for entry in table] for table in (province.sectors, province.districts))
    people, places = Workers(len(jobs)), Workplaces(len(jobs) + 1)
    places.payroll_lines = len(jobs)
    for place, (sector, district, pay) in enumerate(jobs, start=1):
        places.firm[place], places.contract[place], places.pay[place] = 0, Contract.formal_wage, pay
        places.sector[place], places.district[place] = sectors.index(sector), districts.index(district)
    market = SimpleNamespace(
        province=province, seed=1, month=month_index(month), people=people, person_arrays=people.arrays(),
        workplaces=places, place_arrays=places.arrays(), civil_sector=np.array([s.civil for s in province.sectors]),
        civil_share=np.zeros(len(sectors)), claims=room_for_claims(0), kept_terms=None, flows={},
        minimum_wage=province.minimum_wage(month_index(month)),
    )  # fmt: skip
    set_insurance_law(market, market.month)  # type: ignore[arg-type]
    keep_terms(market)  # type: ignore[arg-type]
    for row in range(len(jobs)):
        begin_work(row, market.month - 200, row + 1, 1.0, people.arrays(), places.arrays())
    people.insurance[:] = Insurance.compulsory
    return market


def paid_for(market: Any, row: int, months: int) -> None:
    """Let a worker's record say that so many months are paid, all in the present job."""
    market.people.insured_since[row] = market.month - months


def lose_job(market: Any, row: int) -> None:
    """Leave the job and search."""
    leave_work(row, market.month, market.person_arrays, market.place_arrays)
    seek_work(row, market.month, market.person_arrays)


def find_job(market: Any, row: int) -> None:
    """Begin again on the worker's own line."""
    begin_work(row, market.month, row + 1, 1.0, market.person_arrays, market.place_arrays)
    assert market.people.status[row] == EMPLOYED


def pass_month(market: Any) -> float:
    """The month at the desk; returns the benefit paid, million VND."""
    leavers = market.people.leavers
    note_wages(leavers, int(leavers.number[0]), market.kept_terms, market.person_arrays)
    serve_claimants(market)
    keep_terms(market)
    market.month += 1
    return float(market.flows["unemployment_benefit"])
