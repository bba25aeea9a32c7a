"""Migration: who leaves and who comes answers what the region around pays against the province."""

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.vocabulary import Status

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


def _leavers(multiplier: float) -> tuple[int, int]:
    """Residents who move out in a year and a half, and those of them who were unemployed."""
    parameters = {"out_migration_unemployed_multiplier": multiplier}
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.1, policies=(), parameters=parameters), rng=3)
    people, counts = market.people, np.zeros(2, dtype=np.int64)
    for _ in range(MONTHS):
        before, native = people.status.copy(), people.migrant == 0
        market.step()
        left = native & (people.status == Status.outside) & np.isin(before, (Status.unemployed, Status.inactive))
        counts += left.sum(), (left & (before == Status.unemployed)).sum()
    return int(counts[0]), int(counts[1])


def test_the_more_often_the_unemployed_leave_the_fewer_others_do_of_the_measured_rate() -> None:
    (_, usual), (_, more) = _leavers(1.0), _leavers(6.0)
    assert more > 2 * usual > 0


def test_papers_come_and_go_with_people(usual: dict[str, int]) -> None:
    assert 0 < usual["certificates_left"] < usual["out_migrants"] + usual["migrants_gone_home"]
    assert 0 < usual["certificates_arrived"] < usual["in_migrants"]
