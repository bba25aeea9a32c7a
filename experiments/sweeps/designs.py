"""Designs: which points of the factors' space a sweep visits. A point is the values by key; what it lacks is untouched.

Samples come from scipy (latin hypercube, McKay and others 1979) and SALib (Sobol' sequences in Saltelli's arrangement,
Saltelli 2002; Morris' trajectories, Morris 1991). Their own randomness has a number of its own, so that the same file
gives the same points.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.sweeps.factors import Factor, Value

Point = dict[str, Value]
Floats = NDArray[np.float64]

LIST, GRID, ONE_AT_A_TIME = "list", "grid", "one_at_a_time"
LATIN_HYPERCUBE, SOBOL, MORRIS = "latin_hypercube", "sobol", "morris"
DESIGNS = (LIST, GRID, ONE_AT_A_TIME, LATIN_HYPERCUBE, SOBOL, MORRIS)
#: Levels of Morris' grid: an even number, so that steps of two thirds stay on it.
MORRIS_LEVELS = 4


def points_of(design: str, factors: Sequence[Factor], samples: int, levels: int, random: int) -> list[Point]:
    """Points of a design that the factors alone determine, in its order."""
    made: dict[str, Callable[[], list[Point]]] = {
        GRID: lambda: grid(factors, levels),
        ONE_AT_A_TIME: lambda: one_at_a_time(factors, levels),
        LATIN_HYPERCUBE: lambda: _valued(factors, latin_hypercube(len(factors), samples, random)),
        SOBOL: lambda: _valued(factors, sobol(len(factors), samples, random)),
        MORRIS: lambda: _valued(factors, morris(len(factors), samples, random)),
    }
    return made[design]()


def grid(factors: Sequence[Factor], levels: int) -> list[Point]:
    """Every combination of the factors' levels; the last factor varies fastest."""
    keys = [factor.key for factor in factors]
    return [dict(zip(keys, values, strict=True)) for values in product(*(factor.levels(levels) for factor in factors))]


def one_at_a_time(factors: Sequence[Factor], levels: int) -> list[Point]:
    """The scenarios as they are, then each factor at each of its levels with the others untouched."""
    return [{}, *({factor.key: value} for factor in factors for value in factor.levels(levels))]


def latin_hypercube(factors: int, samples: int, random: int) -> Floats:
    """Places (samples, factors): each factor has one sample in each of ``samples`` equal slices."""
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(factors, rng=np.random.default_rng(random))
    return np.asarray(sampler.random(samples))


def problem(factors: int) -> dict[str, Any]:
    """Places as SALib wants them described."""
    return {"num_vars": factors, "names": [f"x{number}" for number in range(factors)], "bounds": [[0.0, 1.0]] * factors}


def sobol(factors: int, samples: int, random: int) -> Floats:
    """Places ((factors + 2) x samples, factors): for each row of sample A, then with one factor from B each, then B."""
    from SALib.sample import sobol as sampler

    return np.asarray(sampler.sample(problem(factors), samples, calc_second_order=False, seed=random))


def morris(factors: int, trajectories: int, random: int) -> Floats:
    """Places (trajectories x (factors + 1), factors): each step of a trajectory moves one factor by two thirds."""
    from SALib.sample import morris as sampler

    return np.asarray(sampler.sample(problem(factors), trajectories, num_levels=MORRIS_LEVELS, seed=random))


def _valued(factors: Sequence[Factor], places: Floats) -> list[Point]:
    return [{factor.key: factor.at(float(place)) for factor, place in zip(factors, row, strict=True)} for row in places]
