"""The scorecard: targets read as their definitions ask."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.run_folder import read_tables
from experiments.scorecard import COLUMNS, met
from simulation.province.targets import Target
from tests.experiments.conftest import experiment, results


def _target(direction: str, target: float = 0.5, tolerance: float = 0.0) -> Target:
    return Target("x", target, direction, tolerance, 2025, "", "", "", "", "")


def _card(folder: Path) -> pd.DataFrame:
    card = read_tables(folder).scorecard
    assert list(card.columns) == COLUMNS
    return card[card["scenario"] == "study_cards"].set_index("indicator")


def _totals(folder: Path, name: str) -> pd.DataFrame:
    frame = read_tables(folder).indicators
    rows = frame[(frame["indicator"] == name) & (frame["by"] == "all") & (frame["scenario"] == "study_cards")]
    return rows.pivot_table(index="month", columns="seed", values="value")


def test_a_stock_is_read_in_december_and_a_survey_rate_as_the_mean_of_the_year(run_folder: Path) -> None:
    card = _card(run_folder)
    stock, rate = _totals(run_folder, "certified_share"), _totals(run_folder, "unemployment_rate")
    assert card.loc["certified_share", "value"] == pytest.approx(stock.loc["2025-12"].mean())
    assert card.loc["unemployment_rate", "value"] == pytest.approx(rate.loc["2025-01":"2025-12"].mean().mean())
    assert card.loc["unemployment_rate", "period"] == "2025-01..2025-12"


def test_growth_is_the_geometric_mean_of_the_plans_years(run_folder: Path) -> None:
    growth = _totals(run_folder, "productivity_growth").loc["2021-01":"2025-12"]
    expected = np.expm1(np.log1p(growth).mean()).mean()
    assert _card(run_folder).loc["productivity_growth", "value"] == pytest.approx(expected)


def test_both_observers_of_a_target_stand_in_the_card(run_folder: Path) -> None:
    card = _card(run_folder)
    assert card.loc["certified_share", "observer"] == "administrative"
    assert card.loc["certified_share_survey", "observer"] == "survey"
    assert card["target"]["agriculture_share_icls13"] == pytest.approx(0.2211)


def test_seeds_alone_give_a_count_and_no_probability(run_folder: Path) -> None:
    card = _card(run_folder)
    assert card["probability_met"].isna().all()
    assert card.loc["unemployment_rate", "met_in_seeds"] == "0/3"


def test_an_index_that_is_not_simulated_is_never_scored(run_folder: Path) -> None:
    row = _card(run_folder).loc[["insurance_satisfaction"]]
    assert row["met_in_seeds"].isna().all()
    assert row["value"].notna().all()


def test_drawn_parameters_give_a_probability(tmp_path: Path) -> None:
    card = results(experiment("study_cards", seeds=1, draws=4, until="2025-12"), tmp_path).scorecard
    simulated = card["indicator"] != "insurance_satisfaction"
    assert card[simulated]["probability_met"].between(0.0, 1.0).all()
    assert card[~simulated]["probability_met"].isna().all()


def test_a_horizon_that_ends_early_gives_its_last_twelve_months_and_says_so(tmp_path: Path) -> None:
    card = results(experiment("study_cards", seeds=1, until="2023-10"), tmp_path).scorecard
    periods = dict(zip(card["indicator"], card["period"], strict=True))
    assert periods["unemployment_rate"] == "2022-11..2023-10"
    assert periods["certified_share"] == "2023-10"
    assert periods["productivity_growth"] == "2021-01..2023-10"


def test_about_means_within_the_tolerance_on_both_sides() -> None:
    values = np.array([0.494, 0.496, 0.504, 0.506])
    assert met(values, _target("about", tolerance=0.005)).tolist() == [0.0, 1.0, 1.0, 0.0]


def test_below_and_above_are_met_on_the_line_and_a_missing_value_meets_nothing() -> None:
    values = np.array([0.4, 0.5, 0.6, np.nan])
    assert met(values, _target("below")).tolist()[:3] == [1.0, 1.0, 0.0]
    assert met(values, _target("above")).tolist()[:3] == [0.0, 1.0, 1.0]
    assert np.isnan(met(values, _target("above"))[3])


def test_a_target_met_in_the_first_month_does_not_bind(run_folder: Path) -> None:
    card = _card(run_folder)
    assert card["binding_at_start"].all()  # the made-up market starts short of every target
