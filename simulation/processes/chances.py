"""Largest chances of the month: who, by status and by work, could have an event at all.

Somebody whose number of the month lies above the largest chance that people of the same kind have need not be looked
at. Kinds are statuses and, of who works, the sector and contract of the workplace. What is said here when the month
opens must hold for the month: a person who is of another kind by the time of the event has come there this month, and
to such people the events do not happen.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.processes.informal_work import trade_failures
from simulation.processes.search.looking import most_looking, most_looking_at_work
from simulation.processes.separations import most_quits
from simulation.randomness import Lot
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


class Chances(NamedTuple):
    """``most`` (kinds, slots): chance of each slot's event; ``of_place`` (workplaces,): kind by workplace.

    The first kinds are the statuses, then come sectors by contracts. Infinite where nothing is known.
    """

    most: Floats
    of_place: npt.NDArray[np.uint16]


def chances_of_the_month(market: "LabourMarket") -> Chances:
    """The month's largest chances."""
    places, sectors = market.workplaces, len(market.province.sectors)
    most = np.full((len(Status) + sectors * len(Contract), len(Lot)), np.inf)
    by_status, by_work = most[: len(Status)], most[len(Status) :].reshape(sectors, len(Contract), len(Lot))
    by_status[:, Lot.search] = most_looking(market)
    by_work[..., Lot.search] = most_looking_at_work(market)
    by_work[..., Lot.separation] = np.maximum(most_quits(market), trade_failures(market))
    return Chances(most, (len(Status) + places.sector * np.uint16(len(Contract)) + places.contract).astype(np.uint16))
