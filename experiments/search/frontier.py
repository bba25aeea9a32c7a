"""The frontier: mixes that hold all constraints and that no other one betters in every objective."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.search.searching import Trial

Floats = NDArray[np.float64]


def losses(trials: Sequence[Trial]) -> Floats:
    """Objectives with their signs turned so that less is better, (trials, objectives)."""
    if not trials:
        return np.zeros((0, 0))
    signs = np.array([one.sign for one in trials[0].scores.search.objectives])
    return np.asarray(np.array([trial.scores.values for trial in trials]) * signs)


def frontier(trials: Sequence[Trial]) -> list[Trial]:
    """The best mixes, by the first objective; of equal ones the first that was tried."""
    able = [trial for trial in trials if trial.scores.feasible and np.isfinite(trial.scores.values).all()]
    points = losses(able)
    best = [able[place] for place in undominated(points)]
    return sorted(best, key=lambda trial: tuple(losses([trial])[0]))


def undominated(points: Floats) -> list[int]:
    """Rows that no other row betters or equals in all columns and betters in one; the first of equal rows."""
    kept = []
    for place, point in enumerate(points):
        no_worse = (points <= point).all(axis=1)
        better = no_worse & (points < point).any(axis=1)
        earlier = no_worse[:place] & (points[:place] == point).all(axis=1)
        if not better.any() and not earlier.any():
            kept.append(place)
    return kept


def hypervolume(points: Floats, reference: Floats) -> float:
    """Volume that rows (less is better) dominate below ``reference``, (objectives,): the larger, the better a set.

    By slices of the first objective (Zitzler 1999); the sets here are small.
    """
    inside = points[(points < reference).all(axis=1)]
    if not len(inside):
        return 0.0
    if inside.shape[1] == 1:
        return float(reference[0] - inside.min())
    edges = np.unique(inside[:, 0])
    widths = np.diff(np.append(edges, reference[0]))
    slices = (hypervolume(inside[inside[:, 0] <= edge, 1:], reference[1:]) for edge in edges)
    return float(sum(width * area for width, area in zip(widths, slices, strict=True)))
