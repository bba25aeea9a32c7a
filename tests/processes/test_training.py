"""Seats and who waits for one, training in firms, skill that is not used, graduates who leave."""

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.processes.in_firm_training import IN_FIRM
from simulation.processes.seats import WaitingList, called_up, ration_seats, resident_seats
from simulation.processes.study_terms import NONE, open_programmes
from simulation.vocabulary import Level, Status

SCALE = 0.05
SHARES = tuple(f"in_firm_training_share_{name}" for name in ("micro_1_9", "small_10_99", "medium", "large"))


def _market(**parameters: float) -> LabourMarket:
    return LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, policies=(), parameters=parameters), rng=8)


def _flows(months: int, **parameters: float) -> dict[str, int]:
    market = _market(**parameters)
    total: dict[str, int] = {}
    for _ in range(months):
        market.step()
        for name, count in market.flows.items():
            total[name] = total.get(name, 0) + count
    return total


@pytest.fixture
def opened() -> LabourMarket:
    market = _market()
    market.step()
    return market


def _someone(market: LabourMarket, number: int) -> np.ndarray:
    idle = np.flatnonzero((market.people.status == Status.inactive) & (market.people.programme == NONE))
    return idle[:number]


def _with_seats(market: LabourMarket) -> tuple[int, int]:
    """A programme with an intake now, and its seats."""
    programme = int(np.flatnonzero(open_programmes(market) & (resident_seats(market) > 1))[0])
    return programme, int(resident_seats(market)[programme])


def test_who_waits_sits_before_who_is_new(opened: LabourMarket) -> None:
    programme, seats = _with_seats(opened)
    rows = _someone(opened, 3 * seats)
    waiting = WaitingList(rows[:seats], np.full(seats, programme), np.full(seats, opened.month - 3))
    new = rows[seats:].astype(np.int32)
    seated, _, _ = ration_seats(opened, new, np.full(len(new), programme), np.full(len(new), NONE), waiting)
    assert set(seated.tolist()) == set(rows[:seats].tolist())
    assert set(opened.waiting_list.rows) >= set(new.tolist())


def test_who_would_study_only_with_support_does_not_wait(opened: LabourMarket) -> None:
    programme, seats = _with_seats(opened)
    rows = _someone(opened, seats + 5).astype(np.int32)
    helped = np.zeros(len(rows), dtype=np.int64)
    called = called_up(opened)
    ration_seats(opened, rows, np.full(len(rows), programme), helped, called.only(np.zeros(len(called.rows), bool)))
    assert not np.isin(rows, opened.waiting_list.rows).any()


def test_nobody_waits_longer_than_a_year(opened: LabourMarket) -> None:
    for _ in range(30):
        opened.step()
        assert (opened.month - opened.waiting_list.since <= 12).all()


def test_students_from_elsewhere_take_their_share_of_long_courses(opened: LabourMarket) -> None:
    level, left = opened.province.programmes.level, resident_seats(opened)
    long = level >= Level.intermediate
    assert np.array_equal(left[~long], opened.seats_now[~long])
    rounded_up = left[long] - 0.7 * opened.seats_now[long]
    assert (rounded_up > -1e-6).all() and (rounded_up < 1.0).all()


def test_firms_that_train_bring_people_up_to_the_level_of_the_job() -> None:
    few, many = _flows(18, **dict.fromkeys(SHARES, 0.02)), _flows(18, **dict.fromkeys(SHARES, 0.9))
    assert many["trained_in_firms"] > 2 * few["trained_in_firms"] > 0


def test_who_stays_through_training_in_a_firm_is_trained() -> None:
    market = _market()
    ended = 0
    for _ in range(8):
        people = market.people
        due = (people.programme == IN_FIRM) & (people.course_ends == market.month)
        place, since = people.workplace.copy(), people.since.copy()
        market.step()
        stayed = due & (people.workplace == place) & (place > 0) & (people.since == since)
        stayed &= market.month - 1 - since >= 3
        assert (people.credential[stayed] >= 1).all() and (people.skill[stayed] > 0.0).all()
        left = due & ~stayed & (people.workplace != place)
        again = (people.course_ends[left] > market.month - 1) & (people.since[left] == market.month - 1)
        assert ((people.programme[left] != IN_FIRM) | again).all(), "who left is trained no more, or by a new employer"
        ended += int(stayed.sum())
    assert ended > 0


def test_skill_fades_out_of_work_and_only_there() -> None:
    market = _market(skill_decay_annual=0.5)
    people, rows = market.people, slice(0, market.residents)
    people.skill[rows] = 1.0
    was_paid = market.workplaces.firm[people.workplace[rows]] >= 0
    idle = np.isin(people.status[rows], [Status.unemployed, Status.inactive])
    for _ in range(6):
        market.step()
    faded = people.skill[rows] < 1.0
    assert faded[idle].any()
    assert faded[was_paid].mean() < 0.05


def test_graduates_leave_as_often_as_the_share_says() -> None:
    none, some = _flows(20, graduates_leaving_share=0.0), _flows(20, graduates_leaving_share=0.5)
    assert none["graduates_left"] == 0 < some["graduates_left"]
