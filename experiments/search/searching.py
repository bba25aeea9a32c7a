"""Which mixes are tried: Optuna proposes a batch, all its runs are finished, and it learns what each was worth.

The first batch holds the scenario's own doses, the lowest and the highest. Proposals depend on the search's number and
on what earlier batches were worth, never on who finished first, so that an interrupted search proposes the same again
and finds its runs finished.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.search.question import Search
from experiments.search.scoring import Mix, Scores, mix_of, score
from experiments.sweeps.factors import Factor
from experiments.sweeps.simulating import SweepRun

#: Steps from the lowest to the highest dose.
_STEPS = 1000
#: Finishes runs in the folder of parts.
Finish = Callable[[list[SweepRun]], None]


@dataclass(frozen=True)
class Trial:
    """A mix and its scores."""

    mix: Mix
    scores: Scores


def search_doses(search: Search, parts: Path, finish: Finish, told: Callable[[int], None]) -> list[Trial]:
    """Every mix that was tried, in order. ``told`` hears how many are done after each batch."""
    study = _study(search)
    done: list[Trial] = []
    while len(done) < search.trials:
        asked = [study.ask(_space(search)) for _ in range(min(search.batch, search.trials - len(done)))]
        mixes = [
            mix_of(search, len(done) + place, _point(search, trial), search.seeds) for place, trial in enumerate(asked)
        ]
        finish(_runs(mixes))
        for trial, mix in zip(asked, mixes, strict=True):
            scores = score(search, mix, parts)
            trial.set_user_attr("violations", list(scores.violations))
            study.tell(trial, list(scores.values))
            done.append(Trial(mix, scores))
        told(len(done))
    return done


def _runs(mixes: list[Mix]) -> list[SweepRun]:
    """Runs of all mixes, each once."""
    return list({run.key: run for mix in mixes for run in mix.runs}.values())


def _study(search: Search) -> Any:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    directions: list[Any] = ["minimize" if one.direction == "minimise" else "maximize" for one in search.objectives]
    study = optuna.create_study(directions=directions, sampler=_sampler(search))
    for start in _starts(search.factors):
        study.enqueue_trial(start)
    return study


def _sampler(search: Search) -> Any:
    import warnings

    from optuna.exceptions import ExperimentalWarning
    from optuna.samplers import RandomSampler, TPESampler

    def violations(trial: Any) -> list[float]:
        return list(trial.user_attrs["violations"])

    if search.sampler == "random":
        return RandomSampler(seed=search.random)
    constrained = violations if search.constraints or search.budget else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)
        warnings.simplefilter("ignore", FutureWarning)  # newer Optuna takes constraints in another way as well
        return TPESampler(
            seed=search.random, n_startup_trials=search.batch, multivariate=True, constant_liar=True,
            constraints_func=constrained,
        )  # fmt: skip


def _space(search: Search) -> dict[str, Any]:
    """Each factor by its place from 0 to 1, in steps that give doses people can read."""
    from optuna.distributions import IntDistribution

    return {factor.key: IntDistribution(0, _STEPS) for factor in search.factors}


def _point(search: Search, trial: Any) -> dict[str, Any]:
    return {factor.key: factor.at(trial.params[factor.key] / _STEPS) for factor in search.factors}


def _starts(factors: tuple[Factor, ...]) -> list[dict[str, int]]:
    """Places of the scenario's own doses, of the lowest and of the highest."""
    own = {factor.key: _place_of_own(factor) for factor in factors}
    return [own, dict.fromkeys(own, 0), dict.fromkeys(own, _STEPS)]


def _place_of_own(factor: Factor) -> int:
    """The place whose value is nearest to the scenario's own."""
    wanted = factor.number(factor.own)
    if not np.isfinite(wanted):
        return 0
    return int(np.argmin([abs(factor.number(factor.at(step / _STEPS)) - wanted) for step in range(_STEPS + 1)]))
