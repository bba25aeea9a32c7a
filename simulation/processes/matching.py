"""Matching: a place takes its best applicant; who is chosen takes the job, who is not may apply once more.

Employers rank applicants by how near their occupation is, whether their paper reaches the job's level, experience, what
the certificate signals, ability, how long they have been without work, and noise that belongs to the pair and the
month. Applicants too far from the job are turned away, less strictly the longer the place has been open. Over-qualified
hiring is allowed, at the place's wage. Firms that train weigh a missing level less and train whom they so hire; skill
from courses decays while it is not used, and is less at the next job.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.in_firm_training import begin_in_firm, settle_in_firm_training
from simulation.processes.insurance.coverage import cover
from simulation.processes.moves import EMPLOYED, INACTIVE, OUTSIDE, UNEMPLOYED, begin_work
from simulation.processes.raises import keep_staff
from simulation.processes.search.applications import Applications, apply_again
from simulation.processes.search.holding_out import ACCEPTED, APPLIED
from simulation.randomness import Stream, month_key, uniform_pair
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.processes.search import Ring

#: How long after a wage job a new one is a return, not a placement (months).
RETURN_MONTHS = 3
#: Score of somebody whom the firm has called back: beyond anybody's.
CALLED = 1e6


class Ranking(NamedTuple):
    """Weights of what an employer sees, in standard deviations of the noise, and the least score taken."""

    similarity: float
    level: float
    experience: float
    signal: float
    ability: float
    stigma: float
    noise: float
    least: float
    yielding: float
    trained: float


class Skills(NamedTuple):
    """What hiring does to skill: part ``kept`` of it after a month without use, ``months`` of training in a firm."""

    kept: float
    months: int


@piece
def score(row, line, month, age_month, key, rank, similarity, level, premium, people, places, firms):  # type: ignore[no-untyped-def]
    """What an employer expects of an applicant; higher is better."""
    occupation = places.occupation[line]
    gap = 1.0 * max(0, level[occupation] - people.credential[row])
    if firms.trains[places.firm[line]]:
        gap *= rank.trained
    waited = 0
    if people.status[row] == UNEMPLOYED:
        waited = min(month - people.search_since[row], 12)
    years = min(10.0, max(0.0, (age_month - people.birth[row]) / 12.0 - 20.0))
    value = rank.similarity * similarity[people.occupation[row], occupation] - rank.level * gap
    value += rank.experience * years / 10.0 + rank.signal * premium[people.credential[row]]
    value += rank.ability * people.ability[row] - rank.stigma * waited / 12.0
    return value + rank.noise * (uniform_pair(key, row, line) - 0.5)


@kernel
def _choose(  # type: ignore[no-untyped-def]
    month, age_month, key, rank, similarity, level, premium, support, applications, ring, people, places, firms,
    best, winner, applied,
):  # fmt: skip
    """Best applicant of every place, -1 where nobody is good enough; ``support`` (applications,) adds to a score.

    Counts the unemployed who ``applied``, (occupations,).
    """
    for place in range(best.shape[0]):
        waited = min(places.post_age[ring.line[place]], 6.0)
        best[place] = rank.least - rank.yielding * waited
        winner[place] = -1
    for index in range(applications.row.shape[0]):
        place, row = applications.place[index], applications.row[index]
        applied[people.occupation[row]] += people.status[row] == UNEMPLOYED
        value = score(
            row, ring.line[place], month, age_month, key, rank, similarity, level, premium,
            people, places, firms,
        )  # fmt: skip
        value += support[index]
        if value > best[place]:
            best[place] = value
            winner[place] = index


@kernel
def _hire(  # type: ignore[no-untyped-def]
    month, applications, ring, winner, level, floor, skills, cover_key, civil_key, civil_share, people, places, firms,
    hired_row, hired_from, hired_channel, by_sector, accepted,
):  # fmt: skip
    """Put the chosen on the payroll. Fills who was hired, from which status (10 is a household trade), and how.

    Counts the unemployed who were ``accepted``, (occupations,).
    """
    hired = 0
    for place in range(winner.shape[0]):
        index = winner[place]
        if index < 0:
            continue
        row = applications.row[index]
        line = ring.line[place]
        origin = people.status[row]
        accepted[people.occupation[row]] += origin == UNEMPLOYED
        if origin == EMPLOYED and places.firm[people.workplace[row]] < 0:
            origin = 10
        if origin == OUTSIDE:
            people.district[row] = places.district[line]
            people.urban[row] = 1
            people.registered[row] = 1
            people.migrant[row] = 1
            people.housing[row] = 1
        if origin != EMPLOYED:
            people.skill[row] *= skills.kept ** (month - people.since[row])
        wage = max(np.exp(applications.worth[index]), floor[places.district[line]])
        begin_work(row, month, line, wage / places.pay[line], people, places)
        cover(row, month, line, cover_key, civil_key, civil_share, people, places, firms)
        if firms.trains[places.firm[line]] and people.credential[row] < level[places.occupation[line]]:
            begin_in_firm(row, month, skills.months, people)
        if level[places.occupation[line]] >= level[people.occupation[row]]:
            people.occupation[row] = places.occupation[line]
        places.posts[line] -= 1
        places.listed[line] += ring.reported[place]
        by_sector[places.sector[line]] += 1
        hired_row[hired] = row
        hired_from[hired] = origin
        hired_channel[hired] = applications.channel[index]
        hired += 1
    return hired


def fill_places(market: "LabourMarket") -> None:
    """Match the month's applications to its places and hire."""
    applications, ring = market.applications, market.ring
    if not market.places_limited:  # every application has the place it found to itself
        ring = ring._replace(line=ring.line[applications.place])
        applications = applications._replace(place=np.arange(len(applications.row), dtype=np.int32))
    winner = _chosen(market, applications, ring)
    if market.places_limited:
        applications, winner = _with_second_applications(market, applications, ring, winner)
    keep_staff(market, winner)
    province, month = market.province, market.month
    room = min(len(ring.line), len(applications.row))
    rows, origin, channel = np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room, np.uint8)
    by_sector = np.zeros(len(province.sectors), dtype=np.int64)
    hired = _hire(
        month, applications, ring, winner, market.occupation_level, market.minimum_wage, _skills(market),
        month_key(market.seed, Stream.compliance), month_key(market.seed, Stream.civil), market.outside_share,
        market.person_arrays, market.place_arrays, market.firm_arrays, rows, origin, channel, by_sector,
        market.offers_seen[ACCEPTED],
    )  # fmt: skip
    settle_in_firm_training(market, rows[:hired])
    came = rows[:hired][origin[:hired] == OUTSIDE]
    certified = market.people.credential[came] >= Credential.short_certificate
    market.flows["certificates_arrived"] = int(certified.sum())
    market.flows |= placements_by_channel(market, rows[:hired], channel[:hired])
    market.note_hires(origin[:hired], channel[:hired], by_sector)
    market.government.note_hires(rows[:hired], origin[:hired], channel[:hired])


