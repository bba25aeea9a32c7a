"""Opening a market: tables for the month's kernels, the warm-up, and the state that every seed starts from.

The warm-up runs the same months at constant demand with demography frozen and papers not counted, so that durations,
tenure, vacancies and courses under way are their own steady state. It also settles the constants that nobody has
measured and that hold the first month's stocks under constant demand: the weights of household trades, the constants of
the choice of a course, normal tightness and the normal fill rate. After it they never move. Its end is kept on disk by
a hash of sources, tables, parameters and scale; seeds share it, for the people of the first month are data.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.colleges import distance_weight, field_weight, occupations_after
from simulation.compiling import SOURCES, user_cache
from simulation.firms import Firms, Workplaces
from simulation.population import POPULATION_SEED, Population, synthesise
from simulation.population.people import coming_of_age, occupations_by_paper, settle_children
from simulation.processes import absences, disability, hours, investment, matching, search
from simulation.processes.custom import composition
from simulation.processes.demography import death_hazards, retirement_rules
from simulation.processes.disability import largest_onset, occupation_risk
from simulation.processes.employment_service import usual_link
from simulation.processes.housing import LARGEST_ATTRACTION, prepare_housing
from simulation.processes.informal_work import LARGEST_FAILURE, Trades, trade_chances
from simulation.processes.insurance import largest_voluntary_change, largest_withdrawal, prepare_insurance
from simulation.processes.insurance.insured_pay import KEPT
from simulation.processes.insurance.unemployment_benefit import Claims
from simulation.processes.job_retention import Kept
from simulation.processes.labour_demand import constant_path, demand_path, shock_spread
from simulation.processes.laid_off import nobody
from simulation.processes.lots import make_lots, slot_edges
from simulation.processes.migration import largest_leaving, look_outside, usual_base
from simulation.processes.participation import MOST_ENTER, MOST_LEAVE, participation_hazards
from simulation.processes.premia import LEVELS
from simulation.processes.search.channels import write_channels
from simulation.processes.seats import nobody_waits
from simulation.processes.separations import exit_hazard, largest_quit
from simulation.processes.study_choice import course_prices
from simulation.processes.study_terms import open_terms
from simulation.processes.wages import survey_pay
from simulation.randomness import Lot, Stream, month_key, uniforms
from simulation.terms import neutral_terms
from simulation.vocabulary import Channel, Contract, Credential, Level, Status
from simulation.warm_up import warm_up
from simulation.workers import Workers

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: Arrays beside the columns that the warm-up leaves behind.
SETTLED = (
    "entry_weights",
    "course_constant",
    "posts_market",
    "tried_market",
    "usual_offers",
    "usual_staff",
    "normal_tightness",
    "posts_year",
    "hires_year",
    "normal_fill",
    "channel_weight",
    "kept_terms",
)


def open_market(market: "LabourMarket") -> None:
    """Give the market its people, employers, tables and constants, and set it to the scenario's first month."""
    state = _load(market)
    if state is None:
        state = _warmed_up(market)
    _reset(market)
    _house(market, _rebuilt(state))
    _prepare(market)
    for name in SETTLED:
        setattr(market, name, state[name])
    market.away = absences.Away(*(state[f"away.{name}"].copy() for name in ("rows", "until", "kind")))
    write_channels(market.reach, market.channel_weight)
    market.claims = Claims._make(state[f"claims.{name}"] for name in Claims._fields)
    market.insured_terms = state["kept_terms"][(market.start - 1) % KEPT]


def _warmed_up(market: "LabourMarket") -> dict[str, Any]:
    """The state at the end of a warm-up from newly drawn people and employers."""
    population = synthesise(market.province, market.scale, market.start)
    _reset(market)
    _house(market, population)
    _prepare(market)
    disability.settle(market)
    market.participation = participation_hazards(market)
    warm_up(market)
    market.away = absences.away_at_first(market)
    return _keep(market, population)


