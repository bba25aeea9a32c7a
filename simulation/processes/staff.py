"""Staff: who works on some of the workplaces."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@kernel
def _list_staff(last, workplace, found, staff):  # type: ignore[no-untyped-def]
    """List the rows on the workplaces ``found`` without a branch; returns how many. ``staff`` has one entry more."""
    size = 0
    for row in range(last):
        staff[size] = row
        size += found[workplace[row]]
    return size


def staff_of(market: "LabourMarket", workplaces: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Rows of everybody on the marked workplaces, (n,) in row order; row 0, nowhere, must not be marked."""
    headcount = market.workplaces.headcount
    staff = np.empty(int(headcount[workplaces].sum()) + 1, dtype=np.int32)
    size = _list_staff(market.of_age, market.people.workplace, workplaces.view(np.uint8), staff)
    return staff[:size]
