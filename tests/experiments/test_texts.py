"""Every text a person sees stands in Vietnamese and in English."""

import re
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from experiments.commands.check import _faults
from experiments.levers import COMMON, _fields
from experiments.texts.dose_words import dose_text, field_label, quantity
from experiments.texts.fault_words import told
from experiments.texts.help import CLICK, COMPILED, compiled
from experiments.texts.phrasebook import Phrasebook, phrases, table
from experiments.texts.sentences import said
from simulation.scenario import Scenario
from simulation.scenario.groups import GroupFilter
from simulation.scenario.levers import LeverDose, registered_levers, write_dose
from tests.scenario.test_broken_scenarios import BROKEN, VALID

ROOT = Path(__file__).resolve().parents[2]
VIETNAMESE = Phrasebook("vi")


def test_no_phrase_stands_in_two_tables() -> None:
    tables = [entry for entry in files("experiments.texts").iterdir() if entry.name.endswith(".yaml")]
    keys = [key for table in tables for key in yaml.safe_load(table.read_text(encoding="utf-8"))]
    assert len(tables) >= 5
    assert sorted(keys) == sorted(set(keys))


def test_every_phrase_that_code_names_is_there() -> None:
    named = set()
    for file in (ROOT / "experiments").rglob("*.py"):
        named |= set(re.findall(r'words\(\s*"([a-z_]+(?:\.[\w ]+)+)"', file.read_text(encoding="utf-8")))
    assert len(named) > 150
    assert named - set(phrases()) == set()


def test_what_click_says_is_compiled_from_the_catalogue() -> None:
    assert COMPILED.read_bytes() == compiled(table(CLICK)), "run python -m experiments.texts.help"


def _help(*arguments: str, **environment: str) -> str:
    command = [sys.executable, "-m", "experiments", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={"PATH": "", **environment}, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_help_speaks_the_language_of_the_option_then_of_the_locale() -> None:
    assert "Chạy từng KỊCH_BẢN" in _help("run", "--language", "vi", "--help", LC_ALL="C.UTF-8")
    assert "Các lệnh" in _help("--help", LC_ALL="vi_VN.UTF-8")
    assert "Commands" in _help("--help", LC_ALL="C.UTF-8")
    assert "Show this message" in _help("run", "--language=en", "--help", LC_ALL="vi_VN.UTF-8")
    assert "có phải ý bạn là 'run'?" in _help("rnu", LC_ALL="vi_VN.UTF-8")


@pytest.mark.parametrize("command", ["", "run", "report", "dashboard"])
def test_help_answers_at_once(command: str) -> None:
    best = 9.0
    for _ in range(4):
        began = time.perf_counter()
        _help(*([command] if command else []), "--help", LC_ALL="vi_VN.UTF-8")
        best = min(best, time.perf_counter() - began)
    assert best < 0.3


def test_every_field_of_every_dose_has_a_name() -> None:
    for name, dose in registered_levers().items():
        for field in _fields(dose, tuple(key for key in dose.model_fields if key not in COMMON)):
            assert field_label(VIETNAMESE, name, field["key"])
    assert {f"filter.{name}" for name in GroupFilter.model_fields} <= set(phrases())


def test_doses_are_told_in_the_manner_of_the_country() -> None:
    assert quantity(VIETNAMESE, "1000 per year") == "1.000 mỗi năm"
    assert quantity(VIETNAMESE, "1.5 million VND per month") == "1,5 triệu đồng mỗi tháng"
    assert quantity(VIETNAMESE, "2023-07") == "tháng 7/2023"
    assert quantity(VIETNAMESE, "15..45") == "15 đến 45"
    assert quantity(VIETNAMESE, 6.0) == "6"
    assert dose_text(VIETNAMESE, "job_retention_training", {"contract": 6.0}) == "số tháng giữ việc: 6"
    assert quantity(Phrasebook("en"), "12 billion VND per year") == "12 billion VND a year"
    told = dose_text(VIETNAMESE, "study_card", write_dose(_study_card())["study_card"])
    assert "số thẻ: 1.000 mỗi năm" in told
    assert "tình trạng: thất nghiệp, lao động phi chính thức" in told


def _study_card() -> LeverDose:
    return next(dose for dose in Scenario.load("study_cards.yaml").policies if dose.lever == "study_card")


def test_months_and_quarters_are_written_as_people_write_them() -> None:
    assert VIETNAMESE.month("2023-07") == "tháng 7/2023"
    assert VIETNAMESE.quarter("2024-Q3") == "quý III/2024"
    assert Phrasebook("en").month("2023-07") == "July 2023"
    assert VIETNAMESE.months("2025-01..2025-12") == "tháng 1/2025 đến tháng 12/2025"


def test_every_lever_of_the_plan_has_a_section_in_the_page() -> None:
    from experiments.dashboard.draft import begin
    from experiments.dashboard.form import form

    sections = form(begin("plan_66_full.yaml"), VIETNAMESE)
    assert [section["name"] for section in sections][:2] == ["II.1", "II.3"]
    assert "" not in {section["name"] for section in sections}
    assert sum(len(section["doses"]) for section in sections) >= 40


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_with_a_scenario_is_told_in_vietnamese(kind: str, tmp_path: Path) -> None:
    replaced, put, *_ = BROKEN[kind]
    place = tmp_path / "trial.yaml"
    place.write_text(VALID.replace(replaced, put), encoding="utf-8")
    found = _faults(str(place))
    assert found
    for fault in found:
        assert said(fault.message, "vi") != fault.message
        example = re.match(r"[{\w]*: ", fault.hint)  # to be copied as it stands
        assert fault.hint == "" or example or said(fault.hint, "vi") != fault.hint
        assert told(fault, "vi").startswith(f"{place}:{fault.line}:{fault.column}: ")
        assert told(fault, "en") == str(fault)


def test_one_is_not_many() -> None:
    said = [Phrasebook("en")("run.started", runs=n, arms=n, months=n, workers=n) for n in (1, 2)]
    assert said == [
        "1 run of 1 scenario side by side, 1 month each, 1 worker",
        "2 runs of 2 scenarios side by side, 2 months each, 2 workers",
    ]
    assert Phrasebook("vi")("fit.wave", wave=1, runs=1) == "Đợt 1: 1 lần chạy"
