"""Runs whose outcomes are known functions of the scenario, so that what an analysis finds can be held against them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.parts import Run
from experiments.progress import Progress
from experiments.running import run_all
from experiments.sweeps.catalogue import Catalogue
from experiments.sweeps.finishing import finish_sweep, seal
from experiments.sweeps.question import Sweep
from experiments.sweeps.simulating import SCHEMA, Finished, SweepRun
from simulation import Scenario
from simulation.months import month_text

#: Indicators (and their classification and group) of a run, by its scenario and seed.
Truth = Callable[[Scenario, int], dict[tuple[str, str, str], float]]


def dose(scenario: Scenario, lever: str, field: str) -> float:
    """A number of a dose."""
    [one] = [policy for policy in scenario.policies if policy.lever == lever]
    return float(getattr(one, field))


def luck(seed: int) -> float:
    """Luck of a seed, from -1 to 1: the same in every scenario."""
    return float(np.random.default_rng(seed).uniform(-1.0, 1.0))


def told_by(truth: Truth) -> Callable[[Run, Path, Callable[[], None]], Finished]:
    """Work that leaves the truth of a run in every month."""

    def work(run: Run, folder: Path, month_done: Callable[[], None]) -> Finished:
        assert isinstance(run, SweepRun)
        months = [month_text(month) for month in range(run.scenario.start, run.scenario.end + 1)]
        rows = [
            (run.key, month, *key, value) for key, value in truth(run.scenario, run.seed).items() for month in months
        ]
        columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), sink)
        return Finished(sink.getvalue().to_pybytes(), 0.0, 0.0, 0.0)

    return work


def swept(sweep: Sweep, place: Path, truth: Truth) -> Path:
    """The folder of a sweep whose runs tell the truth."""
    catalogue = Catalogue(place)

    def runner(runs: list[SweepRun], parts: Path, progress: Progress, endings: object) -> None:
        run_all(runs, parts, 1, progress, told_by(truth), endings)  # type: ignore[arg-type]

    timing = finish_sweep(sweep, catalogue, runner, Progress(len(sweep.runs), ""))
    seal(sweep, catalogue, "halong sweep", timing)
    catalogue.close()
    return place
