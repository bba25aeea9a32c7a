"""`halong run` and `halong report` as a planner meets them: the real model, a small sample, a short horizon."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from simulation.compiling import user_cache
from tests.command_line import halong

ROOT = Path(__file__).parents[2]
TRIAL = """
name: {vi: Thẻ thử, en: Trial cards}
extends: baseline.yaml
horizon: {start: 2021-01, end: 2022-02}
scale: 0.02
policies:
  - study_card:
      from: 2021-06
      to: 2022-02
      eligible: {status: [unemployed, informal], age: 15..45}
      covers: {tuition: 100%, living_support: 2 million VND/month, up_to: 12 million VND}
      cards: 5000 per year
      budget: 60 billion VND per year
"""
TABLES = (
    "indicators.parquet",
    "indicators.csv",
    "effects.csv",
    "effects_by_rho.csv",
    "scorecard.csv",
    "ledger.csv",
    "labour_balance.csv",
    "reconciliation.csv",
)
RUN = [sys.executable, "-m", "experiments", "run", "trial.yaml"]


@contextmanager
def _running(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """The command at work; it is ended with the block."""
    place = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [*RUN, *options], cwd=folder, env=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _workers(process: "subprocess.Popen[str]") -> list[int]:
    """Process numbers of the command's worker processes, waited for until there is one."""
    for _ in range(200):
        found = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True
        )
        workers = [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]
        if workers:
            return workers
        time.sleep(0.1)
    raise AssertionError("no worker process appeared")


