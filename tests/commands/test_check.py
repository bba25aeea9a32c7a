"""`halong check` as a planner meets it: in a shell, in a folder, with a file that may be wrong."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line import halong

ROOT = Path(__file__).parents[2]
GOOD = "name: {vi: Thử, en: Trial}\nextends: baseline.yaml\n"
BAD = GOOD + "scale: 2\nhorizon: {start: 2021-13}\npolices: []\n"


def test_a_good_scenario_is_ok(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(GOOD, encoding="utf-8")
    result = halong("check", "trial.yaml", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "trial.yaml: ok\n", "")


def test_faults_stand_one_to_a_line_with_their_hint_below_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(BAD, encoding="utf-8")
    result = halong("check", "trial.yaml", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "trial.yaml:3:8: scale is above 0 and at most 1, got '2'",
        "    1 is everybody, 0.1 every tenth person",
        "trial.yaml:4:18: expected a month, got '2021-13'",
        "    months are YYYY-MM, for example 2023-07",
        "trial.yaml:5:1: unknown key 'polices'",
        "    did you mean 'policies'?",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["trial.yaml"]


def test_shipped_scenarios_are_found_from_any_folder(tmp_path: Path) -> None:
    result = halong("check", "scenarios/baseline.yaml", "study_cards", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "scenarios/baseline.yaml: ok\nstudy_cards: ok\n")


def test_a_missing_file_is_wrong_input_that_names_the_nearest(tmp_path: Path) -> None:
    result = halong("check", "study_card.yaml", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == "study_card.yaml: no such scenario file\n    did you mean 'study_cards.yaml'?\n"


def test_no_scenario_at_all_is_wrong_input(tmp_path: Path) -> None:
    result = halong("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "Missing argument 'SCENARIO...'" in result.stderr


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("shema", "schema"), ("raport", "report")])
def test_a_mistyped_command_is_answered_with_the_nearest(typed: str, meant: str, tmp_path: Path) -> None:
    result = halong(typed, cwd=tmp_path)
    assert result.returncode == 2
    assert f"there is no command '{typed}'; did you mean '{meant}'?" in result.stderr


def test_help_lists_every_command_and_loads_none_of_them(tmp_path: Path) -> None:
    code = (
        "import sys; from experiments.cli import main; status = main(['--help'])\n"
        "print(sorted({'numpy', 'pydantic', 'yaml', 'mesa', 'pandas'} & set(sys.modules)), status)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[] 0"
    for name in ("run", "check", "show", "report", "schema"):
        assert f"\n  {name} " in result.stdout


def test_vietnamese_names_are_printed_where_the_terminal_has_no_such_letters(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(GOOD + "thử: 1\n", encoding="utf-8")
    result = halong("check", "trial.yaml", cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert result.returncode == 2
    assert r"unknown key 'th\u1eed'" in result.stdout


def test_an_interrupt_ends_with_status_130(tmp_path: Path) -> None:
    code = (
        "import experiments.commands.check as check; from experiments.cli import main\n"
        "def interrupted(name): raise KeyboardInterrupt\n"
        "check.Scenario.load = interrupted\n"
        "raise SystemExit(main(['check', 'baseline']))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (130, "")
    assert "Traceback" not in result.stderr


def test_warnings_do_not_make_a_scenario_wrong(tmp_path: Path) -> None:
    (tmp_path / "trial.yaml").write_text(GOOD + "parameters: {signal_share: 0.95}\n", encoding="utf-8")
    result = halong("check", "trial.yaml", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.startswith("trial.yaml:3:28: warning: signal_share = 0.95 lies outside its range 0.2 to 0.8")
    assert result.stdout.endswith("trial.yaml: ok\n")


def test_help_answers_at_once(tmp_path: Path) -> None:
    halong("--help", cwd=tmp_path, from_nothing=True)
    began = time.perf_counter()
    halong("--help", cwd=tmp_path, from_nothing=True)
    assert time.perf_counter() - began < 2.0  # about 0.1 s on an idle machine
