"""LabourMarket: a province's labour market as a Mesa model. The month reads as a table of contents in ``step``."""

from collections.abc import Callable
from time import process_time
from typing import TYPE_CHECKING

import mesa
import numpy as np
import numpy.typing as npt

from simulation.colleges import College, seats_of_intake
from simulation.columns import RowSet
from simulation.employment_centre import EmploymentCentre
from simulation.firms import FirmArrays, Firms, PlaceArrays, Workplaces
from simulation.government import Government
from simulation.months import month_of
from simulation.observation.ledger import Ledger
from simulation.observation.observatory import Observatory
from simulation.opening import open_market
from simulation.policies import levers_of
from simulation.processes.absences import Absence, Away, leave_and_return
from simulation.processes.demography import RetirementRule, live_and_die
from simulation.processes.disability import begin_disabilities
from simulation.processes.employment_service import Service, serve
from simulation.processes.hours import Hours, adjust_hours
from simulation.processes.housing import allot_places
from simulation.processes.informal_work import Trades, crowd, work_off_the_payroll
from simulation.processes.insurance import BenefitLaw, employer_rate, insure, voluntary_price
from simulation.processes.investment import Projects, invest
from simulation.processes.labour_demand import DemandPath, set_wanted
from simulation.processes.lots import Lots, draw_lots
from simulation.processes.matching import Ranking, fill_places, hires_by_origin
from simulation.processes.migration import move_out
from simulation.processes.participation import ParticipationHazards, enter_and_leave
from simulation.processes.schooling import take_school_paths
from simulation.processes.search import (
    Applications,
    Kinds,
    Reach,
    Ring,
    SearchRule,
    Worth,
    apply_for_work,
    hear_of_work,
)
from simulation.processes.separations import separate
from simulation.processes.training import run_courses
from simulation.processes.vacancies import post_vacancies
from simulation.processes.wages import set_wages
from simulation.province import load_province
from simulation.scenario import Scenario
from simulation.vocabulary import Channel, Status
from simulation.workers import PeopleArrays, Workers

if TYPE_CHECKING:
    import pandas as pd

    from simulation.policies.base import CourseSupport

Floats = npt.NDArray[np.float64]

#: Province totals that Mesa's DataCollector keeps, each an attribute of the model of the same name.
HEADLINES = (
    "labour_force",
    "employed",
    "unemployed",
    "in_training",
    "unemployment_rate",
    "certified_share",
    "agriculture_share",
    "informal_share",
    "social_insurance_share",
    "formal_wage_employment",
    "average_labour_income",
    "vacancies",
)


