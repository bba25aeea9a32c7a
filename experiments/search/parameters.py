"""Parameter sets that a mix of doses must hold under: draws from the table's ranges, or from a posterior's file."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from experiments.draws import draw_parameters

if TYPE_CHECKING:
    from simulation.province import Province

#: Columns of a posterior that are no parameters.
_OTHERS = ("draw", "weight", "chain", "iteration", "log_posterior")


class PosteriorError(Exception):
    """A file of draws that cannot be used; the message says why."""


def from_table(province: "Province", draws: int) -> tuple[dict[str, float], ...]:
    """Draws 1, 2, ... as ``halong run --draws`` takes them."""
    return tuple(draw_parameters(province, draw) for draw in range(1, draws + 1))


def from_posterior(path: Path, province: "Province", draws: int) -> tuple[dict[str, float], ...]:
    """Evenly chosen rows of a table with a column a parameter (CSV or Parquet). Raises PosteriorError."""
    table = _read(path)
    names = [str(name) for name in table.columns if name not in _OTHERS]
    unknown = [name for name in names if name not in province.parameters]
    if unknown or not names or table.empty:
        raise PosteriorError(
            f"{path} has a column {unknown[0]!r} that is no parameter" if unknown else f"{path} is empty"
        )
    if table[names].isna().to_numpy().any():
        raise PosteriorError(f"{path} has missing values")
    rows = [round(step * (len(table) - 1) / max(draws - 1, 1)) for step in range(min(draws, len(table)))]
    return tuple({name: float(table[name].iloc[row]) for name in names} for row in rows)


def _read(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise PosteriorError(f"{path} cannot be read as a table of draws: {error}") from error
