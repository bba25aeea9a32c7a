"""Iterative proportional fitting, and rounding a table of expected counts to whole persons without losing one."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Margin = tuple[tuple[int, ...], Floats]


class RakingError(ValueError):
    """The margins contradict each other or the seed leaves a margin's cells empty."""


def rake(seed: Floats, margins: Sequence[Margin], rounds: int = 400, tolerance: float = 1e-9) -> Floats:
    """Fit a table to margins by iterative proportional fitting (Deming & Stephan 1940).

    ``margins`` are pairs (axes kept, wanted totals over those axes, in that order), all of one grand total. The last
    margin of the list holds exactly. Raises RakingError when a wanted total has no cell to stand in.
    """
    table = seed.astype(np.float64).copy()
    for _ in range(rounds):
        worst = 0.0
        for axes, wanted in margins:
            dropped = tuple(axis for axis in range(table.ndim) if axis not in axes)
            have = table.sum(axis=dropped)
            if np.any((have <= 0) & (wanted > 0)):
                raise RakingError(f"a margin over axes {axes} wants persons where the table allows none")
            ratio = np.divide(wanted, have, out=np.zeros_like(have), where=have > 0)
            worst = max(worst, float(np.abs(np.where(wanted > 0, ratio - 1.0, 0.0)).max()))
            table *= np.expand_dims(ratio, dropped)
        if worst < tolerance:
            break
    return table


def whole(expected: Floats, start: float = 0.5) -> npt.NDArray[np.int64]:
    """Round expected counts so that every running total stays within one person of the expected one.

    (any shape) float64 in, the same shape int64 out, read in C order: systematic sampling with a fixed start. Raises
    RakingError for a negative count.
    """
    if expected.min(initial=0.0) < 0.0:
        raise RakingError(f"a cell of {expected.min():,.1f} persons: the margins before it leave too few")
    running = np.floor(np.cumsum(expected.ravel()) + start)
    return np.diff(running, prepend=0.0).astype(np.int64).reshape(expected.shape)