def _reset(market: "LabourMarket") -> None:
    """Set calendar and counters to the scenario's first month."""
    market.month = market.age_month = market.start
    market.flows, market.flows_before = {}, {}
    market.openings_seen = []
    market.path_step = 0
    market.applying_leavers = 0
    market.legal_age = np.array(
        [int(market.province.legal("retirement_age", scope, market.start) or 0) for scope in ("men", "women")]
    )
    for college in market.colleges:
        college.income = 0.0


def _house(market: "LabourMarket", population: Population) -> None:
    """Stores of the whole horizon: the rows of the population, then of the children who come of age in it."""
    province, scale = market.province, market.scale
    births, districts = coming_of_age(province, market.start, market.end - market.start + 1, scale)
    people = Workers(population.adults + len(births), market)
    people.restore({name: column[: population.adults] for name, column in population.people.snapshot().items()})
    settle_children(people, population.adults, births, districts, province, POPULATION_SEED, market.start)
    market.people, market.employers, market.workplaces = people, population.firms, population.workplaces
    population.firms.model = population.workplaces.model = market
    market.residents, market.adults, market.of_age = population.residents, population.adults, population.adults
    market.person_arrays = people.arrays()
    market.firm_arrays = population.firms.arrays()
    market.place_arrays = population.workplaces.arrays()
    market.birth_order = np.argsort(people.birth, kind="stable").astype(np.int32)
    market.births_sorted = people.birth[market.birth_order]
    market.applicants = np.zeros(people.rows, dtype=np.int32)


def _prepare(market: "LabourMarket") -> None:
    """Tables and parameters that do not change during a run, and counters at zero."""
    market.usual_income = market.province.margins["average_labour_income"].value
    market.terms = neutral_terms(market)
    _prepare_demand(market)
    _prepare_pay(market)
    prepare_insurance(market)
    _prepare_training(market)
    _prepare_trades(market)
    _prepare_retirement(market)
    _prepare_markets(market)
    prepare_housing(market)
    _prepare_calendar(market)
    market.usual_leaving = usual_base(market)
    market.lots = make_lots(market.people.rows, slot_edges(_largest_hazards(market), _known_chances(market)))
    survey_pay(market)
    market.start_offer_by_occupation = market.worth.mean_offer.copy()
    look_outside(market)


def _prepare_demand(market: "LabourMarket") -> None:
    """Paths, shocks and exits of firms, and what rounds wanted headcounts."""
    province, sectors, workplaces = market.province, len(market.province.sectors), market.workplaces.rows
    months = market.end - market.start + 1
    market.path = (
        constant_path(months, sectors)
        if market.constant_demand
        else demand_path(province, market.start, months, _demand_indices(market))
    )
    market.creation, market.demand_index, market.log_productivity = (
        np.ones(sectors),
        np.ones(sectors),
        np.zeros(sectors),
    )
    market.shock_spread = shock_spread(market)
    market.exit_hazard = exit_hazard(market)
    investment.prepare(market)
    market.rounding = uniforms(month_key(POPULATION_SEED, Stream.rounding), np.arange(workplaces))
    market.cut = np.zeros(workplaces, dtype=np.int16)


def _prepare_pay(market: "LabourMarket") -> None:
    """Pay of papers, of matches and of the State's staff, and the law on wages."""
    province = market.province
    market.start_premium = province.by_credential("premium")
    market.premium = market.start_premium.copy()
    market.start_supply, market.supply = None, np.zeros(len(LEVELS))
    market.match_sd = province.value("match_quality_sd")
    market.civil_sector = np.array([sector.civil for sector in province.sectors])
    market.start_base_salary = float(province.legal("base_salary", "state", market.start) or 1.0)
    market.state_pay = 0.0
    market.minimum_wage = province.minimum_wage(market.start)
    market.floor_paid = market.minimum_wage.copy()


