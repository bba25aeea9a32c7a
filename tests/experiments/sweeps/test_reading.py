"""The file of a sweep: what it asks, and what is said where it is wrong."""

from pathlib import Path

import pytest

from experiments.search.reading import read_search
from experiments.sweeps.question import Sweep, at_point
from experiments.sweeps.reading import read_sweep
from simulation.scenario import ScenarioError, shipped_folder

HEAD = """name: {vi: Thử, en: Trial}
scenarios: study_cards.yaml
scale: 2%
until: 2021-03
"""


def _read(tmp_path: Path, text: str) -> Sweep:
    file = tmp_path / "trial.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return read_sweep(file)


def _faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        _read(tmp_path, text)
    return [str(fault).removeprefix(f"{tmp_path}/").replace("\n    ", " | ") for fault in raised.value.faults]


TABLE = "vary: {parameters.match_quality_sd: table}\n"
BUDGET = "vary: {policies.study_card.budget: {low: 5 million VND per year, high: 1 billion VND per year}}"
FAULTS = [
    ("desing: grid\n" + TABLE, "5:1: unknown key 'desing' of a sweep", "did you mean 'design'?"),
    ("design: gird\n" + TABLE, "5:9: unknown design 'gird'", "did you mean 'grid'?"),
    ("vary: {parameters.match_quality: table}", "5:8: unknown parameter", "did you mean 'match_quality_sd'?"),
    ("vary: {policies.study_cards.cards: [1]}", "5:8: no scenario here has a dose", "did you mean 'study_card'?"),
    ("vary: {policies.study_card.card: [1]}", "5:8: unknown key 'card'", "did you mean 'cards'?"),
    ("vary: {horizon.stop: [2022-01]}", "5:8: unknown key 'stop'", "one of: end, start"),
    ("vary: {policies.study_card.cards: [1000]}", "5:36: policies.study_card.cards: expected", "1000 per year"),
    ("vary: {policies.study_card.cards: {low: 5 per year, high: 1 per year}}", "5:35: the range of", "is empty"),
    (BUDGET, "5:36: low and high of policies.study_card.budget have different units", "1 billion VND per year"),
    ("vary: {economy.demand.tourism: [1]}", "5:33: economy.demand.tourism: expected keys with values", "{key: value}"),
    ("design: sobol\nsamples: 12\n" + TABLE, "6:1: Sobol' samples are a power of two", "8 or 16"),
    ("design: sobol\nvary: {seed: [1, 2]}", "6:1: a seed is not varied in design sobol", "design: grid"),
    (TABLE + "keep: {indicators: [unemploymnt_rate]}", "6:21: unknown indicator", "'unemployment_rate'?"),
    (TABLE + "keep: {months: [2022-01]}", "6:17: unknown month '2022-01'", "'2021-01'?"),
    (TABLE + "seeds: 0", "6:8: seeds is a whole number from 1 to 100000, got '0'", ""),
    ("vary: {parameters: guessed}", "5:20: unknown choice 'guessed' of parameters", "one of: all, assumed"),
    ("design: list", "1:1: missing key 'points'", "write for example points:"),
]


@pytest.mark.parametrize(("text", "fault", "hint"), FAULTS)
def test_a_fault_has_its_place_and_the_nearest_name(tmp_path: Path, text: str, fault: str, hint: str) -> None:
    first = _faults(tmp_path, text)[0]
    assert first.startswith(f"trial.yaml:{fault}") and hint in first


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = "levels: many\nvary: {parameters.match: table, policies.study_card.cards: [1, 2]}\nretries: -1"
    assert len(_faults(tmp_path, text)) == 5


def test_a_missing_scenario_is_told_with_the_nearest_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "trial.yaml"
    file.write_text(HEAD.replace("study_cards.yaml", "study_crads.yaml"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"trial.yaml:2:12: scenario 'study_crads.yaml': no such scenario file"):
        read_sweep(file)


def test_a_grid_has_every_combination_and_a_list_what_it_lists(tmp_path: Path) -> None:
    cards, quality = (
        "policies.study_card.cards: [0 per year, 9 per year]",
        "parameters.match_quality_sd: {low: 0.1, high: 0.2}",
    )
    vary = f"vary: {{{cards}, {quality}}}"
    assert len(_read(tmp_path, f"design: grid\nlevels: 3\n{vary}").points) == 6
    listed = _read(
        tmp_path, "design: list\npoints: [{scale: 0.01}, {policies.study_card.cards: 7 per year, scale: 0.02}]"
    )
    assert listed.points == ({"scale": 0.01}, {"policies.study_card.cards": "7 per year", "scale": 0.02})


def test_doses_that_are_whole_stay_whole_and_months_are_months(tmp_path: Path) -> None:
    vary = (
        "samples: 40\nvary:\n  policies.study_card.cards: {low: 0 per year, high: 10 per year}\n"
        "  policies.study_card.from: {low: 2021-06, high: 2021-09}\n"
    )
    points = _read(tmp_path, vary).points
    assert {point["policies.study_card.cards"] for point in points} == {f"{cards} per year" for cards in range(11)}
    assert {point["policies.study_card.from"] for point in points} == {"2021-06", "2021-07", "2021-08", "2021-09"}


def test_points_with_the_same_question_share_a_run_and_all_points_share_seeds(tmp_path: Path) -> None:
    text = HEAD.replace("study_cards.yaml", "[study_cards.yaml, no_plan.yaml]")
    file = tmp_path / "trial.yaml"
    file.write_text(
        text + "samples: 8\nseeds: 3\nvary: {policies.study_card.cards: {low: 1 per year, high: 999 per year}}\n"
    )
    sweep = read_sweep(file)
    table = sweep.table()
    assert len(table) == 8 * 2 * 3 and len(sweep.runs) == 8 * 3 + 3  # no_plan has no card to vary
    assert table.groupby("point")["seed"].unique().map(list).map(sorted).map(tuple).nunique() == 1


def test_a_seed_can_be_a_factor(tmp_path: Path) -> None:
    sweep = _read(tmp_path, "design: grid\nvary: {seed: [5, 9], policies.study_card.cards: [1 per year, 2 per year]}")
    assert sorted(run.seed for run in sweep.runs) == [5, 5, 9, 9]


def test_every_assumed_parameter_can_be_varied_with_one_word(tmp_path: Path) -> None:
    sweep = _read(tmp_path, "design: morris\nsamples: 2\nvary: {parameters: assumed}")
    assumed = {factor.key for factor in sweep.factors}
    assert len(assumed) > 300 and all(factor.assumed for factor in sweep.factors)
    assert len(sweep.points) == 2 * (len(assumed) + 1)
    for point, factor in ((sweep.points[0], sweep.factors[0]), (sweep.points[-1], sweep.factors[-1])):
        parameter = sweep.province.parameters[factor.key.removeprefix("parameters.")]
        assert parameter.low <= point[factor.key] <= parameter.high


def test_a_point_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    sweep = _read(tmp_path, "design: grid\nvary: {policies.study_card.cards: [4321 per year]}")
    [scenario] = sweep.scenarios
    laid = at_point(scenario, sweep.points[0])
    assert laid.text == scenario.text.replace('"cards":"1000 per year"', '"cards":"4321 per year"') != scenario.text


@pytest.mark.parametrize("path", sorted((shipped_folder() / "experiments").glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_file_can_be_read(path: Path) -> None:
    reader = read_search if "objectives:" in path.read_text(encoding="utf-8") else read_sweep
    assert reader(Path(f"experiments/{path.name}")).seeds
