"""The event log tells every move once, and the moves carry the stocks of each month exactly into the next."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from simulation import LabourMarket, Scenario
from simulation.observation.events import Event, event_of
from simulation.observation.standing import SIDE_OF, SIDES, Standing
from tests.observation.made_up_people import standings

MONTHS = 21  # a July, two Septembers, two Tết
#: Flows of the month that are one event each.
SAME = {
    "died": "deaths",
    "came_of_age": "came_of_age",
    "changed_job": "job_to_job",
    "left_trade": "informal_failures",
    "stopped_by_disability": "disability_exits",
}


class Told:
    """A market with its log: standings at every month's end, flows by month, events."""

    def __init__(self, scale: float, seed: int) -> None:
        market = LabourMarket(scenario=Scenario.baseline().with_(scale=scale), rng=seed)
        log = market.record_events()
        self.market, self.standings, self.flows = market, [standings(market)], []
        for _ in range(MONTHS):
            market.step()
            self.standings.append(standings(market))
            self.flows.append(dict(market.flows))
        self.events = log.to_frame()
        self.month = self.events["month"].cat.codes.to_numpy()

    def codes(self, column: str) -> np.ndarray[Any, Any]:
        return np.array([Standing[name] for name in self.events[column]])


@cache
def told(scale: float = 0.05, seed: int = 3) -> Told:
    return Told(scale, seed)


def matrix(of: Told, number: int, sides: bool) -> np.ndarray[Any, Any]:
    """Moves of a month from the log, (from, to), between standings or the sides of official statistics."""
    mine = of.month == number
    code = SIDE_OF if sides else np.arange(len(SIDE_OF))
    size = len(SIDES) if sides else len(SIDE_OF)
    table = np.zeros((size, size), dtype=np.int64)
    np.add.at(table, (code[of.codes("from_state")[mine]], code[of.codes("to_state")[mine]]), 1)
    return table


@settings(
    max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.sampled_from([0.02, 0.03, 0.05]), st.integers(0, 2**40))
def test_moves_of_the_log_carry_every_stock_into_the_next_month(scale: float, seed: int) -> None:
    of = Told(scale, seed)
    for sides in (False, True):
        code = SIDE_OF if sides else np.arange(len(SIDE_OF))
        stocks = [np.bincount(code[standing], minlength=code.max() + 1) for standing in of.standings]
        for number in range(MONTHS):
            moved = matrix(of, number, sides)
            assert np.array_equal(stocks[number] + moved.sum(axis=0) - moved.sum(axis=1), stocks[number + 1])


def test_each_life_is_a_chain_from_the_first_month_to_the_last() -> None:
    of = told()
    order = np.argsort(of.events["person"].to_numpy(), kind="stable")
    person = of.events["person"].to_numpy()[order]
    origin, destination = of.codes("from_state")[order], of.codes("to_state")[order]
    same = person[1:] == person[:-1]
    assert (origin[1:][same] == destination[:-1][same]).all()
    first, last = np.append(True, ~same), np.append(~same, True)
    assert (origin[first] == of.standings[0][person[first]]).all()
    assert (destination[last] == of.standings[-1][person[last]]).all()
    untold = np.setdiff1d(np.arange(len(of.standings[0])), person)
    assert (of.standings[0][untold] == of.standings[-1][untold]).all()


@pytest.mark.parametrize("event", SAME)
def test_events_are_as_many_as_the_processes_counted(event: str) -> None:
    of = told()
    for number, flows in enumerate(of.flows):
        found = (of.events["event"].to_numpy() == event) & (of.month == number)
        assert found.sum() == flows.get(SAME[event], 0)


