"""A search finds an optimum that was planted, keeps budgets and targets, and writes scenarios that run."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.parts import Run
from experiments.progress import Progress
from experiments.running import run_all
from experiments.search.frontier import frontier, hypervolume, losses, undominated
from experiments.search.question import Search
from experiments.search.reading import read_search
from experiments.search.searching import Trial, search_doses
from experiments.search.writing import write_scenarios
from experiments.sweeps.catalogue import Catalogue, Keeping
from experiments.sweeps.simulating import SweepRun
from simulation import Scenario
from simulation.scenario import ScenarioError
from tests.command_line import halong
from tests.experiments.sweeps.made_up_runs import dose, luck, told_by

SEARCH = """
name: {vi: Thử tìm, en: Trial search}
scenario: plan_66.yaml
doses:
  policies.study_card.cards: {low: 0 per year, high: 4000 per year}
  policies.employment_centre.counsellors: {low: 0, high: 100}
objectives:
  - minimise: spending
  - maximise: certified_share
seeds: 2
trials: 80
batch: 16
until: 2025-12
"""


def _planted(scenario: Scenario, seed: int) -> dict[tuple[str, str, str], float]:
    """Every card is worth its price up to 1,000 and nothing beyond; counsellors cost and give nothing.

    The frontier is therefore known: no counsellor, from 0 to 1,000 cards.
    """
    cards, counsellors = dose(scenario, "study_card", "cards"), dose(scenario, "employment_centre", "counsellors")
    money = 0.1 * cards + 2.0 * counsellors
    return {
        ("spending", "all", "all"): money,
        ("spending", "source", "SR"): money,
        ("certified_share", "all", "all"): 0.4 + 1e-4 * min(cards, 1000.0) + 1e-4 * luck(seed),
        ("unemployment_rate", "all", "all"): 0.03 - 0.0001 * counsellors + 0.002 * luck(seed),
    }


def _read(folder: Path, text: str = SEARCH) -> Search:
    file = folder / "search.yaml"
    file.write_text(text, encoding="utf-8")
    return read_search(file)


def _searched(search: Search, folder: Path) -> list[Trial]:
    catalogue = Catalogue(folder / "search")

    def finish(runs: list[SweepRun]) -> None:
        progress = Progress(len(runs), "")
        run_all(runs, catalogue.parts, 1, progress, told_by(_planted), Keeping(catalogue, 0))

    trials = search_doses(search, catalogue.parts, finish, lambda done: None)
    catalogue.close()
    return trials


def test_the_planted_frontier_is_found_and_beats_as_many_random_trials(tmp_path: Path) -> None:
    worst = np.array([150.0, -0.4])
    truth = np.array([[0.1 * cards, -(0.4 + 1e-4 * cards)] for cards in range(0, 1001, 10)])
    found = {}
    for sampler in ("tpe", "random"):
        (tmp_path / sampler).mkdir()
        trials = _searched(
            _read(tmp_path / sampler, f"{SEARCH.replace('seeds: 2', 'seeds: 1')}sampler: {sampler}\n"),
            tmp_path / sampler,
        )
        assert len(trials) == 80
        found[sampler] = hypervolume(losses(frontier(trials)), worst) / hypervolume(truth, worst)
    assert found["tpe"] > 0.9 > 0.75 > found["random"]


def test_a_budget_and_a_target_with_a_probability_hold_on_the_whole_frontier(tmp_path: Path) -> None:
    text = SEARCH.replace("seeds: 2", "seeds: 8").replace("trials: 80", "trials: 32")
    limits = (
        "budget: {most: 3 billion VND per year, sources: [SR]}\n"
        "constraints: [{target: unemployment_rate, probability: 75%}]\n"
    )
    best = frontier(_searched(_read(tmp_path, text + limits), tmp_path))
    assert best
    for trial in best:
        assert trial.scores.dearest_year <= 3000.0
        assert trial.scores.probabilities[0] >= 0.75
        rates = [_planted(run.scenario, run.seed)["unemployment_rate", "all", "all"] for run in trial.mix.runs]
        assert trial.scores.probabilities[0] == pytest.approx(np.mean(np.array(rates) <= 0.025))


def test_the_same_search_tries_the_same_mixes_and_a_second_time_runs_nothing(tmp_path: Path) -> None:
    search = _read(tmp_path, SEARCH.replace("trials: 80", "trials: 20"))
    first = _searched(search, tmp_path)

    def nothing(run: Run, folder: Path, month_done: object) -> None:
        raise AssertionError("a finished run was run again")

    catalogue = Catalogue(tmp_path / "search")

    def finish(runs: list[SweepRun]) -> None:
        run_all(runs, catalogue.parts, 1, Progress(len(runs), ""), nothing)

    again = search_doses(search, catalogue.parts, finish, lambda done: None)
    assert [trial.mix.point for trial in first] == [trial.mix.point for trial in again]
    assert losses(first).tolist() == losses(again).tolist()


def test_a_mix_must_hold_under_every_parameter_draw(tmp_path: Path) -> None:
    search = _read(tmp_path, SEARCH.replace("trials: 80", "trials: 4").replace("seeds: 2", "seeds: 2\ndraws: 3"))
    runs = _searched(search, tmp_path)[0].mix.runs
    assert [(run.draw, run.seed) for run in runs] == [(draw, seed) for draw in (1, 2, 3) for seed in (1, 2)]
    assert len({run.scenario.content_hash for run in runs}) == 3
    pd.DataFrame([search.draws[1], search.draws[2]]).to_parquet(tmp_path / "posterior.parquet")
    fitted = _read(tmp_path, SEARCH + "draws: 2\nposterior: posterior.parquet\n")
    assert fitted.draws == search.draws[1:]


def test_each_mix_of_the_frontier_is_a_scenario_that_says_what_was_tried(tmp_path: Path) -> None:
    search = _read(tmp_path, SEARCH.replace("trials: 80", "trials: 24"))
    written = write_scenarios(tmp_path, search, frontier(_searched(search, tmp_path)))
    assert len(written) > 2
    for one in written:
        scenario = Scenario.load(tmp_path / "frontier" / one.file)
        point = one.trial.mix.point
        assert dose(scenario, "study_card", "cards") == float(point["policies.study_card.cards"].split()[0])
        assert dose(scenario, "employment_centre", "counsellors") == point["policies.employment_centre.counsellors"]
        assert scenario.reference is not None and scenario.reference.stem == "plan_66"
        assert len(scenario.policies) == len(search.scenario.policies)


def test_the_command_searches_the_model_and_its_frontier_runs_as_it_is(tmp_path: Path) -> None:
    text = SEARCH.replace("seeds: 2", "seeds: 1\nfresh_seeds: 1\nscale: 0.02").replace("2025-12", "2023-09")
    (tmp_path / "search.yaml").write_text(text.replace("80", "4").replace("16", "4"), encoding="utf-8")
    done = halong("optimise", "search.yaml", "--out", "found", "--workers", "1", "--language", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "found" / "frontier.csv")
    assert 1 <= len(table) <= 4 and table["spending_fresh"].notna().all()
    assert len(pd.read_csv(tmp_path / "found" / "trials.csv")) == 4
    page = (tmp_path / "found" / "search.html").read_text(encoding="utf-8")
    assert "<svg" in page and "point_01.yaml" in page and "Doses are assumptions of this project" in page
    scenario = f"found/{table['file'].iloc[-1]}"
    options = ("--until", "2021-02", "--scale", "0.02", "--seeds", "1", "--rho", "none")
    run = halong("run", scenario, *options, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    again = halong("optimise", "search.yaml", "--out", "found", "--workers", "1", "--resume", cwd=tmp_path)
    assert again.returncode == 0 and pd.read_csv(tmp_path / "found" / "frontier.csv").equals(table)


def test_what_no_other_point_betters_is_kept_once() -> None:
    points = np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])
    assert undominated(points) == [0, 1]
    assert hypervolume(points, np.array([3.0, 3.0])) == 3.0
    cube = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    assert hypervolume(cube, np.array([2.0, 2.0, 2.0])) == 4.0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minimise: spending", "minimize: spending", "unknown key 'minimize' of an objective"),
        ("maximise: certified_share", "maximise: certifed_share", "unknown indicator 'certifed_share'"),
        ("policies.study_card.cards: {", "scale: {low: 0.1, high: 0.2}\n  policies.study_card.cards: {", "is no dose"),
        ("until: 2025-12", "until: 2025-12\nbudget: 12", "'12' has no unit"),
        ("until: 2025-12", "until: 2025-12\nconstraints: [{target: wages}]", "the plan has no target of 'wages'"),
        ("until: 2025-12", "until: 2025-12\nposterior: none.parquet", "'none.parquet' holds no parameter sets"),
        ("minimise: spending", "{minimise: informal_share, sources: [SR]}", "sources are those of money"),
    ],
)
def test_what_is_wrong_with_a_search_is_told_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message) as raised:
        _read(tmp_path, SEARCH.replace(old, new))
    assert all(fault.line > 0 for fault in raised.value.faults)
