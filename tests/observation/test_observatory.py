"""What is recorded month after month: flows, posts, output, and why the certified share changes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.months import month_index
from simulation.observation.decomposition import PARTS, CertifiedChange
from simulation.observation.observatory import Observatory
from simulation.vocabulary import Credential, Status
from tests.observation.made_up_people import START, columns_of, made_up_market, rewrite, some_market


def observe(observatory: Observatory, market: Any, months: int) -> None:
    for _ in range(months):
        observatory.observe()
        market.month += 1
        market.path_step += 1


def test_counts_are_weighted_to_the_province_and_shares_are_not() -> None:
    market = made_up_market(4, status=[6, 7, 7, 7], workplace=[0, 2, 2, 2])
    market.weight, market.flows["hires"] = 20.0, 3
    observatory = Observatory(market)
    observatory.observe()
    assert observatory.latest["employed"] == 60.0
    assert observatory.latest["hires"] == 60.0
    assert observatory.latest["unemployment_rate"] == 0.25


def test_a_flow_that_begins_later_was_zero_before() -> None:
    market = made_up_market(2)
    observatory = Observatory(market)
    observe(observatory, market, 2)
    market.flows["degrees"] = 5
    observe(observatory, market, 1)
    assert observatory.series("degrees").tolist() == [0.0, 0.0, 5.0]
    frame = observatory.to_frame()
    assert frame[frame["indicator"] == "degrees"]["month"].tolist() == ["2021-01", "2021-02", "2021-03"]


def test_separations_are_quits_layoffs_and_moves_to_another_employer() -> None:
    market = made_up_market(2)
    market.flows.update(quits=3, layoffs=2, job_to_job=4, deaths=1)
    observatory = Observatory(market)
    observatory.observe()
    assert observatory.latest["separations"] == 9


def test_a_placement_is_a_resident_who_begins_a_wage_job_and_had_none_for_three_months() -> None:
    long_ago = START - 12
    market = made_up_market(
        6,
        status=Status.employed,
        #          placed, recalled, from outside, on own account, months ago, informal wage job
        workplace=[2, 2, 2, 6, 2, 5],
        last_wage_job=[long_ago, START - 2, long_ago, long_ago, long_ago, long_ago],
        migrant=[0, 0, 1, 0, 0, 0],
    )
    observatory = Observatory(market)
    rewrite(market, since=[START, START, START, START, START - 1, START])
    observatory.observe()
    assert observatory.latest["placements"] == 2


def test_vacancies_stand_over_payroll_jobs_and_unemployed_persons() -> None:
    market = made_up_market(5, status=[6, 6, 7, 7, 7], workplace=[0, 0, 2, 2, 3])
    market.workplaces.posts[2] = 1  # another one was filled this month: it is no longer open on the last day
    observatory = Observatory(market)
    observatory.observe()
    assert observatory.latest["vacancies"] == 1
    assert observatory.latest["vacancy_rate"] == 0.25
    assert observatory.latest["tightness"] == 0.5
    frame = observatory.to_frame().set_index(["indicator", "group"])["value"]
    assert frame["vacancies", "works"] == 1
    assert frame["vacancies", "south"] == 1
    assert frame["vacancy_rate", "works"] == pytest.approx(1 / 3)


def test_output_is_at_2023_productivity_in_the_middle_of_2023() -> None:
    market = made_up_market(3, status=Status.employed, workplace=[2, 2, 3])
    steps = np.arange(60)[:, None]
    market.path.log_productivity = np.log1p(0.06) * steps / 12.0 * np.ones(3)
    observatory = Observatory(market)
    observe(observatory, market, month_index("2023-12") - START + 1)
    in_2023 = observatory.series("real_grdp")[24:36]
    assert np.exp(np.log(in_2023).mean()) == pytest.approx(2 * 500 + 300)
    assert observatory.series("labour_productivity")[-1] * 3 == pytest.approx(in_2023[-1])


def test_productivity_grows_by_the_declared_trend_when_nothing_else_changes() -> None:
    market = made_up_market(3, status=Status.employed, workplace=[2, 3, 8])
    market.path.log_productivity = np.log1p(0.06) * np.arange(60)[:, None] / 12.0 * np.ones(3)
    observatory = Observatory(market)
    observe(observatory, market, 36)
    np.testing.assert_allclose(observatory.series("productivity_growth"), 0.06, rtol=1e-9)


def test_skill_raises_output_and_not_the_number_employed() -> None:
    plain = made_up_market(2, status=Status.employed, workplace=2)
    skilled = made_up_market(2, status=Status.employed, workplace=2, skill=[0.1, 0.0], certified_since=[1440, -32768])
    values = []
    for market in (plain, skilled):
        observatory = Observatory(market)
        observatory.observe()
        values.append(observatory.latest["real_grdp"])
    assert values[1] / values[0] == pytest.approx((np.exp(np.float32(0.1)) + 1) / 2)


def test_half_a_week_makes_half_the_output_of_one_person_employed() -> None:
    full = made_up_market(2, status=Status.employed, workplace=2)
    short = made_up_market(2, status=Status.employed, workplace=2, wish_hours=[1, 0])
    values = []
    for market in (full, short):
        observatory = Observatory(market)
        observatory.observe()
        values.append((observatory.latest["real_grdp"], observatory.latest["employed"]))
    assert values[1][0] / values[0][0] == pytest.approx((0.5 + 1) / 2)
    assert values[1][1] == values[0][1]


def test_satisfaction_is_named_and_missing_and_half_the_schools_are_reached_unless_somebody_reaches_more() -> None:
    market = made_up_market(2)
    observatory = Observatory(market)
    observatory.observe()
    assert np.isnan(observatory.latest["insurance_satisfaction"])
    assert observatory.latest["schools_reached_share"] == 0.5
    market.schools_reached = 0.8
    observatory.observe()
    assert observatory.latest["schools_reached_share"] == 0.8


def test_the_long_table_has_each_series_once_a_month_and_the_same_rows_every_time() -> None:
    market = some_market(3, 40)
    observatory = Observatory(market)
    observe(observatory, market, 13)
    frame = observatory.to_frame()
    assert frame.columns.tolist() == ["month", "indicator", "by", "group", "value"]
    assert not frame.duplicated(["month", "indicator", "by", "group"]).any()
    assert frame["value"].dtype == np.float64
    assert frame.equals(observatory.to_frame())
    december = frame[frame["indicator"] == "certified_change"]
    assert december["month"].tolist() == ["2021-12"]
    assert np.isnan(observatory.series("certified_change")[:11]).all()


def test_an_indicator_nobody_knows_is_refused() -> None:
    market = made_up_market(2)
    observatory = Observatory(market)
    observatory.observe()
    with pytest.raises(KeyError):
        observatory.series("happiness")


def test_each_way_the_certified_share_can_change_is_told_from_the_others() -> None:
    market = made_up_market(6, status=[7, 7, 3, 7, 8, 7], workplace=[2, 2, 0, 2, 0, 2], credential=[0, 5, 5, 5, 5, 0])
    change = CertifiedChange(market)
    people = market.people
    people.credential[0] = Credential.short_certificate  # a paper earned at work
    people.status[1] = Status.retired  # certified, leaves
    people.status[2] = Status.employed  # certified, comes into work
    people.status[4] = Status.employed  # certified, comes from outside
    parts = change.since_last(market)
    assert parts["certified_change"] == pytest.approx(4 / 5 - 2 / 4)
    assert [parts[f"certified_change_{name}"] for name in PARTS] == pytest.approx(
        [1 / 5, 1 / 5, -1 / 5, 1 / 5, 2 / 5 - 2 / 4]
    )


@settings(max_examples=25, deadline=None)
@given(first=st.integers(0, 10_000), second=st.integers(0, 10_000))
def test_the_parts_of_the_change_add_up_exactly_whatever_happens_to_people(first: int, second: int) -> None:
    market, later = some_market(first, 50), some_market(second, 50)
    change = CertifiedChange(market)
    for name, values in columns_of(later.people).items():
        market.people.column(name)[:] = values
    parts = change.since_last(market)
    total = sum(parts[f"certified_change_{name}"] for name in PARTS)
    assert total == pytest.approx(parts["certified_change"], abs=1e-12, nan_ok=True)


def test_observing_changes_nobody() -> None:
    market = some_market(5, 50)
    before = columns_of(market.people)
    observe(Observatory(market), market, 2)
    for name, values in columns_of(market.people).items():
        np.testing.assert_array_equal(values, before[name])