def _prepare_training(market: "LabourMarket") -> None:
    """Prices, colleges within reach, and what people do after a course."""
    province, value = market.province, market.province.value
    market.supports = []
    market.waiting_list = nobody_waits()
    market.course_price = course_prices(market)
    market.course_constant, market.intakes = np.zeros(len(Level)), np.zeros(len(Level))
    market.college_distance_weight = distance_weight(province, value("college_travel_weight"))
    market.study = open_terms(market)
    market.trains_unaided, market.training_schemes = market.employers.trains.copy(), []
    market.kept = Kept()
    market.laid_off, market.recalled = nobody(), np.zeros(0, np.int64)
    market.college_field_weight = field_weight(province, value("college_field_weight"))
    market.occupation_after = occupations_after(province)
    market.graduate_occupations = np.cumsum(occupations_by_paper(province)[Credential.university])
    market.graduates = np.zeros((len(province.districts), len(province.occupations)), dtype=np.int64)
    market.vocational_share_at_15 = value("share_lower_sec_leavers_to_vet")


def _prepare_trades(market: "LabourMarket") -> None:
    """Attraction of household trades, equal to their headcounts until the warm-up settles it."""
    value, workplaces, districts = market.province.value, market.workplaces, len(market.province.districts)
    trades = workplaces.trades
    farm = workplaces.contract[trades] == Contract.farm
    market.entry_weights = np.maximum(workplaces.start_headcount[trades].astype(np.float64), 0.02)
    custom = composition(market.province)[:, workplaces.sector[trades]]
    market.entry_weights[farm] *= 3.0  # only farm households enter: the warm-up settles the rest
    market.trades = Trades(
        trades.start,
        trade_chances(market.entry_weights, farm, custom, districts),
        market.start_premium,
        value("household_return_share"),
    )
    hours.prepare(market, _wish_share(market))
    market.trade_failure = np.zeros(workplaces.rows)


def _prepare_retirement(market: "LabourMarket") -> None:
    """Participation by age, and who has passed the legal age before the first month."""
    market.participation = participation_hazards(market)
    market.ease = market.usual_ease = None
    absences.prepare(market)
    market.accident_risk = occupation_risk(market.province)
    market.retirement_rules = retirement_rules(market.province)
    passed = market.start - market.legal_age - 1
    market.retired_births = np.stack([passed + rule.lead for rule in market.retirement_rules], axis=1)


def _prepare_markets(market: "LabourMarket") -> None:
    """Markets of districts and occupations without posts or searches yet, and the rules of search and of hiring."""
    province = market.province
    shape, sectors = (len(province.districts), len(province.occupations)), len(province.sectors)
    market.posts_market, market.tried_market = np.zeros(shape), np.zeros(shape)
    market.normal_tightness = None
    market.offers_seen, market.usual_offers = np.zeros((6, shape[1])), np.zeros((6, shape[1]))
    market.staff_seen, market.usual_staff = np.zeros(3), np.zeros(3)
    market.market_weight = 5.0 * market.scale
    market.posts_year, market.hires_year, market.normal_fill = np.zeros(sectors), np.zeros(sectors), np.zeros(sectors)
    market.occupation_level = np.array([occupation.level for occupation in province.occupations]).astype(np.int64)
    matching.prepare(market)
    _prepare_search(market)


def _prepare_search(market: "LabourMarket") -> None:
    """Tables of search, and who hears of whose places in the first month."""
    province = market.province
    market.kinds = search.kinds_of(len(province.districts), len(province.offices), len(province.occupations))
    market.channel_weight = search.first_weights(market)
    market.hires_by_channel = np.zeros(len(Channel))
    market.reach = search.reach_of_channels(market)
    market.worth = search.worth_of_work(market)
    market.search_rule = search.search_rule(market)
    market.most_search = search.most_search(market.search_rule)
    market.most_at_work = search.most_at_work(market.search_rule)
    market.heard = search.hear_of_work(market)


def _prepare_calendar(market: "LabourMarket") -> None:
    """Quits of the two months of Tết are made up for by the ten others."""
    market.quiet_multiplier = (12.0 - 2.0 * market.province.value("tet_quit_multiplier")) / 10.0
    market.tet_multiplier = 1.0
    market.tet_month = False


