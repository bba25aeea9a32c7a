"""Housing loans: who borrows is a renter at work, keeps the home, quits less; the loan is accounted for."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.arms import differing, employer
from simulation import LabourMarket
from simulation.processes.housing import ANYWHERE
from simulation.processes.moves import WORKER_PLACE
from simulation.scenario import Scenario
from simulation.vocabulary import Status
from tests.levers.trial import scenario, strong

SCALE = 0.1


def buyers(market: LabourMarket) -> np.ndarray:
    """Who lives in a home bought on a loan, (people,)."""
    homes = [number for number, where in enumerate(market.estates.district) if where == ANYWHERE]
    return np.isin(market.people.housing, np.array(homes) + WORKER_PLACE)


def test_who_borrows_rented_a_room_had_work_and_keeps_the_home_whatever_becomes_of_the_job(tmp_path: Path) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, strong("housing_loan"), scale=SCALE), rng=5)
    people, owned = market.people, np.zeros(market.people.rows, dtype=bool)
    while market.month <= market.end:
        rented, place = people.housing == 1, people.workplace.copy()
        market.step()
        now = buyers(market)
        fresh = now & ~owned
        assert (rented | (people.workplace != place))[fresh].all()  # some moved into a room with this month's job
        here = people.status < Status.outside
        assert now[owned & here].all()
        owned = now
    assert owned.sum() > 200
    assert (people.status[owned] != Status.employed).any()


def test_who_borrows_quits_less(tmp_path: Path) -> None:
    lever = LabourMarket(scenario=scenario(tmp_path, strong("housing_loan"), scale=0.2), rng=5)
    without = LabourMarket(scenario=Scenario.baseline().with_(scale=0.2, end=lever.end), rng=5)
    nobody_apart = np.zeros(0, dtype=np.int64)
    left = np.zeros(2, dtype=np.int64)
    while lever.month <= lever.end:
        rows = np.flatnonzero(buyers(lever)[: lever.of_age] & ~differing(lever, without, nobody_apart))
        lever.step()
        without.step()
        left += [int((employer(arm)[rows] < 0).sum()) for arm in (lever, without)]
    assert 0 < left[0] < left[1]


def test_dear_money_buys_few_homes_and_a_bound_on_capital_fewer(tmp_path: Path) -> None:
    lent = {
        name: LabourMarket(scenario=scenario(tmp_path, strong("housing_loan", **changes), scale=SCALE), rng=5).run()
        for name, changes in {
            "cheap": {"rate": "2%"},
            "dear": {"rate": "12%", "loan": "300 million VND"},
            "bound": {"rate": "2%", "capital": "3 billion VND"},
        }.items()
    }
    persons = {name: int(buyers(market).sum()) for name, market in lent.items()}
    assert persons["cheap"] > 2 * persons["dear"] > 0
    ledger = lent["bound"].ledger.to_frame()
    own = ledger[ledger["lever"] == "housing_loan"]
    out, back = (own.loc[own["kind"] == kind, "amount"].sum() for kind in ("loan principal", "repayment"))
    assert 0 < back < out
    levers: list[Any] = lent["bound"].government.levers
    [loans] = [one.loans for one in levers if one.dose.lever == "housing_loan"]
    assert loans.outstanding == pytest.approx(out - back)
    assert loans.outstanding <= 3_000.0
