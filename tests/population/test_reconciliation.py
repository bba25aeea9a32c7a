"""The table that says what the first month has instead of its published margins, and which of them yields."""

import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.observation.indicators import INDICATORS
from simulation.observation.tabulation import Tabulation
from simulation.observation.tally import Tally, groups_of
from simulation.population.reconciliation import reconcile
from simulation.province import Province


@pytest.fixture(scope="module")
def table(market: LabourMarket) -> pd.DataFrame:
    return market.reconciliation


def test_it_has_the_columns_that_the_run_folder_prints(table: pd.DataFrame) -> None:
    names = ["margin", "unit", "published", "low", "high", "source", "value", "residual", "yields"]
    assert list(table.columns) == names


def test_it_has_every_margin_once(table: pd.DataFrame, province: Province) -> None:
    sectors = [
        f"{family}_{sector.id}" for family in ("employment_share", "employee_share") for sector in province.sectors
    ]
    classes = [f"firm_share_{size.id}" for size in province.firm_classes]
    expected = ["residents_15plus", *province.margins, *sectors, "operating_enterprises", *classes]
    assert sorted(table["margin"]) == sorted(expected)


def test_published_figures_are_those_of_the_province_s_tables(table: pd.DataFrame, province: Province) -> None:
    rows = table.set_index("margin")
    for name, margin in province.margins.items():
        assert tuple(rows.loc[name, ["unit", "published", "low", "high", "source"]]) == (
            margin.unit,
            margin.value,
            margin.low,
            margin.high,
            margin.source,
        )


def test_age_and_sex_come_first_and_firm_classes_last(table: pd.DataFrame, province: Province) -> None:
    order = list(table["margin"])
    met = ["residents_15plus", "labour_force", "unemployment_rate", "agriculture_share", "wage_employee_share"]
    met += ["social_insurance_share", "average_labour_income", "operating_enterprises"]
    assert [order.index(name) for name in met] == sorted(order.index(name) for name in met)
    assert order[-len(province.firm_classes) :] == [f"firm_share_{size.id}" for size in province.firm_classes]


def test_every_margin_says_what_it_yields_to_and_where_it_comes_from(table: pd.DataFrame) -> None:
    assert table["yields"].str.startswith("yields to ").all()
    assert (table["source"].str.len() > 5).all()


def test_the_residual_is_what_the_first_month_has_more_than_published(table: pd.DataFrame) -> None:
    assert table["residual"].to_numpy() == pytest.approx((table["value"] - table["published"]).to_numpy())


def test_values_follow_the_definitions_of_the_indicators(market: LabourMarket, table: pd.DataFrame) -> None:
    tabulation, tally = Tabulation(market), Tally(groups_of(market.province))
    tabulation.tabulate(market)
    tally.add_up(tabulation)
    indicators = {
        entry.name: float(entry.of(tally)[0]) * (market.weight if entry.counts else 1.0) for entry in INDICATORS
    }
    values = dict(zip(table["margin"], table["value"], strict=True))
    shared = indicators.keys() & values.keys()
    assert len(shared) == 14
    assert {name: values[name] for name in shared} == pytest.approx({name: indicators[name] for name in shared})


def test_shares_of_sectors_and_of_firm_classes_add_up_to_one(table: pd.DataFrame) -> None:
    values = table.set_index("margin")["value"]
    for family in ("employment_share_", "firm_share_"):
        assert values[values.index.str.startswith(family)].sum() == pytest.approx(1.0)


def test_it_stays_the_table_of_the_first_month_after_months_have_passed() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=3)
    before = reconcile(market)
    for _ in range(2):
        market.step()
    pd.testing.assert_frame_equal(reconcile(market), before)


def test_a_drawn_parameter_is_what_the_first_month_is_held_against() -> None:
    scenario = Scenario.baseline().with_(scale=0.02, parameters={"employee_share_trade": 0.3})
    row = LabourMarket(scenario=scenario, rng=3).reconciliation.set_index("margin").loc["employee_share_trade"]
    assert row["published"] == 0.3
    assert row["value"] == pytest.approx(0.3, abs=0.05)
