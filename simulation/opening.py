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
from simulation.population import POPULATION_SEED, Population, synthesise
from simulation.population.people import coming_of_age, occupations_by_paper, settle_children
from simulation.processes import matching, search
from simulation.processes.demography import death_hazards
from simulation.processes.informal_work import LARGEST_FAILURE, Trades, trade_chances
from simulation.processes.insurance import LARGEST_JOIN, benefit_law, employer_rate, voluntary_price
from simulation.processes.labour_demand import demand_path, shock_spread
from simulation.processes.lots import make_lots, slot_widths
from simulation.processes.migration import largest_leaving
from simulation.processes.participation import MOST_ENTER, participation_hazards
from simulation.processes.separations import exit_hazard, largest_quit
from simulation.processes.study_choice import course_prices
from simulation.processes.wages import survey_pay
from simulation.randomness import Lot, Stream, month_key, uniforms
from simulation.vocabulary import Contract, Credential, Insurance, Level, Status
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
    "normal_tightness",
    "posts_year",
    "hires_year",
    "normal_fill",
    "centre_wanting_array",
)


def open_market(market: "LabourMarket") -> None:
    """Give the market its people, employers, tables and constants, and set it to the scenario's first month."""
    _reset(market)
    state = _load(market)
    population = synthesise(market.province, market.scale, market.start) if state is None else _rebuilt(state)
    _house(market, population)
    _prepare(market)
    if state is None:
        warm_up(market)
        state = _keep(market, population)
        _reset(market)
        _house(market, _rebuilt(state))
        _prepare(market)
    for name in SETTLED:
        setattr(market, name, state[name])
    survey_pay(market)
    market.centre_wanting = float(market.centre_wanting_array[0])
    _begin(market)


def _reset(market: "LabourMarket") -> None:
    market.month = market.start
    market.law_month = market.age_month = market.start
    market.flows, market.flows_before = {}, {}
    market.path_step = 0
    market.applying_leavers = 0
    market.legal_age = np.array(
        [int(market.province.legal("retirement_age", scope, market.start) or 0) for scope in ("men", "women")]
    )


def _house(market: "LabourMarket", population: Population) -> None:
    """Stores of the whole horizon: the rows of the population, then of the children who come of age in it."""
    province, scale = market.province, market.scale
    births, districts = coming_of_age(province, market.start, market.end - market.start + 1, scale)
    people = Workers(population.adults + len(births), market)
    for name, column in population.people.snapshot().items():
        people.column(name)[: population.adults] = column[: population.adults]
    settle_children(people, population.adults, births, districts, province, POPULATION_SEED)
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
    """Tables that do not change during a run."""
    province, value = market.province, market.province.value
    workplaces = market.workplaces
    market.path = demand_path(province, market.start, market.end - market.start + 1, _demand_indices(market))
    if market.constant_demand:
        market.path.index[:] = 1.0
        market.path.log_productivity[:] = 0.0
        market.path.log_prices[:] = 0.0
    market.creation = np.ones(len(province.sectors))
    market.demand_index = np.ones(len(province.sectors))
    market.log_productivity = np.zeros(len(province.sectors))
    market.shock_spread = shock_spread(market)
    market.rounding = uniforms(month_key(POPULATION_SEED, Stream.rounding), np.arange(workplaces.rows))
    market.cut = np.zeros(workplaces.rows, dtype=np.int16)
    market.exit_hazard = exit_hazard(market)
    market.underground = np.array([occupation.underground for occupation in province.occupations])
    market.civil_sector = np.array([sector.civil for sector in province.sectors])
    market.occupation_level = np.array([occupation.level for occupation in province.occupations]).astype(np.int64)
    market.start_premium = province.by_credential("premium")
    market.premium = market.start_premium.copy()
    market.match_sd = value("match_quality_sd")
    market.supply_ratio = None
    market.start_supply_ratio = None
    market.vocational_share_at_15 = value("share_lower_sec_leavers_to_vet")
    market.employer_rate = employer_rate(province, market.start)
    market.start_employer_rate = float(np.log1p(market.employer_rate))
    market.start_voluntary_price = market.voluntary_price = voluntary_price(province, market.start)
    market.start_base_salary = float(province.legal("base_salary", "state", market.start) or 1.0)
    market.state_pay = 0.0
    market.quiet_multiplier = (12.0 - 2.0 * value("tet_quit_multiplier")) / 10.0
    market.benefit_law = benefit_law(market)
    market.minimum_wage = province.minimum_wage(market.start)
    market.civil_share = _civil_share(market)
    market.voluntary_join = _voluntary_join(market)
    market.course_price = course_prices(market)
    market.college_distance_weight = distance_weight(province, value("college_travel_weight"))
    market.college_field_weight = field_weight(province, value("college_field_weight"))
    market.graduate_occupations = np.cumsum(occupations_by_paper(province)[Credential.university])
    market.occupation_after = occupations_after(province)
    market.course_constant = np.zeros(len(Level))
    market.intakes = np.zeros(len(Level))
    market.usual_income = float(market.province.margins["average_labour_income"].value)
    market.worker_places = np.zeros(len(province.districts))
    market.housed = np.zeros(len(province.districts))
    market.renters = np.zeros(len(province.districts))
    market.housing_counts = 1.0 if market.housing_on else 0.0
    market.supports = []
    trades = workplaces.trades
    market.entry_weights = np.maximum(workplaces.start_headcount[trades].astype(np.float64), 0.02)
    farm = workplaces.contract[trades] == Contract.farm
    market.entry_weights[farm] *= 3.0  # only farm households enter: the warm-up settles the rest
    chances = trade_chances(market.entry_weights, farm, len(province.districts))
    market.trades = Trades(
        trades.start,
        chances,
        market.start_premium,
        value("household_return_share"),
        month_key(POPULATION_SEED, Stream.hours),
        _wish_share(market),
    )
    market.trade_failure = np.zeros(workplaces.rows)
    market.retired_births = np.array(
        [[market.start - legal - 1, market.start - legal - 1] for legal in market.legal_age]
    )
    market.retired_births[:, 1] += int(12 * value("early_retirement_underground_years"))
    market.participation = participation_hazards(market)
    shape = (len(province.districts), len(province.occupations))
    market.posts_market, market.tried_market = np.zeros(shape), np.zeros(shape)
    market.normal_tightness = None
    market.tightness_effect = np.zeros(shape)
    market.market_weight = 5.0 * market.scale
    market.posts_year, market.hires_year = np.zeros(len(province.sectors)), np.zeros(len(province.sectors))
    market.normal_fill = np.zeros(len(province.sectors))
    market.centre_wanting_array = np.zeros(1)
    search.prepare(market)
    matching.prepare(market)
    market.tet_multiplier = 1.0
    market.lots = make_lots(market.people.rows, slot_widths(_largest_hazards(market)))
    survey_pay(market)


