"""Hours: in a slump people work fewer hours before they lose their work.

A workplace has a share of people who work under 35 hours a week and want more. In household trades it is the usual
share times ``exp(elasticity * (ln crowding - its mean of about two years))``: customers are shared, nobody is sent
home. On payrolls it is part of the staff that the sector holds beyond its plans, above what it usually holds (labour
hoarding). Who works short is each person's own lasting number against the share, so the same people are first in every
slump.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.moves import HOURS_KEY
from simulation.randomness import uniforms
from simulation.sums import sums_by

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]

#: No workplace has a larger share of people on short hours.
MOST_SHORT = 0.25


@dataclass
class Hours:
    """Who would work short first, and what is usual.

    ``rows`` of people whose lasting ``numbers`` are below the largest share, in that order, (n,) each; by sector, log
    crowding of trades and log staff over plans of payrolls as means of about two years; the ``usual`` share.
    """

    rows: npt.NDArray[np.int32]
    numbers: Floats
    crowding: Floats
    hoarding: Floats
    usual: float


@kernel
def _tell(rows, numbers, people, places):  # type: ignore[no-untyped-def]
    """Write who of the rows works short hours now."""
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        place = people.workplace[row]
        if place > 0:
            short = 1 if numbers[index] < places.short_hours[place] else 0
            if short != people.wish_hours[row]:
                people.changed[row] = 1
                people.wish_hours[row] = short


def prepare(market: "LabourMarket", usual: float) -> None:
    """Put people in the order of their lasting numbers; ``usual`` is the first month's share in household trades."""
    numbers = uniforms(HOURS_KEY, np.arange(market.people.rows))
    low = np.flatnonzero(numbers < MOST_SHORT)
    order = low[np.argsort(numbers[low], kind="stable")]
    places = market.workplaces
    places.short_hours[places.payroll] = 0.0
    places.short_hours[places.trades] = usual
    market.hours = Hours(order.astype(np.int32), numbers[order], _crowding(market), _hoarding(market), usual)


def adjust_hours(market: "LabourMarket") -> None:
    """Move the shares of short hours with the month's demand, and tell the people whom it concerns."""
    value, places, hours = market.province.value, market.workplaces, market.hours
    before = places.short_hours.copy()
    crowding, hoarding = _crowding(market), _hoarding(market)
    gap = np.clip(crowding - hours.crowding, -1.0, 1.0)
    # In steps of a tenth: people are only told anew where something has changed.
    short = hours.usual * np.exp(np.round(value("short_hours_crowding_elasticity") * gap, 1))
    places.short_hours[places.trades] = short[places.sector[places.trades]]
    held = np.round(value("short_hours_hoarding_share") * np.maximum(hoarding - hours.hoarding, 0.0), 2)
    places.short_hours[places.payroll] = held[places.sector[places.payroll]]
    np.minimum(places.short_hours, MOST_SHORT, out=places.short_hours)
    memory = value("usual_demand_memory_months")
    hours.crowding += (crowding - hours.crowding) / memory
    hours.hoarding += (hoarding - hours.hoarding) / memory
    moved = places.short_hours != before
    if moved.any():
        low = min(before[moved].min(), places.short_hours[moved].min())
        high = max(before[moved].max(), places.short_hours[moved].max())
        first, last = np.searchsorted(hours.numbers, [low, high])
        _tell(hours.rows[first:last], hours.numbers[first:last], market.person_arrays, market.place_arrays)


def _crowding(market: "LabourMarket") -> Floats:
    """Log workers of each sector's trades over those of constant demand and over demand, (sectors,)."""
    places, sectors = market.workplaces, len(market.province.sectors)
    sector = places.sector[places.trades]
    workers = sums_by(sector, places.headcount[places.trades], sectors)
    usual = sums_by(sector, places.start_headcount[places.trades], sectors)
    return np.asarray(np.log(np.maximum(workers, 1.0) / np.maximum(usual, 1.0) / market.demand_index))


def _hoarding(market: "LabourMarket") -> Floats:
    """Log of staff over plans of each sector's payrolls, (sectors,); zero where the sector has none."""
    places, sectors = market.workplaces, len(market.province.sectors)
    sector = places.sector[places.payroll]
    staff = sums_by(sector, places.headcount[places.payroll], sectors)
    plans = sums_by(sector, places.wanted[places.payroll], sectors)
    known = (staff > 0) & (plans > 0)
    return np.where(known, np.log(np.maximum(staff, 1.0) / np.maximum(plans, 1.0)), 0.0)
