"""Sums by a code: like ``np.bincount`` with weights, without turning codes and values into wider ones first."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel


@kernel
def _add_up(codes, values, total):  # type: ignore[no-untyped-def]
    """Add each value to the total of its code."""
    for index in range(codes.shape[0]):
        total[codes[index]] += values[index]


def sums_by(codes: npt.NDArray[np.uint8], values: npt.NDArray[Any], number: int) -> npt.NDArray[np.float64]:
    """Sum of the values of each of a ``number`` of codes, (number,), added in their order."""
    total = np.zeros(number)
    _add_up(codes, values, total)
    return total
