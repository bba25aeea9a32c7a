"""`halong project` as a planner meets it: a card, the real model at a small scale, and everything that can be wrong."""

import json
from pathlib import Path

import pandas as pd
import pytest

from experiments.projects.card import read_card
from simulation.scenario import ScenarioError
from tests.command_line import halong

CARD = """\
name: {vi: Nhà máy thử, en: Trial plant}
economy:
  projects:
    - sector: manufacturing_fdi
      park: song_khoai
      arrives: 2021-03
      jobs: 3000
      ramp_up: 4 months
      offer: 110%
      occupations: {machine_operators: 80%, technicians: 20%}
      worker_places: {places: 500, rent: 0.4 million VND/month}
"""
BROKEN = {
    "an unknown sector": ("manufacturing_fdi", "manufacturing_fdy", "card.yaml:4:15", "'manufacturing_fdi'"),
    "an unknown park": ("park: song_khoai", "park: song_khoay", "card.yaml:5:13", "'song_khoai'"),
    "no place": ("      park: song_khoai\n", "", "card.yaml:4:7", "park: song_khoai, or district: quang_yen"),
    "jobs with a unit": ("jobs: 3000", "jobs: 3000 jobs", "card.yaml:7:13", ""),
    "a length without a unit": ("4 months", "4", "card.yaml:8:16", "12 months"),
    "shares that do not add up": ("20%}", "30%}", "card.yaml:10:20", "add up to 110%"),
    "an occupation the sector has not": ("technicians", "farmers_fishers", "card.yaml:10:45", "technicians"),
    "pay beyond all bounds": ("110%", "900%", "card.yaml:9:14", "105%"),
    "a month outside the horizon": ("2021-03", "2033-03", "card.yaml:6:16", "2021-01 to 2030-11"),
    "rent without a period": ("VND/month", "VND", "card.yaml:11:42", "VND/month"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a card and what the command printed."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    options = ("--seeds", "2", "--scale", "0.02", "--months", "12", "--workers", "1", "--language", "en")
    done = halong("project", "card.yaml", *options, "--out", "told", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "told", done.stdout


def test_the_tables_say_how_long_from_where_who_loses_and_what_housing_is_needed(told: tuple[Path, str]) -> None:
    for words in (
        "Trial plant: 3,000 jobs, Foreign-invested manufacturing, Song Khoai industrial park, from March 2021",
        "Months to staff the project", "Where staff come from in the first 12 months", "Which sectors lose workers",
        "Which districts lose workers", "Worker places needed", "change against the market without the project",
    ):  # fmt: skip
        assert words in told[1]


def test_the_folder_is_sealed_and_its_page_needs_nothing_outside_itself(told: tuple[Path, str]) -> None:
    listed = set(json.loads((told[0] / "manifest.json").read_text(encoding="utf-8"))["files"])
    there = {path.name for path in told[0].iterdir()} - {"manifest.json"}
    assert there == listed >= {"project.html", "filled.csv", "origins.csv", "losers.csv", "housing.csv", "net.csv"}
    page = (told[0] / "project.html").read_text(encoding="utf-8")
    assert "<svg" in page and "http" not in page.replace("http://www.w3.org", "")


def test_staff_are_those_who_came_less_those_who_left_and_everybody_came_from_somewhere(
    told: tuple[Path, str],
) -> None:
    staffing, hires = (pd.read_csv(told[0] / f"{name}_by_seed.csv") for name in ("staffing", "hires"))
    for seed, months in staffing.groupby("seed"):
        assert (months["staff"] == (months["hires"] - months["leavers"]).cumsum()).all()
        came = hires[hires["seed"] == seed].groupby("since")["persons"].sum()
        assert came.reindex(months["since"], fill_value=0.0).tolist() == months["hires"].tolist()
    assert staffing["staff"].max() > 1500


def test_without_the_project_its_staff_do_something_else_each_and_the_province_adds_up(told: tuple[Path, str]) -> None:
    staffing, looks = (pd.read_csv(told[0] / f"{name}_by_seed.csv") for name in ("staffing", "looks"))
    for (seed, since), rows in looks.groupby(["seed", "since"]):
        month = staffing[(staffing["seed"] == seed) & (staffing["since"] == since)].iloc[0]
        assert rows[rows["table"] == "instead"]["persons"].sum() == pytest.approx(month["staff"])
        for arm, own in (("with", month["staff"]), ("without", 0.0)):
            mine = rows[rows["table"] == arm]
            payrolls = mine[(mine["place"] == "other_firms") & mine["sector"].notna()]["persons"].sum()
            formal = mine[mine["place"] == "formal_jobs"]["persons"].item()
            assert payrolls + own == pytest.approx(formal)


def test_the_project_pays_more_than_the_sector_and_raises_employment(told: tuple[Path, str]) -> None:
    pay, net = pd.read_csv(told[0] / "pay.csv"), pd.read_csv(told[0] / "net.csv")
    assert pay.set_index("quantity")["mean"]["over_sector"] > 1.0
    last = net[(net["since"] == 12) & (net["what"] == "change")].set_index("quantity")["mean"]
    assert 0.0 < last["formal_jobs"] < 3000.0


@pytest.mark.parametrize("kind", BROKEN)
def test_a_wrong_card_is_refused_with_its_place_and_a_hint(kind: str, tmp_path: Path) -> None:
    old, new, place, words = BROKEN[kind]
    card = tmp_path / "card.yaml"
    assert old in CARD
    card.write_text(CARD.replace(old, new), encoding="utf-8")
    done = halong("project", "card.yaml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert place in done.stderr and words in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["card.yaml"]


def test_a_file_without_a_project_is_no_card(tmp_path: Path) -> None:
    (tmp_path / "card.yaml").write_text("name: {vi: Thử, en: Trial}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a project card has one project; this one has no project of its own"):
        read_card(tmp_path / "card.yaml", 36)


def test_the_shipped_card_is_one() -> None:
    card = read_card(Path("projects/park_3000_jobs.yaml"), 36)
    assert card.project.jobs == 3000 and card.reference.projects == ()
