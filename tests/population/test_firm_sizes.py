"""Sizes of firms: the published classes, the sectors' payrolls, and never a firm outside its class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.population.firm_sizes import FirmSizes, tail_sizes
from simulation.province import Province, load_province


@pytest.fixture(scope="module")
def province() -> Province:
    return load_province("quang_ninh")


@pytest.fixture(scope="module")
def sizes(province: Province) -> FirmSizes:
    """Sectors of the same number of firms, from family shops to large plants."""
    firms = np.full(len(province.sectors), 1000.0)
    staff = firms * np.geomspace(4.0, 60.0, len(firms))
    return FirmSizes(province, firms, staff, np.zeros(0, dtype=np.int64))


def test_firms_of_the_whole_province_have_the_published_shares_of_classes(province: Province, sizes: FirmSizes) -> None:
    private = [s for s, sector in enumerate(province.sectors) if not sector.civil]
    staff = 1000.0 * np.geomspace(4.0, 60.0, len(province.sectors))
    found = np.concatenate([sizes.of_sector(sector, 1000, int(staff[sector])) for sector in private])
    ends = [*(entry.smallest for entry in province.firm_classes), 10**9]
    share = np.histogram(found, ends)[0] / len(found)
    assert share == pytest.approx(province.by_firm_class("firm_share"), abs=0.003)


def test_where_firms_are_larger_more_of_them_are_large(sizes: FirmSizes) -> None:
    shares = [(sizes.of_sector(s, 1000, jobs) >= 100).mean() for s, jobs in ((0, 4000), (5, 13_700), (11, 60_000))]
    assert shares[0] < shares[1] < shares[2]


@settings(max_examples=60)
@given(st.integers(0, 11), st.integers(1, 300), st.floats(1.0, 400.0))
def test_sizes_add_up_to_the_payroll_of_any_sector(sizes: FirmSizes, sector: int, firms: int, mean: float) -> None:
    jobs = int(firms * mean)
    found = sizes.of_sector(sector, firms, jobs)
    assert found.sum() == jobs and len(found) == firms
    assert (found >= 1).all() and (np.diff(found) <= 0).all()


@given(st.integers(1, 200), st.floats(0.0, 1.0))
def test_a_class_keeps_its_firms_between_its_ends(firms: int, way: float) -> None:
    jobs = round(firms * (10.0 + way * 89.0))
    found = tail_sizes(firms, jobs, 1.06, 10, 99)
    assert found.sum() == jobs and len(found) == firms
    assert found.min() >= 10 and found.max() <= 99
