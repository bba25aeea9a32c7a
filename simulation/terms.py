"""Terms of the month: what levers have changed in the pay, costs, rules and support that employers and people meet.

They are neutral when the month opens; levers change entries after that, for one month at a time, and processes read
them. Neutral terms change no number. Like the attributes of the employment centre they stand between levers, which
write them, and processes, which never read a lever.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer]
#: What a support is worth to some rows, (n,).
Gain = Callable[["LabourMarket", Rows], Floats]
#: Which of some rows somebody reaches, (n,).
Reached = Callable[["LabourMarket", Rows], npt.NDArray[np.bool_]]
#: What employers gain by hiring some rows on some payroll lines, (n,).
Offer = Callable[["LabourMarket", Rows, Rows], Floats]


@dataclass
class MonthlyTerms:
    """What holds this month; ratios are to what is usual and one, additions zero, unless levers say otherwise."""

    # By firm, (firms,)
    quits: Floats  # ratio of quits, and of searching for another job
    pay: Floats  # log points added to what is offered and paid
    paper_pay: Floats  # share of the premium of certificates that offers pay on top
    cost: Floats  # log points added to the unit cost of labour
    injuries: Floats  # ratio of the onset of disabilities in hazardous work, down to that of everybody
    cover: Floats  # share of the staff that a firm insures at least, of its own will
    network: npt.NDArray[np.bool_]  # whether a firm is in the network of those back from abroad
    capacity: Floats  # ratio of the work there is room for
    # By workplace, (workplaces,)
    room: Floats  # persons a household trade has room for beyond the usual
    foreigners: Floats  # staff from abroad on a payroll line, rows
    # By district, (districts,)
    household_places: Floats  # open places off the payroll that loans have made, rows
    places_filled: npt.NDArray[np.int64]  # how many of them somebody took this month
    # Of everybody
    reopening: float = 1.0  # ratio of the months that a closed firm's place stays empty
    hiring: list[Offer] = field(default_factory=list)  # scores added to applicants
    moving: list[Gain] = field(default_factory=list)  # log points of pay that coming to the province is worth
    networked: list[Reached] = field(default_factory=list)  # who meets employers through that network
    looking: list[Gain] = field(default_factory=list)  # ratios of how often people outside look for work here
    staying: list[Gain] = field(default_factory=list)  # ratios of a person's own chance of quitting a payroll, to one
    abroad: list[Gain] = field(default_factory=list)  # ratios of who takes a contract abroad
    joining: list[Gain] = field(default_factory=list)  # ratios of joining voluntary insurance
    lapsing: list[Gain] = field(default_factory=list)  # ratios of letting it lapse
    registering: list[Gain] = field(default_factory=list)  # monthly chances that the household business registers


def neutral_terms(market: "LabourMarket") -> MonthlyTerms:
    """Terms under which nothing differs from the usual."""
    firms, places = market.employers.rows, market.workplaces.rows
    districts = len(market.province.districts)
    return MonthlyTerms(
        np.ones(firms), np.zeros(firms), np.zeros(firms), np.zeros(firms), np.ones(firms), np.zeros(firms),
        np.zeros(firms, np.bool_), np.ones(firms), np.zeros(places), np.zeros(places), np.zeros(districts),
        np.zeros(districts, np.int64),
    )  # fmt: skip


def added(market: "LabourMarket", gains: list[Gain], rows: Rows) -> Floats:
    """Sum of what supports are worth to the rows, (n,)."""
    total = np.zeros(len(rows))
    for gain in gains:
        total += gain(market, rows)
    return total


def multiplied(market: "LabourMarket", gains: list[Gain], rows: Rows) -> Floats:
    """Product of the ratios that supports make for the rows, (n,)."""
    total = np.ones(len(rows))
    for gain in gains:
        total *= gain(market, rows)
    return total
