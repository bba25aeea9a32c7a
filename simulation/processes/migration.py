"""Migration: residents who leave the province, and the outside pool's comings and goings.

Residents leave by age and paper (young and educated more). People of the outside pool come when an offer net of rent
beats what they have at home (search and matching hire them); they return after losing the job and, some, at Tết.
Whoever leaves keeps the identity and may come back as part of the pool.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.compiling import kernel, piece
from simulation.processes.moves import OUTSIDE, stand_aside
from simulation.randomness import Lot

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@piece
def leaving_hazard(age, credential, migrant, base, young, educated, homesick):  # type: ignore[no-untyped-def]
    """Monthly probability of leaving the province. Scalars; age in years."""
    if migrant:
        return homesick
    hazard = base
    if age < 30.0:
        hazard *= young
    elif age > 45.0:
        hazard *= 0.3
    return hazard * (educated if credential >= 5 else 1.0)


@kernel
def _leave(rows, luck, month, age_month, base, young, educated, homesick, largest, people, places, counts):  # type: ignore[no-untyped-def]
    for index in range(rows.shape[0]):
        row = rows[index]
        if luck[index] >= largest:
            continue
        if people.since[row] >= month or people.status[row] >= OUTSIDE:
            continue
        age = (age_month - people.birth[row]) / 12.0
        migrant = people.migrant[row] == 1
        hazard = leaving_hazard(age, people.credential[row], migrant, base, young, educated, homesick)
        if luck[index] < hazard:
            stand_aside(row, month, OUTSIDE, people, places)
            counts[1 if migrant else 0] += 1


def move_out(market: "LabourMarket") -> None:
    """Departures of the month."""
    if not market.migration_on or market.frozen_demography:
        return
    value = market.province.value
    rows, luck = market.lots.of(Lot.migration)
    base = value("out_migration_rate") / 12.0
    homesick = value("migrant_return_monthly") * (value("tet_return_multiplier") if market.tet_month else 1.0)
    counts = np.zeros(2, dtype=np.int64)
    _leave(
        rows, luck, market.month, market.age_month, base, value("out_migration_young_multiplier"),
        value("out_migration_educated_multiplier"), homesick, largest_leaving(market), market.person_arrays,
        market.place_arrays, counts,
    )  # fmt: skip
    market.flows["out_migrants"] = int(counts[0])
    market.flows["migrants_gone_home"] = int(counts[1])


def largest_leaving(market: "LabourMarket") -> float:
    """Largest monthly probability of leaving the province that the parameters allow."""
    value = market.province.value
    resident = value("out_migration_rate") / 12.0 * value("out_migration_young_multiplier")
    resident *= value("out_migration_educated_multiplier")
    return max(resident, value("migrant_return_monthly") * value("tet_return_multiplier"))
