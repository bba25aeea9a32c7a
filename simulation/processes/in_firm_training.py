"""In-firm training: firms that train take people below the level a job asks for and bring them up to it.

Whether a firm trains is its own for good, more often so the larger it is; support for the cost makes more firms train
while it lasts, those first that are nearest to it. Such a firm weighs a missing level less when it chooses, and whoever
it hires below the level learns on the job for some months: afterwards the person can do the trade, has skill, but no
paper (``trained_without_paper`` at most). Who leaves the job before the end learns nothing.
"""

from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from simulation.compiling import piece
from simulation.population import POPULATION_SEED
from simulation.population.employers import training_luck, training_share

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer]

#: Stands in ``programme`` while a firm trains a person: beyond the row of any college's programme.
IN_FIRM = 30000


class TrainingScheme(Protocol):
    """Who bears part of the cost of training in firms this month."""

    def pay_for_trainees(self, market: "LabourMarket", rows: Rows) -> None:
        """Settle with the firms of those of the rows, who began training this month, whom the scheme covers."""


@piece
def begin_in_firm(row, month, months, people):  # type: ignore[no-untyped-def]
    """Begin training on the job, unless the person is in a course already."""
    if people.programme[row] == -1:
        people.programme[row] = IN_FIRM
        people.course_ends[row] = month + months


@piece
def finish_in_firm(row, skill_gain, people, places):  # type: ignore[no-untyped-def]
    """What training on the job leaves with somebody who still has it."""
    people.skill[row] += skill_gain
    people.occupation[row] = places.occupation[people.workplace[row]]
    people.credential[row] = max(people.credential[row], 1)
    people.changed[row] = 1


def open_in_firm_training(market: "LabourMarket") -> None:
    """The month without support: firms train that always do."""
    market.training_schemes = []
    market.employers.trains[:] = market.trains_unaided


def trains_with_support(market: "LabourMarket", log_odds: float) -> npt.NDArray[np.bool_]:
    """Which firms would train if support raised the odds of it so much, (firms,); all that train without it do."""
    province, firms = market.province, market.employers
    share = np.clip(training_share(province, firms), 1e-9, 1.0 - 1e-9)
    odds = share / (1.0 - share) * np.exp(log_odds)
    return np.asarray((training_luck(firms, POPULATION_SEED) < odds / (1.0 + odds)) | (market.trains_unaided == 1))


def settle_in_firm_training(market: "LabourMarket", hired: Rows) -> None:
    """Let the schemes pay for who among the month's hires began training on the job."""
    people = market.people
    ends = market.month + int(market.province.value("in_firm_training_months"))
    rows = np.sort(hired[(people.programme[hired] == IN_FIRM) & (people.course_ends[hired] == ends)])
    market.flows["trainees_begun"] = len(rows)
    for scheme in market.training_schemes:
        scheme.pay_for_trainees(market, rows)
