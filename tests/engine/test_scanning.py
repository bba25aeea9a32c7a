"""Scanning a column finds the rows that hold a value: all of them, in order, and none beyond the last."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.scanning import rows_with


@given(st.lists(st.integers(0, 255), max_size=60), st.integers(0, 255), st.data())
def test_rows_are_those_that_hold_the_value(column: list[int], value: int, data: st.DataObject) -> None:
    held = np.array(column, dtype=np.uint8)
    last = data.draw(st.integers(0, len(column)))
    found = rows_with(value, held, last, np.zeros(len(column) + 1, np.int32))
    assert found.tolist() == np.flatnonzero(held[:last] == value).tolist()


@given(st.integers(0, 100), st.integers(0, 255))
def test_a_column_of_nothing_else_is_found_whole(rows: int, value: int) -> None:
    column = np.full(rows, value, dtype=np.uint8)
    assert rows_with(value, column, rows, np.zeros(rows + 1, np.int32)).tolist() == list(range(rows))
