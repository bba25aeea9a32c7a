"""Sixty months at constant demand before the first: a steady state of durations, and constants that hold the stocks."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.colleges import seats_of_intake
from simulation.population import POPULATION_SEED, WARM_UP_MONTHS
from simulation.population.pay import level_pay
from simulation.population.spells import lodge_newcomers, staff_from_elsewhere
from simulation.processes.chances import chances_of_the_month
from simulation.processes.employment_service import serve
from simulation.processes.informal_work import crowd, work_off_the_payroll
from simulation.processes.insurance import insure
from simulation.processes.insurance.insured_pay import keep_terms
from simulation.processes.investment import invest
from simulation.processes.labour_demand import constant_path, set_wanted
from simulation.processes.lots import draw_lots
from simulation.processes.matching import fill_places
from simulation.processes.participation import enter_and_leave, participation_hazards
from simulation.processes.search import apply_for_work, hear_of_work, settle_channels
from simulation.processes.separations import lay_off, quit_payrolls
from simulation.processes.study_terms import open_terms
from simulation.processes.training import run_courses
from simulation.processes.vacancies import post_vacancies
from simulation.processes.wages import set_wages, tightness
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Credential, Insurance, Level, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket


def warm_up(market: "LabourMarket") -> None:
    """Run the months before the start and leave the market's constants settled."""
    kept = (market.seed, market.constant_demand, market.frozen_demography, market.papers, market.migration_on)
    training, path, insurance_on = market.training, market.path, market.insurance_on
    limited = market.places_limited, market.seats_limited
    market.places_limited = market.seats_limited = True
    market.path = constant_path(1, len(market.province.sectors))
    market.seed = POPULATION_SEED
    market.constant_demand = market.frozen_demography = True
    market.papers = market.migration_on = False
    market.training, market.insurance_on = "on", True
    market.participation = participation_hazards(market)
    search_rule = market.search_rule
    market.search_rule = search_rule._replace(outside=0.0)
    for step in range(WARM_UP_MONTHS):
        _month(market, market.start - WARM_UP_MONTHS + step)
        if step % 12 == 11:
            _settle(market)
    market.search_rule = search_rule
    market.normal_tightness = tightness(market.posts_market, market.tried_market, market.market_weight)
    market.normal_fill = market.hires_year / np.maximum(market.posts_year, 1e-9)
    market.workplaces.start_headcount[:] = market.workplaces.headcount
    reweight(market)
    _settle_pay(market)
    market.seed, market.constant_demand, market.frozen_demography, market.papers, market.migration_on = kept
    market.training, market.path, market.insurance_on = training, path, insurance_on
    market.places_limited, market.seats_limited = limited


def reweight(market: "LabourMarket") -> None:
    """Bring the employed back to the published shares of certificates, of voluntary insurance and of newcomers.

    The warm-up moved people between work and rest; papers and memberships stayed with them. The surplus of lower
    certificates is counted as training without paper (or the reverse), the shortfall of members is made up among
    uninsured people in trades, and that of staff of parks and pits from elsewhere among the rest of the staff, since
    nobody comes while the warm-up lasts; all by a keyed lottery.
    """
    people, rows, margins = market.people, market.residents, market.province.margins
    employed = np.flatnonzero(people.status[:rows] == Status.employed)
    held = people.credential[employed]
    certified = held >= Credential.short_certificate
    surplus = round(int(certified.sum()) - margins["certified_share"].value * len(employed))
    if surplus >= 0:
        among, new = employed[certified & (held <= Credential.elementary)], Credential.trained_without_paper
    else:
        among, new = employed[held == Credential.trained_without_paper], Credential.short_certificate
    people.credential[_drawn(among, abs(surplus))] = new
    force = len(employed) + int((people.status[:rows] == Status.unemployed).sum())
    members = int((people.insurance[employed] == Insurance.voluntary).sum())
    short = round(margins["voluntary_insurance_share"].value * force) - members
    trades = employed[market.workplaces.firm[people.workplace[employed]] < 0]
    joining = _drawn(trades[people.insurance[trades] == Insurance.none], max(short, 0))
    people.insurance[joining] = Insurance.voluntary
    people.insured_since[joining] = np.maximum(people.since[joining], market.start - 24)
    for staff, share in staff_from_elsewhere(people, market.workplaces, market.province, employed):
        residents = staff[people.migrant[staff] == 0]
        lacking = round(share * len(staff)) - (len(staff) - len(residents))
        lodge_newcomers(people, _drawn(residents, max(lacking, 0)))


def _settle_pay(market: "LabourMarket") -> None:
    """Bring the sectors' pay back to the published incomes: seniority and moves have sorted people anew."""
    level_pay(market.people, market.workplaces, market.province, market.residents)
    market.kept_terms = None
    keep_terms(market)


def _drawn(rows: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.int64]:
    """``number`` of the rows by a keyed lottery."""
    draw = uniforms(month_key(POPULATION_SEED, Stream.reweighting), rows)
    return rows[np.argsort(draw, kind="stable")[:number]]


def _month(market: "LabourMarket", month: int) -> None:
    """One month as the model's own ``step`` has it, without what is frozen and without observation."""
    market.month = month
    market.flows_before, market.flows = market.flows, {}
    market.age_month = market.start
    tet = market.province.tet_months.get(1900 + month // 12, (month // 12) * 12 + 1)
    market.tet_month = month in (tet, tet + 1)
    market.tet_multiplier = (
        market.province.value("tet_quit_multiplier") if market.tet_month else market.quiet_multiplier
    )
    market.centre.open_month()
    market.study = open_terms(market)
    if month % 12 == 0:
        market.heard = hear_of_work(market)
    market.seats_now = seats_of_intake(market)
    draw_lots(market, chances_of_the_month(market))
    enter_and_leave(market)
    invest(market)
    set_wanted(market)
    quit_payrolls(market)
    lay_off(market)
    run_courses(market)
    post_vacancies(market)
    serve(market)
    apply_for_work(market)
    fill_places(market)
    work_off_the_payroll(market)
    crowd(market)
    set_wages(market)
    insure(market)


def _settle(market: "LabourMarket") -> None:
    """Once a year: move the trades' weights and the courses' constants towards the first month's stocks and intakes.

    Channels move towards their published shares of hires.
    """
    places = market.workplaces
    trades = places.trades
    wanted = np.maximum(places.start_headcount[trades].astype(np.float64), 0.5)
    have = np.maximum(places.headcount[trades].astype(np.float64), 0.5)
    market.entry_weights = market.entry_weights * np.clip((wanted / have) ** 2, 0.4, 2.5)
    intake = np.maximum(market.intakes * market.weight, 1.0)
    for level, name in ((Level.short, "short"), (Level.elementary, "elementary")):
        published = market.province.value(f"intake_adults_{name}")
        market.course_constant[level] += np.log(published / intake[level])
    for level in (Level.intermediate, Level.college):
        published = market.province.value("intake_adults_long") / 2.0
        market.course_constant[level] += np.log(published / intake[level])
    market.intakes[:] = 0.0
    settle_channels(market, market.hires_by_channel)
    market.hires_by_channel[:] = 0.0
