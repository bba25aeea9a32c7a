"""Gross flows: who moves is counted once, from where to where, and the flows add up to the change of the stocks."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import LabourMarket, Scenario
from simulation.observation.flows import ACROSS, WITHIN, flow_name
from simulation.observation.observatory import Observatory
from simulation.observation.standing import SIDE_OF, SIDES
from simulation.vocabulary import Contract, Status
from tests.observation.made_up_people import PLACES, made_up_market, rewrite, some_market, standings

FIRM, SHOP, FARM = 2, 7, 8  # workplaces of the made-up market
STOCKS = {"formal": "formal_wage_employment", "unemployed": "unemployed"}


def stock(observatory: Observatory, side: str) -> np.ndarray[Any, Any]:
    """Persons on a side at the end of every month, as indicators tell them."""
    series = observatory.series
    if side == "informal":
        return np.asarray(series("employed") - series("formal_wage_employment"))
    if side == "inactive":
        return np.asarray(series("residents_15plus") - series("labour_force"))
    return series(STOCKS[side])


def came_less_went(observatory: Observatory, side: str) -> np.ndarray[Any, Any]:
    others = [other for other in SIDES if other != side]
    came = sum(observatory.series(f"flow_{other}_to_{side}") for other in others)
    return np.asarray(came - sum(observatory.series(f"flow_{side}_to_{other}") for other in others))


def test_each_move_is_told_from_where_to_where() -> None:
    market = made_up_market(6, status=[6, 7, 7, 3, 8, 7], workplace=[0, FIRM, SHOP, 0, 0, SHOP])
    observatory = Observatory(market)
    rewrite(market, status=[7, 6, 7, 7, 7, 9], workplace=[FIRM, 0, FARM, SHOP, FIRM, 0])
    observatory.observe()
    told = {name: value for name, value in observatory.latest.items() if name.startswith("flow_") and value}
    assert told == {
        "flow_unemployed_to_formal": 1.0,
        "flow_formal_to_unemployed": 1.0,
        "flow_inactive_to_informal": 1.0,
        "flow_elsewhere_to_formal": 1.0,
        "flow_informal_to_elsewhere": 1.0,
    }


def test_nobody_moves_when_nothing_changes() -> None:
    market = some_market(5, 60)
    observatory = Observatory(market)
    observatory.observe()
    assert not any(value for name, value in observatory.latest.items() if name.startswith("flow_"))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 200))
def test_flows_of_any_two_months_are_those_of_a_count_person_by_person(seed: int, rows: int) -> None:
    market, later = some_market(seed, rows), some_market(seed + 1, rows)
    observatory = Observatory(market)
    before = standings(market)
    rewrite(market, status=later.people.status, workplace=later.people.workplace)
    table = np.zeros((len(SIDES), len(SIDES)), dtype=np.int64)
    np.add.at(table, (SIDE_OF[before], SIDE_OF[standings(market)]), 1)
    observatory.observe()
    for origin, destination in (*WITHIN, *ACROSS):
        assert observatory.latest[flow_name(origin, destination)] == table[origin, destination]


def test_flows_by_group_add_up_to_the_province() -> None:
    market, later = some_market(3, 400), some_market(4, 400)
    observatory = Observatory(market)
    rewrite(market, status=later.people.status, workplace=later.people.workplace)
    observatory.observe()
    table = observatory.to_frame()
    table = table[table["indicator"].isin([flow_name(*pair) for pair in WITHIN])]
    sums = table.groupby(["indicator", "by"])["value"].sum().unstack()
    assert set(sums.columns) == {"all", "district", "sex", "age_band", "education", "urban"}
    assert (sums.eq(sums["all"], axis=0)).all().all() and sums["all"].sum() > 0


def test_the_side_of_work_is_formal_on_a_payroll_and_informal_elsewhere() -> None:
    market = made_up_market(len(PLACES) - 1, status=Status.employed, workplace=range(1, len(PLACES)))
    formal = [contract == Contract.formal_wage for *_, contract, _ in PLACES[1:]]
    assert (SIDE_OF[standings(market)] == np.where(formal, 0, 1)).all()


def test_stocks_of_a_province_change_by_its_gross_flows() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.03), rng=11)
    sides = SIDES[:-1]
    opened = np.bincount(SIDE_OF[standings(market)], minlength=len(SIDES))[:-1] * market.weight
    for _ in range(21):
        market.step()
    for side, first in zip(sides, opened, strict=True):
        change = np.diff(stock(market.observatory, side), prepend=first)
        assert np.allclose(change, came_less_went(market.observatory, side), rtol=0, atol=1e-6), side
        assert np.abs(change).sum() > 0
