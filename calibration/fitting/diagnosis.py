"""What a fit has learnt of each parameter, which targets it misses, and how each parameter's likelihood runs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.fitting.posterior import INFORMED, Likelihood, Posterior
from calibration.fitting.priors import Prior
from calibration.surveys.targets import Targets

Floats = npt.NDArray[np.float64]

_TAIL = 0.05
_GRID = 41


def parameters_table(posterior: Posterior, likelihood: Likelihood, best: Floats) -> pd.DataFrame:
    """A row a parameter: prior, posterior, best point, spread over the prior's, and what the targets tell of it."""
    rows = []
    slope = likelihood.slopes(posterior.points.mean(axis=0))
    for place, prior in enumerate(posterior.priors):
        values = posterior.values[:, place]
        low, high = np.quantile(values, (_TAIL, 1.0 - _TAIL))
        spread = posterior.spread[place]
        rows.append({
            "parameter": prior.name,
            "unit": prior.unit,
            "prior_low": prior.low,
            "prior_mode": prior.mode,
            "prior_high": prior.high,
            "mean": values.mean(),
            "sd": values.std(),
            "low": low,
            "high": high,
            "best": float(prior.value(best[place : place + 1])[0]),
            "spread": spread,
            "informed": "yes" if spread <= INFORMED else "partly" if spread <= 0.8 else "no",
            "alone": float(1.0 / np.sqrt(1.0 + (slope[:, place] ** 2).sum() / 12.0)),
            "source": prior.source,
        })  # fmt: skip
    return pd.DataFrame(rows)


def correlations(posterior: Posterior) -> pd.DataFrame:
    """Correlation of the parameters in the posterior."""
    names = [prior.name for prior in posterior.priors]
    return pd.DataFrame(np.corrcoef(posterior.values, rowvar=False).reshape(len(names), -1), index=names, columns=names)


def predictive_table(
    targets: Targets, likelihood: Likelihood, posterior: Posterior, fresh: pd.DataFrame
) -> pd.DataFrame:
    """A row a target: its value, what the emulator and fresh runs say under the posterior, and the miss in errors."""
    told = likelihood.emulator(posterior.points)[:, likelihood.columns]
    whole = np.sqrt(np.diag(likelihood.covariance))
    rows = []
    for place, name in enumerate(targets.names):
        run = fresh[name].to_numpy(dtype=np.float64)
        rows.append({
            "target": name,
            "value": targets.values[place],
            "standard_error": targets.errors[place],
            "emulator": told[:, place].mean(),
            "fresh_runs": run.mean(),
            "low": np.quantile(run, _TAIL),
            "high": np.quantile(run, 1.0 - _TAIL),
            "miss": (run.mean() - targets.values[place]) / np.hypot(whole[place], run.std() / np.sqrt(len(run))),
        })  # fmt: skip
    return pd.DataFrame(rows)


def profile(likelihood: Likelihood, posterior: Posterior, place: int) -> pd.DataFrame:
    """Lowest misfit over all other parameters as one is held at each value: the parameter's likelihood in profile."""
    from scipy.optimize import least_squares

    start = posterior.points.mean(axis=0)
    others = [other for other in range(len(start)) if other != place]
    found = []
    for unit in np.linspace(0.02, 0.98, _GRID // 2):

        def misses(free: Floats, unit: float = unit) -> Floats:
            point = np.empty(len(start))
            point[place], point[others] = unit, free
            return np.asarray(likelihood.misses(point[None])[0])

        best = least_squares(misses, np.clip(start[others], 0.01, 0.99), bounds=(0.0, 1.0), max_nfev=15)
        found.append(float(2.0 * best.cost))
        start[others] = best.x
    unit = np.linspace(0.02, 0.98, _GRID // 2)
    prior: Prior = posterior.priors[place]
    return pd.DataFrame({"parameter": prior.name, "value": prior.value(unit), "misfit": np.array(found) - min(found)})


def profiles(likelihood: Likelihood, posterior: Posterior, names: Sequence[str]) -> pd.DataFrame:
    """Profiles of all parameters named."""
    known = [prior.name for prior in posterior.priors]
    return pd.concat([profile(likelihood, posterior, known.index(name)) for name in names], ignore_index=True)
