"""Runs that fail: kept with their error, tried again as often as the file says, the others finished."""

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.parts import Run
from experiments.progress import Progress
from experiments.run_folder import DestinationError
from experiments.running import RunsFailedError, run_all
from experiments.sweeps.catalogue import Catalogue, Keeping
from experiments.sweeps.finishing import check_sweep_folder
from experiments.sweeps.reading import read_sweep
from experiments.sweeps.simulating import Finished
from simulation.scenario import ScenarioError
from tests.experiments.sweeps.trials import SWEEP, write_sweep

Work = Callable[[Run, Path, Callable[[], None]], Finished]


def _fails(times: int, seed: int) -> Work:
    """Work that fails so often before it succeeds under one seed."""
    tries: dict[str, int] = {}

    def work(run: Run, folder: Path, month_done: Callable[[], None]) -> Finished:
        tries[run.key] = tries.get(run.key, 0) + 1
        if run.seed == seed and tries[run.key] <= times:
            raise ArithmeticError("headcount below zero")
        return Finished(b"a file", 0.0, 0.0, 0.0)

    return work


def _run(tmp_path: Path, work: Work, retries: int) -> Catalogue:
    sweep = read_sweep(write_sweep(tmp_path, SWEEP.replace("samples: 12", "samples: 2")))
    catalogue = Catalogue(tmp_path / "sweep")
    run_all(sweep.runs, catalogue.parts, 1, Progress(4, ""), work, Keeping(catalogue, retries))
    return catalogue


def test_a_run_that_fails_once_is_tried_again_and_its_error_is_kept(tmp_path: Path) -> None:
    catalogue = _run(tmp_path, _fails(1, seed=2), retries=1)
    assert len(catalogue.runs()) == 4
    failures = catalogue.failures()
    assert list(failures["attempt"]) == [1, 1]
    assert set(failures["error"]) == {"ArithmeticError: headcount below zero"}
    assert all("raise ArithmeticError" in trace for trace in failures["traceback"])


def test_a_run_that_always_fails_leaves_the_others_and_a_later_command_tries_it_again(tmp_path: Path) -> None:
    with pytest.raises(RunsFailedError, match="seed 2: ArithmeticError: headcount below zero"):
        _run(tmp_path, _fails(99, seed=2), retries=2)
    catalogue = Catalogue(tmp_path / "sweep")
    assert set(catalogue.runs()["seed"]) == {1} and list(catalogue.failures()["attempt"]) == [1, 2, 3] * 2
    assert catalogue.verify() == 2
    assert len(_run(tmp_path, _fails(0, seed=2), retries=0).runs()) == 4


def test_values_that_do_not_go_together_are_told_with_their_point(tmp_path: Path) -> None:
    vary = "design: grid\nvary: {horizon.start: [2021-01, 2021-03], horizon.end: [2021-02, 2021-05]}\n"
    head = SWEEP.split("design:")[0]
    sweep = read_sweep(write_sweep(tmp_path, f"{head}{vary}scale: 0.02\n"))
    with pytest.raises(ScenarioError, match="the horizon ends before it starts") as raised:
        assert not sweep.runs
    assert "horizon.start = 2021-03, horizon.end = 2021-02" in str(raised.value)


def test_a_folder_with_something_else_in_it_is_never_written_into(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("dear", encoding="utf-8")
    for resume in (True, False):
        with pytest.raises(DestinationError, match="is not a sweep"):
            check_sweep_folder(tmp_path / "letters", resume)
    check_sweep_folder(tmp_path / "new", resume=True)
