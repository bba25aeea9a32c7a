"""Migration: who leaves and who comes answers what the region around pays against the province."""

import pytest

from simulation import LabourMarket, Scenario

SCALE, MONTHS = 0.05, 18


def _flows(**parameters: float) -> dict[str, int]:
    scenario = Scenario.baseline().with_(scale=SCALE, policies=(), parameters=parameters)
    market = LabourMarket(scenario=scenario, rng=3)
    total: dict[str, int] = {}
    for _ in range(MONTHS):
        market.step()
        for name, count in market.flows.items():
            total[name] = total.get(name, 0) + count
    return total


@pytest.fixture(scope="module")
def usual() -> dict[str, int]:
    return _flows()


def test_better_pay_outside_draws_residents_away_and_keeps_outsiders_there(usual: dict[str, int]) -> None:
    rich = _flows(outside_wage_growth=0.25)
    assert rich["out_migrants"] > 1.05 * usual["out_migrants"]
    assert rich["in_migrants"] < 0.8 * usual["in_migrants"]


def test_the_unemployed_leave_more_often(usual: dict[str, int]) -> None:
    assert _flows(out_migration_unemployed_multiplier=4.0)["out_migrants"] > usual["out_migrants"]


def test_papers_come_and_go_with_people(usual: dict[str, int]) -> None:
    assert 0 < usual["certificates_left"] < usual["out_migrants"] + usual["migrants_gone_home"]
    assert 0 < usual["certificates_arrived"] < usual["in_migrants"]
