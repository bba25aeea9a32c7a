"""Priors: what is believed of a parameter before the survey is seen, from the range in the province's table.

Fits work in the unit cube: a coordinate is the prior's distribution function, so the prior is uniform there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from simulation.province import Parameter

Floats = npt.NDArray[np.float64]
Shape = Literal["triangular", "uniform"]


@dataclass(frozen=True)
class Prior:
    """A range with its most likely value: triangular as ``--draws`` has it, or uniform."""

    name: str
    low: float
    mode: float
    high: float
    shape: Shape
    unit: str = ""
    source: str = ""

    def value(self, unit: Floats) -> Floats:
        """Values at points of the unit interval."""
        if self.shape == "uniform":
            return self.low + (self.high - self.low) * unit
        width = self.high - self.low
        split = (self.mode - self.low) / width
        rising = self.low + np.sqrt(unit * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1.0 - unit) * width * (self.high - self.mode))
        return np.where(unit < split, rising, falling)

    def unit_of(self, value: float) -> float:
        """The point of the unit interval that has this value."""
        width = self.high - self.low
        if self.shape == "uniform":
            return (value - self.low) / width
        if value <= self.mode:
            return (value - self.low) ** 2 / (width * (self.mode - self.low)) if self.mode > self.low else 0.0
        return 1.0 - (self.high - value) ** 2 / (width * (self.high - self.mode))

    @property
    def sd(self) -> float:
        """Standard deviation."""
        if self.shape == "uniform":
            return float((self.high - self.low) / np.sqrt(12.0))
        low, mode, high = self.low, self.mode, self.high
        square = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
        return float(np.sqrt(square / 18.0))


def priors_of(names: Sequence[str], table: Mapping[str, Parameter], shape: Shape) -> tuple[Prior, ...]:
    """Priors of the parameters, from their rows of the table; each must have a range."""
    rows = [table[name] for name in names]
    return tuple(Prior(row.name, row.low, row.value, row.high, shape, row.unit, row.source) for row in rows)


def values_of(priors: Sequence[Prior], points: Floats) -> Floats:
    """Parameter values of points of the unit cube, (points, parameters) both."""
    return np.stack([prior.value(points[:, place]) for place, prior in enumerate(priors)], axis=1)
