"""Two quarters of demand an eighth below its path, against the same luck without them."""

from collections.abc import Callable

import numpy as np
import pytest

from simulation import LabourMarket, Scenario

BEFORE, SLUMP, AFTER = 30, 6, 12  # the slump begins in July 2023, a quiet year
NAMES = ("unemployed", "labour_force", "underemployment_rate", "formal_wage_employment", "real_grdp")


def _arm(fall: float) -> dict[str, np.ndarray]:
    scenario = Scenario.baseline().with_(scale=0.05, policies=())
    market = LabourMarket(scenario=scenario, rng=4)
    market.path.index[BEFORE : BEFORE + SLUMP] *= 1.0 - fall
    for _ in range(BEFORE + SLUMP + AFTER):
        market.step()
    return {name: market.observatory.series(name) for name in NAMES}


@pytest.fixture(scope="module")
def arms() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    return _arm(0.0), _arm(0.12)


@pytest.fixture
def change(arms: tuple[dict[str, np.ndarray], dict[str, np.ndarray]]) -> Callable[[str], np.ndarray]:
    usual, slump = arms
    return lambda name: slump[name] - usual[name]


def test_nothing_differs_before_the_slump(change: Callable[[str], np.ndarray]) -> None:
    assert all(np.all(change(name)[:BEFORE] == 0.0) for name in NAMES)


def test_hours_fall_at_once_and_at_least_double_underemployment(
    arms: tuple[dict[str, np.ndarray], dict[str, np.ndarray]],
) -> None:
    usual, slump = arms
    assert np.all(slump["underemployment_rate"][BEFORE : BEFORE + SLUMP] > 2 * usual["underemployment_rate"][BEFORE])


def test_more_people_leave_the_labour_force_than_stay_unemployed(change: Callable[[str], np.ndarray]) -> None:
    last = BEFORE + SLUMP - 1
    assert change("unemployed")[last] > 0.0
    assert change("labour_force")[last] < -change("unemployed")[last]


def test_payrolls_shrink_by_less_than_demand(
    arms: tuple[dict[str, np.ndarray], dict[str, np.ndarray]], change: Callable[[str], np.ndarray]
) -> None:
    fall = -change("formal_wage_employment")[BEFORE + SLUMP - 1] / arms[0]["formal_wage_employment"][BEFORE]
    assert 0.0 < fall < 0.12


def test_unemployment_is_back_within_a_year(change: Callable[[str], np.ndarray]) -> None:
    rise = change("unemployed")[BEFORE + SLUMP - 1]
    assert abs(change("unemployed")[-3:].mean()) < 0.5 * rise


def test_output_falls_with_hours_and_jobs(change: Callable[[str], np.ndarray]) -> None:
    assert np.all(change("real_grdp")[BEFORE : BEFORE + SLUMP] < 0.0)