def _chosen(market: "LabourMarket", applications: "Applications", ring: "Ring") -> npt.NDArray[np.int64]:
    """Application that each place would take, -1 for none, (places,)."""
    best, winner = np.empty(len(ring.line)), np.empty(len(ring.line), np.int64)
    _choose(
        market.month, market.age_month, month_key(market.seed, Stream.match_noise, market.month), market.ranking,
        market.province.occupation_similarity, market.occupation_level, market.premium,
        _support(market, applications, ring), applications, ring,
        market.person_arrays, market.place_arrays, market.firm_arrays, best, winner, market.offers_seen[APPLIED],
    )  # fmt: skip
    return winner


def _with_second_applications(
    market: "LabourMarket", applications: "Applications", ring: "Ring", winner: npt.NDArray[np.int64]
) -> tuple["Applications", npt.NDArray[np.int64]]:
    """Let those turned away apply once more; all applications of the month, and the one each place takes."""
    turned_away = np.ones(len(applications.row), dtype=np.bool_)
    turned_away[winner[winner >= 0]] = False
    second = apply_again(market, applications.row[turned_away], winner >= 0)
    later = _chosen(market, second, ring)
    winner = np.where((winner < 0) & (later >= 0), later + len(applications.row), winner)
    market.applications = Applications(
        np.concatenate([applications.row, second.row]),
        np.concatenate([applications.place, second.place]),
        np.concatenate([applications.channel, second.channel]),
        np.concatenate([applications.worth, second.worth]),
    )
    return market.applications, winner


def _support(market: "LabourMarket", applications: "Applications", ring: "Ring") -> npt.NDArray[np.float64]:
    """What support adds to the scores of applicants, (applications,); whom the firm has called back, it takes."""
    total = np.where(np.isin(applications.row, market.recalled), CALLED, 0.0)
    for offer in market.terms.hiring:
        total += offer(market, applications.row, ring.line[applications.place])
    return total


def placements_by_channel(
    market: "LabourMarket", rows: npt.NDArray[np.int32], channel: npt.NDArray[np.uint8]
) -> dict[str, int]:
    """Hires of residents who had no wage job for three months or more, by the channel that led to the place."""
    people = market.people
    without = market.month - people.last_wage_job[rows].astype(np.int64)  # never is longer than 16 bits hold
    placed = (without > RETURN_MONTHS) & (people.migrant[rows] == 0)
    channels = market.province.channels
    count = np.bincount(channel[placed], minlength=len(channels))
    return {f"placements_through_{entry.id}": int(number) for entry, number in zip(channels, count, strict=True)}


def hires_by_origin(origin: npt.NDArray[np.uint8]) -> dict[str, int]:
    """Hires told apart by where people came from."""
    count = np.bincount(origin, minlength=11)
    return {
        "hires": int(count.sum()),
        "job_to_job": int(count[EMPLOYED]),
        "hires_from_unemployment": int(count[UNEMPLOYED]),
        "hires_from_trades": int(count[10]),
        "hires_from_inactivity": int(count[INACTIVE]),
        "hires_from_outside": int(count[OUTSIDE]),
    }


def prepare(market: "LabourMarket") -> None:
    """Weights of what an employer sees."""
    value = market.province.value
    skill = value("vacancy_filling_screening_skill_weight")
    market.ranking = Ranking(
        value("hiring_similarity_weight"),
        skill,
        value("hiring_experience_weight"),
        value("hiring_signal_weight") * value("signal_share"),
        value("hiring_ability_weight"),
        value("hiring_stigma_weight"),
        1.0,
        value("hiring_least_score"),
        value("hiring_standard_decline_monthly"),
        value("in_firm_training_gap_weight"),
    )


def _skills(market: "LabourMarket") -> Skills:
    value = market.province.value
    kept = (1.0 - value("skill_decay_annual")) ** (1.0 / 12.0)
    return Skills(kept, int(value("in_firm_training_months")))
