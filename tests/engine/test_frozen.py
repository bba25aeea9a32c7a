"""With everything held still the first month's shares stay: no share drifts by itself."""

import numpy as np
import pytest

from benchmarks.drift import SHARES, Floats, held_still, slope, yearly
from simulation import LabourMarket

SCALE, YEARS = 0.1, 3
#: Points a year, here over three years and a tenth of the province: sampling alone moves a yearly mean by 0.1.
#: The bar at 1:1 over ten years is 0.3.
TOLERANCE = 0.5


@pytest.fixture(scope="module")
def means() -> dict[str, Floats]:
    return yearly(1, SCALE, YEARS)


@pytest.mark.parametrize("share", SHARES)
def test_no_share_drifts_by_itself(means: dict[str, Floats], share: str) -> None:
    assert abs(100.0 * slope(means[share])) <= TOLERANCE


def test_incomes_stand_still_without_growth_and_prices(means: dict[str, Floats]) -> None:
    income = means["average_labour_income"]
    assert np.abs(income[1:] / income[:-1] - 1.0).max() <= 0.01


def test_placements_are_a_steady_flow(means: dict[str, Floats]) -> None:
    placements = means["placements"]
    assert placements.max() / placements.min() <= 1.2


def test_nobody_ages_or_earns_a_paper_or_moves() -> None:
    market = LabourMarket(scenario=held_still(0.03, 1), rng=4)
    before = {name: column.copy() for name, column in market.people.snapshot().items()}
    children = market.people.rows - market.of_age
    market.run()
    after = market.people.snapshot()
    residents = slice(0, market.residents)
    assert market.people.rows - market.of_age == children
    assert np.array_equal(before["credential"], after["credential"])
    assert np.array_equal(before["status"][residents] >= 8, after["status"][residents] >= 8)
    ages = (market.age_month - after["birth"][residents]) // 12
    assert np.array_equal(ages, (market.start - before["birth"][residents]) // 12)
