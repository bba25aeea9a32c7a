"""What a sweep will take: how many runs, how long, how much disk, from one short run and its first opening."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from experiments.sweeps.question import Sweep
from experiments.sweeps.simulating import SweepRun, simulate_point

if TYPE_CHECKING:
    from simulation import Scenario

#: Months of the probe: a year has every season.
PROBE_MONTHS = 12


@dataclass(frozen=True)
class Estimate:
    """Runs to simulate, openings that must be warmed up, seconds on ``workers`` processes, bytes on disk."""

    points: int
    planned: int
    runs: int
    openings: int
    workers: int
    seconds: float
    disk: float


def estimate(sweep: Sweep, workers: int) -> Estimate:
    """Reckon from short runs of the first and the last point. Kernels are loaded before the clock starts."""
    runs = sweep.runs
    months = runs[0].months
    probes = [_probe(run) for run in dict.fromkeys((runs[0], runs[-1]))]
    opening = sum(probe.opening for probe in probes) / len(probes)
    month = sum(probe.month for probe in probes) / len(probes)
    part = sum(probe.bytes_month * months + probe.bytes_file for probe in probes) / len(probes)
    openings = len({_opening_key(run.scenario) for run in runs})
    warm_up = _warm_up(runs[0].scenario) if openings > 1 else 0.0
    seconds = (len(runs) * (opening + month * months) + openings * warm_up) / min(workers, len(runs))
    return Estimate(len(sweep.points), len(sweep.planned), len(runs), openings, workers, seconds, part * len(runs))


@dataclass(frozen=True)
class _Probe:
    opening: float
    month: float
    bytes_month: float
    bytes_file: float


def _probe(run: SweepRun) -> _Probe:
    """Seconds and bytes of a run, from one of a year and one of half a year."""
    halves = [_shortened(run, months) for months in (PROBE_MONTHS // 2, PROBE_MONTHS)]
    for half in halves:
        simulate_point(half, Path(), lambda: None)  # loads kernels, keeps the opening
    short, whole = (simulate_point(one, Path(), lambda: None) for one in halves)
    step = whole.stepping / halves[1].months
    per_month = (len(whole.content) - len(short.content)) / max(halves[1].months - halves[0].months, 1)
    return _Probe(whole.opening, step, per_month, max(len(short.content) - per_month * halves[0].months, 0.0))


def _shortened(run: SweepRun, months: int) -> SweepRun:
    scenario = run.scenario
    short = scenario.with_(end=min(scenario.end, scenario.start + months - 1))
    return SweepRun(short, run.seed, run.draw, run.basis, keep=run.keep)


def _opening_key(scenario: "Scenario") -> tuple[float, int, str]:
    return scenario.scale, scenario.start, repr(sorted(scenario.parameters.items()))


def _warm_up(scenario: "Scenario") -> float:
    """Seconds of a warm-up that no opening on disk spares."""
    from simulation import LabourMarket

    with _nothing_kept():
        began = perf_counter()
        LabourMarket(scenario=scenario, rng=1)
        return perf_counter() - began


@contextmanager
def _nothing_kept() -> Iterator[None]:
    """Openings are looked for in an empty folder, and what is made goes with it."""
    import os
    import tempfile

    before = os.environ.get("HALONG_CACHE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HALONG_CACHE_DIR"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["HALONG_CACHE_DIR"]
            else:
                os.environ["HALONG_CACHE_DIR"] = before
