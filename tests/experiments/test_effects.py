"""Effects paired on seed, their windows and their intervals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

from experiments.effects import COLUMNS, effects
from experiments.intervals import band
from experiments.run_folder import read_tables
from tests.experiments.made_up_market import JOBS_A_CARD


def _jobs(run_folder: Path) -> pd.DataFrame:
    table = read_tables(run_folder).effects
    return table[(table["indicator"] == "formal_wage_employment") & (table["by"] == "all")].set_index("month")


def test_both_arms_are_alike_in_every_month_before_the_lever_starts(run_folder: Path) -> None:
    jobs = _jobs(run_folder)
    before = jobs.loc["2021-01":"2023-06"]
    assert len(before) == 30
    assert (before[["mean", "low", "high"]] == 0.0).all(axis=None)


def test_luck_that_both_arms_share_cancels(run_folder: Path) -> None:
    effect = _jobs(run_folder).loc["2024-05"]
    expected = 300.0 * JOBS_A_CARD * (1.0 + 0.2 * np.sin([1, 2, 3]))
    assert effect["mean"] == pytest.approx(expected.mean(), rel=1e-6)
    assert effect["seeds"] == 3


def test_the_interval_is_students_over_seeds(run_folder: Path) -> None:
    effect = _jobs(run_folder).loc["2024-05"]
    expected = 300.0 * JOBS_A_CARD * (1.0 + 0.2 * np.sin([1, 2, 3]))
    low, high = ttest_1samp(expected, 0.0).confidence_interval(0.90)
    assert (effect["low"], effect["high"]) == pytest.approx((low, high), rel=1e-6)


def test_a_window_is_the_mean_of_its_months(run_folder: Path) -> None:
    jobs = _jobs(run_folder)
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    assert jobs.loc["2023", "mean"] == pytest.approx(jobs.loc[months, "mean"].mean())
    assert jobs.loc["last12", "mean"] == pytest.approx(jobs.loc["2026", "mean"])


def test_the_table_has_the_columns_of_the_interface_and_province_totals_first(run_folder: Path) -> None:
    table = read_tables(run_folder).effects
    assert list(table.columns) == COLUMNS
    assert (table["by"] == "all").to_numpy().argmin() == (table["by"] == "all").sum()


def test_one_seed_gives_an_effect_without_an_interval() -> None:
    mean, low, high = band(np.array([[2.0]]), np.array([0]))
    assert mean[0] == 2.0
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_with_drawn_parameters_the_interval_holds_nine_tenths_of_the_draws() -> None:
    values = np.arange(101.0)[None, :]
    mean, low, high = band(values, np.arange(1, 102))
    assert (mean[0], low[0], high[0]) == pytest.approx((50.0, 5.0, 95.0))


def test_an_indicator_missing_in_every_draw_stays_missing() -> None:
    mean, low, high = band(np.full((1, 2), np.nan), np.array([1, 2]))
    assert np.isnan([mean[0], low[0], high[0]]).all()


def test_seeds_of_one_draw_count_as_one() -> None:
    values = np.array([[0.0, 10.0, 20.0, 30.0]])
    mean, low, high = band(values, np.array([1, 1, 2, 2]))
    assert mean[0] == 15.0
    assert 5.0 < low[0] < high[0] < 25.0


def test_a_missing_run_is_left_out_of_the_mean() -> None:
    mean, low, high = band(np.array([[1.0, np.nan, 3.0]]), np.zeros(3, dtype=np.int64))
    assert mean[0] == 2.0
    assert low[0] < 2.0 < high[0]


def test_a_scenario_without_reference_has_no_effects() -> None:
    frame = pd.DataFrame(columns=["scenario", "seed", "draw", "month", "indicator", "by", "group", "value"])
    assert list(effects(frame, {}).columns) == COLUMNS
