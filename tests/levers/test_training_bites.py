"""Levers of training and schooling: each moves what it is meant to move, and leaves alone what it must."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pytest

from simulation import LabourMarket
from simulation.processes.moves import NEVER, OUTSIDE, RETIRED
from simulation.processes.study_choice import prices_now, purses
from simulation.vocabulary import Insurance, Level, Status
from tests.levers.courses import SEEDS, SEPTEMBER, Mask, Measure, Month, question, tried
from tests.levers.trial import BEGIN, Floats, bites, stays, strong

FIRMS = {"sector": ["manufacturing_fdi", "manufacturing_domestic", "construction", "transport"]}


def flow(name: str) -> Measure:
    return lambda month: float(month.market.flows.get(name, 0.0))


def of_fields(month: Month, *names: str) -> Mask:
    """Programmes of some fields, (programmes,)."""
    ids = [field.id for field in month.market.province.fields]
    return np.isin(month.market.province.programmes.field, [ids.index(name) for name in names])


def off_payroll(month: Month, mask: Mask) -> float:
    """Residents among the masked who stood on a payroll before the month and do not after it, retirement apart."""
    people, places = month.market.people, month.market.workplaces
    was = (month.firms_before() >= 0) & (month.before["workplace"] > 0) & mask
    now = (places.firm[people.workplace] >= 0) & (people.workplace > 0)
    return float((was & ~now & (people.status != RETIRED) & (people.status < OUTSIDE)).sum())


def in_sectors(month: Month, *names: str) -> Mask:
    """Whose job before the month was in one of the sectors."""
    ids = [sector.id for sector in month.market.province.sectors]
    return np.isin(month.market.workplaces.sector[month.before["workplace"]], [ids.index(name) for name in names])


def leavers(month: Month) -> Mask:
    """Who of those who began a course came straight from school: under 19, in September."""
    return (month.age[month.rows] < 19) & (month.month % 12 == SEPTEMBER - 1)


def remote_starts(month: Month) -> float:
    remote = np.array([district.remote for district in month.market.province.districts])
    mine = remote[month.market.people.district[month.rows]] & (month.before["credential"][month.rows] < 2)
    return float(mine.sum())


def never_insured_starts(month: Month) -> float:
    people, rows = month.market.people, month.rows
    never = (people.insured_months[rows] == 0) & (month.before["insurance"][rows] == Insurance.none)
    return float((never & (month.before["benefit_until"][rows] <= month.month)).sum())


def at_risk_finishers(month: Month) -> float:
    falling, rows = month.market.demand_index < 0.98, month.finished()
    sector = month.market.workplaces.sector[month.before["workplace"][rows]]
    return float((falling[sector] & (month.firms_before()[rows] >= 0)).sum())


def openings_of_leavers_fields(month: Month) -> float:
    """Log openings a search of the fields that leavers begin, summed; zero is the mean field."""
    market = month.market
    tightness = market.posts_market.sum(axis=0) / np.maximum(market.tried_market.sum(axis=0), 1.0)
    use = market.province.occupation_field
    openings = (use.T @ tightness) / np.maximum(use.sum(axis=0), 1e-9)
    return float(
        np.log(openings / openings.mean())[market.province.programmes.field[month.programme]][leavers(month)].sum()
    )


def months_of_schooling(month: Month) -> float:
    duration = month.market.province.programmes.programme_array("duration")[month.programme]
    pupils = (month.market.people.status == Status.in_school).sum()
    return float(duration[leavers(month)].sum() + 12.0 * pupils)


def first_jobs(month: Month) -> float:
    people, places = month.market.people, month.market.workplaces
    hired = (places.firm[people.workplace] >= 0) & (people.workplace > 0) & (month.firms_before() < 0)
    first = (month.before["last_wage_job"] == NEVER) & (month.before["status"] < OUTSIDE)
    return float((hired & first & (month.age < 25)).sum())


def starts_by_purse(could: bool) -> Measure:
    """Courses begun by households that could, or could not, prepay any course."""

    def measure(month: Month) -> float:
        market = month.market
        dearest = prices_now(market)[market.province.programmes.level < Level.university].max()
        return float(((purses(market, month.rows) >= dearest) == could).sum())

    return measure


def far_starts(month: Month) -> float:
    """Courses begun by residents of districts more than half an hour from any college or intermediate school."""
    province = month.market.province
    near = sorted({college.district for college in province.colleges if college.kind in ("college", "intermediate")})
    far = province.travel_minutes[:, near].min(axis=1) > 30.0
    return float(far[month.market.people.district[month.rows]].sum())


def begun_in(*fields: str, others: bool = False) -> Measure:
    return lambda month: float((of_fields(month, *fields)[month.programme] != others).sum())


def finished_in(*fields: str) -> Measure:
    return lambda month: float(of_fields(month, *fields)[month.before["programme"][month.finished()]].sum())


class Trial(NamedTuple):
    """What must move in which direction, what must stay, and at which dose; ``seats`` free for everybody."""

    direction: int
    first: Measure
    control: Measure
    changes: Mapping[str, Any] = MappingProxyType({})
    seats: bool = False
    parameters: Mapping[str, float] = MappingProxyType({})


TRIALS = {
    "skill_certification": Trial(
        1, flow("assessments_passed"), lambda month: float(month.market.people.skill[: month.market.residents].sum())
    ),
    "enterprise_training": Trial(
        1,
        flow("trained_in_firms"),
        lambda month: off_payroll(month, ~in_sectors(month, *FIRMS["sector"])),
        {"eligible": FIRMS},
    ),
    "vulnerable_training": Trial(
        1,
        remote_starts,
        lambda month: float((month.market.people.status == Status.in_school).sum()),
        {"eligible": {"remote": True, "certificate": False}},
    ),
    "unemployment_insurance_training": Trial(
        1,
        lambda month: float((month.before["benefit_until"][month.rows] > month.month).sum()),
        never_insured_starts,
        {"counselled": "5%"},
    ),
    "retraining": Trial(
        1, at_risk_finishers, lambda month: month.market.observatory.latest["certified_share_survey"], {"asked": "2%"}
    ),
    "order_training": Trial(
        1, flow("promised_applications"), begun_in("hospitality", others=True), {"tuition": "0%"}
    ),
    "training_capacity": Trial(
        1,
        finished_in("hospitality", "mechanical_electrical"),
        begun_in("hospitality", "mechanical_electrical", others=True),
    ),
    "career_guidance": Trial(1, openings_of_leavers_fields, months_of_schooling),
    "graduate_skills": Trial(
        1, first_jobs, months_of_schooling, parameters={"graduate_skills_effort_gain": 0.4}
    ),
    "lower_secondary_streaming": Trial(
        1,
        lambda month: float((leavers(month) & (month.age[month.rows] < 17)).sum()),
        lambda month: float((month.age[month.rows] >= 25).sum()),
        seats=True,
    ),
    "training_credit": Trial(1, starts_by_purse(False), starts_by_purse(True), seats=True),
    "job_retention_training": Trial(
        -1, flow("layoffs"), lambda month: off_payroll(month, month.before["insurance"] < Insurance.compulsory_only)
    ),
    "digital_training": Trial(1, far_starts, begun_in("mining"), seats=True),
}  # fmt: skip


@cache
def without(seats: bool, parameters: tuple[tuple[str, float], ...]) -> dict[str, Floats]:
    """What every trial watches, first-order and control, in a market without its lever: (2, seeds) by lever."""
    alike = [
        name for name, trial in TRIALS.items() if (trial.seats, (*trial.parameters.items(),)) == (seats, parameters)
    ]
    measures = [measure for name in alike for measure in (TRIALS[name].first, TRIALS[name].control)]
    found = tried(question(seats=seats, parameters=dict(parameters)), SEEDS, measures)
    return {name: found[2 * number : 2 * number + 2] for number, name in enumerate(alike)}


@pytest.mark.parametrize("lever", TRIALS)
def test_what_a_lever_is_for_moves_and_its_negative_control_stays(lever: str) -> None:
    trial = TRIALS[lever]
    asked = question(strong(lever, **trial.changes), seats=trial.seats, parameters=dict(trial.parameters))
    first, control = tried(asked, SEEDS, [trial.first, trial.control])
    usual_first, usual_control = without(trial.seats, (*trial.parameters.items(),))[lever]
    assert bites(first, usual_first, trial.direction), f"{usual_first} -> {first}"
    assert stays(control, usual_control, first, usual_first), f"{usual_control} -> {control}"


def forecast_over_seeds(*levers: dict[str, Any], seeds: tuple[int, ...] = SEEDS) -> Floats:
    """Correlation of seats by field with openings two years on, and separations of the first year; (2, seeds)."""
    found = np.zeros((2, len(seeds)))
    for column, seed in enumerate(seeds):
        market = LabourMarket(scenario=question(*levers, end="2023-06"), rng=seed)
        programmes, fields = market.province.programmes, len(market.province.fields)
        vocational = programmes.level < Level.university
        while market.month <= market.end:
            month = market.month
            market.step()
            if month == BEGIN + 2:
                weight = np.where(vocational, market.study.seats, 0.0)
                seats = np.bincount(programmes.field, weights=weight, minlength=fields)
            if month < BEGIN + 12:
                found[1, column] += market.flows["quits"] + market.flows["layoffs"]
        openings = market.province.occupation_field.T @ market.posts_market.sum(axis=0)
        found[0, column] = np.corrcoef(seats, openings)[0, 1]
    return found


def test_seats_follow_openings_two_years_on() -> None:
    usual = forecast_over_seeds()
    some = forecast_over_seeds(strong("labour_forecast", to="2023-06", follow="30%"))
    assert bites(some[0], usual[0], 1)
    assert stays(some[1], usual[1], some[0], usual[0])


def test_a_poor_forecast_leads_seats_less_well() -> None:
    sharp, blurred = (
        forecast_over_seeds(strong("labour_forecast", to="2023-06", error=error), seeds=SEEDS[:3])
        for error in ("10%", "80%")
    )
    assert (blurred[0] < sharp[0]).all()
