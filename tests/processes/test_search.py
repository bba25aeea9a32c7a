"""Effort, reservation values, the lag of the first search, vacancies that age, and the marginally attached."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import LabourMarket, Scenario
from simulation.processes.search.effort import effort
from simulation.randomness import Stream, month_key, pair_uniforms
from simulation.vocabulary import Status
from tests.processes.conftest import Search, WatchedMarket, months_of


@given(st.integers(0, 60), st.floats(0.0, 1.0))
def test_effort_falls_until_the_eighth_month_and_then_stays(months: int, fade: float) -> None:
    assert effort(0, fade) == pytest.approx(1.0)
    assert effort(months + 1, fade) <= effort(months, fade) + 1e-12
    assert effort(7 + months, fade) == pytest.approx(fade)


def test_only_those_at_home_who_want_work_apply(searches: list[Search]) -> None:
    for month in searches:
        rows = month.applications.row
        rows = rows[(month.people["status"][rows] == Status.inactive) & ~np.isin(rows, month.recalled)]
        share = month.market.search_rule.attached
        draw = pair_uniforms(month_key(month.market.seed, Stream.attached), rows, month.people["since"][rows])
        assert len(rows) > 0 and (draw < share).all()


def test_nobody_is_matched_in_the_month_of_becoming_unemployed(searches: list[Search]) -> None:
    for month in searches:
        unemployed = month.applications.row[month.people["status"][month.applications.row] == Status.unemployed]
        assert (month.people["since"][unemployed] < month.month).all()


def test_without_a_lag_some_are_and_unemployment_is_lower() -> None:
    rates = {}
    for lag in (0.0, 1.0):
        market = WatchedMarket(Scenario.baseline().with_(scale=0.05, parameters={"first_search_lag": lag}), rng=4)
        at_once = 0
        for month in months_of(market, 12):
            rows = month.applications.row[month.people["status"][month.applications.row] == Status.unemployed]
            at_once += int((month.people["since"][rows] == month.month).sum())
        assert (at_once > 0) == (lag == 0.0)
        rates[lag] = market.observatory.series("unemployment_rate").mean()
    assert rates[0.0] < rates[1.0]


def test_open_places_age_and_new_ones_begin_at_zero() -> None:
    market = LabourMarket(Scenario.baseline().with_(scale=0.05), rng=4)
    for _ in range(6):
        left, age = market.workplaces.posts.copy(), market.workplaces.post_age.copy()
        market.step()
        posted = np.bincount(market.ring.line, minlength=market.workplaces.rows)
        staying = np.minimum(left, posted)
        expected = np.where(posted > 0, (age + 1.0) * staying / np.maximum(posted, 1), 0.0)
        lines = market.workplaces.payroll
        assert market.workplaces.post_age[lines] == pytest.approx(expected[lines], rel=1e-5)


def test_a_higher_reservation_value_leaves_fewer_applications() -> None:
    found = {}
    for ratio in (0.65, 0.95):
        market = WatchedMarket(Scenario.baseline().with_(scale=0.05), rng=4)
        found[ratio] = 0
        for _ in range(3):
            market.worth.reservation.fill(np.log(ratio))
            found[ratio] += sum(len(month.applications.row) for month in months_of(market, 1))
    assert found[0.95] < found[0.65]


def test_more_apply_to_civil_service_where_security_counts() -> None:
    found = {}
    for counts in (False, True):
        market = WatchedMarket(Scenario.baseline().with_(scale=0.05), rng=4)
        civil = np.array([sector.civil for sector in market.province.sectors])
        market.worth = market.worth._replace(security=np.where(civil & counts, 0.2, 0.0))
        found[counts] = sum(
            int(civil[market.workplaces.sector[month.ring.line[month.applications.place]]].sum())
            for month in months_of(market, 3)
        )
    assert found[True] > 1.1 * found[False]
