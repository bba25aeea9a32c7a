"""`halong show`: what a scenario changes, in which units, written where, resting on which assumptions."""

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from experiments.cli import halong
from simulation.scenario import registered_levers
from tests.command_line import halong as command

TRIAL = """\
name: {vi: Thử, en: Trial}
extends: study_cards.yaml
parameters: {prepay_3m_share: 0.9}
policies:
  - study_card: {from: 2023-07, to: 2024-12, cards: 2000 per year, covers: {tuition: 50%, up_to: 6 million VND}}
"""


def show(*arguments: str) -> Result:
    return CliRunner().invoke(halong, ["show", *arguments], standalone_mode=False)


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "trial.yaml"
    path.write_text(TRIAL, encoding="utf-8")
    return path


def facts(path: Path) -> dict[str, Any]:
    result = show(str(path), "--json")
    assert result.return_value == 0
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_each_difference_has_its_value_unit_reference_and_source(trial: Path) -> None:
    found = {one["key"]: one for one in facts(trial)["differences"]}
    assert found["policies.study_card.cards"] == {
        "key": "policies.study_card.cards",
        "value": "2000 per year",
        "unit": "per year",
        "reference": "1000 per year",
        "source": f"{trial}:5",
    }
    assert found["policies.study_card.budget"]["value"] is None
    assert found["policies.study_card.budget"]["reference"] == "12 billion VND per year"
    assert found["parameters.prepay_3m_share"]["unit"] == "share of households that can prepay 3 million VND"
    assert "policies.study_card.from" not in found
    assert "horizon.start" not in found


def test_a_replaced_parameter_stands_beside_the_tables_value_and_range(trial: Path) -> None:
    [parameter] = facts(trial)["parameters"]
    assert parameter["value"] == 0.9 and parameter["inside_range"] is False
    assert (parameter["table"]["value"], parameter["table"]["low"], parameter["table"]["high"]) == (0.6, 0.4, 0.8)
    assert "0.9" in show(str(trial)).output and "outside the range" in show(str(trial)).output


def test_what_rests_on_assumed_values_is_listed(trial: Path) -> None:
    found = facts(trial)
    assumed = {row["name"]: row["levers"] for row in found["assumed"]}
    assert "study_card" in assumed["awareness_start"]
    assert assumed["quit_reduction_from_worker_housing"] == ["worker_housing"]
    assert all(row["status"] == "assumed" for row in found["assumed"])
    assert all(dose["status"] == "assumed" for dose in found["doses"])


def test_the_page_says_whose_the_doses_are() -> None:
    page = show("study_cards", "--language", "en").output
    assert "Doses are assumptions of this project; the plan sets none." in page
    assert page.startswith("study_cards: Study cards 2023-2025\n")


def test_the_page_speaks_vietnamese_throughout() -> None:
    page = show("study_cards", "--language", "vi").output
    assert page.startswith("study_cards: Thẻ học nghề 2023-2025\n")
    assert "Liều lượng là giả định của dự án này; kế hoạch không quy định." in page
    assert "1,5 triệu đồng mỗi tháng" in page and "tháng 7/2023 đến tháng 12/2025" in page
    told = re.sub(r"[\w./-]*[_./][\w./()\[\]-]*|\b[IV]+\.\S+ \S+|[0-9a-f]{64}", "", page)  # keys, places, clauses
    assert set(re.findall(r"\b(?:the|of|share|month|assumed|value|reference|default|per|year)\b", told)) == set()


def test_the_baseline_has_no_reference_and_shows_all_its_values() -> None:
    result = show("baseline")
    assert result.return_value == 0
    assert "Values (there is no reference)" in result.output
    assert "policies.worker_housing(built_or_under_way).places[0].places" in result.output


def test_a_wrong_scenario_is_not_shown(trial: Path) -> None:
    trial.write_text(TRIAL.replace("prepay_3m_share", "prepay_3m_shar"), encoding="utf-8")
    done = command("show", str(trial), cwd=trial.parent)
    assert done.returncode == 2
    assert f"{trial.name}:3:14: unknown parameter" in done.stderr
    assert done.stdout == ""


def test_every_lever_is_shown_with_clauses_body_dose_and_what_it_rests_on() -> None:
    found = {one["lever"]: one for one in json.loads(show("--levers", "--json").output)["levers"]}
    assert set(found) == set(registered_levers())
    assert all(one["clauses"] and one["verb"] and one["competence"] and one["lead"]["en"] for one in found.values())
    card = found["study_card"]
    assert card["name"] == {"vi": "Thẻ học nghề", "en": "Study card"} and card["preset_of"] is None
    fields = {field["key"]: field for field in card["dose"]}
    assert fields["covers.up_to"]["unit"] == "an amount of money in VND"
    assert fields["cards"] == {
        "key": "cards",
        "unit": "a number per year",
        "default": "required",
        "meaning": "cards that may be issued in a calendar year",
    }
    assert found["demobilised_card"]["preset_of"] == "study_card"
    assert {row["name"]: row["status"] for row in card["parameters"]}["awareness_start"] == "assumed"


def test_the_page_of_levers_names_each_in_the_language_asked_for() -> None:
    page = show("--levers", "--language", "en").output
    assert "worker_housing: Worker housing" in page
    assert "Doses are assumptions of this project; the plan sets none." in page
    page = show("--levers", "--language", "vi").output
    assert "worker_housing: Nhà ở công nhân" in page
    assert "số thẻ được cấp trong một năm" in page


def test_show_wants_a_scenario_or_levers_and_not_both() -> None:
    for arguments in ((), ("study_cards", "--levers")):
        result = show(*arguments)
        assert isinstance(result.exception, click.UsageError)
        assert "give a SCENARIO, or --levers without one" in str(result.exception)
