"""Whom an employer chooses and what hiring does, place by place, against the rule written a second time in plain words.

The applicants and places are made up: every combination of paper, occupation, wait and origin occurs among them.
"""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from simulation.firms import Firms, Workplaces
from simulation.model import LabourMarket
from simulation.processes.matching import (
    Ranking,
    Skills,
    _choose,
    _hire,
    _skills,
    hires_by_origin,
    placements_by_channel,
    prepare,
)
from simulation.processes.search.applications import Applications
from simulation.processes.search.ring import Ring
from simulation.randomness import Stream, month_key, pair_uniforms
from simulation.vocabulary import Contract, Status
from simulation.workers import Workers

PEOPLE, FIRMS, LINES, PLACES, MONTH, AGE_MONTH = 2000, 12, 40, 300, 1460, 1461
NEVER = -32768
KEY, COVER, CIVIL = (month_key(1, stream, MONTH) for stream in (Stream.match_noise, Stream.compliance, Stream.civil))
LEVEL = np.array([0, 1, 2, 4, 6])
PREMIUM = np.array([0.0, 0.03, 0.1, 0.2, 0.35, 0.5, 0.8])
RANKING = Ranking(1.3, 0.7, 0.5, 0.9, 0.6, 0.4, 1.0, 0.2, 0.15, 0.5)
FLOOR = np.array([3.9, 4.7])
ORIGINS = (Status.employed, Status.unemployed, Status.inactive, Status.outside)


@dataclass(frozen=True)
class Hall:
    """A hiring hall: who applies where, and the tables that employers look at."""

    people: Workers
    places: Workplaces
    firms: Firms
    applications: Applications
    ring: Ring
    similarity: npt.NDArray[np.float64]
    support: npt.NDArray[np.float64]


def _people(chance: np.random.Generator) -> Workers:
    people = Workers(PEOPLE)
    people.birth[:] = AGE_MONTH - chance.integers(15 * 12, 65 * 12, PEOPLE)
    people.ability[:] = chance.normal(0.0, 0.5, PEOPLE)
    people.credential[:] = chance.integers(0, len(PREMIUM), PEOPLE)
    people.occupation[:] = chance.integers(0, len(LEVEL), PEOPLE)
    people.status[:] = chance.choice(np.array(ORIGINS), PEOPLE)
    people.since[:] = MONTH - chance.integers(0, 40, PEOPLE)
    people.search_since[:] = np.where(people.status == Status.unemployed, people.since, NEVER)
    people.skill[:] = chance.uniform(0.0, 1.0, PEOPLE)
    at_work = people.status == Status.employed
    people.workplace[at_work] = chance.integers(1, LINES + 1, int(at_work.sum()))
    people.pay_factor[at_work] = 1.0
    people.district[:] = 1
    return people


def _places(chance: np.random.Generator) -> Workplaces:
    """Payroll lines, of which the last ten are household trades."""
    places = Workplaces(LINES + 1)
    places.firm[1:] = np.where(np.arange(LINES) < LINES - 10, chance.integers(0, FIRMS, LINES), -1)
    places.contract[1:] = Contract.formal_wage
    for name, top in (("sector", 3), ("district", 2), ("occupation", len(LEVEL))):
        places.column(name)[1:] = chance.integers(0, top, LINES)
    places.pay[1:] = chance.uniform(4.0, 12.0, LINES)
    places.posts[1:], places.headcount[1:] = 50, 200
    places.post_age[1:] = chance.uniform(0.0, 12.0, LINES)
    return places


@pytest.fixture
def hall() -> Hall:
    chance = np.random.default_rng(66)
    places, firms = _places(chance), Firms(FIRMS)
    firms.trains[:] = np.arange(FIRMS) % 2
    firms.insures[:] = 0.5
    row = chance.permutation(PEOPLE).astype(np.int32)
    applications = Applications(
        row, chance.integers(0, PLACES, PEOPLE).astype(np.int32), chance.integers(0, 8, PEOPLE).astype(np.uint8),
        chance.normal(1.6, 0.4, PEOPLE).astype(np.float32),
    )  # fmt: skip
    line = chance.integers(1, LINES - 9, PLACES).astype(np.int32)
    reported = chance.integers(0, 2, PLACES).astype(np.uint8)
    nothing = np.zeros(0, np.int32)
    ring = Ring(np.zeros(0, np.uint64), nothing, np.zeros(1, np.int64), nothing, line, reported)
    similarity = chance.uniform(0.0, 1.0, (len(LEVEL), len(LEVEL)))
    support = np.where(chance.random(PEOPLE) < 0.1, 0.3, 0.0)
    return Hall(_people(chance), places, firms, applications, ring, similarity, support)


