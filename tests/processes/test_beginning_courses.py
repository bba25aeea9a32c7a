"""A month of training: whose support is granted, who begins, what is counted, and by which numbers courses end.

Candidates, schemes and seats are made up; each rule is written a second time in plain words.
"""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from simulation.firms import Workplaces
from simulation.model import LabourMarket
from simulation.processes import training
from simulation.processes.training import Choice, _finish, _finish_courses, _ration_support, run_courses
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Level, Status
from simulation.workers import Workers
from tests.processes import test_course_ends as ends
from tests.processes.test_course_ends import FIT, KEYS, LINES, MONTH, PREMIUM, PROGRAMMES, TERMS

Array = npt.NDArray[Any]
CANDIDATES, LEVELS = 600, len(Level)
#: How many each scheme can pay for; nobody asks for the last one.
QUOTAS = (60, 25, 9)


class Scheme:
    """Support for so many, whom it is worth something only in programmes of an even number."""

    def __init__(self, number: int) -> None:
        self.lever = SimpleNamespace(number=40 + number)
        self.quota, self.asked = QUOTAS[number], [np.empty(0)] * 0

    def affordable(self, _: Any, rows: Array, programmes: Array) -> int:
        """How many of the rows, in the order of the lottery."""
        assert len(rows) == len(programmes) > 0
        self.asked.append(rows)
        return self.quota

    def needed(self, _: Any, rows: Array, programmes: Array) -> Array:
        """Who uses it up."""
        assert len(rows) == len(programmes) <= len(self.asked[-1])
        return cast(Array, programmes % 2 == 0)


def programme_at(level: Array, support: Array, told: Array) -> Array:
    """Each level has three programmes: one without support and two with."""
    return np.where(level < 0, -1, 9 * level + 3 * told + support + 1)


