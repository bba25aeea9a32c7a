"""The posterior: which parameters are compatible with the targets, given how exactly each side knows its moments.

The targets are normal around the model's moments, with the survey's covariance, the luck of one province and the
emulator's error added up. Chains are those of emcee (Goodman & Weare 2010; Foreman-Mackey et al. 2013) over the unit
cube, where the prior is uniform.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from calibration.fitting.emulator import Emulator
from calibration.fitting.priors import Prior, values_of

Floats = npt.NDArray[np.float64]

#: Posterior over prior standard deviation up to which the targets are said to inform a parameter.
INFORMED = 0.4
#: Least variance of a combination of standardised moments.
_SHARPEST = 0.03
_WALKERS_A_PARAMETER = 4
_BURN, _STEPS, _THIN = 400, 1000, 10


@dataclass(frozen=True)
class Likelihood:
    """How well points of the unit cube explain ``values`` (targets,) of covariance ``covariance``."""

    emulator: Emulator
    columns: npt.NDArray[np.int64]
    values: Floats
    covariance: Floats

    @cached_property
    def _whitener(self) -> Floats:
        """Matrix that makes misses independent and of unit size.

        Moments that nearly follow from others (a rate from those by age) have combinations that seem known almost
        exactly; what is left there is not luck but what linearisation leaves out. No combination of moments counts as
        known better than ``_SHARPEST`` of what independent moments would be.
        """
        scale = np.sqrt(np.diag(self.covariance))
        size, direction = np.linalg.eigh(self.covariance / np.outer(scale, scale))
        return np.asarray((direction / np.sqrt(np.maximum(size, _SHARPEST))).T / scale)

    def misses(self, points: Floats) -> Floats:
        """Misses in units of their error, made independent, (points, targets)."""
        return np.asarray((self.emulator(points)[:, self.columns] - self.values) @ self._whitener.T)

    def log(self, points: Floats) -> Floats:
        """Logarithm of the posterior density up to a constant, (points,); minus infinity outside the cube."""
        inside = ((points >= 0.0) & (points <= 1.0)).all(axis=1)
        found: Floats = np.full(len(points), -np.inf)
        if inside.any():
            found[inside] = -0.5 * (self.misses(points[inside]) ** 2).sum(axis=1)
        return found

    def slopes(self, point: Floats, step: float = 0.02) -> Floats:
        """How independent misses change with the parameters at a point, (targets, parameters)."""
        low = np.clip(point - step * np.eye(len(point)), 0.0, 1.0)
        high = np.clip(point + step * np.eye(len(point)), 0.0, 1.0)
        width = (high - low).sum(axis=1)
        return np.asarray(((self.misses(high) - self.misses(low)) / width[:, None]).T)

    def expected_spread(self, points: Floats) -> Floats:
        """Posterior over prior sd that the targets' errors promise at each point, (points, parameters).

        By the curvature of the likelihood and a normal prior of the uniform's variance: no target's value enters.
        """
        prior = 12.0 * np.eye(points.shape[1])
        found = []
        for point in points:
            slope = self.slopes(point)
            found.append(np.sqrt(12.0 * np.diag(np.linalg.inv(slope.T @ slope + prior))))
        return np.asarray(found)


@dataclass(frozen=True)
class Posterior:
    """Draws of the posterior, (draws, parameters): ``points`` of the unit cube and parameter ``values``."""

    priors: tuple[Prior, ...]
    points: Floats
    converged: bool

    @cached_property
    def values(self) -> Floats:
        """Parameter values of the draws."""
        return values_of(self.priors, self.points)

    @cached_property
    def spread(self) -> Floats:
        """Posterior over prior standard deviation, (parameters,)."""
        return np.asarray(self.values.std(axis=0) / np.array([prior.sd for prior in self.priors]))

    def thinned(self, number: int) -> "Posterior":
        """Evenly chosen draws."""
        rows = np.linspace(0, len(self.points) - 1, min(number, len(self.points))).astype(np.int64)
        return Posterior(self.priors, self.points[rows], self.converged)


def sample(likelihood: Likelihood, priors: tuple[Prior, ...], seed: int = 1, steps: int = _STEPS) -> Posterior:
    """Draw from the posterior; the same question and ``seed`` give the same draws."""
    import emcee
    from threadpoolctl import threadpool_limits

    parameters = len(priors)
    walkers = _WALKERS_A_PARAMETER * parameters
    with threadpool_limits(limits=1):
        start = _start(likelihood, parameters, walkers, seed)
        sampler = emcee.EnsembleSampler(walkers, parameters, likelihood.log, vectorize=True)
        state = emcee.State(start, random_state=np.random.RandomState(seed).get_state())
        sampler.run_mcmc(state, _BURN + steps, skip_initial_state_check=True)
    chain = sampler.get_chain(discard=_BURN, thin=_THIN)
    time = emcee.autocorr.integrated_time(sampler.get_chain(discard=_BURN), quiet=True, tol=0)
    return Posterior(priors, chain.reshape(-1, parameters), bool(np.max(time) * 15 < steps))


def _start(likelihood: Likelihood, parameters: int, walkers: int, seed: int) -> Floats:
    """The best of many even points, each drawn a little towards the best of all."""
    from scipy.stats import qmc

    points: Floats = np.asarray(qmc.Sobol(parameters, seed=seed).random_base2(11))
    order = np.argsort(-likelihood.log(points), kind="stable")
    best = points[order[:walkers]]
    return np.asarray(np.clip(best[0] + 0.5 * (best - best[0]), 1e-3, 1.0 - 1e-3) + 1e-4 * (best - 0.5))


def allowing_for_misfit(likelihood: Likelihood, parameters: int) -> tuple[Likelihood, float]:
    """The likelihood with errors as large as the best point's misses say they are, and by what variances grew.

    Where even the best point misses by more than errors allow, something is amiss that errors do not hold: they are
    widened until it is as likely as it should be (Birge 1932). They are never narrowed.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        misses = likelihood.misses(best_point(likelihood, parameters)[None])[0]
    ratio = max(1.0, float(misses @ misses) / max(len(misses) - parameters, 1))
    return replace(likelihood, covariance=ratio * likelihood.covariance), ratio


def best_point(likelihood: Likelihood, parameters: int, seed: int = 1) -> Floats:
    """The most likely point: simulated moments on the emulator (McFadden 1989), from the best of even starts."""
    from scipy.optimize import least_squares

    starts = _start(likelihood, parameters, 8, seed)
    found = [
        least_squares(lambda point: likelihood.misses(point[None])[0], start, bounds=(0.0, 1.0)) for start in starts
    ]
    return np.asarray(min(found, key=lambda one: float(one.cost)).x)
