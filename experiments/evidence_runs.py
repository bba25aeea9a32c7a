"""The runs that the evidence needs, each arm simulated once a seed for all facts, in local processes.

Finished recordings are kept in a folder until the command ends, so that an interrupted command goes on from them.
"""

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

import calibration.evidence
from calibration.evidence.arms import Arm, arms
from calibration.evidence.estimates import Recordings, Statistics
from calibration.evidence.facts import Fact, needs_of
from calibration.evidence.measuring import measure
from calibration.evidence.variants import Variant
from calibration.evidence.watches import Watch
from experiments.parts import Run
from experiments.progress import Progress
from experiments.running import run_all
from simulation.compiling import SOURCES


@dataclass(frozen=True, kw_only=True)
class EvidenceRun(Run):
    """A run of an arm with everything that is watched in it."""

    arm: Arm
    watches: tuple[Watch, ...]

    @cached_property
    def key(self) -> str:
        """Name of the recording: arm and seed, and a hash of all that determines it."""
        question = [self.scenario.content_hash, self.seed, self.basis, repr(self.arm), repr(self.watches)]
        digest = hashlib.sha256(repr(question).encode()).hexdigest()[:16]
        return f"{self.arm.name}-seed{self.seed}-{digest}"


@cache
def evidence_hash() -> str:
    """Hash of the evidence's own sources and tables."""
    root = Path(str(calibration.evidence.__file__)).parent
    digest = hashlib.sha256(SOURCES.encode())
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".yaml", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def plan(facts: Sequence[Fact], seeds: int, scale: float, variant: Variant) -> list[EvidenceRun]:
    """Runs of all arms the facts need, the longest first."""
    runs = []
    for name, watches in needs_of(facts).items():
        arm = arms()[name]
        scenario = arm.question(scale, variant)
        for seed in range(1, max(seeds, arm.seeds) + 1):
            runs.append(EvidenceRun(scenario, seed, 0, evidence_hash(), arm=arm, watches=watches))
    return sorted(runs, key=lambda run: -run.months)


def record(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Simulate one run and keep its recording under its key, complete or not at all."""
    assert isinstance(run, EvidenceRun)
    recording = measure(run.arm, run.scenario, run.seed, run.watches, month_done)
    started = folder / f".{run.key}"
    shutil.rmtree(started, ignore_errors=True)
    started.mkdir()
    np.savez(started / "recording.npz", **recording)  # type: ignore[arg-type]  # a name could be that of an option
    started.rename(folder / run.key)


def recordings_of(runs: Sequence[EvidenceRun], folder: Path) -> Recordings:
    """Recordings by arm in the order of the seeds."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for run in sorted(runs, key=lambda run: run.seed):
        with np.load(folder / run.key / "recording.npz") as stored:
            found.setdefault(run.arm.name, []).append({name: stored[name] for name in stored.files})
    return found


def simulate_evidence(runs: Sequence[EvidenceRun], folder: Path, workers: int, progress: Progress) -> Recordings:
    """Finish all runs and read what they recorded. Raises RunsFailedError when one fails."""
    run_all(runs, folder, workers, progress, record)
    return recordings_of(runs, folder)


def statistics_of(facts: Sequence[Fact], recordings: Recordings) -> Statistics:
    """Estimates of all facts."""
    found: Statistics = {}
    for fact in facts:
        found |= fact.statistics(recordings)
    return found
