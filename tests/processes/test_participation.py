"""Who comes back to the labour force: those who left a short while ago more often, and altogether no more for it."""

import numpy as np
import numpy.typing as npt
import pytest

from simulation import LabourMarket, Scenario
from simulation.processes.participation import after_long_at_home, coming_back
from simulation.vocabulary import Status

MONTHS = 24


def _entries(ratio: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Women and men of 25 to 54 at home, and those of them who enter, by months at home, (121,) each."""
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.1, parameters={"return_ratio_of_leavers": ratio}))
    people, home, entered = market.people, np.zeros(121, np.int64), np.zeros(121, np.int64)
    for _ in range(MONTHS):
        age = (market.age_month - people.birth[: market.of_age]) // 12
        rows = np.flatnonzero((people.status[: market.of_age] == Status.inactive) & (age >= 25) & (age < 55))
        spell = np.minimum(market.month - people.since[rows], 120)
        market.step()
        came = np.isin(people.status[rows], (Status.unemployed, Status.employed))
        home += np.bincount(spell, minlength=121)
        entered += np.bincount(spell[came], minlength=121)
    return home, entered


def _recent_over_long(home: npt.NDArray[np.int64], entered: npt.NDArray[np.int64]) -> float:
    recent, long = (entered[spell].sum() / home[spell].sum() for spell in (slice(1, 4), slice(36, 121)))
    return float(recent / long)


def test_who_left_a_short_while_ago_comes_back_more_often_and_altogether_as_many_do() -> None:
    """Ages that enter more often have shorter spells, so that some difference is there in any case."""
    (home, entered), (same_home, same_entered) = _entries(4.0), _entries(1.0)
    assert 1.8 < _recent_over_long(home, entered) / _recent_over_long(same_home, same_entered) < 4.0
    assert entered.sum() == pytest.approx(same_entered.sum(), rel=0.05)
    assert home.sum() == pytest.approx(same_home.sum(), rel=0.05)


def test_the_extra_of_coming_back_wears_off_by_half_lives() -> None:
    province = LabourMarket(scenario=Scenario.baseline().with_(scale=0.01)).province
    back, half = coming_back(province), int(province.value("return_half_life_months"))
    assert back[0] == province.value("return_ratio_of_leavers")
    assert back[half] - 1.0 == pytest.approx((back[0] - 1.0) / 2.0)
    assert after_long_at_home(np.array([0.02]), np.ones(121)) == pytest.approx(0.02, rel=0.01)
    assert after_long_at_home(np.array([0.02]), back) < 0.02
