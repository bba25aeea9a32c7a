"""What the plan wants by its last year, and the published figures that the first month must meet."""

from dataclasses import dataclass
from pathlib import Path

from simulation.province.tables import FIGURE_COLUMNS, Row, read_table

DIRECTIONS = ("below", "above", "about")


@dataclass(frozen=True, slots=True)
class Target:
    """A target of the plan: the indicator should be below, above or about ``target`` (within ``tolerance``)."""

    indicator: str
    target: float
    direction: str
    tolerance: float
    year: int
    source: str
    name_vi: str
    name_en: str
    clause: str
    unit: str


@dataclass(frozen=True, slots=True)
class Margin:
    """A published figure for the first month; of two that contradict each other the one of higher ``rank`` yields."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    year: str
    source: str
    status: str
    rank: int


def read_targets(folder: Path) -> tuple[Target, ...]:
    """Targets in the plan's order."""
    columns = ("indicator", "direction", "tolerance", "clause", "name_vi", "name_en", *FIGURE_COLUMNS)
    return tuple(_target(row) for row in read_table(folder, "targets.csv", columns))


def _target(row: Row) -> Target:
    figure = row.figure()
    rule = row.known("direction", DIRECTIONS), row.number("tolerance"), row.whole("year")
    names = row.text("name_vi"), row.text("name_en"), row.text("clause")
    return Target(row.text("indicator"), figure.value, *rule, figure.source, *names, figure.unit)


def read_margins(folder: Path) -> dict[str, Margin]:
    """Figures of the first month by name."""
    rows = read_table(folder, "margins.csv", ("name", "rank", *FIGURE_COLUMNS))
    return {row.text("name"): _margin(row) for row in rows}


def _margin(row: Row) -> Margin:
    figure = row.figure()
    value = figure.value, figure.low, figure.high, figure.unit, figure.year, figure.source, figure.status
    return Margin(row.text("name"), *value, row.whole("rank"))
