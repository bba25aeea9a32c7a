"""What beginning and ending a course does to a person, against the rule written a second time in plain words.

The students are made up: every level, paper and state of work occurs among those whose course ends.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simulation.firms import Workplaces
from simulation.processes.in_firm_training import IN_FIRM
from simulation.processes.training import EndKeys, Offered, Terms, _enrol, _finish
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Status
from simulation.workers import Workers

PEOPLE, LINES, MONTH, NEVER = 4000, 20, 1460, -32768
LEVELS, FIELDS, OCCUPATIONS, COLLEGES = 5, 3, 6, 4
KEYS = EndKeys(*(month_key(1, stream, MONTH) for stream in (Stream.paper, Stream.occupation, Stream.graduates_leave)))
TERMS = Terms(short_paper=0.6, signal=0.25, leaving=0.3, in_firm_months=4, in_firm_gain=0.07)
PREMIUM = np.array([0.0, 0.03, 0.1, 0.2, 0.35, 0.5, 0.8])
STATES = (Status.employed, Status.unemployed, Status.inactive, Status.in_training, Status.outside, Status.gone)
LEVEL = np.arange(10, dtype=np.int8) % LEVELS
PROGRAMMES = Offered(LEVEL, np.arange(10, dtype=np.int16) % FIELDS, np.arange(10, dtype=np.int16) % COLLEGES)
#: Shares of trades after a course, cumulative; by rounding they add up to a little less than all.
FIT = 0.98 * np.cumsum(np.random.default_rng(5).dirichlet(np.ones(OCCUPATIONS), (LEVELS, FIELDS)), axis=2)


def _people(chance: np.random.Generator) -> Workers:
    people = Workers(PEOPLE)
    people.status[:] = chance.choice(np.array(STATES), PEOPLE)
    people.since[:] = MONTH - chance.integers(0, 12, PEOPLE)
    people.birth[:] = MONTH - chance.integers(15 * 12, 40 * 12, PEOPLE)
    at_work = people.status == Status.employed
    people.workplace[at_work] = chance.integers(1, LINES + 1, int(at_work.sum()))
    people.pay_factor[at_work] = 1.0
    people.credential[:] = chance.integers(0, len(PREMIUM), PEOPLE)
    people.occupation[:] = chance.integers(0, OCCUPATIONS, PEOPLE)
    people.district[:] = chance.integers(0, 2, PEOPLE)
    people.retrained[:] = chance.integers(0, 2, PEOPLE)
    people.skill[:] = chance.uniform(0.0, 1.0, PEOPLE)
    people.support[:] = 3
    people.field[:] = 7
    paused = (people.status == Status.in_training) & (chance.random(PEOPLE) < 0.5)
    people.search_since[paused] = people.since[paused] - chance.integers(1, 30, int(paused.sum()))
    people.programme[:] = chance.choice(np.array([*range(10), -2, -5, IN_FIRM]), PEOPLE)
    people.course_ends[:] = MONTH + chance.integers(-1, 2, PEOPLE)
    people.changed[:] = 0
    return people


@dataclass(frozen=True)
class Ended:
    """People before and after the month's courses ended, who they ended for, and what was counted."""

    before: dict[str, npt.NDArray[Any]]
    people: Workers
    counts: dict[str, int]
    graduates: npt.NDArray[np.int64]
    headcount: npt.NDArray[np.int32]
    papers: bool

    def was(self, name: str) -> npt.NDArray[Any]:
        """A column before."""
        return self.before[name]

    @property
    def due(self) -> npt.NDArray[np.bool_]:
        """Whose course ends while they live in the province."""
        return (self.was("course_ends") == MONTH) & (self.was("status") < Status.outside) & (np.arange(PEOPLE) < 3900)

    @property
    def sat(self) -> npt.NDArray[np.bool_]:
        """Who of them sat through a college's course."""
        return self.due & (self.was("programme") >= 0) & (self.was("programme") != IN_FIRM)

    @property
    def level(self) -> npt.NDArray[np.int64]:
        """Level of everybody's programme, where there is one."""
        return LEVEL[np.where(self.sat, self.was("programme"), 0)].astype(np.int64)

    @property
    def paper(self) -> npt.NDArray[np.int64]:
        """Paper that the course leaves: 1 is none of the state's, for part of the short ones."""
        without = (self.level == 0) & (uniforms(KEYS.paper, np.arange(PEOPLE)) >= TERMS.short_paper)
        return np.where(without, 1, self.level + 2) if self.papers else np.zeros(PEOPLE, np.int64)

    @property
    def trained_in_firm(self) -> npt.NDArray[np.bool_]:
        """Who stayed with the firm through its training."""
        stayed = (self.was("status") == Status.employed) & (MONTH - self.was("since") >= TERMS.in_firm_months)
        return self.due & (self.was("programme") == IN_FIRM) & stayed & self.papers

    @property
    def left(self) -> npt.NDArray[np.bool_]:
        """Full-time graduates of long courses who leave the province."""
        luck = uniforms(KEYS.leave, np.arange(PEOPLE)) < TERMS.leaving
        return self.sat & (self.was("status") == Status.in_training) & (self.level >= 2) & luck & self.papers