def _chosen(
    hall: Hall, ranking: Ranking = RANKING, applied: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.int64]:
    applied = np.zeros(len(LEVEL)) if applied is None else applied
    best, winner = np.empty(PLACES), np.empty(PLACES, np.int64)
    _choose(
        MONTH, AGE_MONTH, KEY, ranking, hall.similarity, LEVEL, PREMIUM, hall.support, hall.applications, hall.ring,
        hall.people.arrays(), hall.places.arrays(), hall.firms.arrays(), best, winner, applied,
    )  # fmt: skip
    return winner


def _expected(hall: Hall, ranking: Ranking = RANKING) -> npt.NDArray[np.int64]:
    """The best applicant of every place by the rule, -1 where none is good enough."""
    people, row, line = hall.people, hall.applications.row, hall.ring.line[hall.applications.place]
    paper, wanted = people.credential[row], hall.places.occupation[line]
    missing = np.maximum(0.0, LEVEL[wanted] - paper.astype(float))
    missing *= np.where(hall.firms.trains[hall.places.firm[line]] == 1, ranking.trained, 1.0)
    years = np.clip((AGE_MONTH - people.birth[row]) / 12.0 - 20.0, 0.0, 10.0)
    waited = np.where(
        people.status[row] == Status.unemployed, np.minimum(MONTH - people.search_since[row].astype(int), 12), 0
    )
    worth = ranking.similarity * hall.similarity[people.occupation[row], wanted] - ranking.level * missing
    worth += ranking.experience * years / 10.0 + ranking.signal * PREMIUM[paper]
    worth += ranking.ability * people.ability[row] - ranking.stigma * waited / 12.0
    worth += ranking.noise * (pair_uniforms(KEY, row, line) - 0.5) + hall.support
    least = ranking.least - ranking.yielding * np.minimum(hall.places.post_age[hall.ring.line], 6.0)
    chosen = np.full(PLACES, -1)
    for place in range(PLACES):
        mine = np.flatnonzero(hall.applications.place == place)
        if len(mine) and worth[mine].max() > least[place]:
            chosen[place] = mine[worth[mine].argmax()]
    return chosen


@pytest.mark.parametrize("least", [-1.0, 0.2, 1.5, 2.5])
def test_a_place_takes_its_best_applicant_if_good_enough(hall: Hall, least: float) -> None:
    ranking = RANKING._replace(least=least)
    assert np.array_equal(_chosen(hall, ranking), _expected(hall, ranking))


@pytest.mark.parametrize("weight", RANKING._fields)
def test_every_weight_of_employers_counts_as_the_rule_says(hall: Hall, weight: str) -> None:
    ranking = RANKING._replace(**{weight: 3.0 * getattr(RANKING, weight)})
    chosen = _chosen(hall, ranking)
    assert np.array_equal(chosen, _expected(hall, ranking))
    assert not np.array_equal(chosen, _chosen(hall))


def test_employers_weigh_what_the_province_s_table_says() -> None:
    table = {
        "hiring_similarity_weight": 2.0, "vacancy_filling_screening_skill_weight": 3.0, "hiring_experience_weight": 5.0,
        "hiring_signal_weight": 7.0, "signal_share": 0.5, "hiring_ability_weight": 11.0, "hiring_stigma_weight": 13.0,
        "hiring_least_score": 17.0, "hiring_standard_decline_monthly": 19.0, "in_firm_training_gap_weight": 23.0,
        "skill_decay_annual": 0.19, "in_firm_training_months": 4.0,
    }  # fmt: skip
    market = cast("LabourMarket", SimpleNamespace(province=SimpleNamespace(value=table.__getitem__), ranking=None))
    prepare(market)
    assert market.ranking == Ranking(
        similarity=2.0, level=3.0, experience=5.0, signal=3.5, ability=11.0, stigma=13.0, noise=1.0, least=17.0,
        yielding=19.0, trained=23.0,
    )  # fmt: skip
    assert _skills(market).kept ** 12 == pytest.approx(0.81) and _skills(market)[1] == 4


