"""Parameter sets drawn from the table's ranges."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.draws import draw_parameters, triangular, uncertain
from simulation.province import load_province


def test_every_draw_lies_within_its_range_and_leaves_certain_values_alone() -> None:
    province = load_province("quang_ninh")
    drawn = draw_parameters(province, 1)
    assert drawn.keys() == uncertain(province.parameters).keys()
    for name, value in drawn.items():
        entry = province.parameters[name]
        assert entry.low < entry.high
        assert entry.low <= value <= entry.high


def test_a_new_parameter_leaves_all_other_draws_as_they_were() -> None:
    province = load_province("quang_ninh")
    name = next(iter(uncertain(province.parameters)))
    newcomer = replace(province.parameters[name], name="a_new_parameter")
    larger = replace(province, parameters={**province.parameters, "a_new_parameter": newcomer})
    before, after = draw_parameters(province, 7), draw_parameters(larger, 7)
    assert after.pop("a_new_parameter") != before[name]
    assert after == before


def test_two_draws_differ_in_every_parameter() -> None:
    province = load_province("quang_ninh")
    one, two = draw_parameters(province, 1), draw_parameters(province, 2)
    assert all(one[name] != two[name] for name in one)


@given(st.floats(0, 1, exclude_max=True), st.floats(-5, 5), st.floats(0, 4), st.floats(0.01, 4))
def test_a_triangular_draw_stays_in_its_range(u: float, low: float, left: float, right: float) -> None:
    assert low - 1e-9 <= triangular(low, low + left, low + left + right, u) <= low + left + right + 1e-9


def test_draws_of_one_parameter_have_the_triangular_mean() -> None:
    values = [triangular(1.0, 2.0, 6.0, u) for u in np.linspace(0.0, 1.0, 20_000, endpoint=False)]
    assert np.mean(values) == pytest.approx((1.0 + 2.0 + 6.0) / 3.0, abs=1e-3)
