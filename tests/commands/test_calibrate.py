"""`halong calibrate` and `halong survey`: from a survey to a posterior that scenarios draw from."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from experiments.cli import halong, main
from tests.calibration.survey_files import told, written

FIT = """name: {vi: Thử, en: Try}
months: 2021-01..2021-06
scale: 0.01
seeds: 4
prior: uniform
parameters: [ability_sd, unemployed_to_inactive_monthly]
targets: [pay_residual_sd, log_pay_p10, log_pay_p90, unemployment_rate_25plus, search_under_3]
waves: [16, 16]
checks: 6
sets: 40
"""
RESULTS = ("posterior.parquet", "parameters.csv", "predictive.csv", "targets.csv", "calibrated.yaml", "report.html")


def _arguments(folder: Path, out: str) -> list[str]:
    return [
        "calibrate", str(folder / "fit.yaml"), "--survey", str(folder / "survey.csv"), "--codebook", "halong",
        "--out", str(folder / out), "--workers", "1", "--language", "en",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit")
    written(told(), folder)
    (folder / "fit.yaml").write_text(FIT, encoding="utf-8")
    result = CliRunner().invoke(halong, _arguments(folder, "whole"))
    assert result.exit_code == 0, result.output
    return folder


def test_a_fit_leaves_posterior_scenario_targets_and_report(fitted: Path) -> None:
    for name in RESULTS:
        assert (fitted / "whole" / name).is_file()
    parameters = pd.read_csv(fitted / "whole" / "parameters.csv").set_index("parameter")
    assert parameters.loc["ability_sd", "informed"] in ("yes", "partly"), "the spread of pay tells of it"
    assert parameters["low"].ge(parameters["prior_low"]).all() and parameters["high"].le(parameters["prior_high"]).all()
    sets = pd.read_parquet(fitted / "whole" / "posterior.parquet")
    assert sets.shape == (40, 2)


def test_no_record_of_the_survey_is_in_the_folder(fitted: Path) -> None:
    weights = set(told()["cal_weigh"].map("{:.6f}".format))
    for path in (fitted / "whole").iterdir():
        if path.suffix in (".csv", ".html", ".json", ".yaml"):
            text = path.read_text(encoding="utf-8")
            assert not any(weight in text for weight in weights)


def test_a_killed_fit_goes_on_to_the_same_posterior(fitted: Path) -> None:
    command = [sys.executable, "-m", "experiments", *_arguments(fitted, "killed")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    partial = fitted / "killed.partial"
    until = time.monotonic() + 120
    while len(list(partial.glob("fit-*"))) < 5 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = len(list(partial.glob("fit-*")))
    assert before >= 5 and not (fitted / "killed").exists()
    result = CliRunner().invoke(halong, [*_arguments(fitted, "killed"), "--resume"])
    assert result.exit_code == 0, result.output
    for name in ("posterior.parquet", "parameters.csv", "predictive.csv"):
        assert (fitted / "killed" / name).read_bytes() == (fitted / "whole" / name).read_bytes()


def test_there_must_be_something_to_resume(fitted: Path) -> None:
    result = CliRunner().invoke(halong, [*_arguments(fitted, "nothing"), "--resume"])
    assert result.exit_code == 2 and "no unfinished fit" in result.output


def test_effects_under_a_posterior_are_split_into_parameters_and_chance(fitted: Path, tmp_path: Path) -> None:
    posterior, out = fitted / "whole" / "posterior.parquet", tmp_path / "run"
    result = CliRunner().invoke(
        halong,
        [
            "run", "study_cards.yaml", "--posterior", str(posterior), "--draws", "3", "--scale", "0.01", "--workers",
            "1", "--until", "2024-06", "--rho", "none", "--out", str(out), "--language", "en",
        ],
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "Share of parameters" in result.output
    split = pd.read_csv(out / "uncertainty.csv").set_index(["indicator", "month"]).loc[("in_training", "last12")]
    width = {part: split[f"high_{part}"] - split[f"low_{part}"] for part in ("parameters", "chance", "both")}
    assert width["both"] >= max(width["parameters"], width["chance"]) > 0.0
    assert (split["sets"], split["seeds"]) == (3, 2)
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["draws"] == 3
    survey = tmp_path / "survey.csv"
    arguments = ["survey", str(out), "--months", "2021-04..2021-06", "--persons", "300", "--seed", "4"]
    result = CliRunner().invoke(halong, [*arguments, "--out", str(survey), "--language", "en"])
    assert result.exit_code == 0, result.output
    assert {"tinh", "c3", "c5", "hdkt", "c35", "c36", "c44a", "c64", "cal_weigh"} <= set(pd.read_csv(survey).columns)


def test_a_scenario_draws_a_parameter_set_for_each_seed(fitted: Path) -> None:
    from simulation import LabourMarket, Scenario

    scenario = Scenario.load(fitted / "whole" / "calibrated.yaml").with_(scale=0.01)
    sets = pd.read_parquet(fitted / "whole" / "posterior.parquet")
    values = [LabourMarket(scenario=scenario, rng=seed).province.value("ability_sd") for seed in (1, 2)]
    assert values == sets["ability_sd"].iloc[:2].tolist() and values[0] != values[1]
    fixed = fitted / "whole" / "fixed.yaml"
    fixed.write_text(
        "name: {vi: a, en: a}\nextends: calibrated.yaml\nparameters: {ability_sd: 0.3}\n", encoding="utf-8"
    )
    above = Scenario.load(fixed).parameters_under(1)
    assert above["ability_sd"] == 0.3
    assert above["unemployed_to_inactive_monthly"] == sets["unemployed_to_inactive_monthly"].iloc[0]


def test_parameter_sets_that_cannot_be_used_are_refused_in_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: {vi: a, en: a}\nextends: baseline.yaml\nparameters: sets.parquet\n", encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert "mine.yaml:3:13: there is no file 'sets.parquet'" in capsys.readouterr().out
    pd.DataFrame({"quit_rate": [0.1]}).to_parquet(tmp_path / "sets.parquet")
    assert main(["check", str(path)]) == 2
    assert "mine.yaml:3:13: the sets have an unknown parameter 'quit_rate'" in capsys.readouterr().out


def test_a_faulty_fit_is_refused_in_place(fitted: Path) -> None:
    path = fitted / "wrong.yaml"
    path.write_text(FIT.replace("waves:", "wave:").replace("0.01", "2"), encoding="utf-8")
    arguments = _arguments(fitted, "wrong")
    arguments[1] = str(path)
    result = CliRunner().invoke(halong, arguments)
    assert result.exit_code == 2
    assert "wrong.yaml:3:8" in result.output and "wrong.yaml:8:1: unknown key 'wave'" in result.output
    path.write_text(FIT.replace("ability_sd,", "ability,"), encoding="utf-8")
    result = CliRunner().invoke(halong, arguments)
    assert result.exit_code == 2 and "unknown parameter 'ability'" in result.output


def test_hidden_parameters_are_declared_and_found(tmp_path: Path) -> None:
    path = tmp_path / "test.yaml"
    path.write_text(
        FIT.replace("2021-06", "2021-12").replace("[16, 16]", "[24]") + "persons: 1300\ntruths: 3\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    arguments = ["calibrate", str(path), "--self-test", "--out", str(out), "--workers", "1", "--language", "en"]
    result = CliRunner().invoke(halong, arguments)
    assert result.exit_code == 1, result.output  # two parameters are fewer than the six that a full test promises
    assert "Spread of ability: promised spread" in result.output
    found = pd.read_csv(out / "truths.csv")
    assert len(found) == 6
    assert found["covered"].mean() >= 0.5
    assert found.groupby("parameter")["spread"].mean()["ability_sd"] < 0.4
