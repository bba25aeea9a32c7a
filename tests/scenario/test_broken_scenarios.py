"""Broken scenarios through the real command line: status 2, one message a fault with its place, nothing written."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from experiments.cli import halong

VALID = """\
name: {vi: Thử, en: Trial}
extends: baseline.yaml
horizon: {start: 2021-01, end: 2030-12}
policies:
  - study_card:
      from: 2023-07
      to: 2025-12
      eligible: {status: [unemployed, informal], certificate: false, age: 15..45}
      covers: {tuition: 100%, living_support: 1.5 million VND/month, up_to: 12 million VND}
      cards: 1000 per year
      budget: 12 billion VND per year
"""

# kind: (text replaced, text put in its place, line:column of the fault, words of the message, words of the hint)
BROKEN = {
    "unknown key at the top": ("horizon:", "horizn:", "3:1", "unknown key 'horizn'", "'horizon'"),
    "unknown key of a lever": ("cards:", "crads:", "10:7", "unknown key 'crads'", "'cards'"),
    "unknown key of a group": ("certificate:", "certifcate:", "8:50", "unknown key", "'certificate'"),
    "unknown lever": ("study_card:", "study_cards:", "5:5", "unknown lever 'study_cards'", "'study_card'"),
    "unknown value in a group": ("informal]", "informl]", "8:39", "unknown value 'informl'", "'informal'"),
    "missing name": ("name: {vi: Thử, en: Trial}\n", "", "1:1", "missing key 'name'", "name of the scenario"),
    "missing key of a lever": ("      to: 2025-12\n", "", "6:7", "missing key 'to'", "last month in force"),
    "duplicate key": (
        "      to: 2025-12\n", "      to: 2025-12\n      to: 2026-12\n", "8:7", "given twice", "keep one",
    ),
    "money without a unit": ("budget: 12 billion VND per year", "budget: 12", "11:15", "VND per year", "12 billion"),
    "money for another period": ("VND per year", "VND/month", "11:15", "VND per year", "12 billion VND per year"),
    "money in another currency": ("12 million VND}", "12 million USD}", "9:77", "money in VND", "12 million VND"),
    "a count without a period": (
        "1000 per year", "1000", "10:14", "number per year; '1000' has no unit", "1000 per year",
    ),
    "a comma in a number": ("12 billion", "1,5 billion", "11:15", "'1,5'", "write numbers with a point"),
    "a negative amount": ("12 billion", "-12 billion", "11:15", "negative", "12 billion VND per year"),
    "a share above the whole": ("tuition: 100%", "tuition: 130%", "9:25", "more than the whole", "at most 100%"),
    "a percentage without its sign": ("tuition: 100%", "tuition: 30", "9:25", "more than the whole", "30%"),
    "a month that does not exist": ("to: 2025-12", "to: 2025-13", "7:11", "expected a month", "2023-07"),
    "a day instead of a month": ("to: 2025-12", "to: 2025-12-31", "7:11", "expected a month", "YYYY-MM"),
    "a lever that ends before it begins": ("to: 2025-12", "to: 2022-12", "7:11", "'to' is before 'from'", "forward"),
    "a horizon that ends before it starts": ("end: 2030-12", "end: 2020-12", "3:32", "ends before", "start must"),
    "a horizon outside the data": ("start: 2021-01", "start: 2010-01", "3:18", "2019-01 and 2035-12", "2021-01"),
    "an empty range": ("age: 15..45", "age: 45..15", "8:75", "range 45..15 is empty", "15..45"),
    "a range written as text": ("age: 15..45", "age: 15-45", "8:75", "expected a range", "15..45"),
    "yes for true": (
        "certificate: false", "certificate: no", "8:63", "expected true or false, got 'no'", "without quotes",
    ),
    "a key without a value": (
        "budget: 12 billion VND per year", "budget:", "11:14", "'budget' has no value", "budget:",
    ),
    "a lever without a dose": (
        "policies:\n", "policies:\n  - tuition_exemption:\n", "5:23", "'tuition_exemption' has no value", "give it",
    ),
    "a number that is not finite": ("extends:", "scale: .nan\nextends:", "2:8", "got '.nan'", "finite"),
    "a number beyond all bounds": ("extends:", "scale: 1e999\nextends:", "2:8", "got '1e999'", "finite"),
    "a scale that leaves nobody": ("extends:", "scale: 1e-9\nextends:", "2:8", "nobody is left", "a scale of 1e-06"),
    "a scale of zero": ("extends:", "scale: 0\nextends:", "2:8", "scale is above 0", "0.1"),
    "an unsafe tag": ("name: {", "name: !!python/object:os.system {", "1:7", "tag", "without a tag"),
    "an alias without an anchor": (
        "to: 2025-12", "to: *later", "7:11", "'*later' has no anchor", "write the value out",
    ),
    "two documents": ("policies:", "---\npolicies:", "4:1", "a second document", "---"),
    "two doses of one lever": (
        "  - study_card:\n      from: 2023-07\n",
        "  - study_card: {from: 2023-07, to: 2023-09, covers: {tuition: 9%, up_to: 1 million VND}, cards: 1 per year}\n"
        "  - study_card:\n      from: 2023-07\n",
        "6:5",
        "two doses",
        "its own id",
    ),
    "broken brackets": ("age: 15..45}", "age: 15..45", "9:13", "not valid YAML", "compare"),
    "a tab as indentation": ("      to:", "\tto:", "7:1", "not valid YAML", "tabs"),
    "a control character": ("Trial", "Tri\x07al", "1:24", "control character", "delete it"),
    "a list where keys belong": ("{start: 2021-01, end: 2030-12}", "[2021-01]", "3:10", "expected keys", "key: value"),
    "keys where a list belongs": ("policies:\n  - study_card:", "policies:\n    study_card:", "5:5", "a list", "[one"),
    "a parent that is not there": ("baseline.yaml", "baselin.yaml", "2:10", "no scenario file", "'baseline.yaml'"),
    "a parent outside the folder": ("baseline.yaml", "../secret.yaml", "2:10", "outside", "beside this one"),
    "a parent by absolute path": ("baseline.yaml", "/etc/passwd.yaml", "2:10", "outside", "beside this one"),
    "a parent that is not YAML": ("baseline.yaml", "baseline.txt", "2:10", "does not end in", "baseline.yaml"),
    "itself as parent": ("baseline.yaml", "broken.yaml", "2:10", "circle: broken.yaml -> broken.yaml", "on its own"),
    "an unknown parameter": (
        "policies:", "parameters: {prepay_3m_shar: 0.5}\npolicies:", "4:14", "unknown", "prepay_3m_share",
    ),
    "an unknown district": ("age: 15..45", "district: ha_lon", "8:80", "unknown district 'ha_lon'", "'ha_long'"),
    "a district that YAML takes for false": ("age: 15..45", "district: no", "8:80", "unknown district 'no'", "ha_long"),
    "a district that looks octal": ("age: 15..45", "district: [010]", "8:81", "not an identifier", "lower-case"),
    "an unknown sector of demand": (
        "policies:",
        "economy: {demand: {turism: {index: 2019, 2021: 63}}}\npolicies:", "4:20", "unknown sector", "'tourism'",
    ),
    "a demand path without index": (
        "policies:", "economy: {demand: {tourism: {2021: 63}}}\npolicies:", "4:29", "index year", "index: 2019",
    ),
    "a demand path with a wrong year": (
        "policies:",
        "economy: {demand: {tourism: {index: 2019, '21': 63}}}\npolicies:", "4:43", "unknown key '21'", "years",
    ),
    "an unknown mechanism": (
        "policies:", "mechanisms: {migraton: off}\npolicies:", "4:14", "unknown key 'migraton'", "'migration'",
    ),
    "a mechanism in a state it has not": (
        "policies:", "mechanisms: {migration: frozen}\npolicies:", "4:25", "unknown value 'frozen'", "off, on",
    ),
    "a province nobody has": ("policies:", "province: quang_nin\npolicies:", "4:11", "quang_nin", ""),
}  # fmt: skip


def check(path: Path) -> Result:
    return CliRunner().invoke(halong, ["check", str(path)], standalone_mode=False)


def messages(result: Result) -> list[str]:
    return [line for line in result.output.splitlines() if not line.startswith("    ")]


def test_the_scenario_that_is_broken_below_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "valid.yaml"
    path.write_text(VALID, encoding="utf-8")
    result = check(path)
    assert (result.return_value, result.output) == (0, f"{path}: ok\n")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_scenario_names_the_place_what_was_expected_and_a_hint(kind: str, tmp_path: Path) -> None:
    old, new, place, message, hint = BROKEN[kind]
    path = tmp_path / "broken.yaml"
    assert VALID.count(old) >= 1
    path.write_text(VALID.replace(old, new, 1), encoding="utf-8")
    result = check(path)
    assert result.return_value == 2
    [line] = messages(result)
    assert line.startswith(f"{path}:{place}: ")
    assert message in line
    assert hint in result.output
    assert "\n    " in result.output or not hint
    assert list(tmp_path.iterdir()) == [path]


def test_all_faults_of_a_file_are_reported_at_once_each_once(tmp_path: Path) -> None:
    text = VALID
    for old, new in (
        ("cards:", "crads:"),
        ("end: 2030-12", "end: 2020-12"),
        ("informal]", "informl]"),
        ("12 billion VND per year", "12"),
    ):
        text = text.replace(old, new)
    path = tmp_path / "four.yaml"
    path.write_text(text, encoding="utf-8")
    result = check(path)
    found = [re.match(r".*?\.yaml:(\d+):(\d+): ", line) for line in messages(result)]
    assert [match.groups() for match in found if match] == [("3", "32"), ("8", "39"), ("10", "7"), ("11", "15")]


def test_several_files_are_checked_in_one_go(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(VALID, encoding="utf-8")
    bad.write_text(VALID.replace("cards:", "crads:"), encoding="utf-8")
    result = CliRunner().invoke(halong, ["check", str(bad), str(good), "study_cards"], standalone_mode=False)
    assert result.return_value == 2
    assert result.output.count(": ok\n") == 2
