"""Factors: what a design varies, from where to where, and how a place on its scale becomes a value of a scenario.

A place is a number from 0 to 1: the probability below it. A uniform factor is spread evenly from low to high, a
triangular one as ``halong run --draws`` draws parameters, a logarithmic one evenly over orders of magnitude; a list of
values is cut into equal parts. Values keep the unit they are written with.
"""

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from experiments.draws import triangular
from simulation.months import month_index, month_text
from simulation.scenario.values import decimal_number

Shape = Literal["uniform", "triangular", "log"]
SHAPES = ("uniform", "triangular", "log")
_QUANTITY = re.compile(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)(\s*%|\s+[^\d.].*|)", re.DOTALL)
_MONTH = re.compile(r"\d{4}-\d{2}")

#: A value as a scenario file writes it.
Value = Any


@dataclass(frozen=True)
class Quantity:
    """A number and the unit that follows it in a file; ``month`` for months, counted from 1900-01."""

    number: float
    unit: str

    def with_number(self, number: float) -> Value:
        """Another number in the same unit, as a file would write it."""
        if self.unit == "month":
            return month_text(round(number))
        short = round(number) if float(number).is_integer() and abs(number) < 1e15 else number
        return f"{short!r}{self.unit}" if self.unit else short


def quantity(value: Value) -> Quantity | None:
    """The number and unit of a value; None for words."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Quantity(float(value), "")
    text = str(value)
    if _MONTH.fullmatch(text):
        return Quantity(float(month_index(text)), "month")
    match = _QUANTITY.fullmatch(text)
    number = decimal_number(match[1]) if match else None
    return None if match is None or number is None else Quantity(float(number), match[2])


@dataclass(frozen=True)
class Factor:
    """A key and its values: a list, or a range from ``low`` to ``high`` with ``mode`` as its usual value.

    ``own`` is what the scenarios have where the design leaves the factor alone. ``assumed`` marks a parameter that
    nobody has measured.
    """

    key: str
    values: tuple[Value, ...] = ()
    low: Quantity | None = None
    high: Quantity | None = None
    mode: float | None = None
    shape: Shape = "uniform"
    whole: bool = False
    own: Value = None
    unit: str = ""
    assumed: bool = False

    @property
    def is_range(self) -> bool:
        """Whether the factor has a range, not a list."""
        return self.low is not None

    def at(self, place: float) -> Value:
        """The value at a place from 0 to 1."""
        if self.low is None or self.high is None:
            return self.values[min(int(place * len(self.values)), len(self.values) - 1)]
        number = float(f"{self._number(place, self.low.number, self.high.number):.12g}")  # without the noise of sums
        return self.low.with_number(round(number) if self.whole else number)

    def _number(self, place: float, low: float, high: float) -> float:
        if self.shape == "log":
            return math.exp(math.log(low) + place * (math.log(high) - math.log(low)))
        if self.shape == "triangular" and self.mode is not None and low <= self.mode <= high:
            return triangular(low, self.mode, high, place)
        return low + place * (high - low)

    def levels(self, count: int) -> list[Value]:
        """The values of a list, or ``count`` values of the range at equal distances of probability."""
        if not self.is_range:
            return list(self.values)
        places = [step / (count - 1) for step in range(count)] if count > 1 else [0.5]
        return list(dict.fromkeys(self.at(place) for place in places))

    def number(self, value: Value) -> float:
        """A value as a number for tables: its own, or its place in the list where values are words."""
        found = quantity(value)
        if found is not None and self.is_numeric:
            return found.number
        return float(self.values.index(value)) if value in self.values else math.nan

    @property
    def is_numeric(self) -> bool:
        """Whether values are numbers of one unit."""
        found = [quantity(value) for value in self.values]
        return self.is_range or (None not in found and len({one.unit for one in found if one}) == 1)