def _hashes(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TABLES}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario, as a planner has it."""
    folder = tmp_path_factory.mktemp("planner")
    (folder / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(place: Path) -> Path:
    """The run folder of two seeds in one process."""
    done = halong(
        "run", "trial.yaml", "--seeds", "2", "--workers", "1", "--out", "first", cwd=place, PYTHONHASHSEED="1"
    )
    assert done.returncode == 0, done.stderr
    assert "Unemployment rate (working age)" in done.stdout
    assert "Formal wage employment" in done.stdout
    assert "Doses are assumptions of this project; the plan sets none." in done.stdout
    return place / "first"


def test_a_run_leaves_a_whole_run_folder_and_nothing_beside_it(first: Path) -> None:
    listed = json.loads((first / "manifest.json").read_text(encoding="utf-8"))["files"]
    there = {path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file()} - {"manifest.json"}
    assert there == set(listed)
    assert {*TABLES, "report.html"} <= there
    assert sorted(path.name for path in first.parent.iterdir() if path.name.startswith("first")) == ["first"]


def test_the_target_indicators_are_there_with_shares_as_fractions(first: Path) -> None:
    frame = pd.read_parquet(first / "indicators.parquet")
    totals = frame[(frame["by"] == "all") & (frame["group"] == "all")]
    card = pd.read_csv(first / "scorecard.csv")
    assert set(card["indicator"]) <= set(totals["indicator"])
    shares = totals[totals["indicator"].str.endswith(("_share", "unemployment_rate"))]["value"].dropna()
    assert shares.between(0.0, 1.0).all()
    assert not frame.duplicated(["scenario", "seed", "month", "indicator", "by", "group"]).any()


def test_both_arms_are_bit_identical_until_the_lever_starts(first: Path) -> None:
    frame = pd.read_parquet(first / "indicators.parquet")
    arms = frame[frame["month"] < "2021-06"].set_index("scenario")
    trial, baseline = (arms.loc[name].reset_index(drop=True) for name in ("trial", "baseline"))
    pd.testing.assert_frame_equal(trial, baseline, check_exact=True)


def test_a_lever_pays_and_leaves_a_trace(first: Path) -> None:
    ledger = pd.read_csv(first / "ledger.csv")
    cards = ledger[ledger["lever"] == "study_card"]
    assert set(cards["scenario"]) == {"trial"}
    assert cards["amount"].sum() > 0.0
    effects = pd.read_csv(first / "effects.csv")
    intake = effects[(effects["indicator"] == "vet_enrolment") & (effects["by"] == "all")].set_index("month")["mean"]
    assert intake["last12"] > 0.0


def test_effects_stand_under_three_answers_of_job_creation(first: Path) -> None:
    table = pd.read_csv(first / "effects_by_rho.csv")
    assert sorted(table["rho"].unique()) == [0.0, 0.3, 1.0]
    assert set(table["by"]) == {"all"}
    own = pd.read_csv(first / "effects.csv")
    own = own[(own["by"] == "all") & (own["month"] == "last12")].set_index("indicator")["mean"]
    same = table[(table["rho"] == 0.3) & (table["month"] == "last12")].set_index("indicator")["mean"]
    pd.testing.assert_series_equal(same, own.loc[same.index], check_exact=True)


def test_an_answer_that_is_no_share_is_refused(place: Path) -> None:
    done = halong("run", "trial.yaml", "--rho", "0,2", "--out", "never", cwd=place)
    assert done.returncode == 2 and "--rho" in done.stderr and not (place / "never").exists()


def test_workers_hash_seeds_and_an_empty_cache_change_no_byte(place: Path, first: Path) -> None:
    cache = place / "cache"
    (cache / "halong").mkdir(parents=True)
    (cache / "halong" / "kernels").symlink_to(user_cache() / "kernels")  # compiled code is kept, openings are not
    elsewhere = {"HALONG_CACHE_DIR": str(cache)}
    options = ("--seeds", "2", "--workers", "2", "--out", "second")
    done = halong("run", "trial.yaml", *options, cwd=place, PYTHONHASHSEED="2", **elsewhere)
    assert done.returncode == 0, done.stderr
    assert _hashes(place / "second") == _hashes(first)


def test_a_killed_worker_costs_time_and_nothing_else(place: Path, first: Path) -> None:
    with _running(place, "--seeds", "2", "--workers", "2", "--out", "killed") as process:
        os.kill(_workers(process)[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert _hashes(place / "killed") == _hashes(first)


def test_ctrl_c_keeps_finished_runs_and_the_same_command_goes_on(place: Path, first: Path) -> None:
    options = ("--seeds", "2", "--workers", "1", "--out", "stopped")
    with _running(place, *options) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any(line.startswith("1/6 ") for line in lines)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "finished and kept" in errors
    assert not (place / "stopped").exists()
    assert len(list((place / "stopped.partial").glob("[!.]*-seed*"))) >= 1
    again = halong("run", "trial.yaml", *options, cwd=place)
    assert again.returncode == 0, again.stderr
    assert "6/6 " not in again.stderr
    assert _hashes(place / "stopped") == _hashes(first)
    assert not (place / "stopped.partial").exists()


def test_events_are_kept_if_asked_for_and_carry_the_stocks(place: Path, first: Path) -> None:
    assert not (first / "events").exists()
    options = ("--seeds", "1", "--rho", "none", "--until", "2021-09", "--events", "--out", "logged")
    done = halong("run", "trial.yaml", *options, cwd=place)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (place / "logged" / "events").iterdir())
    assert names == ["baseline-seed1.parquet", "trial-seed1.parquet"]
    listed = json.loads((place / "logged" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert {f"events/{name}" for name in names} <= set(listed)
    events = pd.read_parquet(place / "logged" / "events" / "trial-seed1.parquet")
    came, went = (
        (events[column] == "formal_wage").groupby(events["month"]).sum() for column in ("to_state", "from_state")
    )
    table = pd.read_parquet(place / "logged" / "indicators.parquet")
    table = table[(table["scenario"] == "trial") & (table["by"] == "all")]
    stock = table[table["indicator"] == "formal_wage_employment"].set_index("month")["value"] * 0.02
    assert (stock.diff().iloc[1:].round() == (came - went).loc[stock.index[1:]]).all()


def test_drawn_parameters_give_probabilities(place: Path) -> None:
    done = halong(
        "run", "trial.yaml", "--draws", "2", "--until", "2021-08", "--against", "none", "--out", "drawn", cwd=place
    )
    assert done.returncode == 0, done.stderr
    card = pd.read_csv(place / "drawn" / "scorecard.csv")
    assert card["probability_met"].dropna().between(0.0, 1.0).all()
    assert card["probability_met"].notna().any()
    frame = pd.read_parquet(place / "drawn" / "indicators.parquet")
    assert sorted(frame["draw"].unique()) == [1, 2]


def test_a_report_is_written_again_in_the_other_language(place: Path, first: Path) -> None:
    before = _hashes(first)
    done = halong("report", "first", "--language", "vi", "--format", "html", cwd=place)
    assert done.returncode == 0, done.stderr
    page = (first / "report.html").read_text(encoding="utf-8")
    assert '<html lang="vi">' in page
    assert "Liều lượng là giả định của dự án này; kế hoạch không quy định." in page
    assert _hashes(first) == before
    listed = json.loads((first / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert listed["report.html"] == hashlib.sha256((first / "report.html").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "no_such.yaml"], "no_such"),
        (["run", "broken.yaml"], "broken.yaml:3:1: unknown key 'polices'"),
        (["run", "trial.yaml", "--until", "2021-13"], "write YYYY-MM"),
        (["run", "trial.yaml", "--until", "2020-01"], "ends before it starts"),
        (["run", "trial.yaml", "--scale", "2"], "--scale"),
        (["run", "trial.yaml", "--seeds", "0"], "--seeds"),
        (["run", "trial.yaml", "--against", "missing.yaml"], "missing"),
        (["run", "trial.yaml", "other/trial.yaml"], "two different scenarios are called trial"),
        (["run", "trial.yaml", "--out", "other"], "is not a run folder"),
        (["report", "other"], "is not a run folder"),
        (["report", "other", "--format", "pptx"], "choose from html, docx, xlsx, png"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    (tmp_path / "other" / "trial.yaml").write_text(TRIAL.replace("5000 per year", "4000 per year"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("name: {vi: Thử, en: Trial}\nextends: baseline.yaml\npolices: []\n")
    before = sorted(tmp_path.rglob("*"))
    done = halong(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_that_cannot_be_written_is_named(place: Path) -> None:
    done = halong("run", "trial.yaml", "--out", "trial.yaml/runs", cwd=place)
    assert done.returncode == 1
    assert "trial.yaml" in done.stderr
    assert "Traceback" not in done.stderr
