"""Levers of the labour market: what they pay, lend, promise and may not exceed, and doses below today's."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation import LabourMarket
from simulation.policies.base import Lever
from simulation.policies.hiring_support import HiringSupport
from simulation.policies.investment_attraction import InvestmentAttraction
from simulation.policies.job_creation_credit import JobCreationCredit
from simulation.policies.overseas_work import OverseasWork
from simulation.scenario import ScenarioError
from tests.levers.trial import BEGIN, flow, scenario, strong, watched

SCALE = 0.05


def ran(folder: Path, *levers: dict[str, Any], end: str = "2021-12", scale: float = SCALE) -> LabourMarket:
    return LabourMarket(scenario=scenario(folder, *levers, scale=scale, end=end), rng=3).run()


def mine(market: LabourMarket, name: str) -> Any:
    """The lever of a name that began with the trial."""
    return next(one for one in market.government.levers if one.name == name)


def paid(market: LabourMarket, lever: Lever) -> pd.DataFrame:
    frame = market.ledger.to_frame()
    return frame[frame["lever"] == lever.name]


@pytest.mark.parametrize("name", ["job_creation_credit", "overseas_work"])
def test_principal_out_is_repaid_lost_or_outstanding(tmp_path: Path, name: str) -> None:
    market = ran(tmp_path, strong(name, term_months=6), end="2022-06")
    lever: JobCreationCredit | OverseasWork = mine(market, name)
    kinds = paid(market, lever).groupby("kind")["amount"].sum()
    lost = paid(market, lever).query("kind == 'transfer' and source == 'FU'")["amount"].sum()
    assert kinds["loan principal"] > 0 and kinds["repayment"] > 0 and lost > 0
    back = kinds["repayment"] + lost + lever.loans.outstanding
    assert back == pytest.approx(kinds["loan principal"])


def test_capital_outstanding_never_exceeds_the_dose_and_is_lent_again(tmp_path: Path) -> None:
    capital = 60_000.0
    dose = strong("job_creation_credit", capital="60 billion VND", term_months=6, firm_loans="0 per year")
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=SCALE, end="2021-12"), rng=3)
    while market.month <= market.end:
        market.step()
        assert mine(market, "job_creation_credit").loans.outstanding <= capital + 1e-6
    lent = paid(market, mine(market, "job_creation_credit")).query("kind == 'loan principal'")["amount"].sum()
    assert lent > 1.3 * capital


def test_interest_below_the_markets_is_made_up_for_on_what_is_outstanding(tmp_path: Path) -> None:
    dose = strong("job_creation_credit", firm_loans="0 per year")
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=SCALE, end="2021-12"), rng=3)
    due = 0.0
    while market.month <= market.end:
        market.step()
        due += mine(market, "job_creation_credit").loans.outstanding * (0.105 - 0.079) / 12.0
    subsidy = paid(market, mine(market, "job_creation_credit")).query("source == 'SR'")["amount"].sum()
    assert subsidy == pytest.approx(due)


def test_whoever_is_promised_help_keeps_it_while_others_apply_a_second_time(tmp_path: Path) -> None:
    """With everybody eligible and told, and room for all, each hire by a private employer is supported."""
    dose = strong("hiring_support", hires="1000000 per year", pays="0.1 million VND/month")
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=SCALE, end="2021-06"), rng=3)
    lever: HiringSupport = mine(market, "hiring_support")
    private, hires = 0, market.government.note_hires

    def count(rows: Any, origin: Any, channel: Any) -> None:
        nonlocal private
        due = lever.eligible(market, rows) & (market.employers.state[market.workplaces.firm[line(rows)]] == 0)
        private += int(due.sum()) if lever.in_force(market.month) else 0
        hires(rows, origin, channel)

    def line(rows: Any) -> Any:
        return market.people.workplace[rows]

    market.government.note_hires = count
    market.run()
    served = sum(lever.served.values()) * market.scale
    assert private > 50 and served >= 0.95 * private


def test_support_for_a_hire_is_paid_for_the_months_that_the_worker_stays(tmp_path: Path) -> None:
    dose = strong("hiring_support", pays="2 million VND/month", months=4, hires="4000 per year", to="2021-06")
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=SCALE, end="2021-12"), rng=3)
    worked = 0
    lever: HiringSupport = mine(market, "hiring_support")
    while market.month <= market.end:
        before = lever.supported
        there = (market.people.workplace[before.row] == before.line) & (before.ends > market.month)
        worked += int(there.sum())
        market.step()
    payments = paid(market, lever)
    assert payments["amount"].sum() == pytest.approx(2.0 * worked * market.weight)
    hired = len(np.flatnonzero(lever.has_reached(market.people.rows)))
    assert 0 < worked < 4 * hired
    assert 0 < hired * market.weight <= 4_000


def test_support_promised_into_the_next_year_is_set_aside_from_its_budget(tmp_path: Path) -> None:
    dose = strong("hiring_support", budget="6 billion VND per year", to="2022-12")
    market = ran(tmp_path, dose, end="2023-12")
    payments = paid(market, mine(market, "hiring_support"))
    by_year = payments.groupby(payments["month"].str[:4])["amount"].sum()
    assert {"2021", "2022"} <= set(by_year.index)
    assert (by_year <= 6_000.0 + 1e-6).all()
    months = payments.groupby("month")["persons"].sum()
    assert months.loc["2022-12"] > 0.5 * months.loc["2022-01"]


def test_a_dose_of_the_centre_is_a_total_and_what_goes_beyond_today_is_paid_for(tmp_path: Path) -> None:
    dose = {"employment_centre": {"from": "2021-04", "to": "2021-12", "counsellors": 60, "build_up_months": 5}}
    market = ran(tmp_path, dose)
    payments = paid(market, mine(market, "employment_centre"))
    steps = np.minimum(np.arange(1, 10) / 5.0, 1.0)
    assert market.centre.counsellors == 60.0
    assert payments["amount"].to_numpy() == pytest.approx(20.0 * 12.0 * steps)


def test_a_centre_without_counsellors_sees_nobody_and_costs_nothing(tmp_path: Path) -> None:
    dose = {"employment_centre": {"from": "2021-04", "to": "2021-12", "counsellors": 0, "build_up_months": 0}}
    market = ran(tmp_path, dose)
    assert market.flows["counselled"] == market.flows["referrals"] == 0
    assert len(paid(market, mine(market, "employment_centre"))) == 0


def test_a_project_opens_its_jobs_and_the_ground_and_tax_are_entered(tmp_path: Path) -> None:
    project = {"sector": "manufacturing_fdi", "jobs": 2000, "arrives": "2021-04", "district": "hai_ha"}
    dose = {"investment_attraction": {"from": "2021-04", "to": "2021-12", "projects": [project]}}
    market = ran(tmp_path, dose)
    lever: InvestmentAttraction = mine(market, "investment_attraction")
    payments = paid(market, lever).groupby("kind")["amount"].sum()
    assert lever.refused == 0
    assert payments["real resource"] == pytest.approx(2000 * 30.0)
    assert payments["foregone revenue"] == pytest.approx(2000 * 6.0 * 9 / 12.0)
    slot = int(np.flatnonzero(market.projects.extra)[0])
    lines = market.workplaces.firm == market.projects.firm[slot]
    assert market.workplaces.base[lines].sum() == pytest.approx(2000 * SCALE, rel=1e-4)
    assert market.workplaces.headcount[lines].sum() > 0


def test_projects_of_the_path_keep_their_firms_beside_those_of_a_lever(tmp_path: Path) -> None:
    without, with_lever = (ran(tmp_path, *levers) for levers in ([], [strong("investment_attraction")]))
    own = ~without.projects.extra & (without.projects.size > 0)
    assert own.any()
    np.testing.assert_array_equal(without.projects.size[own], with_lever.projects.size[own])


def test_a_project_in_a_sector_without_parks_or_beyond_the_budget_stays_out(tmp_path: Path) -> None:
    projects = [{"sector": "coal", "jobs": 500, "arrives": "2021-04", "district": "cam_pha"}]
    projects.append({"sector": "manufacturing_fdi", "jobs": 500, "arrives": "2021-04", "district": "hai_ha"})
    dose = {"from": "2021-04", "to": "2021-12", "projects": projects, "budget": "10 billion VND per year"}
    market = ran(tmp_path, {"investment_attraction": dose})
    assert mine(market, "investment_attraction").refused == 2
    assert not market.projects.extra.any()


def test_fines_beyond_todays_are_entered_as_paid_by_firms(tmp_path: Path) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, strong("labour_inspection"), scale=SCALE, end="2021-12"), rng=3)
    fines = 0.0
    while market.month <= market.end:
        market.step()
        if market.month <= market.end:
            fines += market.flows["inspection_fines"] * market.weight
    entered = paid(market, mine(market, "labour_inspection")).query("payer == 'firm'")
    beyond_today = 1.0 - 0.02 * 5.0 / (1.0 * 15.0)
    assert entered["amount"].sum() == pytest.approx(fines * beyond_today, rel=0.02)
    assert set(entered["kind"]) == {"transfer"}


def test_top_ups_are_what_the_law_does_not_pay(tmp_path: Path) -> None:
    """Law of 2021: the least month costs 0.154 million VND, of which the State bears 10 %."""
    share = {"other": "40%"}
    market = ran(tmp_path, strong("social_insurance", state_share=share, service="0%"))
    payments = paid(market, mine(market, "social_insurance"))
    a_month = payments["amount"].sum() / payments["persons"].sum()
    assert 0.154 * 0.1 < a_month < 0.154 * 0.3001


def test_doses_below_todays_take_away(tmp_path: Path) -> None:
    seeds = range(1, 4)
    quits, agency, shown = flow("quits"), flow("hires_by_agency"), flow("reported_posts")
    found = {"": watched(scenario(tmp_path, scale=0.1), seeds, (quits, agency, shown))}
    for lever, fewer in {
        "labour_relations": {"agreements": "0%"},
        "staffing_agencies": {"parks": "0%", "others": "0%"},
        "vacancy_reporting": {"reported_share": "5%", "freshness_months": 2},
    }.items():
        found[lever] = watched(scenario(tmp_path, strong(lever, **fewer), scale=0.1), seeds, (quits, agency, shown))
    assert (found["labour_relations"][0] > found[""][0]).all()
    assert (found["staffing_agencies"][1] < found[""][1]).all()
    assert (found["vacancy_reporting"][2] < 0.5 * found[""][2]).all()


CARD = {
    "study_card": {
        "from": "2021-04", "to": "2021-12", "eligible": {"certificate": False}, "cards": "20000 per year",
        "covers": {"tuition": "100%", "up_to": "20 million VND"},
    }
}  # fmt: skip


@pytest.mark.parametrize("name", ["awareness", "digital_labour_records"])
def test_who_is_told_takes_up_what_is_on_offer(tmp_path: Path, name: str) -> None:
    alone, told = ran(tmp_path, CARD), ran(tmp_path, CARD, strong(name))
    reached = [mine(market, "study_card").has_reached(market.people.rows) for market in (alone, told)]
    assert reached[1].sum() > 1.3 * reached[0].sum()


def test_a_campaign_for_one_lever_tells_of_no_other(tmp_path: Path) -> None:
    alone, told = ran(tmp_path, CARD), ran(tmp_path, CARD, strong("awareness", of="hiring_support"))
    reached = [mine(market, "study_card").has_reached(market.people.rows) for market in (alone, told)]
    np.testing.assert_array_equal(reached[0], reached[1])


def test_what_a_campaign_told_is_forgotten(tmp_path: Path) -> None:
    market = LabourMarket(
        scenario=scenario(tmp_path, strong("awareness", to="2021-06", of="study_card"), scale=SCALE, end="2021-12"),
        rng=3,
    )
    told = []
    while market.month <= market.end:
        market.step()
        told.append(market.government.told_of("study_card"))
    assert told[2] == 0.0 and told[5] == max(told)
    assert told[11] == pytest.approx(told[5] * 0.95**6)


REFUSED = {
    "a person's age says nothing of an employer": ("labour_inspection", {"eligible": {"age": "15..30"}}, "employers"),
    "the centre serves everybody": ("employment_centre", {"eligible": {"sex": "female"}}, "everybody"),
    "a campaign names a lever that is none": ("awareness", {"of": ["study_crad"]}, "study_card"),
}


@pytest.mark.parametrize(("lever", "change", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_doses_that_make_no_sense_are_refused_with_a_hint(
    tmp_path: Path, lever: str, change: dict[str, Any], told: str
) -> None:
    with pytest.raises(ScenarioError, match=told):
        scenario(tmp_path, strong(lever, **change), scale=SCALE)


def test_legal_advice_has_reached_those_whom_its_advisers_saw_and_not_every_visitor(tmp_path: Path) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, strong("legal_advice"), scale=0.1), rng=3)
    advice = mine(market, "legal_advice")
    share = seen = 0.0
    while market.month <= market.end:
        market.step()
        if market.month > BEGIN:
            share += advice.further_counsellors / market.centre.counsellors * len(market.counselled)
            seen += len(market.counselled)
    newly = sum(len(rows) for rows in advice.newly_reached)
    assert 0 < newly <= share + 4.0 * share**0.5 < seen
