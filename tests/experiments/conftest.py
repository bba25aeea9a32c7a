"""Experiments on the made-up market, and one finished run folder for all tests of what comes after the runs."""

from pathlib import Path

import pytest

from experiments.arms import pair
from experiments.experiment import Experiment
from experiments.progress import Progress
from experiments.publishing import publish
from experiments.run_folder import Results, workshop
from experiments.running import run_all
from simulation.months import month_index
from simulation.province import load_province
from tests.experiments.made_up_market import made_up

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def experiment(*names: str, seeds: int = 3, draws: int = 0, until: str = "2026-12") -> Experiment:
    """The shipped scenarios of these names against their references."""
    paths = [SCENARIOS / f"{name}.yaml" for name in names]
    return Experiment(pair(paths, None, alone=False, end=month_index(until)), load_province("quang_ninh"), seeds, draws)


def results(question: Experiment, folder: Path) -> Results:
    """The experiment's tables from the made-up market."""
    run_all(question.runs, folder, 1, Progress(len(question.runs), ""), made_up)
    return question.results(folder)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study cards against the baseline, three seeds, to the end of 2026: tables, report and pictures in English."""
    question = experiment("study_cards")
    place = tmp_path_factory.mktemp("runs") / "study_cards"
    run_all(question.runs, workshop(place), 1, Progress(len(question.runs), ""), made_up)
    publish(question, place, "halong run study_cards.yaml", "en")
    return place
