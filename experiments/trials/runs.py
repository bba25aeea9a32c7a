"""The runs of a trial, one a seed, in local processes, with parts that an interrupted command goes on from."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from calibration.trials.file import Trial
from calibration.trials.recording import record_trial
from experiments.parts import Run, write_part


@dataclass(frozen=True, kw_only=True)
class TrialRun(Run):
    """Both arms of a trial under one seed."""

    trial: Trial

    @property
    def months(self) -> int:
        """Months to simulate, those of both arms."""
        return 2 * (self.scenario.end - self.scenario.start + 1)

    @cached_property
    def key(self) -> str:
        """Name of the run's part."""
        question = [
            self.scenario.content_hash,
            self.trial.reference.content_hash,
            self.scenario.scale,
            self.seed,
            self.basis,
        ]
        digest = hashlib.sha256(repr([*question, self.trial.content.model_dump_json()]).encode()).hexdigest()[:16]
        return f"trial-seed{self.seed}-{digest}"


def runs_of(trial: Trial, seeds: int, basis: str) -> list[TrialRun]:
    """A run a seed."""
    return [TrialRun(trial.scenario, seed, 0, basis, trial=trial) for seed in range(1, seeds + 1)]


def conduct(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Simulate one run and keep what it recorded, complete or not at all."""
    assert isinstance(run, TrialRun)
    write_part(run.key, record_trial(run.trial, run.seed, month_done), folder)


def read_people(runs: Sequence[Run], folder: Path) -> list[pd.DataFrame]:
    """The followed persons of each run."""
    return [pd.read_parquet(folder / run.key / "people.parquet") for run in runs]


def read_others(runs: Sequence[Run], folder: Path) -> pd.DataFrame:
    """Mean change over everybody who was not followed: months_on, outcome, change."""
    frames = [pd.read_parquet(folder / run.key / "others.parquet") for run in runs]
    return pd.concat(frames).groupby(["months_on", "outcome"], sort=False)[["change"]].mean().reset_index()
