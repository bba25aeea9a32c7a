"""Statistics with their standard error over seeds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Recording = Mapping[str, npt.NDArray[Any]]
"""What the watches of one run recorded: arrays by name."""

Recordings = Mapping[str, Sequence[Recording]]
"""Recordings by arm, one a seed, in the order of the seeds."""

Statistics = dict[str, "Estimate"]
"""Estimates by ``item.statistic``, the names of the band table."""

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Estimate:
    """A statistic: its mean over seeds and the standard error of that mean, missing with a single seed."""

    value: float
    error: float


def over_seeds(values: Iterable[float]) -> Estimate:
    """Mean of the finite values of a statistic, one a seed, and its standard error."""
    found = np.array([value for value in values if np.isfinite(value)], dtype=np.float64)
    if len(found) == 0:
        return Estimate(float("nan"), float("nan"))
    error = float(found.std(ddof=1) / np.sqrt(len(found))) if len(found) > 1 else float("nan")
    return Estimate(float(found.mean()), error)


def by_seed(item: str, of: Callable[..., Mapping[str, float]], *recordings: Sequence[Any]) -> Statistics:
    """Estimates of what ``of`` finds in each seed's recordings, named ``item.statistic``.

    Several ``recordings`` are arms paired on seed: ``of`` takes one recording of each.
    """
    found = [of(*run) for run in zip(*recordings, strict=False)]
    names = dict.fromkeys(name for run in found for name in run)
    return {f"{item}.{name}": over_seeds(run.get(name, float("nan")) for run in found) for name in names}


def exact(value: float) -> Estimate:
    """A statistic without luck."""
    return Estimate(float(value), 0.0)
