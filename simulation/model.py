"""LabourMarket: a province's labour market as a Mesa model. The month reads as a table of contents in ``step``."""

from collections.abc import Callable
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.colleges import College, seats_of_intake
from simulation.columns import RowSet, one_of
from simulation.employment_centre import EmploymentCentre
from simulation.government import Government
from simulation.light_mesa import mesa
from simulation.months import month_of
from simulation.observation.events import EventLog
from simulation.observation.ledger import Ledger
from simulation.observation.observatory import Observatory
from simulation.opening import open_market
from simulation.policies import levers_of
from simulation.processes.absences import leave_and_return
from simulation.processes.chances import chances_of_the_month
from simulation.processes.demography import live_and_die
from simulation.processes.disability import begin_disabilities
from simulation.processes.employment_service import serve
from simulation.processes.hours import adjust_hours
from simulation.processes.housing import house
from simulation.processes.in_firm_training import open_in_firm_training
from simulation.processes.informal_work import crowd, work_off_the_payroll
from simulation.processes.insurance import insure, set_insurance_law
from simulation.processes.investment import invest
from simulation.processes.labour_demand import set_wanted
from simulation.processes.lots import draw_lots
from simulation.processes.matching import fill_places, hires_by_origin
from simulation.processes.migration import move_out
from simulation.processes.participation import enter_and_leave
from simulation.processes.planned_projects import open_planned_projects
from simulation.processes.premia import note_supply
from simulation.processes.promised_jobs import keep_promises
from simulation.processes.recalls import call_back
from simulation.processes.schooling import return_to_school, take_school_paths
from simulation.processes.search import apply_for_work, hear_of_work
from simulation.processes.separations import lay_off, quit_payrolls
from simulation.processes.skill_assessment import assess
from simulation.processes.study_terms import open_terms
from simulation.processes.training import run_courses
from simulation.processes.vacancies import post_vacancies
from simulation.processes.wages import set_wages
from simulation.province import load_province
from simulation.scenario import Scenario
from simulation.state import MarketState
from simulation.terms import neutral_terms
from simulation.vocabulary import Channel, Status

if TYPE_CHECKING:
    import pandas as pd

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


