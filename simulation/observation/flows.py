"""Gross flows: persons who moved between formal, informal, unemployed and inactive from month's end to month's end.

The month's count compares what each person who has changed was counted as with what that person is now, so flows and
stocks come from the same look and the difference of two months' stocks is exactly what came less what went. Who
moves twice within a month is told by the move from the first to the last standing; the event log has both.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from simulation.observation.standing import ELSEWHERE, SIDES
from simulation.observation.tables import AGE_BANDS, PAPERS, Tables
from simulation.vocabulary import Sex

Ints = npt.NDArray[np.int64]

#: Classifications of the flows among residents; those across the border of the population have the total alone.
BY = ("all", "district", "sex", "age_band", "education", "urban")
WITHIN = [(a, b) for a in range(ELSEWHERE) for b in range(ELSEWHERE) if a != b]
ACROSS = [(a, ELSEWHERE) for a in range(ELSEWHERE)] + [(ELSEWHERE, a) for a in range(ELSEWHERE)]


def flow_name(origin: int, destination: int) -> str:
    """Name of the indicator that counts moves between two sides."""
    return f"flow_{SIDES[origin]}_to_{SIDES[destination]}"


def flows_by(tables: Tables) -> Iterator[tuple[str, str, Ints]]:
    """Name, classification and rows that moved, (groups,), of every flow of the month."""
    sums = by_group(tables.between)
    for origin, destination in WITHIN:
        for by in BY:
            yield flow_name(origin, destination), by, sums[by][:, origin * ELSEWHERE + destination]
    for origin, destination in ACROSS:
        yield flow_name(origin, destination), "all", tables.across[origin, destination : destination + 1]


def starts_by(tables: Tables) -> Iterator[tuple[str, str, Ints]]:
    """Name, classification and rows, (groups,), of the month's hires to payrolls and of its placements.

    A placement is a resident's wage job, formal or not, after three months or more without one. The total of hires is
    among the month's events.
    """
    sums = by_group(tables.begun)
    for by in BY:
        if by != "all":
            yield "hires", by, sums[by][:, 0]
        yield "placements", by, sums[by][:, 1]
    yield "hires", "sector", tables.hired


def by_group(table: npt.NDArray[np.int32]) -> dict[str, Ints]:
    """Sums of a table (profiles, n) by classification, (groups, n) each."""
    shape = (len(Sex), 2, PAPERS, len(AGE_BANDS))
    cells = table.reshape(-1, int(np.prod(shape)), table.shape[1])
    rest = cells.sum(axis=0).reshape(*shape, -1)
    return {
        "all": rest.sum(axis=(0, 1, 2, 3))[None],
        "district": cells.sum(axis=1),
        "sex": rest.sum(axis=(1, 2, 3)),
        "urban": rest.sum(axis=(0, 2, 3)),
        "education": rest.sum(axis=(0, 1, 3)),
        "age_band": rest.sum(axis=(0, 1, 2)),
    }
