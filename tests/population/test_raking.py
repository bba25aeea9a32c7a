"""Fitting a table to margins, and rounding it to whole persons."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from simulation.population.firm_sizes import tail_sizes
from simulation.population.raking import RakingError, rake, whole

Floats = npt.NDArray[np.float64]

expected_counts = arrays(np.float64, array_shapes(max_dims=4, max_side=6), elements=st.floats(0.0, 500.0))
seeds = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(2, 6)), elements=st.floats(0.1, 10.0))
anywhere = st.floats(0.0, 1.0, exclude_max=True)


@given(expected_counts, anywhere)
def test_whole_persons_stay_within_one_of_every_running_total(expected: Floats, start: float) -> None:
    counts = whole(expected, start)
    assert counts.shape == expected.shape
    assert np.abs(np.cumsum(counts) - np.cumsum(expected.ravel())).max() <= 1.0 + 1e-9


@given(expected_counts)
def test_a_cell_gets_the_whole_number_below_or_above_what_is_expected(expected: Floats) -> None:
    counts = whole(expected)
    assert np.all(counts >= np.floor(expected - 1e-9)) and np.all(counts <= np.ceil(expected + 1e-9))


@given(arrays(np.int64, array_shapes(max_dims=3, max_side=6), elements=st.integers(0, 1000)))
def test_whole_numbers_of_persons_are_left_as_they_are(expected: npt.NDArray[np.int64]) -> None:
    assert np.array_equal(whole(expected.astype(np.float64)), expected)


@given(seeds, st.data())
def test_both_margins_of_a_table_hold(seed: Floats, data: st.DataObject) -> None:
    rows = data.draw(arrays(np.float64, seed.shape[0], elements=st.floats(1.0, 1000.0)))
    columns = data.draw(arrays(np.float64, seed.shape[1], elements=st.floats(1.0, 1000.0)))
    columns *= rows.sum() / columns.sum()
    table = rake(seed, [((0,), rows), ((1,), columns)])
    assert table.sum(axis=1) == pytest.approx(rows, rel=1e-6)
    assert table.sum(axis=0) == pytest.approx(columns, rel=1e-12)


@given(seeds, st.data())
def test_raking_keeps_who_is_likelier_than_whom(seed: Floats, data: st.DataObject) -> None:
    rows = data.draw(arrays(np.float64, seed.shape[0], elements=st.floats(1.0, 1000.0)))
    table = rake(seed, [((0,), rows), ((1,), np.full(seed.shape[1], rows.sum() / seed.shape[1]))])
    odds = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
    assert odds == pytest.approx(seed[0, 0] * seed[1, 1] / (seed[0, 1] * seed[1, 0]), rel=1e-9)


def test_nobody_stands_in_an_impossible_cell() -> None:
    table = rake(np.array([[0.0, 1.0], [1.0, 1.0]]), [((0,), np.array([3.0, 7.0])), ((1,), np.array([4.0, 6.0]))])
    assert table == pytest.approx(np.array([[0.0, 3.0], [4.0, 3.0]]))


def test_a_margin_without_room_is_refused() -> None:
    with pytest.raises(RakingError, match="axes"):
        rake(np.array([[0.0, 0.0], [1.0, 1.0]]), [((0,), np.array([3.0, 7.0]))])


@given(st.integers(1, 400), st.integers(0, 5000), st.floats(1.0, 1.3))
def test_firm_sizes_add_up_to_the_jobs_of_their_sector(firms: int, jobs: int, exponent: float) -> None:
    sizes = tail_sizes(firms, jobs, exponent)
    assert sizes.sum() == jobs
    assert len(sizes) == min(firms, jobs)
    assert np.all(sizes >= 1) and np.all(np.diff(sizes) <= 0)


def test_the_larger_half_of_firms_follows_zipf() -> None:
    sizes = tail_sizes(4000, 40_000, 1.06)[:400]
    ranks = np.log(np.arange(len(sizes)) + 0.5)
    slope = np.polyfit(np.log(sizes[20:]), ranks[20:], 1)[0]
    assert slope == pytest.approx(-1.06, abs=0.1)


def test_a_negative_count_is_refused_before_anybody_is_written() -> None:
    with pytest.raises(RakingError, match="too few"):
        whole(np.array([3.0, -1.0]))
