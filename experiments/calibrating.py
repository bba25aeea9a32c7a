"""The runs of a fit: waves of parameter sets, each simulated once under one of a few seeds, kept as they finish.

Which sets a wave has follows from the fit and the waves before it alone, so a fit that was killed goes on from the
finished runs to the posterior it would have had.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

import calibration
from calibration.fitting.design import even_points, points_around, seeds_of
from calibration.fitting.emulator import Emulator
from calibration.fitting.fit import Fit
from calibration.fitting.model_moments import model_moments
from calibration.fitting.posterior import Likelihood, Posterior, allowing_for_misfit, sample
from calibration.fitting.priors import values_of
from calibration.surveys.answers import Standard
from calibration.surveys.targets import Targets, correlated_as
from experiments.parts import Run, write_part
from simulation.compiling import SOURCES

Floats = npt.NDArray[np.float64]
#: Finishes runs: those given, in a folder.
Finish = Callable[[Sequence[Run]], None]

MOMENTS = "moments"
#: First seed of fresh runs at draws of the posterior.
CHECK_SEED = 1001


@dataclass(frozen=True, kw_only=True)
class FitRun(Run):
    """A run whose people are interviewed in ``asked`` months, by a definition of employment.

    With ``errors`` it also tells how far moments of a population of its size lie from those of an endless one.
    """

    asked: frozenset[int]
    standard: Standard
    errors: bool = False

    @cached_property
    def key(self) -> str:
        """Name of the run's part."""
        question = [
            self.scenario.content_hash, self.scenario.scale, self.seed, self.basis, sorted(self.asked), self.standard,
            self.errors,
        ]  # fmt: skip
        return f"fit-seed{self.seed}-{hashlib.sha256(repr(question).encode()).hexdigest()[:20]}"


