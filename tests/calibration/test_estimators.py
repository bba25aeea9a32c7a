"""The estimators find what was planted in made-up data."""

import numpy as np
import pytest

from calibration.evidence.beveridge import curve, quarters, signed_area, united_states, without_season
from calibration.evidence.estimates import by_seed, over_seeds
from calibration.evidence.facts.duration import hazards
from calibration.evidence.facts.matching import elasticity
from calibration.evidence.facts.slump_of_2021 import _answer
from calibration.evidence.regression import elasticity_in_panel, group_effects, least_squares
from calibration.evidence.tails import excess_kurtosis, hill_exponent, zipf_exponent


def test_the_american_curve_has_the_published_correlation_slope_and_area() -> None:
    found = curve(*united_states())
    assert found["correlation"] == pytest.approx(-0.767, abs=0.001)
    assert found["slope"] == pytest.approx(-0.66, abs=0.005)
    assert found["area"] == pytest.approx(3.83, abs=0.01)


def test_a_loop_run_counter_clockwise_has_positive_area_and_the_same_backwards_negative() -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 400, endpoint=False)
    across, up = 0.05 + 0.01 * np.cos(angle), 0.03 + 0.01 * np.sin(angle)
    assert signed_area(across, up) == pytest.approx(np.pi, rel=1e-3)
    assert signed_area(across[::-1], up[::-1]) == pytest.approx(-np.pi, rel=1e-3)


def test_the_season_is_taken_out_and_the_cycle_stays() -> None:
    months = np.arange(120)
    cycle = 0.03 * (1.0 + 0.2 * np.sin(2 * np.pi * months / 60))
    season = np.where(months % 12 < 3, 1.3, 0.9)
    adjusted, wanted = without_season(quarters(cycle * season)), quarters(cycle)
    assert np.corrcoef(adjusted, wanted)[0, 1] > 0.99
    assert adjusted[::4].mean() / adjusted[1::4].mean() == pytest.approx(
        wanted[::4].mean() / wanted[1::4].mean(), abs=0.02
    )


def test_a_planted_matching_elasticity_is_found() -> None:
    hires = np.array([900.0, 1100.0, 1000.0])
    assert elasticity(np.stack([hires, hires * 1.1**0.55], axis=1)) == pytest.approx(0.55)


def test_hazards_by_duration_are_exits_over_those_at_risk() -> None:
    recording = {"seeking.at_risk": np.array([0.0, 200.0, 100.0]), "seeking.to_work": np.array([0.0, 50.0, 20.0])}
    found = hazards(recording)
    assert np.isnan(found[0]) and found[1:].tolist() == [0.25, 0.2]


def test_hill_and_zipf_find_the_exponent_of_a_pareto_law() -> None:
    draw = (np.arange(1, 200_001) - 0.5) / 200_000
    assert hill_exponent(draw ** (-1 / 2.5), 0.95) == pytest.approx(2.5, rel=0.01)
    assert zipf_exponent(10.0 * draw ** (-1 / 1.06), 10.0) == pytest.approx(1.06, rel=0.01)


def test_laplace_growth_is_peaked_and_uniform_growth_is_not() -> None:
    rank = (np.arange(1, 100_001) - 0.5) / 100_000
    laplace = np.sign(rank - 0.5) * np.log(1.0 - 2.0 * np.abs(rank - 0.5))
    assert excess_kurtosis(laplace) == pytest.approx(3.0, abs=0.1)
    assert excess_kurtosis(rank) == pytest.approx(-1.2, abs=0.01)


def test_least_squares_finds_planted_coefficients() -> None:
    years, sex = np.repeat([8.0, 12.0, 16.0], 40), np.tile([0.0, 1.0], 60)
    found = least_squares([years, sex], 1.0 + 0.09 * years - 0.2 * sex)
    assert found == pytest.approx([1.0, 0.09, -0.2])


def test_group_effects_hold_composition() -> None:
    group, cell = np.array([0] * 60 + [1] * 60), np.array([0] * 50 + [1] * 10 + [0] * 10 + [1] * 50)
    values = np.array([0.0, 2.0])[cell] + np.array([0.1, -0.1])[group]
    assert group_effects(values, group, 3, cell)[:2] == pytest.approx([0.1, -0.1])
    assert np.isnan(group_effects(values, group, 3, cell)[2])


def test_the_panel_elasticity_ignores_effects_of_units_and_periods() -> None:
    draw = np.random.default_rng(1)
    unemployment = draw.normal(size=(13, 5))
    pay = -0.07 * unemployment + draw.normal(size=(13, 1)) + draw.normal(size=(1, 5))
    assert elasticity_in_panel(pay, unemployment) == pytest.approx(-0.07)


def test_a_slump_is_read_as_planted() -> None:
    months = np.arange(36)
    calm = {
        "series.unemployment_rate": np.full(36, 0.02),
        "series.unemployed": np.full(36, 13_000.0),
        "series.labour_force": np.full(36, 660_000.0),
        "series.participation_rate": np.full(36, 0.64),
        "series.underemployment_rate": np.full(36, 0.015),
    }
    depth = np.where((months >= 12) & (months < 18), 1.0, np.where((months >= 18) & (months < 21), 0.5, 0.0))
    slump = {
        "series.unemployment_rate": 0.02 + 0.01 * depth,
        "series.unemployed": 13_000.0 + 6_000.0 * depth,
        "series.labour_force": 660_000.0 - 18_000.0 * depth,
        "series.participation_rate": 0.64 - 0.02 * depth,
        "series.underemployment_rate": 0.015 * (1.0 + 1.5 * depth),
    }
    found = _answer(slump, calm)
    assert found["unemployment_rise"] == pytest.approx(0.01)
    assert found["leavers_per_unemployed"] == pytest.approx(3.0)
    assert found["underemployment_ratio"] == pytest.approx(2.5)
    assert found["months_to_recover"] == 3.0


def test_errors_are_of_the_mean_over_seeds_and_a_single_seed_has_none() -> None:
    assert over_seeds([1.0, 3.0]).error == pytest.approx(1.0)
    assert np.isnan(over_seeds([1.0]).error) and np.isnan(over_seeds([float("nan")]).value)


def test_arms_are_paired_on_seed() -> None:
    found = by_seed(
        "X", lambda one, other: {"gap": one["a"] - other["a"]}, [{"a": 3.0}, {"a": 5.0}], [{"a": 1.0}, {"a": 2.0}]
    )
    assert found["X.gap"].value == pytest.approx(2.5)
