"""What the unemployed hold out for: the first-order condition of search, and what it follows in a running market."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from simulation import LabourMarket, Scenario
from simulation.processes.search.holding_out import (
    ACCEPTED,
    APPLIED,
    MET,
    SEEKERS,
    hold_out,
    least_worth_taking,
    weight_of_waiting,
)

INCOME, DISCOUNT, SPREAD = 0.1, 0.985, 0.3


def _least(offers: float, leaving: float = 0.01, income: float = INCOME, spread: float = SPREAD) -> float:
    weight = weight_of_waiting(np.array([offers]), leaving, DISCOUNT)
    return float(least_worth_taking(income, weight, np.array([spread]))[0])


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.1), st.floats(0.0, 0.8), st.floats(0.02, 0.6))
def test_who_is_offered_the_least_gains_nothing_by_waiting(
    offers: float, leaving: float, income: float, spread: float
) -> None:
    least = _least(offers, leaving, income, spread)

    def gain(quantile: float) -> float:
        return (np.exp(spread * quantile) - least) * np.exp(-(quantile**2) / 2.0) / np.sqrt(2.0 * np.pi)

    better = quad(gain, max(np.log(least) / spread, -12.0), 12.0, limit=200)[0]
    weight = DISCOUNT * offers / (1.0 - DISCOUNT * (1.0 - leaving))
    assert least == pytest.approx(max(income, 1e-9) + weight * better, rel=1e-5, abs=1e-8)


def test_people_ask_for_more_where_offers_come_often_differ_much_and_jobs_last() -> None:
    assert _least(0.05) < _least(0.1) < _least(0.3) < _least(1.0)
    assert _least(0.1, spread=0.2) < _least(0.1, spread=0.4)
    assert _least(0.1, leaving=0.05) < _least(0.1, leaving=0.0)
    assert _least(0.1, income=0.0) < _least(0.1, income=0.4)
    assert _least(0.0) == _least(-0.1) == INCOME


def test_with_a_sure_offer_a_month_for_good_people_hold_out_for_more_than_the_mean() -> None:
    assert _least(1.0, leaving=0.0) > 1.0 > _least(0.1)


@pytest.fixture(scope="module")
def market() -> LabourMarket:
    market = LabourMarket(Scenario.baseline().with_(scale=0.05), rng=3)
    for _ in range(3):
        market.step()
    return market


def test_what_is_seen_is_of_the_unemployed(market: LabourMarket) -> None:
    seen = market.offers_seen
    assert (seen >= 0.0)[[SEEKERS, MET, APPLIED, ACCEPTED]].all()
    assert (seen[ACCEPTED] <= seen[APPLIED]).all() and (seen[APPLIED] <= seen[MET]).all()
    assert seen[ACCEPTED].sum() == market.flows["hires_from_unemployment"]
    assert 0.0 < seen[SEEKERS].sum() <= market.lots.seeking


def test_occupations_with_more_offers_hold_out_for_more(market: LabourMarket) -> None:
    scarce, plenty = market.worth.reservation.copy(), market.worth.reservation.copy()
    before = market.usual_offers.copy(), market.usual_staff.copy()
    for factor, held in ((0.5, scarce), (1.5, plenty)):
        market.usual_offers, market.usual_staff = before[0].copy(), before[1].copy()
        market.usual_offers[[ACCEPTED]] *= factor
        hold_out(market)
        held[:] = market.worth.reservation
    assert (scarce < plenty).all()