class Applicants:
    """Candidates for courses, what they choose alone and with help, and which scheme helps at which level."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        chance = np.random.default_rng(66)
        self.rows = np.sort(chance.permutation(5000)[:CANDIDATES]).astype(np.int32)
        self.plain = chance.integers(-1, LEVELS - 1, CANDIDATES)
        self.helped = np.where(chance.random(CANDIDATES) < 0.5, self.plain, chance.integers(0, LEVELS, CANDIDATES))
        self.told = chance.integers(0, 2, CANDIDATES).astype(np.int8)
        self.support = chance.integers(0, 2, (CANDIDATES, LEVELS))
        self.reached = chance.random((CANDIDATES, 3)) < (0.5, 0.5, 0.0)
        self.schemes = [Scheme(number) for number in range(3)]
        self.market = cast("LabourMarket", SimpleNamespace(seed=1, supports=self.schemes))
        self.asked_for: Array = np.empty(0)
        monkeypatch.setattr(
            training, "programmes_of", lambda _, rows, level, support, told: programme_at(level, support, told)
        )
        monkeypatch.setattr(training, "support_used", self._used)

    def _used(self, _: Any, reached: Array, programme: Array) -> Array:
        assert reached is self.reached
        self.asked_for = programme
        first = np.where(reached[:, 0], 0, np.where(reached[:, 1], 1, -1))
        return np.where(programme >= 0, first, -1)

    def granted(self) -> tuple[Array, Array]:
        """Programme and support of each."""
        choice = Choice(self.plain, self.helped, self.told)
        return _ration_support(self.market, self.rows, choice, self.support, self.reached)


@pytest.fixture
def applicants(monkeypatch: pytest.MonkeyPatch) -> Applicants:
    return Applicants(monkeypatch)


def test_support_goes_by_lottery_and_who_draws_none_keeps_the_own_choice(applicants: Applicants) -> None:
    one, each = applicants, np.arange(CANDIDATES)
    alone = programme_at(one.plain, np.full(CANDIDATES, -1), one.told)
    drawn_on = one.helped != one.plain
    tempted = programme_at(one.helped, one.support[each, np.maximum(one.helped, 0)], one.told)
    aided = np.where(drawn_on, tempted, alone)
    programme, support = one.granted()
    assert np.array_equal(one.asked_for, aided)
    scheme = np.where(one.reached[:, 0], 0, np.where(one.reached[:, 1], 1, -1))
    scheme[aided < 0] = -1
    wins = np.zeros(CANDIDATES, dtype=bool)
    for number, quota in enumerate(QUOTAS[:2]):
        asking = np.flatnonzero(scheme == number)
        luck = uniforms(month_key(1, Stream.card, 40 + number), one.rows[asking])
        order = asking[np.argsort(luck)]
        assert len(order) > quota and [told.tolist() for told in one.schemes[number].asked] == [
            one.rows[order].tolist()
        ]
        wins[order[:quota]] = True
    assert not one.schemes[2].asked
    assert np.array_equal(programme, np.where(wins, aided, alone))
    assert np.array_equal(support, np.where(wins & (aided % 2 == 0), scheme, -1))
    assert (programme != alone).any() and (wins & (support < 0)).any()


def test_without_support_everybody_has_the_own_choice(applicants: Applicants) -> None:
    one = applicants
    choice = Choice(one.plain, one.helped, one.told)
    programme, support = _ration_support(one.market, one.rows, choice, one.support, None)
    assert np.array_equal(programme, programme_at(one.plain, np.full(CANDIDATES, -1), one.told))
    assert (support == -1).all()


@pytest.mark.parametrize(
    ("stays", "migration", "frozen"), [(0.0, True, True), (0.0, False, False), (0.0, False, True), (1.0, True, False)]
)
def test_courses_end_by_the_numbers_of_the_province(stays: float, migration: bool, frozen: bool) -> None:
    values = {
        "short_course_paper_share": TERMS.short_paper, "signal_share": TERMS.signal, "in_firm_training_months": 4.0,
        "graduates_leaving_share": TERMS.leaving, "in_firm_skill_gain": TERMS.in_firm_gain,
    }  # fmt: skip
    of_market, of_rule = _students(), _students()
    graduates, counts = np.zeros((2, ends.OCCUPATIONS), np.int64), np.zeros(7, np.int64)
    market = SimpleNamespace(
        province=SimpleNamespace(value=values.__getitem__, programmes=PROGRAMMES), migration_on=migration,
        frozen_demography=frozen, month=MONTH, seed=1, of_age=3900, people=of_market[0], start=MONTH - 6,
        papers=True, occupation_after=FIT,
        start_premium=PREMIUM, person_arrays=of_market[0].arrays(), place_arrays=of_market[1].arrays(),
        graduates=np.zeros_like(graduates), flows={"degrees": 5},
    )  # fmt: skip
    _finish_courses(cast("LabourMarket", market))
    terms = TERMS._replace(leaving=stays * TERMS.leaving)
    if frozen:  # nobody ages: who went straight from school to college stands for the next cohort
        terms = terms._replace(standing_born=MONTH - 6 - 22 * 12, standing_since=MONTH - 6)
    ending = np.flatnonzero(of_rule[0].course_ends[:3900] == MONTH)
    _finish(
        KEYS, ending, MONTH, True, terms, PROGRAMMES, FIT, PREMIUM, of_rule[0].arrays(), of_rule[1].arrays(),
        graduates, counts,
    )  # fmt: skip
    for name, column in of_rule[0].snapshot().items():
        assert np.array_equal(of_market[0].column(name), column), name
    names = (
        "courses_finished", "courses_dropped", "new_certificates", "certificates_issued", "newly_retrained",
        "trained_in_firms", "graduates_left",
    )  # fmt: skip
    expected = dict(zip(names, counts.tolist(), strict=True))
    expected["new_certificates"] += 5
    assert {name: market.flows[name] for name in names} == expected
    assert np.array_equal(market.graduates, graduates) and (counts[6] > 0) == (stays > 0.0)


def _students() -> tuple[Workers, Workplaces]:
    people, places = ends._people(np.random.default_rng(66)), Workplaces(LINES + 1)
    places.contract[1:], places.headcount[1:] = Contract.formal_wage, 900
    return people, places


#: Four programmes: two short ones, of which one is closed this month, a long one, and one of a university.
LEVEL = np.array([Level.short, Level.short, Level.college, Level.university])
OPEN, SEATS = np.array([True, False, True, True]), np.array([30, 17, 8, 50])


class Term(SimpleNamespace):
    """A month in which three people begin courses, one with support; what the market is told of it."""


@pytest.fixture
def term(monkeypatch: pytest.MonkeyPatch) -> Term:
    people, places = Workers(50), Workplaces(2)
    people.status[:] = Status.inactive
    programmes = SimpleNamespace(
        level=LEVEL, full_time=np.array([False, False, True, True]), programme_array={"duration": np.full(4, 6)}.get
    )
    rows, adult = np.array([3, 7, 20, 41], np.int32), np.array([True, False, True, True])
    seated = rows[[0, 1, 3]], np.array([0, 2, 3]), np.array([-1, 1, -1])
    term = Term(people=people, told=[], paid=[], ended=[], seated=seated, rows=rows, adult=adult)
    supports = [SimpleNamespace(reaches=lambda _, who: who > 5), SimpleNamespace(reaches=lambda _, who: who > 30)]
    term.market = SimpleNamespace(
        training="on", supports=supports, seed=1, month=MONTH, study=SimpleNamespace(drop_out=np.zeros(4)),
        province=SimpleNamespace(programmes=programmes), person_arrays=people.arrays(), place_arrays=places.arrays(),
        flows={}, intakes=np.full(LEVELS, 100), pay_for_courses=lambda *told: term.paid.append(told),
    )  # fmt: skip

    def weigh(_: Any, who: Array, grown: Array, support: Array, told: Array, closed: Array) -> tuple[Array, Array]:
        term.told.append((grown, support, told, closed))
        return np.array([0, 2, -1, 3]), np.array([0, 2, 1, 3])

    def rationed(_: Any, who: Array, choice: Choice, support: Array, reached: Array | None) -> tuple[Array, Array]:
        term.reached = reached
        return np.array([0, 2, -1, 3]), np.array([-1, 1, -1, -1])

    def seats(_: Any, who: Array, programme: Array, support: Array, waiting: Any) -> Any:
        assert np.array_equal(who, rows) and waiting == "waiting"
        return seated

    for name, stands_for in {
        "_finish_courses": lambda _: term.ended.append(MONTH), "called_up": lambda _: "waiting",
        "candidates": lambda _, waiting: (rows, adult, "closed"), "informed": lambda _, who, young: young * 1,
        "support_of": lambda _, reached: reached.sum(axis=1), "weigh_courses": weigh, "_ration_support": rationed,
        "ration_seats": seats, "open_programmes": lambda _: OPEN, "resident_seats": lambda _: SEATS,
    }.items():  # fmt: skip
        monkeypatch.setattr(training, name, stands_for)
    return term


def test_who_has_a_seat_begins_and_is_counted_and_settled(term: Term) -> None:
    run_courses(cast("LabourMarket", term.market))
    enrolled, programme, _ = term.seated
    assert term.ended == [MONTH]
    assert term.people.programme[enrolled].tolist() == programme.tolist()
    assert (term.people.course_ends[enrolled] == MONTH + 6).all()
    assert term.people.status[enrolled].tolist() == [Status.inactive, Status.in_training, Status.in_training]
    assert (np.delete(term.people.programme, enrolled) == -1).all()
    assert term.market.flows == {"seats_offered": 38, "courses_begun": 3, "vet_enrolment": 2}
    begun = np.bincount(LEVEL[programme], minlength=LEVELS)
    assert np.array_equal(term.market.intakes, 100 + begun)
    ((rows, taken, helped),) = term.paid
    assert all(map(np.array_equal, (rows, taken, helped), term.seated))


def test_candidates_know_who_helps_them_and_only_the_young_are_told_at_school(term: Term) -> None:
    run_courses(cast("LabourMarket", term.market))
    ((grown, support, told, closed),) = term.told
    reached = [[False, False], [True, False], [True, False], [True, True]]
    assert term.reached.tolist() == reached and support.tolist() == [0, 1, 1, 2]
    assert grown is term.adult and told.tolist() == [0, 1, 0, 0] and closed == "closed"


def test_where_no_lever_helps_nobody_has_support(term: Term) -> None:
    term.market.supports = []
    run_courses(cast("LabourMarket", term.market))
    assert term.reached is None
    assert np.array_equal(term.told[0][1], np.full((4, LEVELS), -1))


def test_without_training_nothing_begins_or_ends(term: Term) -> None:
    term.market.training = "off"
    run_courses(cast("LabourMarket", term.market))
    assert not term.ended and not term.paid and term.market.flows == {}
