"""Registration of household businesses: those who work for pay in one that registers get a contract and are insured.

Without support nobody registers beyond what the first month's shares hold; with it some do each month, by the chance
that levers give those who work for pay in household businesses. Papers change, not jobs: whoever is registered works
where they worked, insured against unemployment too from this month on, as long as they stay.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.randomness import Lot
from simulation.terms import added
from simulation.vocabulary import Contract, Insurance, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket


def register_businesses(market: "LabourMarket") -> None:
    """Insure the staff of household businesses that register this month, and tell the government."""
    if not market.terms.registering:
        return
    people, places = market.people, market.workplaces
    rows, luck = market.lots.of(Lot.insurance)
    place = people.workplace[rows]
    may = (people.status[rows] == Status.employed) & (places.contract[place] == Contract.informal_wage)
    may &= people.insurance[rows] == Insurance.none
    rows, luck = rows[may], luck[may]
    rows = rows[luck < added(market, market.terms.registering, rows)]
    people.insurance[rows] = Insurance.compulsory
    people.insured_since[rows] = market.month
    people.note_written(rows)
    market.government.note_registered(np.sort(rows))