def test_of_two_equal_applicants_the_first_is_taken(hall: Hall) -> None:
    people = hall.people
    for column in people.snapshot().values():
        column[:] = column[0]
    level = RANKING._replace(noise=0.0)
    even = replace(hall, support=np.zeros(PEOPLE))
    first = np.unique(hall.applications.place, return_index=True)[1].tolist()
    chosen = _chosen(even, level._replace(least=-100.0))
    assert chosen[chosen >= 0].tolist() == first


@dataclass(frozen=True)
class Hired:
    """Who was hired, from where, how, and hires by sector."""

    row: npt.NDArray[np.int32]
    origin: npt.NDArray[np.uint8]
    channel: npt.NDArray[np.uint8]
    by_sector: npt.NDArray[np.int64]
    accepted: npt.NDArray[np.float64]


def _hired(hall: Hall, winner: npt.NDArray[np.int64]) -> Hired:
    room = np.empty(PLACES, np.int32), np.empty(PLACES, np.uint8), np.empty(PLACES, np.uint8)
    by_sector, accepted = np.zeros(3, np.int64), np.zeros(len(LEVEL))
    number = _hire(
        MONTH, hall.applications, hall.ring, winner, LEVEL, FLOOR, Skills(0.9, 4), COVER, CIVIL, np.full(3, 0.5),
        hall.people.arrays(), hall.places.arrays(), hall.firms.arrays(), *room, by_sector, accepted,
    )  # fmt: skip
    return Hired(*(column[:number] for column in room), by_sector, accepted)


@dataclass(frozen=True)
class Day:
    """People before and after the hiring, and for each hire the application, the place's line and the origin."""

    before: dict[str, npt.NDArray[Any]]
    hall: Hall
    hired: Hired
    index: npt.NDArray[np.int64]
    line: npt.NDArray[np.int32]
    lines_before: dict[str, npt.NDArray[Any]]

    def was(self, name: str) -> npt.NDArray[Any]:
        """A column of the hired before."""
        return self.before[name][self.hired.row]

    def now(self, name: str) -> npt.NDArray[Any]:
        """A column of the hired after."""
        return self.hall.people.column(name)[self.hired.row]


@pytest.fixture
def day(hall: Hall) -> Day:
    winner = _chosen(hall)
    before = {name: column.copy() for name, column in hall.people.snapshot().items()}
    lines_before = {name: column.copy() for name, column in hall.places.snapshot().items()}
    return Day(before, hall, _hired(hall, winner), winner[winner >= 0], hall.ring.line[winner >= 0], lines_before)


def test_the_chosen_work_on_the_place_s_line_from_this_month(day: Day) -> None:
    assert np.array_equal(day.hired.row, day.hall.applications.row[day.index])
    assert np.array_equal(day.hired.channel, day.hall.applications.channel[day.index])
    assert np.array_equal(day.now("workplace"), day.line)
    assert (day.now("status") == Status.employed).all() and (day.now("since") == MONTH).all()


def test_where_the_hired_came_from_is_told(day: Day) -> None:
    trade = (day.was("status") == Status.employed) & (day.hall.places.firm[day.was("workplace")] < 0)
    assert np.array_equal(day.hired.origin, np.where(trade, 10, day.was("status")))
    assert set(day.hired.origin.tolist()) == {10, *ORIGINS}
    counted = hires_by_origin(day.hired.origin)
    names = dict(
        zip(
            ORIGINS,
            ("job_to_job", "hires_from_unemployment", "hires_from_inactivity", "hires_from_outside"),
            strict=True,
        )
    )
    assert counted["hires"] == len(day.index) and counted["hires_from_trades"] == int(trade.sum())
    assert all(counted[name] == int((day.hired.origin == status).sum()) for status, name in names.items())


def test_the_unemployed_who_applied_and_who_were_taken_are_counted_by_their_occupation(hall: Hall) -> None:
    applied, people = np.zeros(len(LEVEL)), hall.people
    occupation, unemployed = people.occupation.copy(), people.status == Status.unemployed
    hired = _hired(hall, _chosen(hall, applied=applied))
    for rows, counted in ((hall.applications.row, applied), (hired.row, hired.accepted)):
        assert np.array_equal(counted, np.bincount(occupation[rows], unemployed[rows], minlength=len(LEVEL)))
        assert counted.sum() > 0


