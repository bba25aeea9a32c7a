"""Wages: offers follow productivity and tightness; the pay of those in work follows offers slowly.

``ln offer = start + pass-through * ln(P A) + phi * ln(tightness / normal)``, symmetric in tightness, which is the posts
over the searches of the market (district and occupation), both averaged over about a year and drawn towards the
province's occupation where a market is small. State pay follows the dated base salary. Offers of a line rise while its
oldest place stays open. Newcomers are paid by offers, staff by the line's pay, so that in a tight market newcomers earn
more beside equals. Premia of papers: ``premia``; raises of those who stay: ``raises``. Workers keep their factor on the
line's pay, so nobody is written who has no event.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.processes.premia import answer_supply
from simulation.processes.raises import give_raises
from simulation.processes.search.holding_out import hold_out
from simulation.sums import sums_by

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@kernel
def _adjust(places, lines, month, common, local, terms, civil, state_pay, escalation, longest, speed):  # type: ignore[no-untyped-def]
    """New offers of all lines, ``terms`` (firms,) above the usual, and staff pay moved ``speed`` of the way there."""
    for line in range(1, lines + 1):
        sector = places.sector[line]
        path = state_pay if civil[sector] else common[sector]
        level = places.start_offer[line] + path + local[places.district[line], places.occupation[line]]
        level += terms[places.firm[line]]
        waited = 0
        if places.posts[line] > 0:
            waited = min(places.post_age[line], longest)
        places.offer[line] = level + escalation * waited
        gap = level - np.log(places.pay[line])
        places.pay[line] *= np.exp(speed * gap)


def tightness(posts: Floats, tried: Floats, weight: float) -> Floats:
    """Posts over searches by market, (districts, occupations), small markets drawn towards their occupation's."""
    occupation = posts.sum(axis=0) / np.maximum(tried.sum(axis=0), 1e-9)
    return np.asarray((posts + weight * occupation[None, :]) / np.maximum(tried + weight, 1e-9))


def set_wages(market: "LabourMarket") -> None:
    """Average the year's posts and searches, move offers and pay, and let papers answer their supply."""
    value = market.province.value
    places = market.workplaces
    districts, occupations = len(market.province.districts), len(market.province.occupations)
    line = market.ring.line
    cell = places.district[line].astype(np.int64) * occupations + places.occupation[line]
    posts = np.bincount(cell, minlength=districts * occupations).reshape(districts, occupations)
    market.posts_market += (posts - market.posts_market) / 12.0
    market.tried_market += (market.tried - market.tried_market) / 12.0
    now = tightness(market.posts_market, market.tried_market, market.market_weight)
    if market.normal_tightness is None:
        local = np.zeros_like(now)
    else:
        ratio = np.clip(now / np.maximum(market.normal_tightness, 1e-9), 0.05, 20.0)
        local = value("wage_tightness_elasticity") * np.log(ratio)
    _adjust(
        market.place_arrays, places.payroll_lines, market.month,
        value("productivity_pass_through") * market.log_productivity, local, market.terms.pay,
        market.civil_sector, market.state_pay, value("wage_offer_adjustment_monthly"),
        int(value("wage_offer_escalation_months")),
        value("incumbent_wage_adjustment_monthly"),
    )  # fmt: skip
    answer_supply(market)
    give_raises(market)
    survey_pay(market)
    hold_out(market)


def survey_pay(market: "LabourMarket") -> None:
    """What pays on average in each occupation now: what quitters and searchers compare with."""
    market.mean_pay, market.worth.mean_offer[:] = _by_occupation(market)


def _by_occupation(market: "LabourMarket") -> tuple[Floats, Floats]:
    """Mean pay and mean log offer of payroll lines by occupation, weighted by staff."""
    places = market.workplaces
    lines = places.payroll
    occupation = places.occupation[lines]
    number = len(market.province.occupations)
    staff = places.base[lines].astype(np.float64)
    weight = np.maximum(sums_by(occupation, staff, number), 1e-9)
    pay = sums_by(occupation, staff * places.pay[lines], number) / weight
    offer = sums_by(occupation, staff * places.offer[lines], number) / weight
    return np.maximum(pay, 1e-6), offer
