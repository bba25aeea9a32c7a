"""The results of a sweep as one tidy table: a row a point, scenario, seed, month, indicator and group.

The files are plain Parquet: ``parts/*.parquet`` has the values by run, ``runs.parquet`` says which run belongs to
which point, scenario and seed, with the factors' values. Any reader of Parquet joins the two on ``run``.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from experiments.run_folder import DestinationError
from experiments.sweeps.catalogue import PARTS
from experiments.sweeps.finishing import RUNS

KEYS = ["point", "scenario", "seed"]


def load(
    folder: str | Path,
    indicators: Sequence[str] | None = None,
    *,
    by: str | None = "all",
    months: Sequence[str] | None = None,
    factors: bool = True,
) -> pd.DataFrame:
    """Results of the sweep in ``folder``: point, scenario, seed, the factors, month, indicator, by, group, value.

    ``indicators`` and ``months`` choose some (all by default), ``by`` a classification (province totals by default,
    None for all); without ``factors`` their columns are left out. A sweep that is not finished gives what it has.
    Raises DestinationError when there is no sweep.
    """
    runs, values = runs_of(Path(folder)), _values(Path(folder), indicators, by, months)
    names = list(runs.columns) if factors else [*KEYS, "run"]
    table = runs[names].merge(values, on="run", how="inner", sort=False)
    return table.drop(columns="run").reset_index(drop=True)


def runs_of(folder: Path) -> pd.DataFrame:
    """Table ``runs.parquet``: point, scenario, seed, run and the factors' values."""
    try:
        return pd.read_parquet(folder / RUNS)
    except OSError as error:
        raise DestinationError(f"{folder} is not a sweep: it has no readable {RUNS}") from error


def _values(
    folder: Path, indicators: Sequence[str] | None, by: str | None, months: Sequence[str] | None
) -> pd.DataFrame:
    files = sorted(str(path) for path in (folder / PARTS).glob("[!.]*.parquet"))
    if not files:
        raise DestinationError(f"no run of the sweep in {folder} is finished yet")
    chosen = {"indicator": indicators, "by": None if by is None else [by], "month": months}
    conditions = [pc.field(name).isin(list(values)) for name, values in chosen.items() if values is not None]
    condition = conditions[0] if conditions else None
    for other in conditions[1:]:
        condition = condition & other
    words = pa.dictionary(pa.int32(), pa.string())
    reading = ds.ParquetFileFormat(read_options={"dictionary_columns": ["run", "month", "indicator", "by", "group"]})
    table = ds.dataset(files, format=reading).to_table(filter=condition).unify_dictionaries()
    columns = {name: table[name].cast(words) for name in ("run", "month", "indicator", "by", "group")}
    frame: pd.DataFrame = pa.table(columns | {"value": table["value"]}).to_pandas()
    return frame.astype({"run": "object"})
