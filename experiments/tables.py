"""Tables as people read them: built once, printed on a terminal or laid out in the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import isfinite, nan
from textwrap import wrap
from typing import Self


class Number(str):
    """A number as people read it that still knows its value, so that a workbook holds numbers and not their pictures.

    ``value`` stands in the unit that is printed, but a percentage as a fraction; ``low`` and ``high`` bound it where
    the text has an interval; ``decimals``, ``signed`` and ``percent`` say how it is printed.
    """

    value: float
    low: float
    high: float
    decimals: int
    signed: bool
    percent: bool

    def __new__(
        cls, text: str, value: float, decimals: int = 0, *, signed: bool = False, percent: bool = False
    ) -> Self:
        """The text of a number without an interval."""
        number = super().__new__(cls, text)
        number.value, number.low, number.high = float(value), nan, nan
        number.decimals, number.signed, number.percent = decimals, signed, percent
        return number

    def between(self, low: float, high: float, text: str) -> "Number":
        """The same number with its interval, told as ``text``."""
        bounded = Number(text, self.value, self.decimals, signed=self.signed, percent=self.percent)
        bounded.low, bounded.high = float(low), float(high)
        return bounded

    @property
    def is_bounded(self) -> bool:
        """Whether it has an interval."""
        return isfinite(self.low) and isfinite(self.high)


@dataclass(frozen=True)
class Table:
    """A caption, column titles and rows of text; the first ``labels`` columns are words, the others numbers."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1
    note: str = ""

    @property
    def breadth(self) -> int:
        """Letters across the table where no word and no line of a number is broken, two a column between them."""
        return sum(self._across(place) + 2 for place in range(len(self.columns)))

    def _across(self, place: int) -> int:
        cells = [str(row[place]) for row in self.rows]
        parts = [part for cell in cells for part in (cell.split() if place < self.labels else cell.split("\n"))]
        return max(map(len, [*parts, *str(self.columns[place]).split()]), default=0)

    def as_text(self) -> str:
        """The table in aligned columns for a terminal."""
        lines = [[cell.replace("\n", " ") for cell in line] for line in (self.columns, *self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        printed = [self._line(line, widths) for line in lines]
        rule = "  ".join("-" * width for width in widths)
        note = [self.note] if self.note else []
        return "\n".join([self.caption, printed[0], rule, *printed[1:], *note])

    def as_wrapped_text(self, width: int) -> str:
        """The table for a terminal of ``width`` columns: its last columns share what the first leaves, and wrap."""
        first = max(len(line[0]) for line in (self.columns, *self.rows))
        room = max(24, (width - first) // max(len(self.columns) - 1, 1) - 2)
        printed = [line for cells in (self.columns, *self.rows) for line in _wrapped(cells, first, room)]
        rule = "  ".join("-" * size for size in (first, *([room] * (len(self.columns) - 1))))
        heading = len(_wrapped(self.columns, first, room))
        caption, note = (wrap(text, max(width, 40)) for text in (self.caption, self.note))
        return "\n".join([*caption, *printed[:heading], rule, *printed[heading:], *note])

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        aligned = [
            cell.ljust(width) if place < self.labels else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(aligned).rstrip()


def _wrapped(cells: Sequence[str], first: int, room: int) -> list[str]:
    """Lines of a row whose first cell has its width and whose others wrap at ``room``."""
    parts = [[cells[0]], *(wrap(cell, room) or [""] for cell in cells[1:])]
    widths = (first, *([room] * (len(cells) - 1)))
    rows = zip_longest(*parts, fillvalue="")
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
