"""A month of filling places: first and second applications, offers matched, who is told of the hires, what is counted.

The hall of ``hall.py`` stands for the market; second applications, levers and support are made up.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from simulation.model import LabourMarket
from simulation.processes import matching
from simulation.processes.in_firm_training import IN_FIRM
from simulation.processes.matching import fill_places
from simulation.processes.search.applications import Applications
from simulation.processes.search.holding_out import ACCEPTED, APPLIED
from simulation.vocabulary import Credential, Status
from tests.processes.hall import (
    AGE_MONTH,
    FLOOR,
    LEVEL,
    MONTH,
    PEOPLE,
    PLACES,
    PREMIUM,
    RANKING,
    Hall,
    expected,
    open_hall,
)

#: So demanding that half of the places stay open at first.
DEMANDING = RANKING._replace(least=1.7)
VALUES = {"outside_offer_match_share": 0.0, "skill_decay_annual": 0.3, "in_firm_training_months": 4.0}
CHANNELS = [SimpleNamespace(id=name) for name in "abcdefgh"]
SECOND_CHANNEL, SECOND_WORTH = 7, 2.0
Rows = npt.NDArray[Any]


class Month:
    """A month of filling places: the hall, a market with nothing else, and what those told of the hires heard."""

    def __init__(self, limited: bool = True, **values: float) -> None:
        self.hall = replace(open_hall(), support=np.zeros(PEOPLE))
        people = self.hall.people
        people.since[:] = np.minimum(people.since, MONTH - 1)
        self.before = {name: column.copy() for name, column in people.snapshot().items()}
        self.levers: list[tuple[Rows, Rows, Rows]] = []
        self.counted: list[tuple[Rows, Rows, Rows]] = []
        self.trainees: list[Rows] = []
        province = SimpleNamespace(
            value={**VALUES, **values}.__getitem__, channels=CHANNELS, sectors=range(3),
            occupation_similarity=self.hall.similarity,
        )  # fmt: skip
        self.market = SimpleNamespace(
            province=province, month=MONTH, age_month=AGE_MONTH, seed=1, flows={}, places_limited=limited,
            people=people, applications=self.hall.applications, ring=self.hall.ring, ranking=DEMANDING,
            premium=PREMIUM, occupation_level=LEVEL, minimum_wage=FLOOR, outside_share=np.full(3, 0.5),
            offers_seen=np.zeros((6, len(LEVEL))), person_arrays=people.arrays(),
            place_arrays=self.hall.places.arrays(), firm_arrays=self.hall.firms.arrays(),
            recalled=np.zeros(0, np.int64), terms=SimpleNamespace(hiring=[]),
            note_hires=lambda *told: self.counted.append(told),
            government=SimpleNamespace(note_hires=lambda *told: self.levers.append(told)),
            training_schemes=[SimpleNamespace(pay_for_trainees=lambda _, rows: self.trainees.append(rows))],
        )  # fmt: skip

    def rule(self, applications: Applications | None = None, hall: Hall | None = None) -> Rows:
        """The application that each place takes by the rule in plain words, as people are now."""
        hall = hall or self.hall
        if applications is not None:
            hall = replace(hall, applications=applications, support=np.zeros(len(applications.row)))
        return expected(hall, DEMANDING)

    def fill(self) -> None:
        """Let employers choose."""
        fill_places(cast("LabourMarket", self.market))

    def new_jobs(self) -> dict[int, int]:
        """Everybody whose work began this month, and the payroll line."""
        people = self.hall.people
        rows = np.flatnonzero((people.since == MONTH) & (people.status == Status.employed))
        return {int(row): int(people.workplace[row]) for row in rows}

    def unemployed(self, rows: Rows) -> Rows:
        """How many of the rows were unemployed before, by the occupation they then had."""
        was = self.before
        return np.bincount(was["occupation"][rows], was["status"][rows] == Status.unemployed, minlength=len(LEVEL))


def again(monkeypatch: pytest.MonkeyPatch, second: Any) -> list[tuple[Rows, Rows]]:
    """Have ``second`` say what those turned away apply for. Who they were and which places were taken is kept."""
    asked: list[tuple[Rows, Rows]] = []

    def apply_again(market: Any, turned_away: Rows, taken: Rows) -> Applications:
        asked.append((turned_away, taken))
        return cast(Applications, second(turned_away))

    monkeypatch.setattr(matching, "apply_again", apply_again)
    return asked


def nowhere(_: Rows) -> Applications:
    """Nobody applies a second time."""
    empty = np.empty(0, np.int32)
    return Applications(empty, empty, empty.astype(np.uint8), empty.astype(np.float32))


def one_a_place(turned_away: Rows) -> Applications:
    """Of those turned away one applies for each place, whether it is open or taken."""
    places = np.arange(PLACES, dtype=np.int32)
    worth = np.full(PLACES, SECOND_WORTH, np.float32)
    return Applications(turned_away[:PLACES], places, np.full(PLACES, SECOND_CHANNEL, np.uint8), worth)


def test_each_place_takes_its_best_applicant_and_the_others_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month()
    winner, asked = month.rule(), again(monkeypatch, nowhere)
    month.fill()
    taken, applications = winner >= 0, month.hall.applications
    rows = applications.row[winner[taken]]
    assert 0 < len(rows) < PLACES
    assert month.new_jobs() == dict(zip(rows.tolist(), month.hall.ring.line[taken].tolist(), strict=True))
    ((turned_away, told),) = asked
    assert np.array_equal(turned_away, applications.row[~np.isin(applications.row, rows)])
    assert np.array_equal(told, taken)
    seen = month.market.offers_seen
    assert np.array_equal(seen[APPLIED], month.unemployed(applications.row))
    assert np.array_equal(seen[ACCEPTED], month.unemployed(rows))
    assert not np.delete(seen, [APPLIED, ACCEPTED], axis=0).any()


def test_places_still_open_take_second_applicants_who_are_good_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month()
    applications, ring = month.hall.applications, month.hall.ring
    taken = month.rule().max()
    for column in applications:  # one that is accepted comes first
        column[[0, taken]] = column[[taken, 0]]
    first, asked = month.rule(), again(monkeypatch, one_a_place)
    assert (first == 0).any()
    second = one_a_place(applications.row[~np.isin(applications.row, applications.row[first[first >= 0]])])
    late = month.rule(second)
    month.fill()
    assert len(asked) == 1
    at_first, later = first >= 0, (first < 0) & (late >= 0)
    assert 0 < later.sum() < (late >= 0).sum()
    rows = np.concatenate([applications.row[first[at_first]], second.row[late[later]]])
    line = np.concatenate([ring.line[at_first], ring.line[later]])
    assert month.new_jobs() == dict(zip(rows.tolist(), line.tolist(), strict=True))
    people, places = month.hall.people, month.hall.places
    worth = np.concatenate([applications.worth[first[at_first]], np.full(later.sum(), SECOND_WORTH)])
    pay = people.pay_factor[rows] * places.pay[line]
    assert pay == pytest.approx(np.maximum(np.exp(worth), FLOOR[places.district[line]]), rel=1e-6)
    assert np.array_equal(month.market.offers_seen[APPLIED], month.unemployed(np.append(applications.row, second.row)))
    assert np.array_equal(month.market.offers_seen[ACCEPTED], month.unemployed(rows))
    for whole, one, other in zip(month.market.applications, applications, second, strict=True):
        assert np.array_equal(whole, np.append(one, other))
    channel = dict(zip(applications.row.tolist(), applications.channel.tolist(), strict=True))
    channel |= dict.fromkeys(second.row[late[later]].tolist(), SECOND_CHANNEL)
    hired, _, through = month.levers[0]
    assert through.tolist() == [channel[row] for row in hired.tolist()]


def test_where_places_never_run_out_everybody_good_enough_is_taken_and_nobody_applies_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    month = Month(limited=False)
    asked, hall = again(monkeypatch, nowhere), month.hall
    own = hall.ring._replace(line=hall.ring.line[hall.applications.place], reported=np.zeros(PEOPLE, np.uint8))
    each = hall.applications._replace(place=np.arange(PEOPLE, dtype=np.int32))
    winner = month.rule(each, replace(hall, ring=own))
    hall.ring.reported[:] = 0
    month.market.ring = hall.ring._replace(reported=np.zeros(PEOPLE, np.uint8))
    month.fill()
    good = winner >= 0
    assert month.new_jobs() == dict(zip(each.row[good].tolist(), own.line[good].tolist(), strict=True))
    assert good.sum() > PLACES and not asked


def test_support_for_hiring_somebody_counts_at_the_place_they_apply_for(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month()
    again(monkeypatch, nowhere)
    before = month.rule()
    applications, ring = month.hall.applications, month.hall.ring
    helped = np.isin(np.arange(PEOPLE), applications.row[:40])

    def offer(market: Any, rows: Rows, lines: Rows) -> Rows:
        assert np.array_equal(lines, ring.line[applications.place]) or len(rows) == 0
        return np.where(helped[rows], 0.4, 0.0)

    month.market.terms.hiring += [offer, offer]
    supported = replace(month.hall, support=np.where(helped[applications.row], 0.8, 0.0))
    winner = month.rule(hall=supported)
    month.fill()
    rows = applications.row[winner[winner >= 0]]
    assert not np.array_equal(winner, before)
    assert sorted(month.new_jobs()) == sorted(rows.tolist())


def test_staff_whose_employer_matches_every_offer_stay_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month(outside_offer_match_share=1.0)
    again(monkeypatch, nowhere)
    winner, hall = month.rule(), month.hall
    rows = hall.applications.row[winner[winner >= 0]]
    staff = (month.before["status"] == Status.employed) & (hall.places.firm[month.before["workplace"]] >= 0)
    month.fill()
    assert sorted(month.new_jobs()) == sorted(rows[~staff[rows]].tolist())
    assert month.market.flows["offers_matched"] == staff[rows].sum() > 0


def test_levers_and_counts_are_told_of_every_hire(monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month()
    again(monkeypatch, one_a_place)
    month.fill()
    hired, origin, channel = month.levers[0]
    assert sorted(hired.tolist()) == sorted(month.new_jobs()) and len(month.levers) == len(month.counted) == 1
    was = month.before["status"][hired]
    trade = (was == Status.employed) & (month.hall.places.firm[month.before["workplace"][hired]] < 0)
    assert np.array_equal(origin, np.where(trade, 10, was))
    assert np.array_equal(month.counted[0][0], origin) and np.array_equal(month.counted[0][1], channel)
    line = month.hall.people.workplace[hired]
    assert np.array_equal(month.counted[0][2], np.bincount(month.hall.places.sector[line], minlength=3))
    came = hired[was == Status.outside]
    papers = int((month.hall.people.credential[came] >= Credential.short_certificate).sum())
    flows = month.market.flows
    assert 0 < papers < len(came) and flows["certificates_arrived"] == papers
    training = hired[month.hall.people.programme[hired] == IN_FIRM]
    assert np.array_equal(month.trainees[0], np.sort(training)) and flows["trainees_begun"] == len(training) > 0
    resident = month.hall.people.migrant[hired] == 0
    placed = np.bincount(channel[resident & (was != Status.employed)], minlength=8)
    assert [flows[f"placements_through_{entry.id}"] for entry in CHANNELS] == placed.tolist()
