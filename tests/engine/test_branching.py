"""A market that goes on under another scenario is the market that was opened under it: same people, same luck."""

import copy
from collections.abc import Callable

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.branching import BranchError, branch, first_month_apart
from simulation.months import month_index, month_text
from simulation.scenario.shipped import shipped_folder

SCALE, END = 0.01, month_index("2023-12")


def asked(stem: str) -> Scenario:
    return Scenario.load(shipped_folder() / f"{stem}.yaml").with_(scale=SCALE, start=month_index("2021-01"), end=END)


def opened(scenario: Scenario, until: int | None = None) -> LabourMarket:
    market = LabourMarket(scenario=scenario, rng=3)
    while market.month < (market.start if until is None else until):
        market.step()
    return market


def assert_same(one: LabourMarket, other: LabourMarket) -> None:
    """Every column, every indicator and every payment."""
    assert one.month == other.month
    for ours, theirs in (
        (one.people, other.people),
        (one.employers, other.employers),
        (one.workplaces, other.workplaces),
    ):
        for name, column in ours.snapshot().items():
            np.testing.assert_array_equal(column, theirs.column(name), err_msg=name)
    assert one.indicators().equals(other.indicators())
    assert one.ledger.to_frame().equals(other.ledger.to_frame())
    if one.month > one.start + 3:
        assert one.labour_balance().equals(other.labour_balance())


def test_the_plan_branches_off_the_baseline_in_its_first_month() -> None:
    baseline, plan = asked("baseline"), asked("plan_66")
    market = opened(baseline)
    apart = first_month_apart(market, plan)
    assert apart is not None and month_text(apart) == "2023-07"
    while market.month < apart:
        market.step()
    branched = branch(market, plan)
    branched.run()
    market.run()
    assert_same(branched, opened(plan).run())
    assert_same(market, opened(baseline).run())


def test_a_branch_leaves_the_market_it_comes_from_as_it_stands() -> None:
    market = opened(asked("baseline"), month_index("2021-03"))
    twin = branch(market, market.scenario)
    before = copy.deepcopy(market.people.snapshot())
    for _ in range(3):
        twin.step()
    for name, column in before.items():
        np.testing.assert_array_equal(market.people.column(name), column, err_msg=name)
    assert not np.shares_memory(twin.people.status, market.people.status)


def test_the_kernels_view_of_a_branch_is_its_own_columns() -> None:
    market = opened(asked("baseline"))
    twin = branch(market, market.scenario)
    assert np.shares_memory(twin.person_arrays.status, twin.people.status)
    assert twin.people.status.strides == market.people.status.strides
    assert twin.people.model is twin and twin.government.model is twin and twin.centre.model is twin
    assert twin.province is market.province
    address = [one.people.status.__array_interface__["data"][0] % 64 for one in (market, twin)]
    assert address[0] == address[1]


def lever_names() -> list[str]:
    return [dose.lever + (f":{dose.id}" if dose.id else "") for dose in asked("baseline").policies]


@pytest.mark.parametrize("name", lever_names())
def test_without_a_lever_that_is_as_today_the_baseline_is_the_same(name: str) -> None:
    whole = asked("baseline")
    place = lever_names().index(name)
    without = whole.with_(policies=[dose for number, dose in enumerate(whole.policies) if number != place])
    apart = first_month_apart(opened(whole), without)
    assert apart is not None
    until = min(apart, month_index("2021-07"))
    assert_same(opened(whole, until), opened(without, until))


def more_workers(scenario: Scenario) -> Scenario:
    return scenario.with_(scale=2 * SCALE)


def another_parameter(scenario: Scenario) -> Scenario:
    return scenario.with_(parameters={"job_creation_response": 1.0})


@pytest.mark.parametrize("change", [more_workers, another_parameter])
def test_scenarios_that_differ_in_more_than_levers_were_never_one_market(
    change: Callable[[Scenario], Scenario],
) -> None:
    market = opened(asked("baseline"))
    assert first_month_apart(market, change(market.scenario)) is None
    with pytest.raises(BranchError, match="differ from the start"):
        branch(market, change(market.scenario))


def test_nobody_branches_into_the_past() -> None:
    market = opened(asked("baseline"), month_index("2023-08"))
    with pytest.raises(BranchError, match="differ from 2023-07 on"):
        branch(market, asked("plan_66"))
    assert branch(market, market.scenario).month == market.month


def test_the_same_levers_in_another_order_are_another_market() -> None:
    market = opened(asked("baseline"))
    turned = market.scenario.with_(policies=market.scenario.policies[::-1])
    assert first_month_apart(market, turned) == market.start