class LabourMarket(mesa.Model):
    """One province, month by month, one row a person.

    ``people``, ``employers`` and ``workplaces`` are the column stores; ``workers`` and ``firms`` answer Mesa's AgentSet
    verbs over residents and firms; colleges, the employment centre and the government are ordinary agents. The same
    scenario and ``rng`` give the same bytes on any machine.

    The attributes below are what the opening and the processes keep on the market, by subject; what ``start`` begins
    their name is the first month's value, which changes are measured against. Counts are rows, not weighted persons.
    """

    # The month
    month: int  # month number that is simulated now
    age_month: int  # month number that ages are counted to; stands still with demography frozen
    path_step: int  # months since the start: row of the exogenous paths
    tet_month: bool  # Tết or the month after it
    tet_multiplier: float  # ratio of the month's quits to those of the year's mean month
    quiet_multiplier: float  # the same in a month without Tết
    flows: dict[str, int]  # events of the month by name
    flows_before: dict[str, int]  # events of the month before
    lots: Lots  # who could have which event this month

    # People
    people: Workers
    person_arrays: PeopleArrays  # the columns of people as kernels take them
    residents: int  # first rows of people: residents aged 15 and over in the first month
    adults: int  # rows of residents and of the outside pool; children who will come of age follow
    of_age: int  # rows in use this month
    birth_order: npt.NDArray[np.int32]  # (people,) rows by month of birth
    births_sorted: npt.NDArray[np.int16]  # (people,) months of birth in that order
    participation: ParticipationHazards
    ease: float | None  # log open places a search, mean of about a quarter
    usual_ease: float | None  # the same, mean of about two years
    absences: list[Absence]  # kinds of absence for a fixed time
    away: Away  # who is away
    accident_risk: Floats  # (occupations,) onset of a disability on a payroll over that of everybody
    legal_age: npt.NDArray[np.int64]  # (sexes,) legal age of retirement, months
    retirement_rules: list[RetirementRule]
    retired_births: npt.NDArray[np.int64]  # (sexes, rules) last month of birth retired

    # Employers and their demand for labour
    employers: Firms
    firm_arrays: FirmArrays  # the columns of employers as kernels take them
    workplaces: Workplaces
    place_arrays: PlaceArrays  # the columns of workplaces as kernels take them
    path: DemandPath  # exogenous paths from the start month on
    creation: Floats  # (sectors,) ratio: what job creation's answer to hiring has made of demand
    projects: Projects  # investment projects, to come and there
    usual_offer: Floats  # (sectors, occupations) mean log offer of the first month
    start_jobs: Floats  # (sectors,) payroll jobs wanted in the first month
    incumbent_index: Floats  # (sectors,) demand of the month over that of the start, of firms there from the start
    project_index: Floats  # (sectors,) demand of the month over its highest so far: what projects have of their size
    demand_index: Floats  # (sectors,) demand of the month over that of the start
    log_productivity: Floats  # (sectors,) log nominal productivity over that of the start
    shock_spread: Floats  # (firms,) standard deviation of the monthly innovation, log points
    exit_hazard: Floats  # (firms,) monthly probability of closing
    rounding: Floats  # (workplaces,) in [0, 1), added before a wanted headcount is cut to a whole one
    cut: npt.NDArray[np.int16]  # (workplaces,) persons laid off this month

    # Vacancies, search and matching
    centre: EmploymentCentre
    service: Service  # what the centre and its like do for searchers this month
    seen: npt.NDArray[np.bool_]  # (seekers,) unemployed whom a counsellor sees this month
    fair_firms: npt.NDArray[np.bool_]  # (firms,) who comes to a fair this month
    kinds: Kinds  # numbers of the rings
    ring: Ring  # open places of the month
    heard: npt.NDArray[np.float32]  # (firms, districts + 1) chance that people of an origin hear of a place
    reach: Reach  # tables of channels
    worth: Worth  # tables of the worth of a job
    search_rule: SearchRule  # parameters of effort
    most_search: Floats  # (statuses,) largest monthly probability of searching
    channel_weight: Floats  # (channels of one's own,) shares of searches
    hires_by_channel: Floats  # (channels,) hires since they were last set to zero
    applications: Applications  # of the month, until matching
    tried: npt.NDArray[np.int64]  # (districts, occupations) searches of the month
    ranking: Ranking  # weights of what an employer sees
    occupation_level: npt.NDArray[np.int64]  # (occupations,) credential usually asked for
    match_sd: float  # standard deviation of the quality of a match, log points
    posts_market: Floats  # (districts, occupations) open places, mean of about a year
    tried_market: Floats  # (districts, occupations) searches, mean of about a year
    market_weight: float  # searches at which a market counts as much as its occupation's mean
    normal_tightness: Floats | None  # (districts, occupations) posts over searches at the end of the warm-up
    posts_year: Floats  # (sectors,) open places, mean of about a year
    hires_year: Floats  # (sectors,) hires, mean of about a year
    normal_fill: Floats  # (sectors,) hires over open places at the end of the warm-up

    # Pay
    minimum_wage: Floats  # (districts,) million VND a month
    start_premium: Floats  # (credentials,) log points
    premium: Floats  # (credentials,) log points
    supply_ratio: float | None  # certified over other employed persons, mean of about a year
    start_supply_ratio: float | None
    mean_pay: Floats  # (occupations,) mean pay of payroll staff, million VND a month
    usual_income: float  # the province's mean labour income of the first month, million VND a month
    civil_sector: npt.NDArray[np.bool_]  # (sectors,) paid by the State's scale
    start_base_salary: float  # million VND a month
    state_pay: float  # log base salary over that of the start

    # Insurance
    employer_rate: float  # employer's contribution, share of insured pay
    start_employer_rate: float  # log of one plus the first month's
    benefit_law: BenefitLaw
    civil_share: Floats  # (sectors,) share of the insured whom unemployment insurance leaves out
    voluntary_join: float  # monthly hazard of joining at the start's price
    voluntary_price: float  # million VND a month
    start_voluntary_price: float

    # Training
    supports: "list[CourseSupport]"  # support in force this month
    seats_now: npt.NDArray[np.int64]  # (programmes,) seats of one intake
    course_price: Floats  # (programmes,) list price of a whole course, million VND
    course_constant: Floats  # (levels,) constants of the choice of a course
    intakes: Floats  # (levels,) courses begun since they were last set to zero
    applicants: npt.NDArray[np.int32]  # room for rows of school leavers who apply for a course
    applying_leavers: int  # how many of them there are this month
    vocational_share_at_15: float
    college_distance_weight: Floats  # (districts, programmes)
    college_field_weight: Floats  # (occupations, fields)
    occupation_after: Floats  # (levels, fields, occupations) cumulative chances after a course
    graduate_occupations: Floats  # (occupations,) cumulative chances after university

    # Work off the payroll
    trades: Trades
    hours: Hours  # who works short hours, and what is usual
    trade_failure: Floats  # (workplaces,) monthly probability that a business fails
    entry_weights: Floats  # (trades,) attraction that holds the headcounts of constant demand

    # Housing
    worker_places: Floats  # (districts,) places that levers have built
    housed: Floats  # (districts,) persons in them, by place of work
    renters: Floats  # (districts,) payroll staff who rent a room, by place of work
    housing_counts: float  # 1 where living in a worker place lowers quits, else 0

    def __init__(self, scenario: Scenario | None = None, rng: int | None = None) -> None:
        """Open the market of a scenario (the shipped baseline by default) under a seed.

        Raises ProvinceError where the province's tables or the scenario's parameter names are wrong.
        """
        self.seed = 1 if rng is None else int(rng)
        super().__init__(rng=self.seed)
        self.scenario = Scenario.baseline() if scenario is None else scenario
        province = load_province(self.scenario.province)
        self.province = province.with_values(self.scenario.parameters)
        self.start, self.end = self.scenario.start, self.scenario.end
        self.scale = self.scenario.scale
        self.weight = 1.0 / self.scale
        mechanisms = self.scenario.mechanisms
        self.constant_demand = mechanisms.demand == "constant"
        self.frozen_demography = mechanisms.demography == "frozen"
        self.training = mechanisms.training
        self.papers = mechanisms.training == "on"
        self.migration_on = mechanisms.migration == "on"
        self.housing_on = mechanisms.housing == "on"
        self.informal_on = mechanisms.informal_work == "on"
        self.insurance_on = mechanisms.insurance == "on"
        self.ledger = Ledger()
        self.process_seconds: dict[str, float] = {}
        self.colleges = [College(self, row) for row in range(len(self.province.colleges))]
        self.government = Government(self, levers_of(self.scenario.policies))
        self.centre = EmploymentCentre(self)
        open_market(self)
        self.observatory = Observatory(self)
        self.datacollector = mesa.DataCollector(model_reporters={name: name for name in HEADLINES})
        for name in HEADLINES:
            setattr(self, name, float("nan"))

    def step(self) -> None:
        """Simulate one month."""
        self._timed("the month opens", self._open_month)
        self._timed("demography", self._live)
        self._timed("labour demand", self._demand)
        self._timed("separations", lambda: separate(self))
        self._timed("training", lambda: run_courses(self))
        self._timed("vacancies", lambda: post_vacancies(self))
        self._timed("employment service", lambda: serve(self))
        self._timed("search", lambda: apply_for_work(self))
        self._timed("matching", lambda: fill_places(self))
        self._timed("informal work", self._work_informally)
        self._timed("wages", lambda: set_wages(self))
        self._timed("insurance", lambda: insure(self))
        self._timed("housing", lambda: allot_places(self))
        self._timed("migration", lambda: move_out(self))
        self._timed("observation", self._observe)
        self.month += 1
        self.running = self.month <= self.end

    def run(self) -> "LabourMarket":
        """Simulate to the end of the scenario's horizon."""
        while self.month <= self.end:
            self.step()
        return self

    def _timed(self, name: str, process: Callable[[], object]) -> None:
        before = process_time()
        process()
        self.process_seconds[name] = self.process_seconds.get(name, 0.0) + process_time() - before

    def _open_month(self) -> None:
        """Law, calendar and levers of the month, and everybody's lot."""
        self.flows_before, self.flows = self.flows, {}
        month = self.start if self.frozen_demography else self.month
        self.age_month = month
        province = self.province
        for sex, scope in enumerate(("men", "women")):
            self.legal_age[sex] = int(province.legal("retirement_age", scope, month) or 0)
        self.minimum_wage = province.minimum_wage(month)
        self.employer_rate = employer_rate(province, month)
        self.voluntary_price = voluntary_price(province, month)
        base = province.legal("base_salary", "state", month)
        self.state_pay = 0.0 if self.constant_demand else float(np.log((base or 1.0) / self.start_base_salary))
        self.path_step = max(0, self.month - self.start)
        tet = province.tet_months.get(1900 + self.month // 12, -1)
        self.tet_month = self.month in (tet, tet + 1)
        self.tet_multiplier = province.value("tet_quit_multiplier") if self.tet_month else self.quiet_multiplier
        self.centre.open_month()
        self.government.open_month()
        if month_of(self.month) == 1:
            self.heard = hear_of_work(self)
        self.seats_now = seats_of_intake(self)
        draw_lots(self)

    def _live(self) -> None:
        live_and_die(self)
        begin_disabilities(self)
        leave_and_return(self)
        take_school_paths(self)
        enter_and_leave(self)

    def _demand(self) -> None:
        invest(self)
        set_wanted(self)

    def _work_informally(self) -> None:
        if self.informal_on:
            work_off_the_payroll(self)
        crowd(self)
        adjust_hours(self)

    def _observe(self) -> None:
        self.observatory.observe()
        latest = self.observatory.latest
        for name in HEADLINES:
            setattr(self, name, latest[name])
        certified = latest["certified_share_survey"]
        ratio = certified / max(1.0 - certified, 1e-9)
        self.supply_ratio = (
            ratio if self.supply_ratio is None else self.supply_ratio + (ratio - self.supply_ratio) / 12.0
        )
        self.start_supply_ratio = self.start_supply_ratio or ratio
        self.datacollector.collect(self)

    def note_posts(self, by_sector: npt.NDArray[np.int64]) -> None:
        """Keep the year's mean of open places by sector, (sectors,)."""
        self.posts_year += (by_sector - self.posts_year) / 12.0

    def note_hires(
        self, origin: npt.NDArray[np.uint8], channel: npt.NDArray[np.uint8], by_sector: npt.NDArray[np.int64]
    ) -> None:
        """Keep the month's hires: from which status and through which channel, (hires,) each, and by sector."""
        self.hires_year += (by_sector - self.hires_year) / 12.0
        self.flows.update(hires_by_origin(origin))
        self.flows["in_migrants"] = self.flows["hires_from_outside"]
        by_centre = (channel >= Channel.centre) & np.isin(origin, (Status.unemployed, Status.inactive, Status.outside))
        self.flows["placements_by_centre"] = int(by_centre.sum())
        count = np.bincount(channel, minlength=len(self.province.channels))
        self.hires_by_channel += count
        for entry, hires in zip(self.province.channels, count, strict=True):
            self.flows[f"hires_by_{entry.id}"] = int(hires)

    def pay_for_courses(
        self, rows: npt.NDArray[np.int32], programme: npt.NDArray[np.int64], support: npt.NDArray[np.int64]
    ) -> None:
        """Settle the courses that begin: colleges earn the list price, whether the student pays it or a lever does.

        (courses,) each: the student's row, the programme, and the support that helps to pay, -1 for none.
        """
        self.earn_tuition(programme, self.course_price[programme])
        self.government.pay_for_courses(rows, programme, support)

    def earn_tuition(self, programme: npt.NDArray[np.integer], amount: npt.NDArray[np.float64]) -> None:
        """Enter tuition (million VND by course) into the income of the colleges."""
        college = self.province.programmes.college[programme]
        income = np.bincount(college, weights=amount, minlength=len(self.colleges)) * self.weight
        for place in np.flatnonzero(income):
            self.colleges[place].income += float(income[place])

    def born_between(self, first: int, last: int) -> npt.NDArray[np.int32]:
        """Rows of everybody born in the months from ``first`` to ``last``."""
        start, end = np.searchsorted(self.births_sorted, np.array([first, last + 1], dtype=np.int16))
        return self.birth_order[start:end]

    @property
    def workers(self) -> RowSet:
        """Residents aged 15 and over as an agent set."""
        status = self.people.status[: self.of_age]
        resident = (status != Status.child) & (status < Status.outside)
        return RowSet(self.people, np.flatnonzero(resident))

    @property
    def firms(self) -> RowSet:
        """Enterprises and public bodies as an agent set."""
        return RowSet(self.employers, np.flatnonzero(self.employers.closed_until <= self.month))

    @property
    def persons(self) -> int:
        """Residents aged 15 and over, rows."""
        return len(self.workers)

    @property
    def bytes_per_person(self) -> float:
        """Memory of all columns over the residents of the first month."""
        return (self.people.bytes + self.employers.bytes + self.workplaces.bytes) / self.residents

    @property
    def reconciliation(self) -> "pd.DataFrame":
        """Margins of the first month: published, delivered, residual, and which of two contradicting ones yields."""
        from simulation.population.reconciliation import reconcile

        return reconcile(self)

    def indicators(self) -> "pd.DataFrame":
        """All indicators so far: month, indicator, by, group, value."""
        return self.observatory.to_frame()
