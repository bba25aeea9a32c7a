"""Housing: worker places by district and their queue.

Places are built by firms, builders and the province (lever ``worker_housing``). Workers on a payroll of the district
who rent queue for free places by a keyed lottery; a place lowers their quits. Rents are not simulated yet: what a
place costs changes nobody's choice.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.compiling import kernel
from simulation.randomness import Stream, month_key, uniform

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@kernel
def _allot(key, last, share, room, people, places, housed, renters):  # type: ignore[no-untyped-def]
    """Renters on a payroll whose lottery number is below the ``share`` of the district move in while ``room`` lasts.

    Counts the ``housed`` and the ``renters`` by district as they stand afterwards. Returns how many moved.
    """
    moved = 0
    housed[:] = 0
    renters[:] = 0
    for row in range(last):
        lodging = people.housing[row]
        if lodging == 0:
            continue
        place = people.workplace[row]
        if place == 0 or places.firm[place] < 0:
            continue
        district = places.district[place]
        if lodging == 1 and room[district] >= 1.0 and uniform(key, row) < share[district]:
            people.housing[row] = 2
            lodging = 2
            room[district] -= 1.0
            moved += 1
        if lodging == 2:
            housed[district] += 1
        else:
            renters[district] += 1
    return moved


def allot_places(market: "LabourMarket") -> None:
    """Fill worker places that stood free at the end of last month from the queue: renters of the district's payrolls.

    Nothing is counted where no place was ever built.
    """
    places = market.worker_places
    if not market.housing_on or places.sum() <= 0:
        market.flows["housed"] = 0
        return
    free = np.maximum(np.floor(places - market.housed), 0.0)
    share = np.where(market.renters > 0.0, np.minimum(free / np.maximum(market.renters, 1.0), 1.0), 0.0)
    key = month_key(market.seed, Stream.housing, market.month)
    moved = _allot(
        key, market.of_age, share, free, market.person_arrays, market.place_arrays, market.housed, market.renters
    )
    market.flows["moved_into_worker_places"] = moved
    market.flows["housed"] = int(market.housed.sum())
