"""The run folder: every result of one command, complete or not there at all.

Work goes on beside the final name, in ``NAME.partial``, and the finished folder takes its name in one step. Tables hold
nothing that changes from one machine, day or number of workers to the next; timing and machine stand in the manifest.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.texts import indicators as known_indicators

if TYPE_CHECKING:
    from simulation import Scenario

MANIFEST = "manifest.json"
SETS = "parameter_sets"
#: Workshops of this command, each with the descriptor whose lock keeps others out.
_HELD: dict[Path, int | None] = {}
_INDICATORS = {
    "scenario": pa.string(),
    "seed": pa.int64(),
    "month": pa.string(),
    "indicator": pa.string(),
    "by": pa.string(),
    "group": pa.string(),
    "value": pa.float64(),
}
_CSV_TABLES = (
    "effects",
    "effects_by_rho",
    "decomposition",
    "recipients",
    "ripples",
    "cost_effectiveness",
    "scorecard",
    "ledger",
    "labour_balance",
    "reconciliation",
    "parameters",
)


class DestinationError(Exception):
    """The folder asked for holds something else; nothing was touched."""


@dataclass(frozen=True)
class Results:
    """The tables of a run folder.

    ``indicators`` (long, with a column ``draw``), ``effects``, ``scorecard`` and ``ledger`` as the interface names
    them, ``labour_balance`` by scenario, quarter, occupation and district, ``effects_by_rho`` under other answers of
    job creation to hiring, ``decomposition`` of effects into gross, deadweight, displaced and net, ``recipients`` by
    what they have with and without the levers, ``ripples`` of whose lives differ month by month,
    ``cost_effectiveness`` at three prices, ``reconciliation`` of the first
    month's margins, ``parameters`` of the province with their sources.
    """

    indicators: pd.DataFrame
    effects: pd.DataFrame
    effects_by_rho: pd.DataFrame
    decomposition: pd.DataFrame
    recipients: pd.DataFrame
    ripples: pd.DataFrame
    cost_effectiveness: pd.DataFrame
    scorecard: pd.DataFrame
    ledger: pd.DataFrame
    labour_balance: pd.DataFrame
    reconciliation: pd.DataFrame
    parameters: pd.DataFrame


def check_destination(out: Path) -> None:
    """Raise DestinationError unless ``out`` is free or an earlier run folder, which may be replaced."""
    if out.exists() and not (out / MANIFEST).is_file() and not (out.is_dir() and not any(out.iterdir())):
        raise DestinationError(f"{out} exists and is not a run folder (it has no {MANIFEST}); choose another --out")


def workshop(out: Path) -> Path:
    """The folder beside ``out`` where parts of unfinished commands wait; made if absent, and this command's alone.

    Raises DestinationError while another command works in it; one that was killed leaves it free.
    """
    folder = out.with_name(f"{out.name}.partial").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if folder not in _HELD:
        try:
            _HELD[folder] = _lock(folder)
        except BlockingIOError:
            raise DestinationError(f"another command is writing {out}; wait for it, or choose another --out") from None
    return folder


def _lock(folder: Path) -> int | None:
    """Lock a folder until its descriptor is closed, by the process's end at the latest. Raises BlockingIOError."""
    try:
        import fcntl
    except ImportError:  # a system without such locks: two commands into one folder are not told apart there
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def _leave(shop: Path) -> None:
    """Clear a workshop away, and let others have one there."""
    shutil.rmtree(shop, ignore_errors=True)
    held = _HELD.pop(shop, None)
    if held is not None:
        os.close(held)


@contextmanager
def assembling(out: Path) -> Iterator[Path]:
    """A fresh folder to fill; it takes the name ``out`` when the block ends well, and vanishes when it does not."""
    shop = workshop(out)
    fresh = shop / "assembling"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        _swap(fresh, out, shop / "replaced")
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    _leave(shop)


def _swap(fresh: Path, out: Path, replaced: Path) -> None:
    shutil.rmtree(replaced, ignore_errors=True)
    if out.exists():
        out.rename(replaced)
    try:
        fresh.rename(out)
    except OSError:
        if replaced.exists():
            replaced.rename(out)
        raise


def write_tables(folder: Path, results: Results) -> None:
    """Write every table into ``folder``; the same results give the same bytes."""
    _write_indicators(folder / "indicators.parquet", results.indicators)
    wide(results.indicators).to_csv(folder / "indicators.csv", encoding="utf-8-sig", index=False, lineterminator="\n")
    for name in _CSV_TABLES:
        frame = _without_draw(getattr(results, name))
        frame.to_csv(folder / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")


def write_parameter_sets(folder: Path, scenarios: Mapping[str, "Scenario"]) -> None:
    """Keep the parameter sets that scenarios draw from, a file a scenario."""
    for stem, scenario in scenarios.items():
        if scenario.sets is not None:
            frame = pd.DataFrame(scenario.sets.values, columns=list(scenario.sets.names))
            (folder / SETS).mkdir(exist_ok=True)
            frame.to_parquet(folder / SETS / f"{stem}.parquet", index=False)


def wide(indicators: pd.DataFrame) -> pd.DataFrame:
    """Province totals, mean over runs: a row a scenario and month, a column an indicator in its printing order."""
    totals = indicators[indicators["by"] == "all"].astype(
        {"indicator": "object", "scenario": "object", "month": "object"}
    )
    table = totals.groupby(["scenario", "month", "indicator"])["value"].mean().unstack("indicator")
    known = [name for name in known_indicators() if name in table.columns]
    return table[[*known, *(name for name in table.columns if name not in known)]].reset_index()


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Seal the folder: what was run and how, and the hash of every file in it."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder. Raises DestinationError when ``folder`` is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DestinationError(f"{folder} is not a run folder: it has no readable {MANIFEST}") from error
    return manifest


def read_tables(folder: Path) -> Results:
    """The tables of a run folder, as ``write_tables`` got them. Raises DestinationError where one is missing."""
    missing = [f"{name}.csv" for name in _CSV_TABLES if not (folder / f"{name}.csv").is_file()]
    if missing:
        why = "it was made by another version, or a file was taken away"
        raise DestinationError(f"{folder} has no {', '.join(missing)}: {why}; run the scenario again")
    frame = pd.read_parquet(folder / "indicators.parquet")
    if "draw" not in frame:
        frame["draw"] = 0
    return Results(frame, *(pd.read_csv(folder / f"{name}.csv", dtype=_text_columns(name)) for name in _CSV_TABLES))


def _text_columns(name: str) -> dict[str, str]:
    return {"month": "str"} if name.startswith("effects") or name in ("decomposition", "ripples") else {}


def _without_draw(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without its draw numbers when nothing was drawn."""
    return frame.drop(columns="draw") if "draw" in frame and not frame["draw"].any() else frame


def _write_indicators(path: Path, frame: pd.DataFrame) -> None:
    kept = _without_draw(frame)
    types = {**_INDICATORS, "draw": pa.int64()}
    names = [*_INDICATORS, *(["draw"] if "draw" in kept else [])]
    columns = [pa.array(kept[name]).cast(types[name]) for name in names]
    schema = pa.schema([(name, types[name]) for name in names])
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path, compression="zstd", version="2.6")
