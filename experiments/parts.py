"""One finished run on disk: a small folder that appears complete or not at all.

Runs come back from worker processes through these parts, and an interrupted command goes on from those it finds. A
part's name carries a hash of all that determines its content, so that a part of another question is never taken.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from simulation import Scenario

EVENTS, PEOPLE = "events", "people"


@dataclass(frozen=True)
class Run:
    """One scenario under one seed; ``draw`` is 0 with the province's central values, else the number of the draw.

    ``basis`` is a hash of what the scenario does not carry: the code and the province's tables. ``rho`` is the answer
    of job creation to hiring where it is not the scenario's own. With ``events`` every person's events are kept too.
    Beside ``reference`` the run is stepped month by month with the run it is measured against, whose part it keeps too.
    """

    scenario: "Scenario"
    seed: int
    draw: int
    basis: str
    rho: float | None = None
    events: bool = False
    reference: "Run | None" = None

    @property
    def abreast(self) -> "tuple[Run, ...]":
        """Runs that are stepped together beside the reference: here this one alone."""
        return (self,)

    @property
    def months(self) -> int:
        """Months to simulate, those of the reference included."""
        return (self.scenario.end - self.scenario.start + 1) * (len(self.abreast) + (self.reference is not None))

    @property
    def key(self) -> str:
        """Name of the run's part."""
        question = [
            self.scenario.content_hash, self.scenario.scale, self.seed, self.draw, self.basis, self.rho, self.events,
        ]  # fmt: skip
        digest = hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]
        return f"{self.scenario.stem}-seed{self.seed}-draw{self.draw}-{digest}"

    @property
    def pair_key(self) -> str | None:
        """Name of the part that compares the run with its reference person by person."""
        return None if self.reference is None else f"{self.key}-against-{self.reference.key[-16:]}"

    @property
    def part_names(self) -> list[str]:
        """Names of the parts that the finished run leaves."""
        own = [name for run in self.abreast for name in (run.key, run.pair_key) if name is not None]
        return own if self.reference is None else [self.reference.key, *own]


@dataclass(frozen=True, kw_only=True)
class RunsAbreast(Run):
    """Runs under one seed, stepped together: a reference, and the months that scenarios share, are simulated once."""

    others: tuple[Run, ...]

    @property
    def abreast(self) -> tuple[Run, ...]:
        """The run itself and the others."""
        return (self, *self.others)


def side_by_side(runs: Iterable[Run], most: int) -> list[Run]:
    """The same runs, those of one seed and reference (or none) up to ``most`` together, in the order of the first."""
    alike: dict[tuple[str | None, int, int], list[Run]] = {}
    for run in runs:
        reference = None if run.reference is None else run.reference.key
        alike.setdefault((reference, run.seed, run.draw), []).append(run)
    return [_together(some[place : place + most]) for some in alike.values() for place in range(0, len(some), most)]


def _together(runs: list[Run]) -> Run:
    first = {one.name: getattr(runs[0], one.name) for one in fields(Run)}
    return RunsAbreast(**first, others=tuple(runs[1:])) if len(runs) > 1 else runs[0]


def is_finished(run: Run, folder: Path) -> bool:
    """Whether the run's parts stand in ``folder``."""
    return all((folder / name).exists() for name in run.part_names)


