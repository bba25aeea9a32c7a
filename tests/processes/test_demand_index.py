"""A scenario's demand index: guests move jobs by their elasticity, any other index is the labour wanted itself."""

import numpy as np
import pytest

from simulation.months import month_index
from simulation.processes.labour_demand import demand_path
from simulation.province import load_province

START, MONTHS = month_index("2021-01"), 60
PROVINCE = load_province("quang_ninh")
SECTORS = [sector.id for sector in PROVINCE.sectors]


def ratio(sector: str, years: dict[int, float]) -> np.ndarray:
    """Demand of the sector with the index over that without, (months,)."""
    with_index = demand_path(PROVINCE, START, MONTHS, {sector: years}).index
    return (
        with_index[:, SECTORS.index(sector)] / demand_path(PROVINCE, START, MONTHS, {}).index[:, SECTORS.index(sector)]
    )


def test_an_index_of_coal_is_the_labour_wanted_and_touches_no_other_sector() -> None:
    found = ratio("coal", {2023: 100.0, 2024: 80.0})
    assert np.allclose(found[:36], 1.0) and np.allclose(found[36:], 0.8)
    both = [demand_path(PROVINCE, START, MONTHS, years).index for years in ({"coal": {2023: 100.0, 2024: 80.0}}, {})]
    others = [number for number, sector in enumerate(SECTORS) if sector != "coal"]
    assert np.array_equal(both[0][:, others], both[1][:, others])


def test_years_between_those_of_the_file_lie_on_a_line() -> None:
    assert np.allclose(ratio("coal", {2021: 100.0, 2025: 60.0})[[0, 12, 24, 36, 48]], [1.0, 0.9, 0.8, 0.7, 0.6])


def test_an_index_of_guests_moves_jobs_by_the_elasticity_and_leaves_the_typhoon_where_it_was() -> None:
    as_recorded = {2019: 100.0, 2020: 62.9, 2021: 31.4, 2022: 82.9, 2023: 110.7}
    found = ratio("tourism", as_recorded | {2024: 110.7, 2025: 55.35})
    assert np.allclose(found[:48], 1.0)
    assert found[48:] == pytest.approx(0.5 ** PROVINCE.value("tourism_employment_elasticity"))
