"""An emulator: moments of the model as smooth functions of its parameters, learnt from runs.

Each moment is a quadratic of the parameters and a Gaussian process of what that leaves (scikit-learn; a length scale a
parameter, and noise of its own). Runs share a few seeds, and every seed has its own level, so that common luck does
not pass for an effect of parameters. How wrong the emulator is, and how much luck is in a run, is told by the runs left
out one at a time: of the whole emulator, for its quadratic alone has dozens of coefficients, which bend towards the
luck of the runs it learnt from.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_RIDGE = 1e-3


@dataclass(frozen=True)
class _Process:
    """One moment's Gaussian process: ``scale`` (parameters,), ``height`` of the kernel, ``pull`` (runs,).

    ``noise`` is that of the process, ``luck`` the variance of a run of which nothing was learnt.
    """

    scale: Floats
    height: float
    noise: float
    luck: float
    pull: Floats


class Emulator:
    """Moments as functions of points of the unit cube, learnt from ``points`` (runs, parameters)."""

    def __init__(self, points: Floats, moments: Floats, seeds: npt.NDArray[np.int64]) -> None:
        self.points = points
        self._centre, self._spread = moments.mean(axis=0), np.maximum(moments.std(axis=0), 1e-12)
        scaled = (moments - self._centre) / self._spread
        self._trend, level, remover = _regressed(points, scaled, seeds)
        self._processes, errors = _processes(points, scaled, remover)
        self._left_out = errors * self._spread
        self._level = level * self._spread
        self._noise = np.array([one.luck for one in self._processes]) * self._spread**2

    def __call__(self, points: Floats) -> Floats:
        """Moments at points, (points, moments)."""
        found = _features(points) @ self._trend
        for place, one in enumerate(self._processes):
            if one.height > 0:
                found[:, place] += _kernel(points, self.points, one) @ one.pull
        return np.asarray(found * self._spread + self._centre)

    @cached_property
    def chance(self) -> Floats:
        """Covariance of the moments of one run by luck: between seeds, and noise beside, (moments, moments)."""
        own = self._shares(self._noise)
        return np.cov(self._level, rowvar=False).reshape(own.shape) + own

    @cached_property
    def error(self) -> Floats:
        """Covariance of the emulator's own error, the level common to its seeds included, (moments, moments)."""
        total = np.mean(self._left_out**2, axis=0)
        between = np.cov(self._level, rowvar=False).reshape(len(total), len(total)) / len(self._level)
        return self._shares(np.maximum(total - self._noise, 0.05 * total)) + between

    def _shares(self, variance: Floats) -> Floats:
        """Covariance with these variances and the correlation of the errors left out."""
        root = np.sqrt(variance)
        return np.asarray(_correlation(self._left_out) * root[:, None] * root[None, :])


def _correlation(errors: Floats) -> Floats:
    """Correlation of the errors, drawn a little towards none as they are few."""
    spread = np.maximum(errors.std(axis=0), 1e-300)
    found = (errors / spread).T @ (errors / spread) / len(errors)
    shrink = min(0.5, errors.shape[1] / (4.0 * len(errors)))
    return np.asarray((1.0 - shrink) * found + shrink * np.eye(errors.shape[1]))


def _features(points: Floats) -> Floats:
    """Constant, parameters, and products of two, (points, features)."""
    centred = 2.0 * points - 1.0
    products = [centred[:, i] * centred[:, j] for i, j in combinations_with_replacement(range(points.shape[1]), 2)]
    return np.column_stack([np.ones(len(points)), centred, *products])


def _regressed(points: Floats, scaled: Floats, seeds: npt.NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Coefficients (features, moments), level of each seed (seeds, moments), and what takes both off (runs, runs)."""
    _, place = np.unique(seeds, return_inverse=True)
    marks = np.eye(place.max() + 1)[place] - 1.0 / (place.max() + 1)
    features = _features(points)
    design = np.hstack([features, marks])
    penalty = _RIDGE * len(points) * np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    solved = np.linalg.solve(design.T @ design + penalty, design.T)
    slope = solved @ scaled
    split = features.shape[1]
    level = slope[split:] - slope[split:].mean(axis=0)
    return slope[:split], level, np.eye(len(points)) - design @ solved


def _processes(points: Floats, scaled: Floats, remover: Floats) -> tuple[list[_Process], Floats]:
    """A process of what ``remover`` leaves of each moment, and the errors with each run left out, (runs, moments)."""
    from threadpoolctl import threadpool_limits

    made, errors = [], np.empty_like(scaled)
    with threadpool_limits(limits=1):  # the same sums in the same order on every machine
        for place in range(scaled.shape[1]):
            one, out = _process(points, scaled[:, place], remover)
            made.append(one)
            errors[:, place] = out
    return made, errors


def _process(points: Floats, moment: Floats, remover: Floats) -> tuple[_Process, Floats]:
    """The process of a moment, and its errors left out: residuals of a linear smoother over one less its own pull.

    Luck is the residuals' sum of squares over the freedom that the smoother leaves (Hastie & Tibshirani 1990, 3.5).
    """
    left = remover @ moment
    kernel, alpha, pull = _fitted(points, left)
    height, noise = float(kernel.k1.k1.constant_value), float(kernel.k2.noise_level)
    one = _Process(np.asarray(kernel.k1.k2.length_scale), height, noise, noise, pull)
    inverse = np.linalg.inv(_kernel(points, points, one) + (noise + alpha) * np.eye(len(points)))
    missing = noise * inverse @ remover
    residual = missing @ moment
    luck = float((residual**2).sum() / (missing**2).sum())
    return replace(one, luck=luck), residual / np.diag(missing)


def _fitted(points: Floats, left: Floats) -> tuple[Any, float, Floats]:
    """The kernel that is likeliest, the variance added for arithmetic's sake, and the pull of each run."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    variance = float(left.var()) + 1e-12
    kernel = ConstantKernel(0.5 * variance, (1e-4 * variance, 10.0 * variance)) * RBF(
        np.full(points.shape[1], 1.0), (0.2, 10.0)
    ) + WhiteKernel(0.5 * variance, (1e-3 * variance, 2.0 * variance))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = GaussianProcessRegressor(kernel, alpha=1e-9 * variance).fit(points, left)
    return model.kernel_, 1e-9 * variance, np.asarray(model.alpha_)


def _kernel(left: Floats, right: Floats, one: _Process) -> Floats:
    ours, theirs = left / one.scale, right / one.scale
    square = (ours**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1)[None, :] - 2.0 * ours @ theirs.T
    return np.asarray(one.height * np.exp(-0.5 * np.maximum(square, 0.0)))
