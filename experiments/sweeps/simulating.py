"""One run of a sweep: a market stepped to its end, and what is kept of it as the bytes of a Parquet file.

The bytes depend on the run alone, so that local processes and a cluster's workers return the same. Whoever asked for
the run writes them.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.parts import Run
from experiments.spending import is_spending
from simulation.months import month_text

if TYPE_CHECKING:
    from simulation import LabourMarket

#: Raised whenever the same run would leave other bytes than before.
FORMAT = 1
#: The indicator of money spent in the month, million VND: in all and by source.
SPENDING = "spending"
SCHEMA = pa.schema([
    ("run", pa.string()),
    ("month", pa.string()),
    ("indicator", pa.string()),
    ("by", pa.string()),
    ("group", pa.string()),
    ("value", pa.float64()),
])  # fmt: skip


class OtherCodeError(RuntimeError):
    """A worker has another version of the model or of the province's tables than the command."""


@dataclass(frozen=True)
class Keep:
    """What is kept of a run: indicators (all if none named), classifications, and months (all if none named)."""

    indicators: tuple[str, ...] = ()
    by: tuple[str, ...] = ("all",)
    months: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SweepRun(Run):
    """A run of a sweep. Points with the same scenario share one."""

    keep: Keep = Keep()

    @cached_property
    def digest(self) -> str:
        """Hash of all that determines what the run leaves."""
        question = [self.scenario.content_hash, self.seed, self.basis, repr(self.keep), FORMAT]
        return hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """Name of the run in tables: scenario, seed, hash."""
        return f"{self.scenario.stem}-seed{self.seed}-{self.digest}"

    @property
    def part_names(self) -> list[str]:
        """The one file that the finished run leaves."""
        return [f"{self.key}.parquet"]


@dataclass(frozen=True)
class Finished:
    """What a run comes back with: the file's bytes, seconds of opening, of stepping, and of the rest."""

    content: bytes
    opening: float
    stepping: float
    telling: float

    @property
    def simulating(self) -> float:
        """Seconds in the model."""
        return self.opening + self.stepping


def simulate_point(run: Run, folder: Path, month_done: Callable[[], None]) -> Finished:
    """Simulate one run of a sweep. Raises OtherCodeError where this process has another model than the command."""
    from simulation import LabourMarket
    from simulation.compiling import SOURCES

    assert isinstance(run, SweepRun)
    began = perf_counter()
    market = LabourMarket(scenario=run.scenario, rng=run.seed)
    if run.basis != f"{SOURCES} {market.province.content_hash}":
        raise OtherCodeError("this worker has another version of halong or of the province's tables than the command")
    opened = perf_counter()
    while market.month <= run.scenario.end:
        market.step()
        month_done()
    stepped = perf_counter()
    content = written(run, market)
    return Finished(content, opened - began, stepped - opened, perf_counter() - stepped)


def written(run: SweepRun, market: "LabourMarket") -> bytes:
    """The Parquet file of a stepped market."""
    columns = _columns(run.keep, market)
    columns["run"] = [run.key] * len(columns["value"])
    table = pa.table([pa.array(columns[name], SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", version="2.6")
    file: bytes = sink.getvalue().to_pybytes()
    return file


Series = tuple[str, str, str, list[str], NDArray[np.float64]]


def _columns(keep: Keep, market: "LabourMarket") -> dict[str, list[str] | NDArray[np.float64]]:
    """The kept values, indicator by indicator; what is missing has no row."""
    found = [_without_gaps(series, keep) for series in (*_totals(keep, market), *_groups(keep, market))]
    found += [_without_gaps(series, keep) for series in _spending(keep, market)]
    sizes = [len(values) for *_, values in found]
    names = ("indicator", "by", "group")
    columns: dict[str, list[str] | NDArray[np.float64]] = {
        name: [str(series[place]) for series, size in zip(found, sizes, strict=True) for _ in range(size)]
        for place, name in enumerate(names)
    }
    columns["month"] = [month for *_, months, _ in found for month in months]
    columns["value"] = np.concatenate([values for *_, values in found]) if found else np.zeros(0)
    return columns


def _without_gaps(series: Series, keep: Keep) -> Series:
    name, by, group, months, values = series
    there = np.isfinite(values)
    if keep.months:
        there &= np.isin(months, keep.months)
    return name, by, group, [month for month, kept in zip(months, there, strict=True) if kept], values[there]


def _totals(keep: Keep, market: "LabourMarket") -> Iterator[Series]:
    if "all" in keep.by:
        months = _months(market)
        for name, values in market.observatory.totals().items():
            if not keep.indicators or name in keep.indicators:
                yield name, "all", "all", months, values


def _groups(keep: Keep, market: "LabourMarket") -> Iterator[Series]:
    """Indicators by district, sector and so on, where any are kept."""
    wanted = [by for by in keep.by if by != "all"]
    if not wanted:
        return
    frame = market.indicators()
    frame = frame[frame["by"].isin(wanted)]
    if keep.indicators:
        frame = frame[frame["indicator"].isin(keep.indicators)]
    for (name, by, group), rows in frame.groupby(["indicator", "by", "group"], sort=True):
        yield str(name), str(by), str(group), list(rows["month"]), rows["value"].to_numpy(dtype=np.float64)


def _spending(keep: Keep, market: "LabourMarket") -> Iterator[Series]:
    """Money that levers spend each month: in all, then by source."""
    if keep.indicators and SPENDING not in keep.indicators:
        return
    months = _months(market)
    by_source: dict[str, NDArray[np.float64]] = {}
    for payment in market.ledger.payments:
        if is_spending(payment.kind, payment.recipient):
            of_source = by_source.setdefault(payment.source, np.zeros(len(months)))
            of_source[payment.month - market.start] += payment.amount
    yield SPENDING, "all", "all", months, sum(by_source.values(), np.zeros(len(months)))
    for source in sorted(by_source):
        yield SPENDING, "source", source, months, by_source[source]


def _months(market: "LabourMarket") -> list[str]:
    return [month_text(month) for month in range(market.start, market.month)]


def simulate_anywhere(run: Run) -> Finished:
    """Simulate a run where nothing is kept, as a worker of a cluster does."""
    return simulate_point(run, Path(), lambda: None)
