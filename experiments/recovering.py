"""The self-test of calibration: parameters are hidden, the model is surveyed, and the survey is fitted.

The emulator is learnt once over the prior; which parameters it can find is declared from the errors of one survey in
the middle of the prior, before any truth is drawn. Every truth's survey goes through a file and a codebook, as a real
one does. Runs and truths share scale and population, so the survey's errors are those of drawing a part of it.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.fitting.design import even_points, seeds_of
from calibration.fitting.fit import Fit
from calibration.fitting.posterior import Posterior, allowing_for_misfit, sample
from calibration.fitting.recovery import Verdict, judge
from calibration.surveys.answering import read_survey
from calibration.surveys.answers import Standard
from calibration.surveys.codebook import open_codebook
from calibration.surveys.sampling import RotatingSample
from calibration.surveys.targets import Targets, chosen, survey_targets
from calibration.surveys.writing import CODEBOOK, area_code, as_lfs, write_survey
from experiments.calibrating import MOMENTS, Finish, FitRun, Learnt, learn, runs_at, told_by
from experiments.parts import Run, write_part

Floats = npt.NDArray[np.float64]

TARGETS, COVARIANCE = "targets", "covariance"
#: Seed of the survey that the declaration rests on; neither a run of the emulator nor, as shipped, a truth has it.
_PILOT_SEED = 5000
_STANDARD: Standard = "icls19"


@dataclass(frozen=True, kw_only=True)
class TruthRun(FitRun):
    """A run whose survey of ``persons`` interviews a quarter is kept as targets."""

    persons: int
    fewest: int

    @cached_property
    def key(self) -> str:
        """Name of the run's part."""
        return f"truth-{self.persons}-{self.fewest}-{super().key}"


def survey_truth(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Simulate a truth, survey it through a file, and keep the targets, complete or not at all."""
    from simulation import LabourMarket

    assert isinstance(run, TruthRun)
    market = LabourMarket(scenario=run.scenario, rng=run.seed)
    survey = RotatingSample(market, run.asked, run.persons)
    while market.month <= max(run.asked):
        market.step()
        survey.ask(market)
        month_done()
    codebook = open_codebook(CODEBOOK)
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "survey.parquet"
        write_survey(as_lfs(survey.answers, market.province, area_code(codebook, market.province.id)), file)
        told = read_survey(file, codebook, market.province.id)
    targets = survey_targets(told, run.standard, run.fewest, min(run.persons / market.persons, 0.95))
    table = pd.DataFrame({"name": targets.names, "value": targets.values, "freedom": targets.freedom})
    covariance = pd.DataFrame(targets.covariance, columns=list(targets.names))
    write_part(run.key, {TARGETS: table, COVARIANCE: covariance}, folder)


def targets_of(run: TruthRun, folder: Path) -> Targets:
    """The targets that a truth's survey gave."""
    table = pd.read_parquet(folder / run.key / f"{TARGETS}.parquet")
    covariance = pd.read_parquet(folder / run.key / f"{COVARIANCE}.parquet").to_numpy(dtype=np.float64)
    return Targets(
        tuple(table["name"]), table["value"].to_numpy(), covariance, run.standard, table, int(table["freedom"].iloc[0])
    )


class SelfTest:
    """The self-test of a fit: ``learn`` first, ``declare`` next, then ``recover`` truths."""

    def __init__(self, fit: Fit, persons: int, folder: Path, finish: Finish, finish_truths: Finish) -> None:
        self.fit, self.persons, self.folder = fit, persons, folder
        self.finish, self.finish_truths = finish, finish_truths

    @cached_property
    def learnt(self) -> Learnt:
        """The emulator, from one wave over the prior."""
        points = even_points(sum(self.fit.question.waves), len(self.fit.priors))
        seeds = seeds_of(len(points), self.fit.question.seeds, 0)
        runs = runs_at(self.fit, points, seeds, _STANDARD)
        middle = runs_at(self.fit, np.full((1, len(self.fit.priors)), 0.5), [1], _STANDARD)
        centre = replace(middle[0], errors=True)
        self.finish([*runs, centre])
        told = pd.read_parquet(self.folder / centre.key / f"{MOMENTS}.parquet")["name"]
        return learn(points, runs, self.folder, self.fit.question.targets or list(told), centre)

    def promised(self) -> Floats:
        """Posterior over prior sd that the survey's errors promise, a mean over the prior, (parameters,)."""
        pilot = self._truth_runs(np.full((1, len(self.fit.priors)), 0.5), _PILOT_SEED)
        self.finish_truths(pilot)
        targets = self._usable(targets_of(pilot[0], self.folder))
        points = 0.1 + 0.8 * even_points(32, len(self.fit.priors), seed=3)
        spread = self.learnt.likelihood(targets, 1.0, same_population=True).expected_spread(points)
        return np.asarray(spread.mean(axis=0))

    def recover(self, truths: int, promised: Floats, told: Callable[[int], None]) -> tuple[Verdict, pd.DataFrame]:
        """Draw truths from the prior, fit each of their surveys, and judge."""
        first = self.fit.question.truth_seed
        points = np.random.default_rng(first).random((truths, len(self.fit.priors)))
        runs = self._truth_runs(points, first)
        self.finish_truths(runs)
        posteriors = []
        for number, run in enumerate(runs):
            posteriors.append(self._posterior(targets_of(run, self.folder)))
            told(number + 1)
        return judge(self.fit.priors, promised, points, posteriors)

    def _posterior(self, targets: Targets) -> Posterior:
        found = self.learnt.likelihood(self._usable(targets), 1.0, same_population=True)
        likelihood, _ = allowing_for_misfit(found, len(self.fit.priors))
        return sample(likelihood, self.fit.priors)

    def _usable(self, targets: Targets) -> Targets:
        wanted = self.fit.question.targets
        kept = chosen(targets, tuple(name for name in targets.names if not wanted or name in wanted))
        return told_by(self.learnt, kept)

    def _truth_runs(self, points: Floats, first: int) -> list[TruthRun]:
        seeds = [first + place for place in range(len(points))]
        return [
            TruthRun(
                run.scenario, run.seed, 0, run.basis, asked=run.asked, standard=run.standard,
                persons=self.persons, fewest=self.fit.question.fewest,
            )
            for run in runs_at(self.fit, points, seeds, _STANDARD)
        ]  # fmt: skip
