"""Scanning: which rows of a column of bytes hold a value that few rows hold.

Eight rows are looked at together: most words of eight have none of them. Lists are made without a branch, for whether a
row is listed is as good as random to the processor.
"""

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel

_ONES, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)


@kernel
def _scan(last, value, column, words, rows):  # type: ignore[no-untyped-def]
    """List the rows below ``last`` that hold the value; returns how many.

    The words that have one are listed at the end of ``rows`` first, out of the way of what is found in them.
    """
    whole = words.shape[0]
    wanted, end, number = np.uint64(value) * _ONES, rows.shape[0] - whole - 1, 0
    for word in range(whole):
        other = words[word] ^ wanted  # a byte of zero where the value is
        rows[end + number] = word
        number += (other - _ONES) & ~other & _HIGH != 0
    size = 0
    for index in range(number):
        first = rows[end + index] * 8
        for row in range(first, first + 8):
            rows[size] = row
            size += column[row] == value
    for row in range(whole * 8, last):
        rows[size] = row
        size += column[row] == value
    return size


def rows_with(
    value: int, column: npt.NDArray[np.uint8], last: int, room: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """Rows below ``last`` of a column that hold the value, in order; ``room`` has an entry more than the column."""
    words = column[: last // 8 * 8].view(np.uint64)
    return room[: _scan(last, int(value), column, words, room)]
