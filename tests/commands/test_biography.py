"""`halong biography` as a reader meets it: two lives of one person from the event logs of a real run."""

import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.texts.phrasebook import Phrasebook
from tests.command_line import halong

TRIAL = """
name: {vi: Thẻ thử, en: Trial cards}
extends: baseline.yaml
horizon: {start: 2021-01, end: 2021-09}
scale: 0.02
policies:
  - study_card:
      from: 2021-03
      to: 2021-09
      eligible: {status: [unemployed, informal], age: 15..45}
      covers: {tuition: 100%, living_support: 2 million VND/month, up_to: 12 million VND}
      cards: 5000 per year
      budget: 60 billion VND per year
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that kept its events."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "trial.yaml").write_text(TRIAL, encoding="utf-8")
    options = ("--seeds", "1", "--rho", "none", "--events", "--workers", "1", "--out", "kept")
    done = halong("run", "trial.yaml", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def listed(desk: Path) -> list[int]:
    """Persons whose lives differ, as the command lists them."""
    done = halong("biography", "kept", "--differing", "--language", "en", cwd=desk, COLUMNS="150")
    assert done.returncode == 0, done.stderr
    found = [int(line.split()[0]) for line in done.stdout.splitlines() if re.match(r"\d+ +(man|woman), \d+", line)]
    assert found and "Study card" in done.stdout
    return found


def _events(desk: Path, arm: str, person: int) -> pd.DataFrame:
    events = pd.read_parquet(desk / "kept" / "events" / f"{arm}-seed1.parquet")
    return events[events["person"] == person]


def test_listed_lives_part_and_say_what_only_the_scenario_gave(desk: Path, listed: list[int]) -> None:
    person = listed[0]
    told = halong("biography", "kept", "--person", str(person), "--language", "en", cwd=desk, COLUMNS="150").stdout
    assert told.startswith(f"Person {person} in January 2021: aged ")
    assert "Baseline" in told and "Trial cards" in told
    before, after = told.split("≠ lives part here")
    assert "first support: Study card" in after and "Study card" not in before
    assert "At the end" in after
    months = set(re.findall(r"^([A-Z][a-z]+ 2021) ", told, re.MULTILINE))
    both = pd.concat([_events(desk, arm, person) for arm in ("baseline", "trial")])
    assert months == set(map(Phrasebook("en").month, both["month"].astype(str)))


def test_a_life_that_no_policy_touches_is_told_once_and_in_vietnamese_too(desk: Path) -> None:
    events = {arm: pd.read_parquet(desk / "kept" / "events" / f"{arm}-seed1.parquet") for arm in ("baseline", "trial")}
    counts = [one["person"].value_counts() for one in events.values()]
    for person in counts[0].index:
        both = [_events(desk, arm, person).reset_index(drop=True) for arm in events]
        if both[0].astype(str).equals(both[1].astype(str)):
            break
    told = halong("biography", "kept", "--person", str(person), "--language", "vi", cwd=desk, COLUMNS="150").stdout
    assert "= hai cuộc đời như nhau" in told and "≠" not in told
    assert "như kịch bản so sánh" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--person", "99999999"), "the nearest is "),
        (("--person", "-3"), "the nearest is 0"),
        (("--person", "3", "--seed", "9"), "nearest 1"),
        (("--person", "3", "--scenario", "study"), "it has: trial, baseline"),
        ((), "--differing"),
    ],
)
def test_what_the_run_does_not_know_is_refused_with_the_nearest(
    desk: Path, options: tuple[str, ...], words: str
) -> None:
    done = halong("biography", "kept", *options, cwd=desk, COLUMNS="150")
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_a_run_without_events_says_how_to_keep_them(desk: Path) -> None:
    for name in ("events", "people"):
        (desk / "kept" / name).rename(desk / name)
    try:
        done = halong("biography", "kept", "--person", "3", cwd=desk, COLUMNS="150")
    finally:
        for name in ("events", "people"):
            (desk / name).rename(desk / "kept" / name)
    assert done.returncode == 2 and "--events" in done.stderr
