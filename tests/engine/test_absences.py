"""Military service, contracts abroad and disability: who goes, when they come back, what it leaves behind."""

import itertools

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_of
from simulation.vocabulary import Mark, Sex, Status

SCALE, MONTHS = 0.1, 27


@pytest.fixture(scope="module")
def history() -> tuple[LabourMarket, list[dict[str, int]], list[np.ndarray]]:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, policies=()), rng=5)
    flows, away = [], [market.people.status == Status.away]
    for _ in range(MONTHS):
        market.step()
        flows.append(dict(market.flows))
        away.append(market.people.status == Status.away)
    return market, flows, away


def test_the_forces_call_up_in_february_and_send_home_two_years_later(history) -> None:  # type: ignore[no-untyped-def]
    market, flows, _ = history
    months = [month_of(market.start + step) for step in range(MONTHS)]
    called = np.array([one["left_for_service"] for one in flows])
    back = np.array([one["back_from_service"] for one in flows])
    assert set(np.flatnonzero(called)) == set(np.flatnonzero(back)) == {step for step in range(27) if months[step] == 2}
    yearly = market.province.value("demobilised_per_year") * SCALE
    assert called[called > 0] == pytest.approx(yearly, rel=0.25)
    assert back[25] <= called[1] and back[25] > 0.9 * called[1]  # who died in the forces does not come back


def test_contracts_abroad_begin_all_year_and_as_many_leave_as_come_back(history) -> None:  # type: ignore[no-untyped-def]
    market, flows, _ = history
    yearly = market.province.value("workers_abroad_per_year") * SCALE
    for name in ("left_for_abroad", "back_from_abroad"):
        assert sum(one[name] for one in flows) == pytest.approx(yearly * MONTHS / 12, rel=0.25)


def test_nobody_away_works_searches_or_is_hired(history) -> None:  # type: ignore[no-untyped-def]
    market, _, away = history
    people = market.people
    gone = people.status == Status.away
    assert gone.any() and not people.workplace[gone].any()
    for before, after in itertools.pairwise(away):
        came = before & ~after
        assert np.isin(people.marks[came] & (Mark.demobilised | Mark.returnee), [2, 4, 6]).all()


def test_who_is_away_in_the_forces_is_a_young_man(history) -> None:  # type: ignore[no-untyped-def]
    market, _, _ = history
    rows = market.away.rows[market.away.kind == 0]
    months = market.month - market.people.birth[rows]
    assert (market.people.sex[rows] == Sex.male).all()
    assert months.min() >= 18 * 12 and months.max() < 28 * 12


def test_a_disability_lasts_and_keeps_many_at_home(history) -> None:  # type: ignore[no-untyped-def]
    market, flows, _ = history
    people = market.people
    resident = (people.status != Status.child) & (people.status < Status.outside)
    has = (people.marks & Mark.disability) > 0
    assert 0.05 < has[resident].mean() < 0.12
    working_age = resident & (market.month - people.birth < 55 * 12) & (people.status != Status.in_school)
    employed = people.status == Status.employed
    assert employed[working_age & has].mean() < 0.75 * employed[working_age & ~has].mean()
    onsets, exits = (sum(one[name] for one in flows) for name in ("disability_onsets", "disability_exits"))
    assert 0 < exits < onsets


def test_hazardous_trades_bring_more_disabilities() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, policies=()), rng=5)
    occupation = market.people.occupation.copy()
    payroll = market.workplaces.firm[market.people.workplace] >= 0
    before = market.people.marks & Mark.disability
    for _ in range(24):
        market.step()
    new = (market.people.marks & Mark.disability) > before
    hazardous = np.array([one.hazardous for one in market.province.occupations])[occupation]
    assert new[payroll & hazardous].mean() > 1.3 * new[payroll & ~hazardous].mean()
