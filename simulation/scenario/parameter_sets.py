"""Parameter sets of a posterior: a Parquet file with a row a set and a column a parameter, one set for each seed.

A scenario names it as ``parameters: posterior.parquet``. Seed 1 has the first row, seed 2 the second, and so on; after
the last row the first follows. What the scenario's own file sets stays.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.scenario.faults import Fault, Place, ScenarioError

SUFFIX = ".parquet"
#: Where such a file comes from, told wherever one is wrong.
ORIGIN = "halong calibrate writes such a file; each column is a parameter, each row a set of values"


@dataclass(frozen=True, eq=False)
class ParameterSets:
    """Values (sets, parameters) by the names of the parameters; ``digest`` is a hash of all of them."""

    names: tuple[str, ...]
    values: npt.NDArray[np.float64]
    digest: str

    def __len__(self) -> int:
        return len(self.values)

    def of(self, seed: int) -> dict[str, float]:
        """The set of a seed, by parameter."""
        return dict(zip(self.names, self.values[(seed - 1) % len(self)].tolist(), strict=True))


def read_parameter_sets(path: Path, place: Place) -> ParameterSets:
    """The sets in a file. Raises ScenarioError with ``place`` when it holds none."""
    try:
        names, columns = _read(path)
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())[:100]
        raise ScenarioError([Fault.at(place, f"{path.name!r} holds no parameter sets: {reason}", ORIGIN)]) from None
    words = [name for name, column in zip(names, columns, strict=True) if column.dtype.kind not in "iuf"]
    if words:
        raise ScenarioError([Fault.at(place, f"{path.name!r}: column {words[0]!r} is not of numbers", ORIGIN)])
    if not columns or not len(columns[0]):
        raise ScenarioError([Fault.at(place, f"{path.name!r} holds no parameter sets", ORIGIN)])
    values = np.stack([column.astype(np.float64) for column in columns], axis=1)
    if not np.isfinite(values).all():
        name = names[int(np.flatnonzero(~np.isfinite(values).all(axis=0))[0])]
        raise ScenarioError([Fault.at(place, f"{path.name!r}: column {name!r} has values that are not finite", ORIGIN)])
    digest = hashlib.sha256("\n".join(names).encode() + values.tobytes()).hexdigest()
    return ParameterSets(tuple(names), values, digest)


def _read(path: Path) -> tuple[list[str], Sequence[npt.NDArray[Any]]]:
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    try:
        table = pq.read_table(path)
    except ArrowException as error:
        raise ValueError(str(error)) from None
    return list(table.column_names), [table.column(name).to_numpy() for name in table.column_names]
