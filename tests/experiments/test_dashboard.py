"""What stands behind the browser page: drafts that write true scenario files, forms read from the doses, quick runs."""

from pathlib import Path

import pytest

from experiments.dashboard.draft import begin
from experiments.dashboard.form import form
from experiments.dashboard.study import faults
from experiments.texts.phrasebook import Phrasebook
from simulation.scenario import Scenario
from simulation.scenario.shipped import shipped_folder

SHIPPED = sorted(path.name for path in shipped_folder().glob("*.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_draft_nobody_touched_asks_the_same_question(name: str, tmp_path: Path) -> None:
    draft = begin(name)
    written = Scenario.load(draft.write(tmp_path))
    assert written.policies == Scenario.load(name).policies
    assert (written.start, written.end) == (Scenario.load(name).start, Scenario.load(name).end)
    assert written.demand == Scenario.load(name).demand


def test_a_draft_keeps_the_reference_of_the_file_it_began_with(tmp_path: Path) -> None:
    draft = begin("plan_66.yaml")
    draft.set("study_card", "cards", "3000 per year")
    written = Scenario.load(draft.write(tmp_path))
    assert written.stem == "plan_66_draft"
    assert written.reference == Scenario.load("no_plan.yaml")
    before = Scenario.load("plan_66.yaml").policies
    changed = [dose.lever for dose, was in zip(written.policies, before, strict=True) if dose != was]
    assert changed == ["study_card"]


def test_of_a_scenario_without_a_reference_the_draft_is_measured_against_itself(tmp_path: Path) -> None:
    draft = begin("baseline.yaml")
    draft.set("employment_centre", "counsellors", "80")
    written = Scenario.load(draft.write(tmp_path))
    assert written.reference == Scenario.load("baseline.yaml")


def test_a_dose_taken_in_is_the_plan_s_and_one_taken_out_is_gone(tmp_path: Path) -> None:
    draft = begin("study_cards.yaml")
    draft.switch("retraining", on=True)
    draft.switch("study_card", on=False)
    levers = {dose.lever for dose in Scenario.load(draft.write(tmp_path)).policies}
    assert "retraining" in levers
    assert "study_card" not in levers


def test_fields_inside_groups_and_lists_can_be_moved(tmp_path: Path) -> None:
    draft = begin("worker_housing.yaml")
    housing = next(key for key in draft.doses if key.startswith("worker_housing") and not draft.doses[key].inherited)
    draft.set(housing, "places[0].places", "777")
    assert faults(draft.write(tmp_path), "en") == ([], True)
    assert "places: 777" in draft.text


def test_a_wrong_dose_is_told_with_the_words_and_the_place_of_halong_check(tmp_path: Path) -> None:
    draft = begin("study_cards.yaml")
    draft.set("study_card", "budget", "12 billion")
    told, usable = faults(draft.write(tmp_path), "en")
    line = next(number for number, text in enumerate(draft.text.splitlines(), start=1) if "budget" in text)
    assert not usable
    assert told[0].startswith(f"study_cards_draft.yaml:{line}:")
    assert "VND per year" in told[0]


def test_a_wrong_text_stays_in_its_field_where_it_can_be_mended() -> None:
    def cards() -> dict[str, object]:
        sections = form(draft, Phrasebook("en"))
        [dose] = [dose for section in sections for dose in section["doses"] if dose["key"] == "study_card"]
        assert "cards" not in dose["fixed"]
        return next(dict(field) for field in dose["fields"] if field["path"] == "cards")

    draft = begin("study_cards.yaml")
    before = cards()
    draft.set("study_card", "cards", "many")
    assert cards() == before | {"text": "many", "shown": "many"}
    draft.set("study_card", "cards", "4000 per year")
    assert (cards()["high"], cards()["step"]) == (before["high"], before["step"])


def test_a_user_s_own_scenario_keeps_what_it_extends_beside_it(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "ours.yaml").write_text("name: {vi: Ta, en: Ours}\nextends: baseline.yaml\n", encoding="utf-8")
    (own / "more.yaml").write_text("name: {vi: Thêm, en: More}\nextends: ours.yaml\n", encoding="utf-8")
    draft = begin(own / "more.yaml")
    draft.switch("study_card", on=True)
    written = Scenario.load(draft.write(tmp_path / "desk"))
    assert written.reference is not None
    assert written.reference.stem == "ours"


def test_every_slider_holds_the_value_it_stands_for() -> None:
    fields = [
        field
        for section in form(begin("plan_66.yaml"), Phrasebook("en"))
        for dose in section["doses"]
        for field in dose["fields"]
    ]
    sliders = [field for field in fields if field["slider"]]
    assert len(sliders) > 80
    for field in sliders:
        value = float(field["text"].split(" ")[0].rstrip("%"))
        assert field["low"] <= value <= field["high"], field
        assert 0.0 < field["step"] <= max(field["high"] / 10.0, 1.0), field
    assert {field["text"] for field in fields if not field["slider"]} >= {"2023-07", "2030-12"}