def write_part(name: str, tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Keep tables under a part's name; a part that stands already stays.

    Of a run: ``indicators``, ``ledger``, ``reconciliation``, ``labour_balance``, ``events`` and ``people`` where asked
    for; of a pair: ``decomposition`` and ``ripples``. Raises OSError when the disk refuses; then nothing of the part
    remains.
    """
    part = folder / name
    if part.is_dir():
        return
    started = folder / f".{name}-{os.getpid()}"  # two workers may finish one reference at a time
    shutil.rmtree(started, ignore_errors=True)
    started.mkdir()
    try:
        for table, frame in tables.items():
            pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), started / f"{table}.parquet")
        started.rename(part)
    except BaseException:
        shutil.rmtree(started, ignore_errors=True)
        if not part.is_dir():
            raise


def read_indicators(runs: Iterable[Run], folder: Path, totals: bool = False) -> pd.DataFrame:
    """Indicators of the runs, in their order: scenario, seed, draw, month, indicator, by, group, value.

    With ``totals`` only those of the whole province.
    """
    return _combined(runs, folder, "indicators", [("by", "=", "all")] if totals else None)


def read_ledger(runs: Iterable[Run], folder: Path) -> pd.DataFrame:
    """Ledger lines of the runs, in their order, with scenario, seed and draw before the ledger's own columns."""
    return _combined(runs, folder, "ledger")


def copy_events(runs: Iterable[Run], parts: Path, folder: Path) -> None:
    """Copy the event logs of the runs that kept one to ``folder``/events, one file a scenario and seed.

    Who everybody was in the first month goes to ``folder``/people under the same names.
    """
    for run in runs:
        for table in (EVENTS, PEOPLE) if run.events else ():
            (folder / table).mkdir(exist_ok=True)
            shutil.copyfile(
                parts / run.key / f"{table}.parquet", folder / table / log_name(run.scenario.stem, run.seed)
            )


def log_name(scenario: str, seed: int) -> str:
    """Name of the file of a run's event log in the folders ``events`` and ``people``."""
    return f"{scenario}-seed{seed}.parquet"


def read_decomposition(runs: Iterable[Run], folder: Path) -> pd.DataFrame:
    """Person-by-person comparisons of the runs that have a reference: scenario, seed, draw, then as ``Pair`` has it."""
    from simulation.observation.paired import COLUMNS

    paired = [run for run in runs if run.reference is not None]
    if not paired:
        return pd.DataFrame(columns=["scenario", "seed", "draw", *COLUMNS])
    return _combined(paired, folder, "decomposition")


def read_ripples(runs: Iterable[Run], folder: Path) -> pd.DataFrame:
    """Whose lives differ, month by month, in the runs that have a reference: scenario, seed, draw, then as ``Pair``."""
    from simulation.observation.paired import RIPPLES

    paired = [run for run in runs if run.reference is not None]
    if not paired:
        return pd.DataFrame(columns=["scenario", "seed", "draw", *RIPPLES])
    return _combined(paired, folder, "ripples")


def read_labour_balance(runs: Iterable[Run], folder: Path) -> pd.DataFrame:
    """Mean labour balance over the runs of each scenario: scenario, quarter, occupation, district, four quantities."""
    frame = _combined(runs, folder, "labour_balance").drop(columns=["seed", "draw"])
    keys = ["scenario", "quarter", "occupation", "district"]
    means = frame.astype(dict.fromkeys(keys, "object")).groupby(keys, sort=False).mean()
    return means.reset_index()


def read_reconciliation(run: Run, folder: Path) -> pd.DataFrame:
    """The first month's published margins beside the values one run started from."""
    return pd.read_parquet(folder / run.key / "reconciliation.parquet")


def _combined(
    runs: Iterable[Run], folder: Path, name: str, filters: list[tuple[str, str, str]] | None = None
) -> pd.DataFrame:
    tables = [_labelled(pq.read_table(_file(run, name, folder), filters=filters), run) for run in runs]
    frame: pd.DataFrame = pa.concat_tables(tables, promote_options="permissive").unify_dictionaries().to_pandas()
    return frame


def _file(run: Run, name: str, folder: Path) -> Path:
    part = run.pair_key if name in ("decomposition", "ripples") else run.key
    return folder / str(part) / f"{name}.parquet"


def _labelled(table: pa.Table, run: Run) -> pa.Table:
    """The run's table with its texts as codes, scenario, seed and draw in front."""
    columns = {
        "scenario": pa.array([run.scenario.stem] * len(table), pa.string()),
        "seed": pa.array([run.seed] * len(table), pa.int64()),
        "draw": pa.array([run.draw] * len(table), pa.int64()),
        **{name: table.column(name) for name in table.column_names},
    }
    return pa.table({name: _coded(column) for name, column in columns.items()})


def _coded(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column.cast(pa.string()).dictionary_encode()
    return column
