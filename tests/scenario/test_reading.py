"""Files that are not scenarios at all, or that try to hurt whoever reads them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation.scenario import Fault, Scenario, ScenarioError

HEAD = "name: {vi: Thử, en: Trial}\nextends: baseline.yaml\n"


def faults_of(path: Path, content: bytes | str) -> list[Fault]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ScenarioError) as error:
        Scenario.load(path)
    return error.value.faults


def only_fault(path: Path, content: bytes | str) -> Fault:
    [fault] = faults_of(path, content)
    return fault


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_says_so(content: str, tmp_path: Path) -> None:
    fault = only_fault(tmp_path / "empty.yaml", content)
    assert (fault.line, fault.column) == (1, 1)
    assert "empty" in fault.message and "name:" in fault.hint


@pytest.mark.parametrize("content", ["just text\n", "- a list\n", "42\n"])
def test_a_file_that_is_no_mapping_says_what_a_scenario_is(content: str, tmp_path: Path) -> None:
    assert "mapping" in only_fault(tmp_path / "text.yaml", content).message


def test_text_in_another_encoding_names_the_first_letter_that_cannot_be_read(tmp_path: Path) -> None:
    fault = only_fault(tmp_path / "latin.yaml", HEAD.encode() + b"# caf\xe9\n")
    assert (fault.line, fault.column) == (3, 6)
    assert "UTF-8" in fault.message


def test_a_file_saved_as_utf_16_is_refused(tmp_path: Path) -> None:
    assert "UTF-8" in only_fault(tmp_path / "wide.yaml", HEAD.encode("utf-16")).message


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mark.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    assert Scenario.load(path).name.vi == "Thử"


def test_a_null_character_is_refused_at_its_place(tmp_path: Path) -> None:
    fault = only_fault(tmp_path / "null.yaml", HEAD + "scale: 0.5\0\n")
    assert (fault.line, fault.column) == (3, 11)


def test_a_file_of_more_than_a_megabyte_is_not_read(tmp_path: Path) -> None:
    assert "1 MB" in only_fault(tmp_path / "big.yaml", HEAD + "#" * 1_000_000).message


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_nesting_that_crashes_the_parser_is_refused_at_once(bracket: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    began = time.perf_counter()
    fault = only_fault(path, "name: " + bracket * 200_000 if bracket in "[{" else bracket * 200_000)
    assert "deeper" in fault.message or "not valid YAML" in fault.message
    assert time.perf_counter() - began < 5.0


def test_a_very_deep_file_does_not_crash_the_command(tmp_path: Path) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("policies: " + "[" * 200_000)
    command = [sys.executable, "-m", "experiments", "check", str(path)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (2, "")
    assert "deeper than 40 levels" in result.stdout


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    fault = only_fault(tmp_path / "bomb.yaml", "\n".join(lines))
    assert "unfolds" in fault.message


def test_an_alias_that_contains_itself_is_refused(tmp_path: Path) -> None:
    assert "inside the value it names" in only_fault(tmp_path / "self.yaml", "policies: &all [*all]\n").message


def test_an_alias_may_save_writing(tmp_path: Path) -> None:
    path = tmp_path / "alias.yaml"
    path.write_text(
        HEAD + "policies:\n  - study_card: {from: &first 2023-07, to: *first, cards: 5 per year,"
        " covers: {tuition: 50%, up_to: 3 million VND}}\n",
        encoding="utf-8",
    )
    dose = Scenario.load(path).policies[-1]
    assert dose.from_ == dose.to


def test_a_key_that_is_a_list_is_refused(tmp_path: Path) -> None:
    assert any("a single word" in fault.message for fault in faults_of(tmp_path / "key.yaml", HEAD + "? [a, b]\n: 1\n"))


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="not a file"):
        Scenario.load(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="not a file"):
        Scenario.load(tmp_path / "pipe.yaml")


def test_a_missing_file_names_the_nearest_in_that_folder(tmp_path: Path) -> None:
    (tmp_path / "cards_for_miners.yaml").write_text(HEAD)
    with pytest.raises(ScenarioError, match=r"did you mean 'cards_for_miners\.yaml'"):
        Scenario.load(tmp_path / "card_for_miner.yaml")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", ".", "nowhere/at/all.yaml", "\x1b[31m.yaml"])
def test_a_name_no_file_can_have_is_a_missing_file(name: str) -> None:
    with pytest.raises(ScenarioError):
        Scenario.load(name)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_text("{}")
    with pytest.raises(ScenarioError, match=r"ends in \.yaml or \.yml"):
        Scenario.load(path)


@pytest.mark.parametrize("name", ["study_cards", "study_cards.yaml", "scenarios/study_cards.yaml", "./study_cards"])
def test_a_shipped_scenario_is_found_from_any_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Scenario.load(name).stem == "study_cards"
