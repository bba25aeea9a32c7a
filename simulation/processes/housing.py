"""Housing: worker places by district, their queue, and the rent of everybody else who came to work.

Places are built by firms, builders and the province (lever ``worker_housing``). Workers on a payroll of the district who rent
queue for free places by a keyed lottery; a place lowers their quits and costs less than a room. Rents of rooms rise with the
number of renters over the rooms of the first month.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.compiling import kernel
from simulation.randomness import Stream, month_key, uniform

if TYPE_CHECKING:
    from simulation.model import LabourMarket

RENTED, WORKER_PLACE = 1, 2


@kernel
def _count(last, housing, workplace, place_district, housed, renters):  # type: ignore[no-untyped-def]
    """Housed by district of the place, renters on a workplace by district of the work."""
    housed[:] = 0
    renters[:] = 0
    for row in range(last):
        if housing[row] == 2:
            housed[place_district[workplace[row]]] += 1
        elif housing[row] == 1 and workplace[row] > 0:
            renters[place_district[workplace[row]]] += 1


@kernel
def _move_in(key, last, share, people, places):  # type: ignore[no-untyped-def]
    """Renters on a payroll whose lottery number is below their district's ``share`` move in. Returns how many."""
    moved = 0
    for row in range(last):
        if people.housing[row] != 1:
            continue
        place = people.workplace[row]
        if place == 0 or places.firm[place] < 0:
            continue
        if uniform(key, row) < share[places.district[place]]:
            people.housing[row] = 2
            moved += 1
    return moved


def allot_places(market: "LabourMarket") -> None:
    """Fill free worker places from the queue and set the month's rent. Nothing is counted where no place was ever built."""
    places = market.worker_places
    if not market.housing_on or places.sum() <= 0:
        market.flows["housed"] = 0
        return
    _count(
        market.of_age, market.people.housing, market.people.workplace,
        market.workplaces.district, market.housed, market.renters,
    )  # fmt: skip
    free = np.maximum(places - market.housed, 0.0)
    share = np.minimum(free / np.maximum(market.renters, 1.0), 1.0)
    share = np.where(free >= 1.0, share, 0.0)
    moved = 0
    if share.any():
        key = month_key(market.seed, Stream.housing, market.month)
        moved = _move_in(key, market.of_age, share, market.person_arrays, market.place_arrays)
    market.flows["moved_into_worker_places"] = moved
    market.flows["housed"] = int(market.housed.sum()) + moved
