"""Gross, deadweight, displaced and net between two arms add up for every outcome and month, person by person."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.trials.recording import outcome
from simulation import LabourMarket, Scenario
from simulation.months import month_index, month_text
from simulation.observation.paired import ALL, FATES, OUTCOMES, Pair
from simulation.vocabulary import Contract, Status
from tests.levers.trial import BEGIN, scenario, strong

SCALE = 0.05


def side_by_side(folder: Path, *levers: str) -> Pair:
    """Two arms stepped together to the end of 2021, compared every month."""
    question = scenario(folder, *(strong(name) for name in levers), scale=SCALE)
    reference = Scenario.baseline().with_(scale=SCALE, end=month_index("2021-12"))
    pair = Pair(LabourMarket(scenario=question, rng=2), LabourMarket(scenario=reference, rng=2))
    while pair.policy.month <= pair.policy.end:
        pair.policy.step()
        pair.reference.step()
        pair.compare()
    return pair


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return side_by_side(tmp_path_factory.mktemp("one"), "study_card")


def test_gross_is_deadweight_and_displaced_and_net_exactly(pair: Pair) -> None:
    for _, sums, _ in pair._months:
        gross, deadweight, residents, outside, _, net = sums[-1]
        assert (gross == deadweight + residents + outside + net).all()
    assert any(sums[-1][3].any() or sums[-1][2].any() for _, sums, _ in pair._months)


def test_net_is_the_difference_of_the_arms_totals(pair: Pair) -> None:
    def formal(market: LabourMarket) -> int:
        status = market.people.status[: market.of_age]
        contract = market.workplaces.contract[market.people.workplace[: market.of_age]]
        return int(((status == Status.employed) & (contract == Contract.formal_wage)).sum())

    table = pair.to_frame()
    last = table[table["month"] == "2021-12"].set_index("outcome")
    expected = (formal(pair.policy) - formal(pair.reference)) * pair.policy.weight
    assert last.loc["formal_wage_employment", "net"] == pytest.approx(expected)
    assert last.loc["formal_wage_employment", "net"] == pytest.approx(
        pair.policy.formal_wage_employment - pair.reference.formal_wage_employment
    )


@pytest.mark.parametrize("name", ["formal_wage_employment", "certified", "insured", "unemployed"])
def test_net_of_every_state_is_counted_anew_from_the_columns(pair: Pair, name: str) -> None:
    """Net is kept as what balances the other sums; here it is what the two arms hold."""
    last = pair.to_frame().query("month == '2021-12'").set_index("outcome")
    change = outcome(pair.policy, name).sum() - outcome(pair.reference, name).sum()
    assert last.loc[name, "net"] == pytest.approx(change * pair.policy.weight)


def test_nothing_is_reached_or_changed_before_the_lever_begins(pair: Pair) -> None:
    table = pair.to_frame()
    before = table[table["month"] < month_text(BEGIN)]
    assert (before["reached"] == 0).all() and (before["net"] == 0).all()
    assert (table.groupby(["lever", "outcome"])["reached"].diff().dropna() >= 0).all()


def test_everybody_reached_has_one_fate(pair: Pair) -> None:
    table = pair.to_frame()
    assert np.allclose(table[list(FATES)].sum(axis=1), table["reached"])
    states = table[table["outcome"] != "labour_income"]
    assert np.allclose(states["anyway"] + states["gained"], states["gross"])
    assert np.allclose(states["anyway"] + states["lost"], states["deadweight"])


def test_levers_together_are_told_apart_by_whom_they_reach_and_not_by_what_they_add(tmp_path: Path) -> None:
    pair = side_by_side(tmp_path, "study_card", "worker_housing")
    table = pair.to_frame()
    last: pd.DataFrame = table[table["month"] == "2021-12"].set_index(["lever", "outcome"])
    reached = {lever: last.loc[(lever, OUTCOMES[0]), "reached"] for lever in pair.names}
    each = [reached[lever] for lever in pair.names[:-1]]
    assert max(each) < reached[ALL] <= sum(each)
    assert last.loc[pair.names[0]]["net"].isna().all()
    assert last.loc[ALL].notna().all(axis=None)
