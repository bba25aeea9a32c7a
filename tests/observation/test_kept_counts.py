"""Counts are kept from month to month; they are those that a count of everybody would give."""

from pathlib import Path

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.observation.tables import Tables
from simulation.observation.tabulation import Tabulation

SCENARIOS = Path(__file__).parents[2] / "scenarios"
#: Tables that hold from month to month, and sums of the month that are taken anew over what is kept.
COUNTS = ("people", "jobs", "retrained", "members", "seekers")
SUMS = ("income", "job_income", "insured_pay", "skill", "payroll")


def tables_of(market: LabourMarket) -> Tables:
    return market.observatory._tabulation.tables


def hold_against_a_count_of_everybody(market: LabourMarket) -> None:
    anew = Tabulation(market)
    anew.tabulate(market)
    for name in (*COUNTS, *SUMS):
        kept, counted = getattr(tables_of(market), name), getattr(anew.tables, name)
        assert np.array_equal(kept, counted), (market.month, name)


@pytest.mark.parametrize(("name", "months"), [("study_cards", 66), ("worker_housing", 14), ("tuition_exemption", 14)])
def test_every_month_of_the_whole_model_the_kept_counts_are_those_of_everybody(name: str, months: int) -> None:
    scenario = Scenario.load(SCENARIOS / f"{name}.yaml").with_(scale=0.02)
    market = LabourMarket(scenario=scenario, rng=3)
    for _ in range(months):  # the legal age moves on, courses end, inspectors come, hours change, in 2025 the law too
        market.step()
        hold_against_a_count_of_everybody(market)


def test_hires_of_the_month_are_those_who_hold_a_payroll_job_that_began_in_it() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.03), rng=5)
    people, places = market.people, market.workplaces
    for _ in range(14):
        month = market.month
        market.step()
        rows = np.flatnonzero((people.status[: market.of_age] == 7) & (people.since[: market.of_age] == month))
        formal = places.contract[people.workplace[rows]] == 1
        assert tables_of(market).begun[:, 0].sum() == formal.sum() > 0
        by_sector = np.bincount(places.sector[people.workplace[rows[formal]]], minlength=len(market.province.sectors))
        assert (tables_of(market).hired == by_sector).all()


def test_who_is_written_by_hand_is_counted_as_written() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=4)
    market.step()
    for worker in market.workers.select(status="employed")[:40]:
        worker.retrained, worker.credential = 1, 6
    market.workers.select(status="unemployed").set("urban", 1)
    market.step()
    hold_against_a_count_of_everybody(market)


def test_an_unwritten_mark_would_be_seen() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=4)
    market.step()
    market.people.credential[: market.of_age] = 6  # behind the back of the marks
    market.step()
    with pytest.raises(AssertionError):
        hold_against_a_count_of_everybody(market)
