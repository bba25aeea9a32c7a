"""The labour balance counts what the indicators count, cell by cell and quarter by quarter."""

import numpy as np
import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.observation.labour_balance import QUANTITIES, quarter_of

MONTHS = 20  # ends in the middle of a quarter


class Counted:
    """A market whose balance, indicators and graduates were noted month by month."""

    def __init__(self) -> None:
        market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.05), rng=8)
        self.graduates: list[int] = []
        self.old: list[float] = []
        self.quarters: list[str] = []
        for _ in range(MONTHS):
            self.quarters.append(quarter_of(market.month))
            market.step()
            self.graduates.append(int(market.graduates.sum()))
            places = market.workplaces
            self.old.append(float(places.posts[places.post_age > 3.0].sum() * market.weight))
        self.market = market
        self.table = market.labour_balance()


@pytest.fixture(scope="module")
def counted() -> Counted:
    return Counted()


def by_quarter(counted: Counted, values: list[float] | np.ndarray) -> "pd.core.groupby.SeriesGroupBy":
    return pd.Series(values).groupby(counted.quarters)


def test_every_occupation_and_district_stands_in_every_quarter(counted: Counted) -> None:
    province = counted.market.province
    assert list(counted.table.columns) == ["quarter", "occupation", "district", *QUANTITIES]
    assert counted.table["quarter"].unique().tolist() == [f"{y}-Q{q}" for y in (2021, 2022) for q in (1, 2, 3, 4)][:7]
    assert len(counted.table) == 7 * len(province.occupations) * len(province.districts)
    assert not counted.table.duplicated(["quarter", "occupation", "district"]).any()


@pytest.mark.parametrize(("quantity", "indicator"), [("openings", "vacancies"), ("seekers", "unemployed")])
def test_cells_add_up_to_the_mean_of_the_quarter_s_months(counted: Counted, quantity: str, indicator: str) -> None:
    expected = by_quarter(counted, counted.market.observatory.series(indicator)).mean()
    found = counted.table.groupby("quarter")[quantity].sum()
    assert np.allclose(found, expected.loc[found.index]) and found.min() > 0


def test_cells_by_district_are_those_of_the_indicators(counted: Counted) -> None:
    told = counted.market.indicators()
    told = told[told["by"].eq("district") & told["indicator"].isin(["vacancies", "unemployed"])]
    told["quarter"] = [quarter_of((int(month[:4]) - 1900) * 12 + int(month[5:]) - 1) for month in told["month"]]
    expected = told.groupby(["quarter", "group", "indicator"])["value"].mean().unstack()
    found = counted.table.groupby(["quarter", "district"])[["openings", "seekers"]].sum()
    assert np.allclose(found["openings"], expected["vacancies"].loc[found.index])
    assert np.allclose(found["seekers"], expected["unemployed"].loc[found.index])


def test_shortage_is_the_part_of_openings_that_is_older_than_three_months(counted: Counted) -> None:
    assert (counted.table["shortage"] <= counted.table["openings"] + 1e-9).all()
    found = counted.table.groupby("quarter")["shortage"].sum()
    assert np.allclose(found, by_quarter(counted, counted.old).mean().loc[found.index])
    assert found.max() > 0


def test_graduates_are_a_sum_and_are_who_ends_full_time_study_and_stays(counted: Counted) -> None:
    expected = by_quarter(counted, counted.graduates).sum() * counted.market.weight
    found = counted.table.groupby("quarter")["graduates"].sum()
    assert np.allclose(found, expected.loc[found.index]) and found.sum() > 0
    series = counted.market.observatory.series
    stayed = series("courses_finished") + series("degrees") - series("graduates_left")
    assert (np.array(counted.graduates) * counted.market.weight <= stayed).all()
    july = counted.market.observatory.series("degrees").argmax()
    assert counted.graduates[july] * counted.market.weight >= series("degrees")[july]


def test_quarters_are_named_by_year_and_number() -> None:
    assert [quarter_of(1452 + month) for month in (0, 2, 3, 11)] == ["2021-Q1", "2021-Q1", "2021-Q2", "2021-Q4"]
