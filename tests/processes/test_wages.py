"""Wages: the floor, raises, matched offers, premia of papers, and what offers answer."""

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.processes.premia import answer_supply, note_supply
from simulation.processes.raises import give_raises
from simulation.processes.wages import set_wages
from simulation.vocabulary import Credential, Status

SCALE = 0.05


@pytest.fixture
def market() -> LabourMarket:
    return LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, end=month_index("2022-12")), rng=4)


def pay(market: LabourMarket) -> np.ndarray:
    people = market.people
    return market.workplaces.pay[people.workplace].astype(float) * people.pay_factor


def on_payroll(market: LabourMarket) -> np.ndarray:
    people = market.people
    return (people.status == Status.employed) & (market.workplaces.firm[people.workplace] >= 0)


def test_a_rise_of_the_minimum_wage_lifts_pay_below_it_to_it_and_nobody_else_s(market: LabourMarket) -> None:
    floor = 2.0 * market.minimum_wage
    market.minimum_wage = floor
    market.month = month_index("2021-07")
    before, staff = pay(market), on_payroll(market)
    least = floor[market.workplaces.district[market.people.workplace]]
    below = staff & (before < least * (1 - 1e-6))
    give_raises(market)
    after = pay(market)
    lifted = after != before
    assert 100 < lifted.sum() == market.flows["lifted_to_minimum_wage"]
    assert (below | ~lifted).all()
    assert after[lifted] == pytest.approx(least[lifted], rel=1e-6)
    assert lifted.sum() / below.sum() == pytest.approx(market.province.value("minimum_wage_compliance"), abs=0.02)
    give_raises(market)
    assert market.flows["lifted_to_minimum_wage"] == 0


def test_seniority_is_paid_in_january_to_who_served_a_year_and_not_for_ever(market: LabourMarket) -> None:
    market.month = month_index("2022-01")
    before, staff = pay(market), on_payroll(market)
    tenure = market.month - market.people.since.astype(int)
    give_raises(market)
    raised = staff & (tenure >= 12) & (tenure < 12 * (market.province.value("tenure_raise_years") + 1))
    step = np.exp(market.province.value("tenure_raise_yearly"))
    assert pay(market)[raised] == pytest.approx(before[raised] * step, rel=1e-6)
    assert np.array_equal(pay(market)[~raised], before[~raised])
    market.month += 1
    before = pay(market)
    give_raises(market)
    assert np.array_equal(pay(market), before)


def test_employers_who_match_every_offer_keep_their_staff_at_better_pay() -> None:
    scenario = Scenario.baseline().with_(scale=SCALE, end=month_index("2021-12"))
    never, always = (
        LabourMarket(scenario=scenario.with_(parameters={"outside_offer_match_share": share}), rng=4).run()
        for share in (0.0, 1.0)
    )
    assert never.observatory.series("offers_matched").sum() == 0 < never.observatory.series("job_to_job").sum()
    assert always.observatory.series("job_to_job").sum() == 0 < always.observatory.series("offers_matched").sum()


def test_more_people_with_a_paper_lower_the_premium_of_their_level_alone(market: LabourMarket) -> None:
    employed = np.array([100, 20, 30, 40, 30, 20, 60])
    note_supply(market, employed)
    answer_supply(market)
    assert market.premium == pytest.approx(market.start_premium)
    more = employed.copy()
    more[Credential.college :] = np.round(1.5 * employed[Credential.college :])
    for _ in range(400):
        note_supply(market, more)
    answer_supply(market)
    change = market.premium - market.start_premium
    assert change[: Credential.college] == pytest.approx(np.zeros(5), abs=1e-9)
    assert change[Credential.college :] == pytest.approx(
        np.full(2, -np.log(1.5) / market.province.value("skill_substitution_sigma"))
    )


def test_premia_stay_where_demand_for_skill_grows_as_its_supply(market: LabourMarket) -> None:
    """Five years on, demand has grown by its trend: only the rest of the supply presses on the premium."""
    employed = np.array([10_000, 0, 0, 4_000, 0, 0, 4_000])
    note_supply(market, employed)
    market.month = market.start + 60
    grown = employed.astype(float)
    for level, papers in (("vocational", Credential.elementary), ("tertiary", Credential.university)):
        grown[papers] *= np.exp(5 * market.province.value(f"skill_demand_growth_{level}"))
    for _ in range(400):
        note_supply(market, np.round(grown).astype(int))
    answer_supply(market)
    assert market.premium == pytest.approx(market.start_premium, abs=1e-3)


def offers_after(market: LabourMarket) -> np.ndarray:
    lines = market.workplaces.payroll
    market.workplaces.posts[:] = 0
    set_wages(market)
    return market.workplaces.offer[lines].astype(float) - market.workplaces.start_offer[lines]


def test_offers_answer_tightness_by_the_elasticity_and_stay_at_a_normal_one(market: LabourMarket) -> None:
    market.step()
    usual = offers_after(market)
    assert market.normal_tightness is not None
    market.normal_tightness = market.normal_tightness / 2.0
    tighter = offers_after(market)
    civil = market.civil_sector[market.workplaces.sector[market.workplaces.payroll]]
    change = np.median((tighter - usual)[~civil])
    assert change == pytest.approx(market.province.value("wage_tightness_elasticity") * np.log(2.0), abs=0.01)
    assert (tighter - usual)[~civil].min() > 0.0


def test_offers_follow_productivity_by_the_part_that_is_passed_through(market: LabourMarket) -> None:
    market.step()
    usual = offers_after(market)
    market.log_productivity = market.log_productivity + 0.2
    risen = offers_after(market)
    civil = market.civil_sector[market.workplaces.sector[market.workplaces.payroll]]
    passed = 0.2 * market.province.value("productivity_pass_through")
    assert np.median((risen - usual)[~civil]) == pytest.approx(passed, abs=0.01)
