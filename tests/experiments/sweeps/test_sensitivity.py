"""Indices agree with SALib on a known function and on the model; the value that turns a ranking is found."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import sobol as salib
from SALib.test_functions import Ishigami
from scipy.stats import spearmanr

import experiments
from experiments.run_folder import DestinationError
from experiments.sensitivity.answers import Answer, analyse
from experiments.sensitivity.flips import between_levels, flips
from experiments.sensitivity.indices import correlations, indices, morris_measures, sobol_indices
from experiments.sweeps.designs import morris, problem, sobol
from experiments.sweeps.reading import read_sweep
from simulation import Scenario
from tests.command_line import halong
from tests.experiments.sweeps.made_up_runs import dose, luck, swept

HEAD = """name: {vi: Thử, en: Trial}
scenarios: [study_cards.yaml, no_plan.yaml]
scale: 0.02
until: 2021-06
keep: {indicators: [unemployment_rate, spending]}
"""
#: Of Ishigami and Homma (1990) with a = 7 and b = 0.1.
ISHIGAMI_FIRST, ISHIGAMI_TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def _table(rows: "object") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["factor", "measure", "value", "low", "high"])
    return frame.set_index(["measure", "factor"]).sort_index()


def _ishigami(samples: int) -> np.ndarray:
    return np.asarray(Ishigami.evaluate(np.pi * (2.0 * sobol(3, samples, 1) - 1.0)))


def test_sobol_indices_of_ishigami_s_function_are_those_of_theory_and_of_salib() -> None:
    values = _ishigami(4096)
    found = _table(sobol_indices(values, 3, 1))
    theirs = salib.analyze(problem(3), values, calc_second_order=False, seed=1)
    for measure, name, theory in (("first_order", "S1", ISHIGAMI_FIRST), ("total", "ST", ISHIGAMI_TOTAL)):
        ours = found.loc[measure]
        assert np.allclose(ours["value"], theirs[name], atol=1e-6)
        assert np.allclose(ours["value"], theory, atol=0.03)
        assert (ours["low"] <= ours["value"]).all() and (ours["value"] <= ours["high"]).all()
        assert np.allclose(
            (ours["high"] - ours["low"]) / 2.0, theirs[f"{name}_conf"] * 1.645 / 1.96, rtol=0.35, atol=2e-3
        )


def test_morris_finds_what_a_plain_sum_is_made_of() -> None:
    places = morris(3, 20, 1)
    found = _table(morris_measures(places, places @ np.array([3.0, -2.0, 0.0]), 1))
    assert np.allclose(found.loc["mu"]["value"], [3.0, -2.0, 0.0])
    assert np.allclose(found.loc["mu_star"]["value"], [3.0, 2.0, 0.0])
    assert np.allclose(found.loc["sigma"]["value"], 0.0, atol=1e-9)


def test_indices_of_the_model_are_those_that_salib_computes_from_the_same_runs(tmp_path: Path) -> None:
    text = HEAD.replace("[study_cards.yaml, no_plan.yaml]", "no_plan.yaml").replace("2021-06", "2021-03")
    vary = "{parameters.entry_to_search_share: table, parameters.job_creation_response: {low: 0, high: 1}}"
    (tmp_path / "model.yaml").write_text(f"{text}design: sobol\nsamples: 4\nseeds: 1\nvary: {vary}\n", encoding="utf-8")
    done = halong("sweep", "model.yaml", "--out", "sweep", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = halong("sensitivity", "sweep", "--indicator", "unemployment_rate", "--language", "en", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    table = experiments.load(tmp_path / "sweep", ["unemployment_rate"])
    values = table.groupby("point")["value"].mean().to_numpy()
    theirs = salib.analyze(problem(2), values, calc_second_order=False, seed=1)
    ours = pd.read_csv(tmp_path / "sweep" / "sensitivity" / "indices.csv").set_index(["measure", "factor"])["value"]
    keys = ["parameters.entry_to_search_share", "parameters.job_creation_response"]
    assert np.ptp(values) > 0.0
    assert np.allclose(ours.loc["first_order"][keys], theirs["S1"], atol=0.01)  # SALib takes the mean of all rows off
    assert np.allclose(ours.loc["total"][keys], theirs["ST"], atol=1e-9)
    assert "First order" in told.stdout and (tmp_path / "sweep" / "sensitivity" / "sensitivity.html").is_file()


def _lead(scenario: Scenario, seed: int, turning: float, noise: float) -> dict[tuple[str, str, str], float]:
    """Cards lower unemployment the more, the less jobs answer hiring; beyond ``turning`` they raise it."""
    answer = scenario.parameters.get("job_creation_response", 0.3)
    cards = dose(scenario, "study_card", "cards") if "study_card" in {one.lever for one in scenario.policies} else 0.0
    return {
        ("unemployment_rate", "all", "all"): 0.03 + 1e-6 * cards * (answer - turning + noise * luck(seed)) + luck(seed),
        ("spending", "all", "all"): cards,
    }


def _swept(tmp_path: Path, text: str, truth: Callable[[Scenario, int], dict[tuple[str, str, str], float]]) -> Path:
    file = tmp_path / "trial.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return swept(read_sweep(file), tmp_path / "sweep", truth)


@pytest.mark.parametrize("design", ["design: one_at_a_time\nlevels: 5", "design: latin_hypercube\nsamples: 24"])
def test_the_value_of_an_assumption_that_turns_the_ranking_is_found(tmp_path: Path, design: str) -> None:
    vary = "vary:\n  parameters.job_creation_response: {low: 0, high: 1}\n  parameters.match_quality_sd: table\n"
    folder = _swept(tmp_path, f"{design}\nseeds: 6\n{vary}", partial(_lead, turning=0.62, noise=0.02))
    table = flips(analyse(folder, ["unemployment_rate"])).set_index("factor")
    turned = table.loc["parameters.job_creation_response"]
    assert turned["verdict"] == "turns" and turned["assumed"] and turned["own"] == 0.3
    assert turned["flip"] == pytest.approx(0.62, abs=0.03)
    assert turned["flip_low"] <= 0.62 <= turned["flip_high"] or turned["flip_high"] - turned["flip_low"] < 1e-6
    assert table.loc["parameters.match_quality_sd", "verdict"] == "holds"


def test_a_lead_within_luck_is_no_lead(tmp_path: Path) -> None:
    vary = "design: one_at_a_time\nseeds: 6\nvary: {parameters.job_creation_response: {low: 0, high: 1}}\n"
    folder = _swept(tmp_path, vary, partial(_lead, turning=0.3, noise=1.0))
    assert set(flips(analyse(folder, ["unemployment_rate"]))["verdict"]) == {"no_lead"}


def test_a_flip_is_read_off_the_line_between_two_levels() -> None:
    found = between_levels(np.array([0.0, 1.0, 2.0]), np.array([[3.0, 3.0], [1.0, 1.0], [-1.0, -1.0]]))
    assert (found.value, found.low, found.high, found.share) == (1.5, 1.5, 1.5, 1.0)


def test_luck_that_both_scenarios_share_cancels_out_of_the_lead(tmp_path: Path) -> None:
    vary = "design: one_at_a_time\nlevels: 3\nseeds: 4\nvary: {parameters.job_creation_response: {low: 0, high: 1}}\n"
    folder = _swept(tmp_path, vary, partial(_lead, turning=0.62, noise=0.0))
    analysis = analyse(folder, ["unemployment_rate", "spending"])
    assert np.allclose(analysis.leads[0].values.std(axis=1), 0.0, atol=1e-12)
    table = indices(analysis)
    lead = table[table["scenario"].str.contains("−") & (table["indicator"] == "unemployment_rate")]
    assert list(lead["measure"]) == ["at_low", "at_high"]
    assert np.allclose(lead["value"], [-1e-3 * 0.3, 1e-3 * 0.7])


def test_an_indicator_a_window_or_a_scenario_that_the_sweep_has_not_is_refused(tmp_path: Path) -> None:
    vary = "design: one_at_a_time\nseeds: 1\nvary: {parameters.job_creation_response: {low: 0, high: 1}}\n"
    folder = _swept(tmp_path, vary, partial(_lead, turning=0.5, noise=0.0))
    for arguments, message in (
        ((folder, ["certified_share"]), "kept no indicator 'certified_share'; it has: spending, unemployment_rate"),
        ((folder, ["spending"], "2029"), "no months of '2029'"),
        ((folder, ["spending"], "last12", ("no_plan", "plan_66")), "no scenario 'plan_66'"),
    ):
        with pytest.raises(DestinationError, match=message):
            analyse(*arguments)  # type: ignore[arg-type]


def test_correlations_are_spearman_s_with_an_interval_that_holds_them() -> None:
    places = np.linspace(0.0, 1.0, 40)
    numbers = pd.DataFrame({"up": places, "down": -places, "luck": np.sin(places * 977.0), "still": 0.5})
    values = (places**3 + 0.05 * np.sin(places * 5000.0))[:, None]
    found = list(correlations(numbers, Answer("plan", "certified_share", values)))
    for (_, _, value, low, high), key in zip(found, numbers, strict=True):
        theirs = 0.0 if key == "still" else spearmanr(numbers[key], values[:, 0]).statistic
        assert value == pytest.approx(theirs, abs=1e-6) and low < value < high
    assert found[0][2] > 0.9 and found[1][2] == pytest.approx(-found[0][2])
