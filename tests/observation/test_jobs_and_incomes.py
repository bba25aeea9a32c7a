"""Jobs added and lost, ratios of incomes, hires and placements by group, and how much growth nobody simulated."""

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.observation.observatory import Observatory
from tests.observation.made_up_people import made_up_market, rewrite

MONTHS = 14


@pytest.fixture(scope="module")
def market() -> LabourMarket:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.03), rng=6)
    for _ in range(MONTHS):
        market.step()
    return market


def test_a_firm_that_grows_adds_jobs_and_one_that_shrinks_loses_them() -> None:
    market = made_up_market(6, status=7, workplace=[1, 1, 2, 2, 2, 3])
    observatory = Observatory(market)
    market.workplaces.headcount[1:4] = [4, 1, 1]
    observatory.observe()
    assert (observatory.latest["jobs_added"], observatory.latest["jobs_lost"]) == (2.0, 2.0)
    frame = observatory.to_frame().set_index(["indicator", "by", "group"])["value"]
    assert frame["jobs_added", "sector", "fields"] == 2.0 and frame["jobs_lost", "sector", "works"] == 2.0


def test_jobs_added_less_jobs_lost_is_the_change_of_payroll_employment(market: LabourMarket) -> None:
    series = market.observatory.series
    payroll = series("formal_wage_employment")
    assert np.allclose(np.diff(payroll), (series("jobs_added") - series("jobs_lost"))[1:], rtol=0, atol=1e-6)
    assert (series("jobs_created") >= series("placements")).all()


def test_ratios_of_incomes_are_those_of_the_groups_means() -> None:
    market = made_up_market(4, status=7, workplace=[1, 1, 2, 3], sex=[0, 1, 0, 1], urban=[1, 0, 0, 1])
    observatory = Observatory(market)
    observatory.observe()
    assert observatory.latest["income_ratio_men_women"] == pytest.approx((6.0 + 9.0) / (6.0 + 7.5))
    assert observatory.latest["income_ratio_urban_rural"] == pytest.approx((6.0 + 7.5) / (6.0 + 9.0))
    alone = Observatory(made_up_market(1, status=7, workplace=1))
    alone.observe()
    assert np.isnan(alone.latest["income_ratio_men_women"])


def test_growth_is_the_exogenous_trend_when_nobody_moves_and_more_when_more_people_work() -> None:
    market = made_up_market(4, status=[7, 7, 7, 3], workplace=[2, 3, 8, 0])
    market.path.log_productivity = np.log1p(0.06) * np.arange(60)[:, None] / 12.0 * np.ones(3)
    observatory = Observatory(market)
    for month in range(36):
        if month == 24:
            rewrite(market, status=7, workplace=[2, 3, 8, 2])
        observatory.observe()
        market.month += 1
        market.path_step += 1
    grown, exogenous = (observatory.series(f"real_grdp_growth{part}") for part in ("", "_exogenous"))
    np.testing.assert_allclose(exogenous, 0.06, rtol=1e-9)
    np.testing.assert_allclose(grown[:24], 0.06, rtol=1e-9)
    assert (np.diff(grown[23:]) > 0).all()


def test_hires_and_placements_by_group_add_up_to_the_province(market: LabourMarket) -> None:
    table = market.indicators()
    sums = table[table["indicator"].isin(["hires", "placements"])].groupby(["month", "indicator", "by"])["value"].sum()
    for (_, name), by in sums.unstack().groupby(level=["month", "indicator"]):
        given_by = by.iloc[0].dropna()
        assert np.allclose(given_by, given_by["all"], rtol=1e-12, atol=1e-6)
        assert set(given_by.index) >= {"all", "district", "sex", "age_band", "education", "urban"}
        assert ("sector" in given_by.index) == (name == "hires")


def test_placements_through_channels_are_the_placements_on_payrolls(market: LabourMarket) -> None:
    people, places = market.people, market.workplaces
    rows = np.flatnonzero((people.status == 7) & (people.since == market.month - 1) & (people.migrant == 0))
    rows = rows[places.firm[people.workplace[rows]] >= 0]
    placed = (market.month - 1 - people.last_wage_job[rows].astype(int) > 3).sum() * market.weight
    through = [value for name, value in market.observatory.latest.items() if name.startswith("placements_through_")]
    assert sum(through) == pytest.approx(placed) and sum(through) > 0
    assert sum(through) <= market.observatory.latest["placements"]


def test_courses_begun_take_the_seats_on_offer(market: LabourMarket) -> None:
    series = market.observatory.series
    assert (series("vet_enrolment") <= series("seats_offered")).all()
    assert (series("courses_begun") >= series("vet_enrolment")).all()
