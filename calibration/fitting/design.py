"""Where runs are made: even points of the unit cube first, then where the posterior so far lies, and around it."""

import numpy as np
import numpy.typing as npt

from calibration.fitting.posterior import Posterior

Floats = npt.NDArray[np.float64]

#: How much further than the posterior's own draws every second new run lies from its centre.
_WIDER = 1.6


def even_points(number: int, parameters: int, seed: int = 1) -> Floats:
    """Points of Sobol's sequence (Sobol' 1967, scrambled), (number, parameters)."""
    from scipy.stats import qmc

    base = int(np.ceil(np.log2(max(number, 2))))
    return np.asarray(qmc.Sobol(parameters, seed=seed).random_base2(base)[:number])


def points_around(posterior: Posterior, number: int) -> Floats:
    """Draws of the posterior, every second one further from its centre, mirrored at the walls, (number, parameters)."""
    rows = np.linspace(0, len(posterior.points) - 1, number).astype(np.int64)
    points = posterior.points[rows]
    centre = posterior.points.mean(axis=0)
    far = np.where(np.arange(number)[:, None] % 2 == 1, _WIDER, 1.0)
    moved = centre + far * (points - centre)
    return np.asarray(np.clip(1.0 - np.abs(1.0 - np.abs(moved)), 0.0, 1.0))


def seeds_of(number: int, seeds: int, wave: int) -> list[int]:
    """Seeds of a wave's runs, each about as often, by lot: Sobol's points repeat themselves every power of two."""
    even = 1 + np.arange(number) % seeds
    return [int(seed) for seed in np.random.default_rng([wave, number]).permutation(even)]