def test_placed_are_residents_who_had_no_wage_job_for_three_whole_months_or_never(hall: Hall) -> None:
    people, rows = hall.people, np.arange(7, dtype=np.int32)
    people.last_wage_job[rows] = [MONTH - 1, MONTH - 3, MONTH - 4, MONTH - 40, NEVER, NEVER, NEVER]
    people.migrant[rows] = [0, 0, 0, 0, 0, 0, 1]
    channels = [SimpleNamespace(id=name) for name in ("relatives", "centre", "fair")]
    market = SimpleNamespace(people=people, month=MONTH, province=SimpleNamespace(channels=channels))
    counted = placements_by_channel(cast("LabourMarket", market), rows, np.array([0, 0, 1, 1, 0, 1, 1], np.uint8))
    assert counted == {
        "placements_through_relatives": 1,
        "placements_through_centre": 3,
        "placements_through_fair": 0,
    }


def test_who_comes_from_outside_rents_in_a_town_of_the_place_s_district(day: Day) -> None:
    came = day.hired.origin == Status.outside
    for name in ("urban", "registered", "migrant", "housing"):
        assert np.array_equal(day.now(name), np.where(came, 1, day.was(name))), name
    assert np.array_equal(day.now("district"), np.where(came, day.hall.places.district[day.line], day.was("district")))


def test_skill_fades_with_every_month_off_the_payroll(day: Day) -> None:
    """A household trade does not use what a course taught for a job."""
    months = np.where(day.hired.origin == Status.employed, 0, MONTH - day.was("since").astype(float))
    assert day.now("skill") == pytest.approx(day.was("skill") * 0.9**months, rel=1e-6)


def test_the_wage_is_what_the_match_is_worth_and_never_below_the_minimum(day: Day) -> None:
    places = day.hall.places
    worth, floor = np.exp(day.hall.applications.worth[day.index]), FLOOR[places.district[day.line]]
    assert (worth < floor).any() and (worth > floor).any()
    assert day.now("pay_factor") * places.pay[day.line] == pytest.approx(np.maximum(worth, floor), rel=1e-6)


def test_who_lacks_the_job_s_level_is_trained_where_the_firm_trains(day: Day) -> None:
    places = day.hall.places
    trained = day.hall.firms.trains[places.firm[day.line]] == 1
    trained &= day.was("credential") < LEVEL[places.occupation[day.line]]
    assert trained.any() and not trained.all()
    assert np.array_equal(day.now("programme"), np.where(trained, 30000, -1))
    assert np.array_equal(day.now("course_ends"), np.where(trained, MONTH + 4, NEVER))


def test_a_job_of_one_s_level_or_above_is_the_new_trade(day: Day) -> None:
    job, own = day.hall.places.occupation[day.line], day.was("occupation")
    assert np.array_equal(day.now("occupation"), np.where(LEVEL[job] >= LEVEL[own], job, own))


def test_places_filled_are_open_no_more(day: Day) -> None:
    filled = np.bincount(day.line, minlength=LINES + 1)
    places = day.hall.places
    assert np.array_equal(places.posts, day.lines_before["posts"] - filled)
    listed = np.bincount(day.line, day.hall.ring.reported[_winners(day) >= 0], minlength=LINES + 1)
    assert np.array_equal(places.listed, day.lines_before["listed"] + listed)
    assert np.array_equal(day.hired.by_sector, np.bincount(places.sector[day.line], minlength=3))
    left = np.bincount(day.was("workplace")[day.was("status") == Status.employed], minlength=LINES + 1)
    assert np.array_equal(places.headcount, day.lines_before["headcount"] + filled - left)


def _winners(day: Day) -> npt.NDArray[np.int64]:
    """The application taken at every place, -1 none."""
    taken = np.full(PLACES, -1)
    taken[day.hall.applications.place[day.index]] = day.index
    return taken


def test_who_is_not_chosen_stays_as_before(day: Day) -> None:
    others = np.setdiff1d(np.arange(PEOPLE), day.hired.row)
    assert all(
        np.array_equal(column[others], day.before[name][others]) for name, column in day.hall.people.snapshot().items()
    )
