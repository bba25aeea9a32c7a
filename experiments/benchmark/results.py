"""What was measured as one record, and as rows of a table for machines (``benchmark.csv``)."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import NamedTuple

from experiments.benchmark.side_by_side import Rival
from experiments.benchmark.sizes import Size

COLUMNS = ("item", "subject", "value", "unit")


class Machine(NamedTuple):
    """Memory under the clock: bytes a second that one core streams, nanoseconds of a scattered read."""

    streamed: float
    scattered: float


class Results(NamedTuple):
    """The whole model on one core, starts in seconds by name, several seeds at once, sizes, and the minimal market.

    ``persons`` residents aged 15+; ``processor`` seconds; ``shares`` seconds by process.
    """

    persons: float
    months: int
    processor: float
    column_bytes: float
    shares: Mapping[str, float]
    machine: Machine
    starts: Mapping[str, float]
    at_once: tuple[int, float] | None
    sizes: Sequence[Size]
    rivals: Sequence[Rival]

    @property
    def nanoseconds(self) -> float:
        """Processor time of a person-month."""
        return 1e9 * self.processor / (self.persons * self.months)

    @property
    def memory_limit(self) -> float:
        """Nanoseconds a person-month in which memory streams every column once: no month that reads all is faster."""
        return 1e9 * self.column_bytes / self.machine.streamed

    def times_mesa(self, rival: Rival) -> float:
        """How many times as fast as plain Mesa in random order."""
        return self.rivals[0].told.nanoseconds / rival.told.nanoseconds


def as_csv(results: Results) -> str:
    """Every figure with its unit, a row each."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(row for row in _rows(results))
    return text.getvalue()


def _rows(results: Results) -> Iterator[tuple[str, str, float, str]]:
    yield "persons", "province", results.persons, "residents aged 15+"
    yield "months", "province", results.months, "months"
    yield "speed", "province", 1e9 / results.nanoseconds, "person-months a second of one core"
    yield "column_bytes", "province", results.column_bytes, "bytes a person"
    yield "streamed", "memory", results.machine.streamed, "bytes a second"
    yield "scattered_read", "memory", results.machine.scattered, "ns"
    yield "memory_limit", "province", results.memory_limit, "ns a person-month"
    for name, seconds in results.starts.items():
        yield "start", name, seconds, "s"
    if results.at_once is not None:
        yield "throughput", f"{results.at_once[0]} at once", results.at_once[1], "times one alone"
    for process, seconds in results.shares.items():
        yield "share", process, seconds / results.processor, "share of processor time"
    for size in results.sizes:
        yield from _rows_of_size(size)
    for rival in results.rivals:
        yield "minimal_market", rival.name, rival.told.nanoseconds, "ns a person-month"
        yield "minimal_market_unemployment", rival.name, rival.told.unemployment, "share"


def _rows_of_size(size: Size) -> Iterator[tuple[str, str, float, str]]:
    subject = f"{size.persons:.0f}"
    yield "size_time", subject, size.nanoseconds, "ns a person-month"
    yield "size_opening", subject, size.opening, "s"
    yield "size_columns", subject, size.column_bytes, "bytes a person"
    yield "size_peak", subject, size.peak_bytes, "bytes"
