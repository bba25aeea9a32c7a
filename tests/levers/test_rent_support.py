"""Rent support: insured staff who rent are paid for so many months and no longer; others hear of it and come."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.scenario.shipped import shipped_folder
from tests.levers.trial import BEGIN, flow, scenario, strong, watched

SCALE = 0.1
LEVER = "worker_rent_support"


def payments(market: LabourMarket) -> Any:
    """Lines of the ledger that are the lever's."""
    ledger = market.ledger.to_frame()
    return ledger[ledger["lever"] == LEVER]


def mechanism(market: LabourMarket) -> Any:
    [lever] = [one for one in market.government.levers if one.dose.lever == LEVER]
    return lever


def test_who_is_paid_rents_and_is_insured_and_newcomers_get_their_own_sum(tmp_path: Path) -> None:
    dose = strong(LEVER, months=2, in_work="0.5 million VND/month", newcomers="1 million VND/month")
    market = LabourMarket(scenario=scenario(tmp_path, dose, scale=SCALE), rng=5)
    people, lever, told = market.people, mechanism(market), np.zeros(market.people.rows, int)
    pay, hires = lever.pay, lever.note_hires
    amounts: list[float] = []
    lever.pay = lambda *entry: (amounts.append(entry[-1] / market.weight), pay(*entry))

    def note(market: LabourMarket, *found: Any) -> None:
        before, count = lever.months_paid.copy(), len(amounts)
        hires(market, *found)
        rows = np.flatnonzero(lever.months_paid > before)
        told[rows] += 1
        assert (people.housing[rows] == 1).all()
        assert (people.insurance[rows] >= 2).all()
        assert (market.workplaces.firm[people.workplace[rows]] >= 0).all()
        new = people.since[rows] >= BEGIN
        assert sum(amounts[count:]) == pytest.approx(0.5 * (~new).sum() + 1.0 * new.sum())

    lever.note_hires = note
    market.run()
    assert told.max() == 2
    assert (told == 2).sum() > 500
    assert payments(market)["persons"].sum() == pytest.approx(told.sum() * market.weight)
    assert lever.has_reached(people.rows).sum() == (told > 0).sum()


def test_money_for_newcomers_alone_draws_people_from_outside_and_none_where_nobody_could_get_it(tmp_path: Path) -> None:
    newcomers = {"in_work": "0 VND/month", "newcomers": "3 million VND/month"}
    came = {
        name: watched(scenario(tmp_path, *levers, scale=SCALE), (1, 2), [flow("hires_from_outside")])[0]
        for name, levers in {
            "none": (),
            "all": (strong(LEVER, **newcomers),),
            "nobody comes there": (strong(LEVER, **newcomers, eligible={"sector": ["public"], "age": "15..15"}),),
        }.items()
    }
    assert (came["all"] > 1.05 * came["none"]).all()
    assert (came["nobody comes there"] == came["none"]).all()


def test_persons_bound_who_may_begin_and_who_began_is_paid_on(tmp_path: Path) -> None:
    market = LabourMarket(scenario=scenario(tmp_path, strong(LEVER, persons="3000 per year"), scale=SCALE), rng=5).run()
    lever = mechanism(market)
    assert (lever.months_paid > 0).sum() == 300
    assert (lever.months_paid == 9).sum() > 200


def test_the_measures_of_2022_pay_in_their_months_what_the_decision_says() -> None:
    shipped = Scenario.load(shipped_folder() / "recovery_2022.yaml")
    market = LabourMarket(scenario=shipped.with_(scale=SCALE, end=month_index("2022-12")), rng=1).run()
    paid = payments(market)
    assert set(paid["month"]) == {"2022-04", "2022-05", "2022-06"}
    a_head = paid["amount"].sum() / paid["persons"].sum()
    assert 0.5 < a_head < 1.0
    assert paid["agency"].unique().tolist() == ["dolisa"]
    assert (mechanism(market).months_paid == 3).sum() > 1000