class LabourMarket(MarketState, mesa.Model):
    """One province, month by month, one row a person.

    ``people``, ``employers`` and ``workplaces`` are the column stores; ``workers`` and ``firms`` answer Mesa's AgentSet
    verbs over residents and firms; colleges, the employment centre and the government are ordinary agents. The same
    scenario and ``rng`` give the same bytes on any machine.

    ``state`` declares what the opening and the processes keep on the market besides, by subject.
    """

    def __init__(self, scenario: Scenario | None = None, rng: int | None = None) -> None:
        """Open the market of a scenario (the shipped baseline by default) under a seed.

        Raises ProvinceError where the province's tables or the scenario's parameter names are wrong.
        """
        self.seed = 1 if rng is None else int(rng)
        super().__init__(rng=self.seed)
        self.scenario = Scenario.baseline() if scenario is None else scenario
        province = load_province(self.scenario.province)
        self.province = province.with_values(self.scenario.parameters_under(self.seed))
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
        self.places_limited = mechanisms.places == "limited"
        self.seats_limited = mechanisms.seats == "limited"
        self.ledger = Ledger()
        self.process_seconds: dict[str, float] = {}
        self.colleges = [College(self, row) for row in range(len(self.province.colleges))]
        self.government = Government(self, levers_of(self.scenario.policies))
        self.centre = EmploymentCentre(self)
        open_market(self)
        self.observatory = Observatory(self)
        self.events: EventLog | None = None
        self.datacollector = mesa.DataCollector(model_reporters={name: name for name in HEADLINES})
        for name in HEADLINES:
            setattr(self, name, float("nan"))
        # Mesa's counter of agents keeps every model that ever made one: a thousand runs in one process would stay.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    @property
    def scenario(self) -> Scenario:
        """The scenario; a property because Mesa 3.5 has one, whose setter writes into what it is given."""
        return self._own_scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._own_scenario = scenario

    def step(self) -> None:
        """Simulate one month."""
        self._timed("the month opens", self._open_month)
        self._timed("demography", lambda: live_and_die(self))
        self._timed("disability", lambda: begin_disabilities(self))
        self._timed("absences", lambda: leave_and_return(self))
        self._timed("schooling", lambda: take_school_paths(self))
        self._timed("participation", lambda: enter_and_leave(self))
        self._timed("labour demand", self._demand)
        self._timed("quits", lambda: quit_payrolls(self))
        self._timed("layoffs", lambda: lay_off(self))
        self._timed("training", self._train)
        self._timed("vacancies", lambda: post_vacancies(self))
        self._timed("employment service", lambda: serve(self))
        self._timed("search", self._apply)
        self._timed("matching", lambda: fill_places(self))
        self._timed("informal work", self._work_informally)
        self._timed("wages", lambda: set_wages(self))
        self._timed("insurance", lambda: insure(self))
        self._timed("housing", lambda: house(self))
        self._timed("migration", lambda: move_out(self))
        self._timed("observation", self._observe)
        self.month += 1
        self.running = self.month <= self.end

    def run(self) -> "LabourMarket":
        """Simulate to the end of the scenario's horizon."""
        while self.month <= self.end:
            self.step()
        return self

    def record_events(self) -> EventLog:
        """Keep a log of every person's events from this month on; the log that is returned tells them."""
        self.events = EventLog(self)
        return self.events

    def _timed(self, name: str, process: Callable[[], object]) -> None:
        before = process_time()
        process()
        self.process_seconds[name] = self.process_seconds.get(name, 0.0) + process_time() - before
        if self.events is not None:
            self.events.see(name)

    def _open_month(self) -> None:
        """Law, calendar and levers of the month, and everybody's lot."""
        self.flows_before, self.flows = self.flows, {}
        self.graduates.fill(0)
        month = self.start if self.frozen_demography else self.month
        self.age_month = month
        province = self.province
        for sex, scope in enumerate(("men", "women")):
            self.legal_age[sex] = int(province.legal("retirement_age", scope, month) or 0)
        self.minimum_wage = province.minimum_wage(month)
        set_insurance_law(self, month)
        base = province.legal("base_salary", "state", month)
        self.state_pay = 0.0 if self.constant_demand else float(np.log((base or 1.0) / self.start_base_salary))
        self.path_step = max(0, self.month - self.start)
        tet = province.tet_months.get(1900 + self.month // 12, -1)
        self.tet_month = self.month in (tet, tet + 1)
        self.tet_multiplier = province.value("tet_quit_multiplier") if self.tet_month else self.quiet_multiplier
        self.openings_seen.append(self.posts_market.sum(axis=0))
        self.centre.open_month()
        self.terms = neutral_terms(self)
        self.study, self.schools_reached = open_terms(self), self.province.value("schools_reached_start")
        open_in_firm_training(self)
        self.kept.schemes = []
        self.government.open_month()
        if month_of(self.month) == 1:
            self.heard = hear_of_work(self)
        self.seats_now = seats_of_intake(self)
        draw_lots(self, chances_of_the_month(self))

    def _demand(self) -> None:
        open_planned_projects(self)
        invest(self)
        set_wanted(self)

    def _train(self) -> None:
        run_courses(self)
        if len(self.study.tempted):
            return_to_school(self)
        assess(self)

    def _apply(self) -> None:
        apply_for_work(self)
        call_back(self)
        keep_promises(self)

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
        note_supply(self, self.observatory.employed_by_paper)
        self.datacollector.collect(self)

    def note_posts(self, by_sector: Floats) -> None:
        """Keep the year's mean of open places by sector, (sectors,)."""
        self.posts_year += (by_sector - self.posts_year) / 12.0

    def note_hires(
        self, origin: npt.NDArray[np.uint8], channel: npt.NDArray[np.uint8], by_sector: npt.NDArray[np.int64]
    ) -> None:
        """Keep the month's hires: from which status and through which channel, (hires,) each, and by sector."""
        self.hires_year += (by_sector - self.hires_year) / 12.0
        self.flows.update(hires_by_origin(origin))
        self.flows["in_migrants"] = self.flows["hires_from_outside"]
        by_centre = (channel >= Channel.centre) & one_of(origin, (Status.unemployed, Status.inactive, Status.outside))
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

    def labour_balance(self) -> "pd.DataFrame":
        """Openings, seekers, graduates and shortage so far: quarter, occupation, district, and the four."""
        return self.observatory.labour_balance.to_frame()

    def indicators(self) -> "pd.DataFrame":
        """All indicators so far: month, indicator, by, group, value."""
        return self.observatory.to_frame()