@pytest.fixture(params=[True, False], ids=["with_papers", "without_papers"])
def ended(request: pytest.FixtureRequest) -> Ended:
    chance = np.random.default_rng(66)
    people, places = _people(chance), Workplaces(LINES + 1)
    places.contract[1:], places.headcount[1:] = Contract.formal_wage, 900
    places.occupation[1:] = chance.integers(0, OCCUPATIONS, LINES)
    before = {name: column.copy() for name, column in people.snapshot().items()}
    before["changed"] = people.changed.copy()
    before["job"] = places.occupation[people.workplace]
    graduates, counts = np.zeros((2, OCCUPATIONS), np.int64), np.zeros(7, np.int64)
    ending = np.flatnonzero(people.course_ends[:3900] == MONTH)
    _finish(
        KEYS, ending, MONTH, request.param, TERMS, PROGRAMMES, FIT, PREMIUM, people.arrays(), places.arrays(),
        graduates, counts,
    )  # fmt: skip
    names = ("finished", "dropped", "newly_certified", "certificates", "retrained", "in_firms", "left")
    counted = {name: int(count) for name, count in zip(names, counts, strict=True)}
    return Ended(before, people, counted, graduates, places.headcount, request.param)


def test_a_course_ends_in_its_month_and_no_other(ended: Ended) -> None:
    over = (ended.was("course_ends") == MONTH) & (np.arange(PEOPLE) < 3900)
    for name, after in (("course_ends", NEVER), ("programme", -1), ("support", -1)):
        assert np.array_equal(ended.people.column(name), np.where(over, after, ended.was(name))), name
    for name, column in ended.people.snapshot().items():
        assert np.array_equal(column[~over], ended.was(name)[~over]), name


def test_papers_and_skill_are_those_of_the_course(ended: Ended) -> None:
    people, held, paper = ended.people, ended.was("credential"), ended.paper
    higher = ended.sat & (paper > held)
    credential = np.where(higher, paper, held)
    credential = np.where(ended.trained_in_firm, np.maximum(held, 1), credential)
    gained = np.where(higher, (1.0 - TERMS.signal) * (PREMIUM[np.maximum(paper, 0)] - PREMIUM[held]), 0.0)
    gained += np.where(ended.trained_in_firm, TERMS.in_firm_gain, 0.0)
    assert np.array_equal(people.credential, credential)
    assert people.skill == pytest.approx(ended.was("skill") + gained, rel=1e-5)
    assert np.array_equal(people.certified_since, np.where(higher, MONTH, NEVER))


def test_only_a_full_time_course_above_the_short_ones_changes_field_and_trade(ended: Ended) -> None:
    people, programme = ended.people, ended.was("programme")
    changed = ended.sat & (ended.was("status") == Status.in_training) & (ended.level >= 1) & ended.papers
    field = PROGRAMMES.field[np.where(ended.sat, programme, 0)]
    draw = uniforms(KEYS.occupation, np.arange(PEOPLE))
    fitting = np.minimum((FIT[ended.level, field] <= draw[:, None]).sum(axis=1), OCCUPATIONS - 1)
    assert np.array_equal(people.field, np.where(changed, field, ended.was("field")))
    trade = np.where(changed, fitting, ended.was("occupation"))
    assert np.array_equal(people.occupation, np.where(ended.trained_in_firm, ended.was("job"), trade))


def test_full_time_students_seek_work_or_leave_and_others_stay_where_they_are(ended: Ended) -> None:
    people, student = ended.people, ended.due & (ended.was("status") == Status.in_training)
    student &= ended.was("programme") != IN_FIRM
    seeks = student & ~ended.left
    status = np.where(seeks, Status.unemployed, np.where(ended.left, Status.outside, ended.was("status")))
    assert np.array_equal(people.status, status)
    assert np.array_equal(people.since, np.where(student, MONTH, ended.was("since")))
    searched, entered = ended.was("search_since").astype(int), ended.was("since").astype(int)
    clock = np.where(searched > NEVER, searched + MONTH - entered, MONTH)
    expected = np.where(seeks, clock, np.where(ended.left, NEVER, searched))
    assert np.array_equal(people.search_since, expected)
    college = PROGRAMMES.college[np.where(ended.sat, ended.was("programme"), 0)]
    assert np.array_equal(people.college, np.where(student & ended.sat, college, 255))
    searching = seeks & ended.sat
    who = np.zeros_like(ended.graduates)
    np.add.at(who, (people.district[searching], people.occupation[searching]), 1)
    assert np.array_equal(ended.graduates, who)
    assert (ended.headcount == np.where(np.arange(LINES + 1) > 0, 900, 0)).all()