def _largest_hazards(market: "LabourMarket") -> dict[Lot, float]:
    """Largest monthly probability of each slot's event under the market's parameters."""
    value = market.province.value
    return {
        Lot.death: float(death_hazards(market.province).max()),
        Lot.separation: max(largest_quit(market), LARGEST_FAILURE),
        Lot.participation: max(market.participation.largest, MOST_ENTER),
        Lot.training: value("training_consideration_monthly"),
        Lot.search: float(market.most_search.max()),
        Lot.migration: largest_leaving(market),
        Lot.insurance: max(LARGEST_JOIN, value("voluntary_si_lapse_monthly")),
    }


def _demand_indices(market: "LabourMarket") -> dict[str, dict[int, float]]:
    return {sector: dict(path.years) for sector, path in market.scenario.demand.items()}


def _wish_share(market: "LabourMarket") -> float:
    """Share of those off the payroll who work short hours and want more, from the first month's people."""
    people, rows = market.people, market.residents
    trades = (people.status[:rows] == Status.employed) & (market.workplaces.firm[people.workplace[:rows]] < 0)
    return float(people.wish_hours[:rows][trades].sum() / max(int(trades.sum()), 1))


def _civil_share(market: "LabourMarket") -> Any:
    """Share of the insured of each sector whom unemployment insurance leaves out, from the first month's people."""
    insurance = market.people.insurance[: market.residents]
    sector = market.workplaces.sector[market.people.workplace[: market.residents]]
    number = len(market.province.sectors)
    outside = np.bincount(sector[insurance == Insurance.compulsory_only], minlength=number)
    insured = np.bincount(sector[insurance >= Insurance.compulsory_only], minlength=number)
    return outside / np.maximum(insured, 1)


def _voluntary_join(market: "LabourMarket") -> float:
    """Hazard of joining that balances lapses, and members who leave household work, at the first month's share."""
    people, rows = market.people, market.residents
    trades = (people.status[:rows] == Status.employed) & (market.workplaces.firm[people.workplace[:rows]] < 0)
    members = int((people.insurance[:rows][trades] == Insurance.voluntary).sum())
    others = max(int(trades.sum()) - members, 1)
    settled = float((people.since[:rows][trades] < market.start - 12).mean())
    leaving = -float(np.log(max(settled, 0.05))) / 12.0
    return (market.province.value("voluntary_si_lapse_monthly") + leaving) * members / others


def _begin(market: "LabourMarket") -> None:
    """After the warm-up: everything that counts from the scenario's first month."""
    market.month = market.law_month = market.age_month = market.start
    market.flows, market.flows_before = {}, {}
    market.participation = participation_hazards(market)
    market.creation[:] = 1.0
    market.path_step = 0
    for college in market.colleges:
        college.income = 0.0


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
    from simulation.firms import Firms, Workplaces

    residents, outside, lines = (int(size) for size in state["sizes"])
    people = Workers(residents + outside)
    firms = Firms(len(state["firms.size"]))
    workplaces = Workplaces(len(state["workplaces.base"]))
    for store, prefix in ((people, "people"), (firms, "firms"), (workplaces, "workplaces")):
        store.restore({name: state[f"{prefix}.{name}"] for name in store.snapshot()})
    workplaces.payroll_lines = lines
    return Population(people, firms, workplaces, residents, outside)
