"""What an offer is worth to a person, and the value below which it is declined.

The worth of a place is log pay (offer, paper, ability, and the quality of the match, which is the pair's for good) less
commuting; beyond an hour's way, and from outside, people rent a room instead. A post in civil service, which is for
life, is worth more than its pay. The reservation value of the unemployed (``holding_out``) falls as they wait and is
higher while benefit is paid; payroll staff move for a gain; people in household work give up some pay for a contract;
people at home ask for what they could expect, people outside for more than they get there.
Few women go to construction and few men to garment plants, whatever they pay: that is a person's own, for good.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import piece
from simulation.processes.custom import custom_of_work
from simulation.processes.moves import EMPLOYED, OUTSIDE, UNEMPLOYED, WORKER_PLACE
from simulation.randomness import uniform_pair
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
CERTIFIED = int(Credential.short_certificate)


class Worth(NamedTuple):
    """Tables and parameters of the worth of a job, log points of monthly pay unless said.

    ``travel`` (districts, districts), minutes one way; ``travel_cost`` a minute; ``rent`` (districts,) of a room where
    the work is, ``lodging`` by code of ``Workers.housing`` of the worker place one has; ``mean_offer`` (occupations,),
    log million VND a month, ``reservation`` (occupations,) what the unemployed hold out for above what they can expect,
    ``outside_offer`` the mean offer outside the province, ``moving``: what an offer must be worth above it;
    ``patience``: fall of the reservation value a month; ``longest``: minutes up to which people
    commute; ``security`` (sectors,) of a post in civil service; ``custom`` (sexes, sectors): share of a sex who would
    work in a sector at all; ``paper_pay`` (firms,): share of the premium of certificates that a firm offers on top.
    """

    travel: Floats
    rent: Floats
    lodging: Floats
    mean_offer: Floats
    reservation: Floats
    outside_offer: Floats
    travel_cost: float
    longest: float
    patience: float
    benefit: float
    move_gain: float
    formality: float
    inactive: float
    moving: float
    security: Floats
    custom: Floats
    paper_pay: Floats


@piece
def log_wage(row, line, key, people, places, premium, match_sd, paper_pay):  # type: ignore[no-untyped-def]
    """Log pay the line offers the person: offer, paper, ability, and a match that is the pair's for good."""
    noise = (uniform_pair(key, row, line) - 0.5) * 3.4641016151377544 * match_sd
    wage = places.offer[line] + premium[people.credential[row]] + people.ability[row] + noise
    if people.credential[row] >= CERTIFIED:
        wage += paper_pay[places.firm[line]] * premium[people.credential[row]]
    return wage


@piece
def way_cost(row, district, worth, people):  # type: ignore[no-untyped-def]
    """Log cost of working in a district: the way there, or a room where the way is too long or costs more."""
    if people.status[row] == OUTSIDE:
        return worth.rent[district]
    minutes = worth.travel[people.district[row], district]
    if minutes > worth.longest:
        return worth.rent[district]
    return min(worth.travel_cost * minutes, worth.rent[district])


@piece
def expected_wage(row, worth, premium, people):  # type: ignore[no-untyped-def]
    """Log pay a person can expect in the own occupation."""
    return worth.mean_offer[people.occupation[row]] + premium[people.credential[row]] + people.ability[row]


@piece
def reservation_value(row, month, worth, premium, people, places):  # type: ignore[no-untyped-def]
    """Log value, net of the way to work, below which the person declines an offer."""
    state = people.status[row]
    if state == EMPLOYED:
        place = people.workplace[row]
        own = np.log(max(places.pay[place] * people.pay_factor[row], 1e-3))
        if places.firm[place] < 0:
            return own - worth.formality
        own += worth.security[places.sector[place]]
        if people.housing[row] >= WORKER_PLACE:
            return own + worth.move_gain - worth.lodging[people.housing[row]]
        return own + worth.move_gain - way_cost(row, places.district[place], worth, people)
    expected = expected_wage(row, worth, premium, people)
    if state == OUTSIDE:
        occupation = people.occupation[row]
        return expected + worth.outside_offer[occupation] - worth.mean_offer[occupation] + worth.moving
    if state == UNEMPLOYED:
        waited = min(month - people.search_since[row], 12)
        high = worth.benefit if month < people.benefit_until[row] else 0.0
        return expected + worth.reservation[people.occupation[row]] - worth.patience * waited + high
    return expected + worth.inactive


def worth_of_work(market: "LabourMarket") -> Worth:
    """Tables of the worth of work; mean offers are surveyed as wages are set."""
    province, value = market.province, market.province.value
    districts = len(province.districts)
    return Worth(
        province.travel_minutes,
        np.full(districts, value("private_room_rent_per_worker") / market.usual_income),
        np.zeros(256),
        np.zeros(len(province.occupations)),
        np.zeros(len(province.occupations)),
        np.zeros(len(province.occupations)),
        value("travel_cost_per_minute"),
        value("longest_commute_minutes"),
        value("reservation_decline_monthly"),
        value("ui_reservation_elasticity"),
        value("job_move_gain"),
        value("formality_taste"),
        float(np.log(value("inactive_reservation_ratio"))),
        value("moving_gain"),
        np.where([sector.civil for sector in province.sectors], value("civil_security_taste"), 0.0),
        custom_of_work(province),
        np.zeros(market.employers.rows),
    )
