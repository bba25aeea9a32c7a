"""A second, deliberately different province is data only: it opens, runs and reports like the first one."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from simulation.province import Province, load_province
from simulation.scenario import shipped_folder
from simulation.scenario.projects import PlannedProject
from tests.command_line import halong

ROOT = Path(__file__).resolve().parents[2]
UPLAND = shipped_folder() / "upland"
#: Tables that hold the country's own law and calendar, not the province's numbers.
_NATIONAL = {"legal.csv", "calendar.csv"}


@pytest.fixture(scope="module")
def upland() -> Province:
    return load_province(UPLAND / "tables")


def test_every_number_of_the_made_up_province_says_that_nobody_measured_it() -> None:
    numbers = 0
    for path in sorted((UPLAND / "tables").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows if path.name not in _NATIONAL else []:
            assert row.get("status", "assumed") == "assumed", (path.name, row)
            if "geography" in row:
                numbers += 1
                assert row["geography"] == "made-up upland province" and row["source"].startswith("made-up example")
    assert numbers > 800


def test_the_two_provinces_share_no_district_sector_or_occupation(upland: Province, quang_ninh: Province) -> None:
    for table in ("districts", "sectors", "occupations", "colleges", "agencies"):
        ours, theirs = ({getattr(row, "id", row) for row in getattr(one, table)} for one in (upland, quang_ninh))
        assert ours and ours & theirs <= {"people_committee", "central_government"}


def test_no_line_of_code_names_a_part_of_either_province(upland: Province, quang_ninh: Province) -> None:
    code = {
        path: path.read_text(encoding="utf-8")
        for package in ("simulation", "experiments")
        for path in (ROOT / package).rglob("*.py")
    }
    names = {unit.id for one in (upland, quang_ninh) for unit in (*one.districts, *one.sectors, *one.occupations)}
    words_of_the_model = {"agriculture", "public", "trade", "elementary"}  # an indicator, kinds of owners, a level
    examples = {
        repr(PlannedProject.model_fields["sector"].examples[0]).strip("'")
    }  # shown in the schema of scenario files
    for path, text in code.items():
        quoted = set(re.findall(r'"([a-z_0-9]+)"', text))
        assert quoted & (names - words_of_the_model - examples) == set(), path


def test_it_runs_with_its_report_and_nothing_of_the_other_province_shows(tmp_path: Path) -> None:
    scenario = UPLAND / "short_courses.yaml"
    options = ["--seeds", "2", "--scale", "0.2", "--until", "2022-12", "--rho", "none", "--workers", "1"]
    _halong("run", str(scenario), *options, "--language", "en", "--out", str(tmp_path / "run"))
    _halong("report", str(tmp_path / "run"), "--format", "docx,xlsx", "--language", "vi")
    told = pd.read_csv(tmp_path / "run" / "indicators.csv")
    reference = told[told["scenario"] == "baseline"].iloc[-1]
    assert reference["agriculture_share"] > 0.5 and reference["informal_share"] > 0.7
    ledger = pd.read_csv(tmp_path / "run" / "ledger.csv")
    assert set(ledger["agency"]) <= {"labour_department"} and ledger["amount"].sum() > 0
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["province"]["name"]["en"] == "made-up upland province"
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "Thung May town" in words and "thị xã Thung Mây" in words
    for word in ("Quảng Ninh", "Plan 66", "Kế hoạch 66", "66/KH-UBND", "Hạ Long", "Coal", "Ngành than"):
        assert word not in words


def _halong(*arguments: str) -> None:
    done = halong(*arguments, cwd=ROOT)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
