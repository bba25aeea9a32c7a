"""What a scenario inherits from the file it extends, and from where it may inherit."""

from pathlib import Path

import pytest

from simulation.months import month_index
from simulation.scenario import Scenario, ScenarioError

PARENT = """\
name: {vi: Cha, en: Parent}
province: quang_ninh
horizon: {start: 2021-01, end: 2030-12}
parameters: {prepay_3m_share: 0.5, signal_share: 0.4}
economy: {demand: {tourism: {index: 2019, 2021: 63, 2022: 90}, coal: {index: 2020, 2021: 101}}}
policies:
  - study_card: {from: 2023-07, to: 2025-12, cards: 500 per year, covers: {tuition: 50%, up_to: 6 million VND}}
  - study_card: {id: miners, from: 2023-07, to: 2025-12, cards: 9 per year, covers: {tuition: 9%, up_to: 1 million VND}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "parent.yaml").write_text(PARENT, encoding="utf-8")
    return tmp_path


def child(folder: Path, text: str) -> Scenario:
    return Scenario.load(write(folder, "child.yaml", "name: {vi: Con, en: Child}\nextends: parent.yaml\n" + text))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_file_does_not_say_is_inherited(folder: Path) -> None:
    scenario = child(folder, "")
    assert scenario.reference is not None and scenario.reference.stem == "parent"
    assert scenario.policies == scenario.reference.policies
    assert scenario.name.en == "Child"


def test_keys_replace_those_of_the_parent_one_by_one(folder: Path) -> None:
    scenario = child(folder, "horizon: {end: 2025-12}\nparameters: {signal_share: 0.6}\n")
    assert (scenario.start, scenario.end) == (month_index("2021-01"), month_index("2025-12"))
    assert scenario.parameters == {"prepay_3m_share": 0.5, "signal_share": 0.6}


def test_a_demand_path_is_replaced_as_a_whole_because_its_years_share_one_index(folder: Path) -> None:
    scenario = child(folder, "economy: {demand: {tourism: {index: 2022, 2023: 120}}}\n")
    assert scenario.demand["tourism"].years == {2022: 100.0, 2023: 120.0}
    assert scenario.demand["coal"].index == 2020


def test_a_dose_replaces_the_dose_of_the_same_lever_and_id_in_its_place(folder: Path) -> None:
    dose = "from: 2023-07, to: 2024-06, cards: 100 per year, covers: {tuition: 100%, up_to: 12 million VND}"
    scenario = child(folder, f"policies:\n  - study_card: {{{dose}}}\n  - study_card: {{id: women, {dose}}}\n")
    assert [one.id for one in scenario.policies] == [None, "miners", "women"]
    assert [one.cards for one in scenario.policies] == [100.0, 9.0, 100.0]  # type: ignore[attr-defined]


def test_a_name_is_never_inherited(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="missing key 'name'"):
        Scenario.load(write(folder, "nameless.yaml", "extends: parent.yaml\n"))


def test_a_fault_of_the_parent_names_the_parents_file_and_line(folder: Path) -> None:
    write(folder, "parent.yaml", PARENT.replace("cards: 9 per year", "cards: 9"))
    with pytest.raises(ScenarioError) as error:
        child(folder, "")
    [fault] = error.value.faults
    assert (Path(fault.file).name, fault.line, fault.column) == ("parent.yaml", 8, 65)


def test_faults_of_child_and_parent_are_reported_together(folder: Path) -> None:
    write(folder, "parent.yaml", PARENT.replace("cards: 9 per year", "cards: 9"))
    with pytest.raises(ScenarioError) as error:
        child(folder, "scale: 2\n")
    assert [(Path(fault.file).name, fault.line) for fault in error.value.faults] == [
        ("child.yaml", 3),
        ("parent.yaml", 8),
    ]


def test_a_parent_that_cannot_be_read_does_not_hide_the_childs_own_faults(folder: Path) -> None:
    write(folder, "parent.yaml", "name: [\n")
    with pytest.raises(ScenarioError) as error:
        child(folder, "scale: 2\n")
    assert {(Path(fault.file).name) for fault in error.value.faults} == {"child.yaml", "parent.yaml"}
    assert len(error.value.faults) == 2


def test_scenarios_that_extend_each_other_are_refused(folder: Path) -> None:
    write(folder, "a.yaml", "name: {vi: A, en: A}\nextends: b.yaml\n")
    write(folder, "b.yaml", "name: {vi: B, en: B}\nextends: a.yaml\n")
    with pytest.raises(ScenarioError, match=r"b\.yaml:2:10: 'extends' goes in a circle: a\.yaml -> b\.yaml -> a\.yaml"):
        Scenario.load(folder / "a.yaml")


def test_a_chain_of_more_than_sixteen_is_refused(folder: Path) -> None:
    before = "parent.yaml"
    for number in range(17):
        write(folder, f"s{number}.yaml", f"name: {{vi: S, en: S}}\nextends: {before}\n")
        before = f"s{number}.yaml"
    assert Scenario.load(folder / "s14.yaml").policies
    with pytest.raises(ScenarioError, match="more than 16"):
        Scenario.load(folder / "s16.yaml")


def test_a_subfolder_may_be_read_but_not_the_folder_above(folder: Path) -> None:
    write(folder, "below/parent.yaml", PARENT)
    write(folder, "child.yaml", "name: {vi: C, en: C}\nextends: below/parent.yaml\n")
    assert Scenario.load(folder / "child.yaml").reference is not None
    write(folder, "below/child.yaml", "name: {vi: C, en: C}\nextends: ../parent.yaml\n")
    with pytest.raises(ScenarioError, match="outside the scenario's folder tree"):
        Scenario.load(folder / "below" / "child.yaml")


def test_a_link_does_not_lead_out_of_the_folder(folder: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    (inside / "link.yaml").symlink_to(folder / "parent.yaml")
    write(folder, "inside/child.yaml", "name: {vi: C, en: C}\nextends: link.yaml\n")
    with pytest.raises(ScenarioError, match="outside the scenario's folder tree"):
        Scenario.load(inside / "child.yaml")


def test_a_link_that_leads_to_itself_is_refused(folder: Path) -> None:
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    with pytest.raises(ScenarioError):
        Scenario.load(write(folder, "child.yaml", "name: {vi: C, en: C}\nextends: loop.yaml\n"))


def test_a_file_beside_the_scenario_comes_before_the_shipped_one_of_that_name(folder: Path) -> None:
    write(folder, "baseline.yaml", PARENT)
    write(folder, "child.yaml", "name: {vi: C, en: C}\nextends: baseline.yaml\n")
    scenario = Scenario.load(folder / "child.yaml")
    assert scenario.reference is not None and scenario.reference.name.en == "Parent"


def test_a_province_is_a_folder_inside_the_scenarios_own(folder: Path) -> None:
    (folder / "province").mkdir()
    text = PARENT.replace("quang_ninh", "./province")
    assert Scenario.load(write(folder, "own.yaml", text)).province == str((folder / "province").resolve())
    for place in ("../elsewhere", "/etc", "./nothing"):
        with pytest.raises(ScenarioError):
            Scenario.load(write(folder, "bad.yaml", PARENT.replace("quang_ninh", place)))
