"""Least squares as the facts need them: plain, and with cells absorbed."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def least_squares(columns: list[Floats], values: Floats) -> Floats:
    """Coefficients of ``values`` (n,) on a constant and the ``columns`` (n,) each; the constant comes first."""
    design = np.column_stack([np.ones(len(values)), *columns])
    return np.asarray(np.linalg.lstsq(design.T @ design, design.T @ values, rcond=None)[0])


def slope(across: Floats, up: Floats) -> float:
    """Slope of a straight line of ``up`` on ``across``."""
    return float(np.polyfit(across, up, 1)[0])


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's correlation."""
    return float(np.corrcoef(one, other)[0, 1])


def group_effects(
    values: Floats, group: npt.NDArray[np.integer[Any]], groups: int, cell: npt.NDArray[np.integer[Any]]
) -> Floats:
    """Group effects on ``values`` with the composition over ``cell`` held, (groups,), mean zero; NaN for empty groups.

    Ordinary least squares on dummies of groups and of cells, the cells swept out (Frisch, Waugh & Lovell).
    """
    _, cell = np.unique(cell, return_inverse=True)
    cells = int(cell.max()) + 1
    number = np.bincount(cell * groups + group, minlength=cells * groups).reshape(cells, groups).astype(np.float64)
    total = np.bincount(cell, weights=values, minlength=cells)
    size = number.sum(axis=1)
    normal = np.diag(number.sum(axis=0)) - number.T @ (number / size[:, None])
    right = np.bincount(group, weights=values, minlength=groups) - number.T @ (total / size)
    present = number.sum(axis=0) > 0
    effects = np.full(groups, np.nan)
    effects[present] = np.linalg.lstsq(normal[np.ix_(present, present)], right[present], rcond=None)[0]
    return np.asarray(effects - np.nanmean(effects))


def within(panel: Floats) -> Floats:
    """A panel (units, periods) less the means of its units and of its periods."""
    return np.asarray(panel - panel.mean(axis=1, keepdims=True) - panel.mean(axis=0, keepdims=True) + panel.mean())


def elasticity_in_panel(log_outcome: Floats, log_cause: Floats) -> float:
    """Slope of ``log_outcome`` on ``log_cause``, (units, periods) each, with effects of units and of periods."""
    cause = within(log_cause)
    return float((cause * within(log_outcome)).sum() / (cause**2).sum())
