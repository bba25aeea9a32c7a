"""Reading the tables: comma-separated text in UTF-8, one number a row, every fault with its file and line."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from simulation.months import month_index

FIGURE_COLUMNS = ("value", "low", "high", "unit", "year", "geography", "source", "status")
EVIDENCE_STATUSES = ("measured", "literature", "recalled", "assumed")


class ProvinceError(ValueError):
    """A fault in a province's tables or in a question put to them: file, line, what is wrong, nearest valid name."""

    def __init__(self, what: str, file: str = "", line: int = 0, nearest: str = "") -> None:
        self.what, self.file, self.line, self.nearest = what, file, line, nearest
        place = f"{file}:{line}: " if line else f"{file}: " if file else ""
        super().__init__(f"{place}{what}" + (f"; did you mean {nearest!r}?" if nearest else ""))


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, or nothing when none is close."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what is known about it; ``low`` and ``high`` bound what is plausible, in the same unit."""

    value: float
    low: float
    high: float
    unit: str
    year: str
    geography: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every reading of a cell raises ``ProvinceError`` with the line when the cell is wrong."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, what: str, nearest: str = "") -> ProvinceError:
        """The error that belongs to this line."""
        return ProvinceError(what, self.file, self.line, nearest)

    def text(self, column: str) -> str:
        """A cell that must not be blank."""
        cell = self.cells[column]
        if not cell:
            raise self.fault(f"{column} is blank")
        return cell

    def number(self, column: str) -> float:
        """A finite number."""
        try:
            number = float(self.cells[column])
        except ValueError:
            raise self.fault(f"{column} is not a number: {self.cells[column]!r}") from None
        if not math.isfinite(number):
            raise self.fault(f"{column} is not finite: {self.cells[column]!r}")
        return number

    def optional_number(self, column: str) -> float | None:
        """A finite number, or None for a blank cell."""
        return self.number(column) if self.cells[column] else None

    def whole(self, column: str) -> int:
        """A whole number."""
        number = self.number(column)
        if number != int(number):
            raise self.fault(f"{column} is not a whole number: {self.cells[column]!r}")
        return int(number)

    def flag(self, column: str) -> bool:
        """``yes`` or ``no``."""
        return self.known(column, ("yes", "no")) == "yes"

    def known(self, column: str, names: Sequence[str] | Mapping[str, int]) -> str:
        """A cell that must be one of ``names``; the error names the nearest."""
        cell = self.cells[column]
        if cell not in names:
            raise self.fault(f"unknown {column} {cell!r}", nearest_name(cell, names))
        return cell

    def month(self, column: str) -> int | None:
        """Month index of ``YYYY-MM`` or ``YYYY-MM-DD``, None for a blank cell."""
        cell = self.cells[column]
        if not cell:
            return None
        try:
            return month_index(cell[:7])
        except ValueError as fault:
            raise self.fault(f"{column}: {fault}") from None

    def figure(self) -> Figure:
        """The number of the row with its range and source; refuses a range that does not hold the value."""
        value, low, high = self.number("value"), self.number("low"), self.number("high")
        if not low <= value <= high:
            raise self.fault(f"value {value:g} is not between low {low:g} and high {high:g}")
        status = self.known("status", EVIDENCE_STATUSES)
        unit, source = self.text("unit"), self.text("source")
        return Figure(value, low, high, unit, self.cells["year"], self.cells["geography"], source, status)


def read_table(folder: Path, name: str, columns: Sequence[str]) -> tuple[Row, ...]:
    """All rows of ``folder/name``, whose header must hold ``columns``. Raises ProvinceError with file and line."""
    path = folder / name
    if not path.is_file():
        raise ProvinceError("the table is missing", name)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return tuple(_rows(name, csv.DictReader(lines), columns))
    except UnicodeDecodeError as fault:
        raise ProvinceError(f"not UTF-8 text: {fault.reason}", name) from None


def _rows(name: str, reader: "csv.DictReader[str]", columns: Sequence[str]) -> Iterable[Row]:
    header = reader.fieldnames or ()
    for column in columns:
        if column not in header:
            raise ProvinceError(f"column {column!r} is missing", name, 1, nearest_name(column, header))
    for cells in reader:
        if None in cells or None in cells.values():
            raise ProvinceError(f"more or fewer cells than the {len(header)} columns", name, reader.line_num)
        yield Row(name, reader.line_num, {column: _shared(cell.strip()) for column, cell in cells.items()})


@lru_cache(maxsize=4096)
def _shared(cell: str) -> str:
    """One copy of a text that stands in many rows."""
    return cell


def index_of(rows: Iterable[Row]) -> dict[str, int]:
    """Row number of every id. Raises ProvinceError when an id stands twice."""
    index: dict[str, int] = {}
    for row in rows:
        name = row.text("id")
        if name in index:
            raise row.fault(f"{name!r} stands twice")
        index[name] = len(index)
    return index