def test_events_of_several_names_add_up_to_what_the_processes_counted() -> None:
    of = told()
    count = pd.crosstab(of.month, of.events["event"])
    for number, flows in enumerate(of.flows):
        row = count.loc[number]
        assert row["hired"] + row["recalled"] + row["changed_job"] == flows["hires"]
        assert row["laid_off"] + row["firm_closed"] == flows["layoffs"]
        assert row["quit"] == flows["quits"] + flows["probations_ended"]
        back = flows.get("back_from_service", 0) + flows.get("back_from_abroad", 0)
        left = flows.get("left_for_service", 0) + flows.get("left_for_abroad", 0)
        away = row["called_up"] + row["went_abroad"]
        assert away - row["returned"] == left - back  # who is back from one and off to the other stays away
        assert 0.95 * left <= away <= left
        assert row["began_course"] >= flows["vet_enrolment"]
        finished = flows["courses_finished"] + flows["trained_in_firms"]
        assert row["finished_course"] == finished
    assert (count.drop(columns="recalled").sum() > 0).all(), "every kind of event happens in two years"


def test_a_recall_is_to_the_firm_that_laid_the_person_off() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=1)
    log, people, lines = market.record_events(), market.people, market.workplaces.payroll
    row = int(np.flatnonzero(people.status == Standing.unemployed)[0])
    firm = market.workplaces.firm[lines]
    own, other = lines.start, lines.start + int(np.flatnonzero(firm != firm[0])[0])
    for place, process in (
        (own, "matching"), (0, "layoffs"), (own, "matching"), (0, "quits"), (own, "matching"), (0, "layoffs"),
        (other, "matching"), (own, "matching"),
    ):  # fmt: skip
        people.workplace[row], people.status[row] = place, 7 if place else Standing.unemployed
        log.see(process)
    told = log.to_frame()["event"].astype(str).tolist()
    assert told == ["hired", "laid_off", "recalled", "quit", "hired", "laid_off", "hired", "changed_job"]


def test_work_has_a_workplace_and_an_income_and_a_payroll_a_firm() -> None:
    events = told().events
    begun = events[events["event"].isin(["hired", "recalled", "changed_job", "entered_trade"])]
    assert (begun["workplace"] > 0).all() and (begun["income"] > 0).all()
    assert (begun["firm"] >= 0).eq(begun["to_state"] == "formal_wage").all()
    left = events[events["event"].isin(["quit", "laid_off", "firm_closed", "left_trade"])]
    assert (left["workplace"] > 0).all() and (left["income"] > 0).all()


def test_courses_that_end_had_begun_and_name_the_same_programme() -> None:
    of = told()
    courses = of.events[of.events["event"].isin(["began_course", "finished_course", "dropped_course"])]
    for _, life in courses.groupby("person"):
        begun = life[life["event"] == "began_course"]
        assert (begun["programme"].iloc[1:].to_numpy() >= -1).all()
        ends = life[life["event"] != "began_course"]
        pair = life["programme"].to_numpy()
        kinds = (life["event"] == "began_course").to_numpy()
        follows = np.flatnonzero(kinds[:-1] & ~kinds[1:])
        assert (pair[follows] == pair[follows + 1]).all()
        assert len(ends) <= len(begun) + 1


def test_a_run_with_the_log_is_the_run_without_it() -> None:
    scenario = Scenario.baseline().with_(scale=0.02)
    plain, logged = LabourMarket(scenario=scenario, rng=2), LabourMarket(scenario=scenario, rng=2)
    logged.record_events()
    for _ in range(6):
        plain.step()
        logged.step()
    for name, column in plain.people.snapshot().items():
        assert np.array_equal(column, logged.people.column(name)), name
    assert plain.indicators().equals(logged.indicators())
    assert plain.events is None


def test_every_change_has_a_name_whichever_process_makes_it() -> None:
    for process in ("quits", "layoffs", "matching", "migration", "something new"):
        for origin in Standing:
            for destination in Standing:
                assert event_of(process, origin, destination) in Event
    assert event_of("quits", Standing.formal_wage, Standing.farm) == Event.quit
    assert event_of("participation", Standing.inactive, Standing.farm) == Event.entered_trade
    assert event_of("matching", Standing.outside, Standing.formal_wage) == Event.hired
