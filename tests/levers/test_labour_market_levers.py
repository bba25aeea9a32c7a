"""Levers of the labour market: each moves what it is meant to move, and leaves alone what it must not.

Paired by seed on the real province, April to December 2021; doses are those of ``doses``, changed where a smaller one
says more.
"""

import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from simulation import LabourMarket
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Channel, Contract, Insurance, Mark
from tests.levers import watches as see
from tests.levers.trial import Floats, Watch, bites, flow, scenario, stays, strong, watched


@dataclass(frozen=True)
class Trial:
    """What must move in which direction, what must stay, at which dose and scale."""

    moves: Watch
    direction: int
    control: Watch
    dose: dict[str, Any] = field(default_factory=dict)
    scale: float = 0.05
    seeds: int = 5


def adopters(lever: str, share: float) -> see.People:
    """Staff of the employers that are the first to take up a lever's practice."""

    def answer(market: LabourMarket) -> see.Mask:
        key = month_key(market.seed, Stream.adoption, zlib.crc32(lever.encode()))
        first = uniforms(key, np.arange(market.employers.rows)) < share
        return np.asarray(see.privately_employed(market) & first[market.workplaces.firm[see.line(market)]])

    return answer


def insured(*kinds: Insurance) -> see.People:
    return lambda market: np.isin(market.people.insurance[: market.of_age], kinds)


def in_trades(contract: Contract) -> see.People:
    return lambda market: market.workplaces.contract[see.line(market)] == contract


def returnee(market: LabourMarket) -> see.Mask:
    return np.asarray((market.people.marks[: market.of_age] & Mark.returnee) > 0)


def skilled_and_long_open(market: LabourMarket) -> see.Mask:
    places, payroll = market.workplaces, market.workplaces.payroll
    skilled = market.occupation_level[places.occupation[payroll]] >= 4
    return np.asarray((places.post_age[payroll] >= 3) & skilled)


def elementary(market: LabourMarket) -> see.Mask:
    places = market.workplaces
    return np.asarray(places.occupation[places.payroll] == see.code(market, "occupations", "elementary"))


def hazardous(market: LabourMarket) -> see.Mask:
    return np.asarray(
        see.on_payroll(market) & (market.accident_risk[market.workplaces.occupation[see.line(market)]] > 1)
    )


def public_offers(market: LabourMarket) -> float:
    """Mean pay offered by public services, million VND a month."""
    return float(np.exp(market.workplaces.offer[market.workplaces.payroll][see.lines_of("public")(market)]).mean())


def disabled_at_home(market: LabourMarket) -> float:
    return float(market.flows["disability_exits"])


COMPULSORY = insured(Insurance.compulsory_only, Insurance.compulsory)
VOLUNTARY = insured(Insurance.voluntary)
PUBLIC_POSTS = see.posts(see.lines_of("public"))
PUBLIC_STAFF = see.persons(see.in_sector("public"))

TRIALS = {
    "employment_centre": Trial(flow("placements_by_centre"), 1, flow("retirements")),
    "legal_advice": Trial(flow("placements_by_centre"), 1, flow("retirements"), scale=0.1),
    "investment_attraction": Trial(
        see.posts(see.lines_of("manufacturing_fdi", "quang_yen")), 1, PUBLIC_POSTS,
        {"further_jobs": "0 per year", "projects": [
            {"sector": "manufacturing_fdi", "jobs": 600, "arrives": "2021-04", "district": "quang_yen"}]},
        seeds=30,
    ),
    "social_insurance": Trial(see.persons(VOLUNTARY), 1, see.persons(COMPULSORY, see.of_state)),
    "hiring_support": Trial(
        see.hired(see.aged(45, 60)), 1, see.hired(see.of_state),
        {"eligible": {"age": "45..60"}},
    ),
    "labour_inspection": Trial(
        see.persons(COMPULSORY, see.privately_employed), 1, see.persons(COMPULSORY, see.of_state)
    ),
    "job_creation_credit": Trial(
        flow("informal_entries"), 1, see.persons(see.in_sector("coal")),
        {"loans": "8000 per year", "firm_loans": "0 per year"},
    ),
    "green_credit": Trial(
        see.persons(see.in_sector("construction")), 1, see.students,
        {"loans": "0 per year", "firm_loans": "2000 per year"},
    ),
    "remote_credit": Trial(flow("informal_entries"), 1, see.persons(see.in_sector("coal"))),
    "vacancy_reporting": Trial(
        see.applications_through(Channel.centre, Channel.platform), 1, PUBLIC_STAFF,
        {"eligible": {"ownership": ["private", "fdi"]}},
    ),
    "regional_recruitment": Trial(flow("hires_from_outside"), 1, see.students),
    "labour_relations": Trial(flow("quits"), -1, flow("informal_failures")),
    "formalisation": Trial(
        see.persons(COMPULSORY, in_trades(Contract.informal_wage)), 1, see.trade_workers
    ),
    "business_reform": Trial(flow("firm_entries"), 1, PUBLIC_STAFF, seeds=10),
    "overseas_work": Trial(flow("left_for_abroad"), 1, flow("out_migrants"), {"contracts": "3000 per year"}),
    "overseas_loan": Trial(flow("left_for_abroad"), 1, flow("out_migrants")),
    "skill_pay": Trial(see.hired(see.certified, adopters("skill_pay", 0.5)), 1, public_offers),
    "workplace_safety": Trial(
        disabled_at_home, -1, see.persons(see.in_sector("public")), scale=0.3
    ),
    "foreign_workers": Trial(see.posts(skilled_and_long_open), -1, see.posts(elementary), scale=0.3, seeds=8),
    "staffing_agencies": Trial(
        flow("hires_by_agency"), 1, see.hired(see.of_state), {"parks": "80%", "others": "30%"},
    ),
    "returnee_network": Trial(
        see.hired(returnee, see.in_sector("manufacturing_fdi")), 1, flow("left_for_abroad"), scale=0.3, seeds=8
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Floats, Floats]]:
    """What each trial saw with its lever and without, (two watches, seeds) each; trials share arms without."""
    folder, found = tmp_path_factory.mktemp("trials"), {}
    for size in {(trial.scale, trial.seeds) for trial in TRIALS.values()}:
        mine = {lever: trial for lever, trial in TRIALS.items() if (trial.scale, trial.seeds) == size}
        seeds = range(1, size[1] + 1)
        watches = [watch for trial in mine.values() for watch in (trial.moves, trial.control)]
        without = watched(scenario(folder, scale=size[0]), seeds, watches)
        for number, (lever, trial) in enumerate(mine.items()):
            question = scenario(folder, strong(lever, **trial.dose), scale=size[0])
            with_lever = watched(question, seeds, (trial.moves, trial.control))
            found[lever] = with_lever, without[2 * number : 2 * number + 2]
    return found


@pytest.mark.parametrize("lever", TRIALS)
def test_a_lever_moves_its_first_order_quantity(arms: dict[str, tuple[Floats, Floats]], lever: str) -> None:
    with_lever, without = arms[lever]
    assert bites(with_lever[0], without[0], TRIALS[lever].direction)


@pytest.mark.parametrize("lever", TRIALS)
def test_a_lever_leaves_its_control_alone(arms: dict[str, tuple[Floats, Floats]], lever: str) -> None:
    with_lever, without = arms[lever]
    assert stays(with_lever[1], without[1], with_lever[0], without[0])
