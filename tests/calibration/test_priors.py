"""Priors map the unit interval on what is believed of a parameter, and back."""

import numpy as np
import pytest

from calibration.fitting.priors import Prior

SHAPES = [
    Prior("even", 2.0, 3.0, 6.0, "uniform"),
    Prior("leaning", 2.0, 3.0, 6.0, "triangular"),
    Prior("falling", 2.0, 2.0, 6.0, "triangular"),
    Prior("rising", 2.0, 6.0, 6.0, "triangular"),
]


@pytest.mark.parametrize("prior", SHAPES, ids=lambda prior: prior.name)
def test_a_point_of_the_unit_interval_and_its_value_are_one(prior: Prior) -> None:
    points = np.linspace(0.001, 0.999, 97)
    values = prior.value(points)
    assert (np.diff(values) > 0).all() and values.min() > prior.low and values.max() < prior.high
    assert [prior.unit_of(value) for value in values] == pytest.approx(points)


@pytest.mark.parametrize("prior", SHAPES, ids=lambda prior: prior.name)
def test_the_spread_and_the_middle_are_those_of_its_draws(prior: Prior) -> None:
    draws = prior.value((np.arange(200_000) + 0.5) / 200_000)
    assert draws.std() == pytest.approx(prior.sd, rel=1e-3)
    if prior.shape == "triangular":
        assert draws.mean() == pytest.approx((prior.low + prior.mode + prior.high) / 3.0, rel=1e-4)
