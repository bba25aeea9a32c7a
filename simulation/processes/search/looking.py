"""Who could look for a wage job this month: limits to the chance, by status and by work, known when the month opens."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.processes.employment_service import link
from simulation.processes.moves import EMPLOYED, OUTSIDE
from simulation.vocabulary import Contract

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


def most_looking(market: "LabourMarket") -> Floats:
    """Largest monthly probability of searching by status, (statuses,); outside, contacts of the centre come on top."""
    most = market.most_search.copy()
    most[OUTSIDE] = market.search_rule.outside + link(market)
    if market.terms.looking:  # people outside look more often: their own numbers tell how much
        most[OUTSIDE] = np.inf
    return np.asarray(most * market.search_rule.intensity)


def most_looking_at_work(market: "LabourMarket") -> Floats:
    """The same by the sector and contract of one's work; on payrolls more where levers have staff look around more."""
    most = market.most_at_work
    ratio = float(market.terms.quits.max())
    if ratio > 1.0:
        most = most.copy()
        most[:, Contract.formal_wage] *= ratio
    return np.asarray(np.minimum(most, market.most_search[EMPLOYED]) * market.search_rule.intensity)