def interview_run(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Simulate a run and keep its moments under its key, complete or not at all."""
    assert isinstance(run, FitRun)
    found = model_moments(run.scenario, run.seed, run.asked, run.standard, month_done, run.errors)
    write_part(run.key, {MOMENTS: found}, folder)


def basis(fit: Fit) -> str:
    """Hash of what a run's scenario does not carry: the code that simulates and measures, and the province's tables."""
    digest = hashlib.sha256(f"{SOURCES} {fit.province.content_hash}".encode())
    root = Path(str(calibration.__file__)).parent
    for name in ("surveys/answers.py", "surveys/interviewing.py", "surveys/moments.py", "fitting/model_moments.py"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Learnt:
    """What runs have told: their points, seeds and moments, and the emulator of the moments that all of them tell.

    ``population`` is the covariance of the moments over populations of a run's size, (moments, moments): runs share
    one population, as they share its scale.
    """

    points: Floats
    seeds: npt.NDArray[np.int64]
    moments: pd.DataFrame
    emulator: Emulator
    population: Floats

    def likelihood(self, targets: Targets, chance: float, same_population: bool = False) -> Likelihood:
        """Of the targets; ``chance`` is a run's luck over the luck of whom the survey was taken of.

        With ``same_population`` the survey was taken of the very persons that the runs are about.
        """
        names = list(self.moments.columns)
        columns = np.array([names.index(name) for name in targets.names])
        luck = self.emulator.chance * chance
        own = self.emulator.error + luck + (0.0 if same_population else self.population)
        theirs = correlated_as(targets, self.population[np.ix_(columns, columns)])
        return Likelihood(self.emulator, columns, targets.values, theirs + own[np.ix_(columns, columns)])


class Waves:
    """The waves of a fit against targets; ``finish`` simulates runs whose parts are not in ``folder`` yet."""

    def __init__(self, fit: Fit, targets: Targets, folder: Path, finish: Finish) -> None:
        self.fit, self.targets, self.folder, self.finish = fit, targets, folder, finish
        self.standard = targets.standard
        self.chance = fit.scenario.scale

    def learn(self) -> Learnt:
        """Run wave after wave and return what they told."""
        points, runs = np.empty((0, len(self.fit.priors))), list[FitRun]()
        learnt = None
        for wave, number in enumerate(self.fit.question.waves):
            new = self._next(learnt, number)
            added = runs_at(self.fit, new, seeds_of(number, self.fit.question.seeds, wave), self.standard)
            self.finish(added)
            points, runs = np.vstack([points, new]), [*runs, *added]
            learnt = self._learn_from(points, runs)
        assert learnt is not None
        return learnt

    def _learn_from(self, points: Floats, runs: Sequence[FitRun]) -> Learnt:
        return learn(points, runs, self.folder, self.targets.names, self._centre)

    @cached_property
    def _centre(self) -> FitRun:
        """A run in the middle of the priors that tells errors too."""
        middle = np.full((1, len(self.fit.priors)), 0.5)
        run = replace(runs_at(self.fit, middle, [1], self.standard)[0], errors=True)
        self.finish([run])
        return run

    def _next(self, learnt: Learnt | None, number: int) -> Floats:
        if learnt is None:
            return even_points(number, len(self.fit.priors))
        likelihood, _ = self.likelihood(learnt)
        return points_around(sample(likelihood, self.fit.priors), number)

    def likelihood(self, learnt: Learnt) -> tuple[Likelihood, float]:
        """Likelihood of the targets that the model tells, and by what misfit made its variances grow."""
        found = learnt.likelihood(told_by(learnt, self.targets), self.chance)
        return allowing_for_misfit(found, len(self.fit.priors))

    def check(self, posterior: Posterior) -> tuple[list[FitRun], pd.DataFrame]:
        """Fresh runs at draws of the posterior, under seeds that no wave had, and their moments."""
        drawn = posterior.thinned(self.fit.question.checks)
        seeds = [CHECK_SEED + place for place in range(len(drawn.points))]
        runs = runs_at(self.fit, drawn.points, seeds, self.standard)
        self.finish(runs)
        return runs, moments_of(runs, self.folder)


def runs_at(fit: Fit, points: Floats, seeds: Sequence[int], standard: Standard) -> list[FitRun]:
    """Runs at points of the unit cube, each under its seed."""
    values, known = values_of(fit.priors, points), basis(fit)
    return [
        FitRun(fit.at(row), seed, 0, known, asked=fit.question.months, standard=standard)
        for row, seed in zip(values.tolist(), seeds, strict=True)
    ]


def moments_of(runs: Sequence[FitRun], folder: Path) -> pd.DataFrame:
    """Moments of finished runs, a row a run, a column a moment."""
    rows = [pd.read_parquet(folder / run.key / f"{MOMENTS}.parquet").set_index("name")["value"] for run in runs]
    return pd.DataFrame(rows).reset_index(drop=True)


def learn(points: Floats, runs: Sequence[FitRun], folder: Path, wanted: Sequence[str], centre: FitRun) -> Learnt:
    """An emulator of the wanted moments that every run tells; ``centre`` tells the luck of a population."""
    told = moments_of(runs, folder)
    errors = pd.read_parquet(folder / centre.key / f"{MOMENTS}.parquet").set_index("name").drop(columns="value")
    there = [name for name in dict.fromkeys(wanted) if name in told and name in errors.index]
    kept = told[[name for name in there if told[name].notna().all()]]
    seeds, names = np.array([run.seed for run in runs]), list(kept.columns)
    emulator = Emulator(points, kept.to_numpy(dtype=np.float64), seeds)
    return Learnt(points, seeds, kept, emulator, errors.loc[names, names].to_numpy(dtype=np.float64))


def told_by(learnt: Learnt, targets: Targets) -> Targets:
    """The targets that the model tells too."""
    from calibration.surveys.targets import chosen

    return chosen(targets, tuple(name for name in dict.fromkeys(targets.names) if name in learnt.moments))
