"""A made-up hiring hall: every combination of paper, occupation, wait and origin is among those who apply in it.

Beside it the employers' rule, written a second time in plain words.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.firms import Firms, Workplaces
from simulation.processes.matching import Ranking
from simulation.processes.search.applications import Applications
from simulation.processes.search.ring import Ring
from simulation.randomness import Stream, month_key, pair_uniforms
from simulation.vocabulary import Contract, Status
from simulation.workers import Workers

PEOPLE, FIRMS, LINES, PLACES, MONTH, AGE_MONTH = 2000, 12, 40, 300, 1460, 1461
NEVER = -32768
KEY, COVER, CIVIL = (month_key(1, stream, MONTH) for stream in (Stream.match_noise, Stream.compliance, Stream.civil))
LEVEL = np.array([0, 1, 1, 4, 6])
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


def open_hall() -> Hall:
    """The hall in the morning."""
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


def expected(hall: Hall, ranking: Ranking = RANKING) -> npt.NDArray[np.int64]:
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
    chosen = np.full(len(hall.ring.line), -1)
    for place in range(len(chosen)):
        mine = np.flatnonzero(hall.applications.place == place)
        if len(mine) and worth[mine].max() > least[place]:
            chosen[place] = mine[worth[mine].argmax()]
    return chosen