def _largest_hazards(market: "LabourMarket") -> dict[Lot, float]:
    """Largest monthly probability of each slot's event under the market's parameters."""
    value = market.province.value
    return {
        Lot.death: float(death_hazards(market.province).max()) + largest_onset(market.province),
        Lot.separation: max(largest_quit(market), LARGEST_FAILURE),
        Lot.participation: max(MOST_ENTER, MOST_LEAVE),
        Lot.training: value("training_consideration_monthly"),
        Lot.search: max(
            float(market.most_search.max()), market.outside_search * LARGEST_ATTRACTION + usual_link(market)
        ),
        Lot.migration: largest_leaving(market),
        Lot.insurance: largest_voluntary_change(market),
        Lot.withdrawal: largest_withdrawal(market),
    }


def _known_chances(market: "LabourMarket") -> dict[tuple[Lot, Status], float]:
    """Largest chances of a status where they are smaller than the slot; search with room for impulses of a quarter."""
    search = {
        (Lot.search, status): 1.25 * float(market.most_search[status]) for status in (Status.employed, Status.inactive)
    }
    return {(Lot.participation, Status.employed): MOST_LEAVE} | search


def _demand_indices(market: "LabourMarket") -> dict[str, dict[int, float]]:
    return {sector: dict(path.years) for sector, path in market.scenario.demand.items()}


def _wish_share(market: "LabourMarket") -> float:
    """Share of those off the payroll who work short hours and want more, from the first month's people."""
    people, rows = market.people, market.residents
    trades = (people.status[:rows] == Status.employed) & (market.workplaces.firm[people.workplace[:rows]] < 0)
    return float(people.wish_hours[:rows][trades].sum() / max(int(trades.sum()), 1))


def _key(market: "LabourMarket") -> str:
    text = f"{SOURCES} {market.province.content_hash} {market.province.values_hash} {market.scale!r} {market.start}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _load(market: "LabourMarket") -> dict[str, Any] | None:
    path = user_cache() / "openings" / f"{_key(market)}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError):
        return None


def _keep(market: "LabourMarket", population: Population) -> dict[str, Any]:
    """Write the state beside its name and rename it: a half-written one is never read. Without a disk, go on."""
    state: dict[str, Any] = {name: getattr(market, name) for name in SETTLED}
    state |= {f"away.{name}": getattr(market.away, name) for name in ("rows", "until", "kind")}
    state |= {f"claims.{name}": column for name, column in market.claims._asdict().items()}
    for store, prefix, rows in (
        (market.people, "people", market.adults),
        (market.employers, "firms", market.employers.rows),
        (market.workplaces, "workplaces", market.workplaces.rows),
    ):
        state |= {f"{prefix}.{name}": column[:rows] for name, column in store.snapshot().items()}
    state["sizes"] = np.array([population.residents, population.outside, market.workplaces.payroll_lines])
    folder = user_cache() / "openings"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **state)
        Path(name).replace(folder / f"{_key(market)}.npz")
        _forget_old(folder)
    except OSError:
        pass
    return state


def _forget_old(folder: Path, most: int = 40) -> None:
    """Keep the newest states only: each is tens of megabytes at 1:1."""
    states = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in states[most:]:
        path.unlink(missing_ok=True)


def _rebuilt(state: dict[str, Any]) -> Population:
    """Stores from a saved state."""
    residents, outside, lines = (int(size) for size in state["sizes"])
    names = [column.name for column in Workers.COLUMNS]
    people = Workers.holding({name: state[f"people.{name}"] for name in names})
    firms = Firms(len(state["firms.size"]))
    workplaces = Workplaces(len(state["workplaces.base"]))
    for store, prefix in ((firms, "firms"), (workplaces, "workplaces")):
        store.restore({name: state[f"{prefix}.{name}"] for name in store.snapshot()})
    workplaces.payroll_lines = lines
    return Population(people, firms, workplaces, residents, outside)
