"""`halong attribute`: levers alone, left out, by agency; parts and remainder add up, and so does Shapley's value."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.attribution.arms import Question
from simulation import Scenario
from simulation.province import load_province
from tests.command_line import halong

TRIAL = """
name: {vi: Hai biện pháp, en: Two levers}
extends: baseline.yaml
horizon: {start: 2021-01, end: 2022-12}
policies:
  - study_card:
      from: 2021-03
      to: 2022-12
      eligible: {certificate: false}
      awareness: 100%
      covers: {tuition: 100%, up_to: 12 million VND}
      cards: 20000 per year
  - worker_housing:
      id: trial
      from: 2021-03
      to: 2022-12
      rent: 0.2 million VND/month
      cost_per_place: 400 million VND per place
      public_share: 20%
      places: [{district: ha_long, places: 5000, ready: 2021-04}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attribution")
    (folder / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    options = ("--seeds", "2", "--scale", "0.03", "--shapley", "2", "--language", "en")
    done = halong("attribute", "trial.yaml", *options, "--out", "apart", cwd=folder)
    assert done.returncode == 0, done.stderr
    (folder / "printed.txt").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def effects(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "apart" / "attribution.csv", dtype={"month": "str"})
    return table.set_index(["kind", "name", "indicator", "month"])["effect"].sort_index()


def test_parts_and_remainder_add_up_to_the_effect_of_all_together(effects: pd.Series) -> None:
    whole = effects.loc[("together", "trial")].dropna()
    for kind in ("one_at_a_time", "leave_one_out"):
        parts = effects.loc[kind].groupby(["indicator", "month"]).sum()
        remainder = effects.loc[(f"remainder_of_{kind}", "all")]
        assert np.allclose((parts + remainder).reindex(whole.index), whole, atol=1e-9)


def test_shapley_s_values_add_up_without_a_remainder(effects: pd.Series) -> None:
    """Two orders under two seeds: each order telescopes to the whole effect of its seed."""
    whole = effects.loc[("together", "trial")].dropna()
    assert np.allclose(effects.loc["shapley"].groupby(["indicator", "month"]).sum().reindex(whole.index), whole)


def test_a_lever_s_agency_loses_what_its_levers_lose(effects: pd.Series) -> None:
    agency, lever = ("leave_agency_out", "construction"), ("leave_one_out", "worker_housing")
    assert np.allclose(effects.loc[agency], effects.loc[lever], equal_nan=True)


def test_a_lever_alone_is_counted_person_by_person(folder: Path) -> None:
    table = pd.read_csv(folder / "apart" / "decomposition.csv")
    assert set(table["lever"]) == {"study_card", "worker_housing"}
    displaced = table["displaced_residents"] + table["displaced_outside"]
    assert np.allclose(table["gross"], table["deadweight"] + displaced + table["net"])
    cards = table[(table["lever"] == "study_card") & (table["outcome"] == "certified") & (table["month"] == "last12")]
    assert (cards["net"] > 0).all()


def test_levers_agencies_and_remainder_are_printed(folder: Path) -> None:
    printed = (folder / "printed.txt").read_text(encoding="utf-8")
    for words in ("Study card", "Worker housing", "Interaction (remainder)", "All together", "Department of"):
        assert words in printed


def test_a_scenario_that_changes_no_lever_is_refused(folder: Path) -> None:
    (folder / "same.yaml").write_text("name: {vi: Y hệt, en: The same}\nextends: baseline.yaml\nscale: 0.5\n", "utf-8")
    done = halong("attribute", "same.yaml", "--out", "none", cwd=folder)
    assert done.returncode == 2
    assert "differ in no lever" in done.stderr or "extends no other" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "none").exists()


@pytest.fixture(scope="module")
def doses(folder: Path) -> pd.DataFrame:
    options = ("--lever", "study_card", "--doses", "0.05,1,60", "--seeds", "2", "--scale", "0.03")
    done = halong("attribute", "trial.yaml", *options, "--language", "vi", "--out", "doses", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "chính liều lượng" in done.stdout and "không phải" not in done.stdout
    return pd.read_csv(folder / "doses" / "dose_response.csv")


def test_more_cards_reach_more_people_until_something_else_binds(doses: pd.DataFrame) -> None:
    cards = doses[doses["outcome"] == "certified"].set_index("factor")
    assert list(cards["dose"]) == [1000.0, 20000.0, 1_200_000.0]
    assert cards["reached"].is_monotonic_increasing
    assert cards.loc[0.05, "binding"] == "dose"
    assert "dose" not in cards.loc[60.0, "binding"]
    assert (cards["net"] > 0).all() and (cards["spending"] > 0).all()


def test_lifting_a_limit_that_does_not_bind_changes_nobody(doses: pd.DataFrame) -> None:
    """Everybody knows of the card already, and it has no budget that could be lifted."""
    assert (doses["reached"] == doses["reached_without_limit_of_awareness"]).all()
    assert doses["reached_without_limit_of_budget"].isna().all()
    full = doses["reached_without_limit_of_seats"] >= doses["reached"]
    assert full.all()


def test_a_lever_or_dose_that_is_not_there_is_refused_with_the_nearest(folder: Path) -> None:
    asked = {("--lever", "study_cards"): "'study_card'", ("--lever", "study_card", "--field", "card"): "'cards'"}
    for options, nearest in asked.items():
        done = halong("attribute", "trial.yaml", *options, "--out", "none", cwd=folder)
        assert done.returncode == 2 and nearest in done.stderr and "Traceback" not in done.stderr
        assert not (folder / "none").exists()


def test_every_lever_of_the_plan_has_an_agency_presets_that_of_their_lever() -> None:
    scenario = Scenario.load("plan_66.yaml")
    assert scenario.reference is not None
    question = Question(scenario, scenario.reference)
    agencies = question.agencies(load_province(scenario.province))
    assert sorted(lever for levers in agencies.values() for lever in levers) == sorted(question.levers)
    assert len(question.levers) > 30 and len(agencies) > 5