def test_whose_paper_or_state_changes_is_marked_for_the_count_and_nobody_else(ended: Ended) -> None:
    people, marked = ended.people, ended.people.changed
    moved = np.zeros(PEOPLE, dtype=bool)
    for name in ("status", "credential", "retrained", "workplace"):
        moved |= people.column(name) != ended.was(name)
    looked_at = ended.trained_in_firm | (ended.sat & ended.papers) | moved
    assert set(np.unique(marked)) == {0, 1} and (marked[moved] == 1).all()
    assert np.array_equal(marked == 1, looked_at)


def test_what_happened_is_counted_once(ended: Ended) -> None:
    sat, paper, held = ended.sat, ended.paper, ended.was("credential")
    dropped = ended.due & (ended.was("programme") < 0)
    assert ended.counts == {
        "finished": int(sat.sum()),
        "dropped": int(dropped.sum()),
        "newly_certified": int((sat & (held < 2) & (paper >= 2)).sum()),
        "certificates": int((sat & (paper > 1)).sum()),
        "retrained": int((sat & (ended.was("retrained") == 0) & (ended.level < 2)).sum()) if ended.papers else 0,
        "in_firms": int(ended.trained_in_firm.sum()),
        "left": int(ended.left.sum()),
    }
    again = np.where(sat & (ended.level < 2) & ended.papers, 1, ended.was("retrained"))
    assert np.array_equal(ended.people.retrained, again)


def test_where_nobody_ages_students_straight_from_school_stand_for_the_next_cohort() -> None:
    chance = np.random.default_rng(66)
    people, places = _people(chance), Workplaces(LINES + 1)
    before = {name: column.copy() for name, column in people.snapshot().items()}
    born, since = MONTH - 22 * 12, MONTH - 6
    rows = np.flatnonzero((people.course_ends == MONTH) & (people.status == Status.in_training))
    people.workplace[rows], programme = 0, people.programme[rows].astype(int)
    college = (programme >= 0) & (programme != IN_FIRM)
    stands = college & (LEVEL[np.where(college, programme, 0)] >= 2)
    stands &= (people.birth[rows] > born) & (people.since[rows] < since)
    assert 0 < stands.sum() < college.sum()
    graduates, counts = np.zeros((2, OCCUPATIONS), np.int64), np.zeros(7, np.int64)
    terms = TERMS._replace(standing_born=born, standing_since=since)
    _finish(
        KEYS, rows, MONTH, True, terms, PROGRAMMES, FIT, PREMIUM, people.arrays(), places.arrays(), graduates, counts
    )
    assert np.array_equal(people.course_ends[rows], np.where(stands, MONTH + 12, NEVER))
    assert np.array_equal(people.programme[rows], np.where(stands, programme, -1))
    for name in ("status", "since", "credential", "skill", "occupation", "college", "search_since"):
        assert np.array_equal(people.column(name)[rows[stands]], before[name][rows[stands]]), name
    assert (people.status[rows[~stands & college]] != Status.in_training).all()
    assert counts[0] == (college & ~stands).sum() and counts[1] == (programme < 0).sum()


def test_a_course_that_begins_lasts_its_months_or_until_it_is_dropped() -> None:
    chance = np.random.default_rng(3)
    people, places = Workers(PEOPLE), Workplaces(LINES + 1)
    places.contract[1:], places.headcount[1:] = Contract.formal_wage, 900
    people.status[:], people.changed[:] = Status.employed, 0
    people.workplace[:] = chance.integers(1, LINES + 1, PEOPLE)
    rows = np.sort(chance.permutation(PEOPLE)[:3000]).astype(np.int32)
    option, support = chance.integers(0, 10, 3000), chance.integers(-1, 4, 3000)
    months, drop_out = np.array([0, 1, 2, 3, 6, 9, 12, 18, 24, 36]), np.linspace(0.0, 0.6, 10)
    full_time = np.arange(10) % 2 == 1
    key = month_key(1, Stream.drop_out, MONTH)
    _enrol(key, rows, option, support, MONTH, months, full_time, drop_out, people.arrays(), places.arrays())
    draw, length = uniforms(key, rows), months[option]
    drops = draw < drop_out[option]
    part = np.divide(draw, drop_out[option], out=np.zeros(3000), where=drops)
    sits = np.where(drops, 1 + np.floor(part * np.maximum(length - 1, 0)), np.maximum(length, 1))
    assert np.array_equal(people.course_ends[rows], MONTH + sits)
    assert np.array_equal(people.programme[rows], np.where(drops, -2 - option, option))
    assert np.array_equal(people.support[rows], support)
    whole = full_time[option]
    assert np.array_equal(people.status[rows], np.where(whole, Status.in_training, Status.employed))
    assert np.array_equal(people.workplace[rows] == 0, whole)
    assert np.array_equal(people.since[rows], np.where(whole, MONTH, 0))
    assert np.array_equal(people.changed[rows] == 1, whole)
    others = np.setdiff1d(np.arange(PEOPLE), rows)
    assert (people.programme[others] == -1).all() and (people.status[others] == Status.employed).all()
