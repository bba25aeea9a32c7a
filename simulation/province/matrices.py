"""Tables of two keys as matrices: shares that must sum to one, similarities between 0 and 1."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulation.province.tables import FIGURE_COLUMNS, ProvinceError, Row, read_table

Matrix = NDArray[np.float64]
SHARE_TOLERANCE = 1e-6


def frozen(values: Matrix) -> Matrix:
    """The same array, closed against writing."""
    values.setflags(write=False)
    return values


def read_matrix(
    folder: Path, name: str, keys: tuple[str, str], indexes: tuple[Mapping[str, int], Mapping[str, int]]
) -> tuple[Matrix, tuple[Row, ...]]:
    """Matrix (first key, second key) of the table's values, pairs not listed 0, and its rows.

    Raises ProvinceError for an unknown key, a pair that stands twice or a value outside 0 to 1.
    """
    rows = read_table(folder, name, (*keys, *FIGURE_COLUMNS))
    matrix = np.zeros((len(indexes[0]), len(indexes[1])))
    seen = set()
    for row in rows:
        pair = indexes[0][row.known(keys[0], indexes[0])], indexes[1][row.known(keys[1], indexes[1])]
        if pair in seen:
            raise row.fault(f"{row.cells[keys[0]]} and {row.cells[keys[1]]} stand twice")
        seen.add(pair)
        matrix[pair] = _share(row)
    return matrix, rows


def read_shares(
    folder: Path, name: str, keys: tuple[str, str], indexes: tuple[Mapping[str, int], Mapping[str, int]]
) -> Matrix:
    """Matrix whose rows must sum to 1 within 1e-6. Raises ProvinceError that names the first key and its sum."""
    matrix, rows = read_matrix(folder, name, keys, indexes)
    for key, total in zip(indexes[0], matrix.sum(axis=1), strict=True):
        if abs(total - 1.0) > SHARE_TOLERANCE:
            line = next((row.line for row in rows if row.cells[keys[0]] == key), 1)
            raise ProvinceError(f"the shares of {key} sum to {total:.6g}, not 1", name, line)
    return frozen(matrix)


def read_columns(
    folder: Path, name: str, key: str, index: Mapping[str, int], quantities: Sequence[str]
) -> dict[str, Matrix]:
    """Arrays (rows of ``index``,) of each quantity of a long table; every pair must stand exactly once."""
    columns = {quantity: np.full(len(index), np.nan) for quantity in quantities}
    for row in read_table(folder, name, (key, "quantity", *FIGURE_COLUMNS)):
        column, place = columns[row.known("quantity", quantities)], index[row.known(key, index)]
        if not np.isnan(column[place]):
            raise row.fault(f"{row.cells['quantity']} of {row.cells[key]} stands twice")
        column[place] = row.figure().value
    for quantity, column in columns.items():
        for owner, place in index.items():
            if np.isnan(column[place]):
                raise ProvinceError(f"{quantity} of {owner} is missing", name)
    return {quantity: frozen(column) for quantity, column in columns.items()}


def _share(row: Row) -> float:
    value = row.figure().value
    if not 0.0 <= value <= 1.0:
        raise row.fault(f"value {value:g} is not between 0 and 1")
    return value
