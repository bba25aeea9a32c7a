"""What a lever adds: sums that add up in every row, money at three prices, and no cost where net may be nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.decomposition import cost_effectiveness
from experiments.intervals import ratio
from experiments.run_folder import Results
from tests.experiments.conftest import experiment, results


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results(experiment("study_cards", seeds=4, until="2024-12"), tmp_path_factory.mktemp("parts"))


def test_every_row_adds_up_and_windows_are_means_of_their_months(tables: Results) -> None:
    table = tables.decomposition
    displaced = table["displaced_residents"] + table["displaced_outside"]
    assert np.allclose(table["gross"], table["deadweight"] + displaced + table["net"])
    jobs = table[table["outcome"] == "formal_wage_employment"].set_index("month")
    assert jobs.loc["2024", "net"] == pytest.approx(jobs.loc["2024-01":"2024-12", "net"].mean())
    assert (jobs["low"] <= jobs["net"]).all() and (jobs["net"] <= jobs["high"]).all()


def test_net_per_billion_divides_by_what_the_scenario_spends_beyond_its_reference(tables: Results) -> None:
    jobs = tables.decomposition.query("outcome == 'formal_wage_employment'").set_index("month")
    # From July 2023 each month costs 600 (SR) and 400 (NP) million VND; the baseline's waiver is in both arms.
    assert jobs.loc["2023-08", "net_per_billion"] == pytest.approx(jobs.loc["2023-08", "net"] / 2.0)
    assert np.isnan(jobs.loc["2023-06", "net_per_billion"])


def test_three_prices_count_three_purses(tables: Results) -> None:
    table = tables.cost_effectiveness.query("outcome == 'formal_wage_employment'").set_index("price")
    months = 18
    assert table.loc["provincial", "spending"] == pytest.approx(0.6 * months)
    assert table.loc["public", "spending"] == pytest.approx(1.0 * months)
    assert table.loc["social", "spending"] == pytest.approx(0.4 * months)
    assert table.loc["public", "cost_per_net"] == pytest.approx(1e3 * 1.0 * months / table.loc["public", "net"])
    assert table.loc["public", "cost_per_net_low"] < table.loc["public", "cost_per_net"]


def test_no_cost_is_told_of_a_net_effect_that_may_be_nothing(tables: Results) -> None:
    question = experiment("study_cards", seeds=4, until="2024-12")
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    net = {1: 5.0, 2: -4.0, 3: 6.0, 4: -6.0}
    zero = dict.fromkeys(["gross", "deadweight", "displaced_residents", "displaced_outside", "substitution"], 0.0)
    rows = [
        {"scenario": "study_cards", "lever": "study_card", "outcome": "certified", "month": month, "draw": 0}
        | {"seed": seed, "net": value, **zero}
        for seed, value in net.items()
        for month in months
    ]
    table = cost_effectiveness(pd.DataFrame(rows), tables.ledger, question.arms.reference_of)
    assert table["cost_per_net"].isna().all()
    assert table["net_per_billion"].notna().all()


def test_recipients_are_told_by_what_they_have_in_either_arm(tables: Results) -> None:
    table = tables.recipients
    assert set(table["month"]) == {"2021-12", "2022-12", "2023-12", "2024-12"}
    assert np.allclose(table[["anyway", "gained", "lost", "never"]].sum(axis=1), table["reached"])


@given(st.lists(st.floats(1.0, 10.0), min_size=4, max_size=12), st.floats(1.0, 5.0))
def test_fieller_s_interval_of_a_ratio_without_luck_below_is_student_s_of_the_numerator(
    above: list[float], below: float
) -> None:
    mean, low, high = ratio(np.array(above), np.full(len(above), below))
    assert mean == pytest.approx(np.mean(above) / below)
    assert low <= mean + 1e-9 and mean <= high + 1e-9
    assert (low + high) / 2 == pytest.approx(mean)


def test_a_ratio_to_what_may_be_zero_has_no_interval() -> None:
    _, low, high = ratio(np.array([1.0, 1.1, 0.9, 1.0]), np.array([3.0, -3.0, 2.0, -1.0]))
    assert np.isnan(low) and np.isnan(high)
