"""Training to order (đào tạo theo đơn đặt hàng): employers order seats of a programme and promise jobs.

Plan clauses: II.4.2 b3; II.5 b3. Verb: implement. Competence: the province and firms. Agency: that of the month in the
table `agency_of_lever`.

Mechanism: each dose is one order: employers of some sectors order so many seats a year of a field and level, pay part
of the tuition, and promise a job in named occupations. Applicants of the programme who know of the order and get one of
its seats sit before everybody else. Who finishes and has no payroll job is taken on, in the months for which the
promise holds, as places of those employers and occupations are open: before any other applicant, and only where there
is a place. Ordered seats are seats of the college, not new ones.

Parameters: `order_promise_months` (3, 2-6; from the coal college: others placed to 95 % in three months, measured),
`awareness_start` (assumed). Today the coal college trains about 4,327 a year for the coal company (mean of 2015-25,
measured); other firms none (assumed).

First-order quantity: graduates hired by the ordering employers within three months rise. Negative control: intake of
colleges without an order. Evidence: core graduates of the coal college placed to about 100 %, others 95 % in three
months.
"""

from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.columns import one_of
from simulation.policies.base import CourseSupport, Rows
from simulation.policies.course_grants import CourseGrants, ProgrammeLevel, level_codes, programmes_named
from simulation.policies.employers import employers_of
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import GroupFilter, Identifier, Identifiers, OneOrMore
from simulation.scenario.levers import Source
from simulation.scenario.values import Path
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

#: Who can be taken on: residents who are free to work; people on a payroll have found something themselves.
FREE = (Status.unemployed, Status.inactive, Status.own_use_farmer, Status.employed)


@lever("order_training")
class OrderTrainingDose(LeverDose):
    """Dose of one order: seats a calendar year of a field and level, for jobs of employers and occupations."""

    clauses = ("II.4.2 b3", "II.5 b3")
    verb = ("implement",)
    competence = ("province", "firm")
    first_order = "graduates hired by the ordering employers within three months rise"
    negative_control = "intake of colleges without an order"
    sources_of_money = ("DF", "TU")
    parameters = ("order_promise_months", "awareness_start")

    field: Identifier = Field(description="field of training, id of the province's table")
    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(description="levels of the programmes")
    seats: CountPerYear = Field(description="seats ordered in a calendar year")
    tuition: Share = Field(default=Share(0.0), description="share of the tuition that the employers pay")
    employers: GroupFilter = Field(description="ordering employers: sector, ownership, employer_size, district")
    occupations: Identifiers = Field(description="occupations promised, ids of the province's table")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Field, occupations and the employers' sectors and districts, beside what the group names."""
        named: dict[Path, tuple[str, str]] = {("field",): ("fields", self.field)}
        named |= {("occupations", i): ("occupations", name) for i, name in enumerate(self.occupations)}
        for key, table in (("sector", "sectors"), ("district", "districts")):
            given = getattr(self.employers, key) or ()
            named |= {("employers", key, i): (table, name) for i, name in enumerate(given)}
        return super().rows_named() | named

    def missing_in(self, province: "Province") -> dict[Path, str]:
        """An order of programmes that no college has."""
        if len(programmes_named(province, self.field, self.levels)):
            return {}
        return {("levels",): f"no college has a programme in {self.field} at the level {' or '.join(self.levels)}"}

    @property
    def changes_nothing(self) -> bool:
        """Whether no seat is ordered."""
        return super().changes_nothing or self.seats == 0.0


class OrderTraining(CourseGrants):
    """An order of a dose, and the promises to who sits its seats. Promises outlive the order."""

    dose: OrderTrainingDose

    def __init__(self, dose: LeverDose) -> None:
        """Nobody has a promise yet."""
        super().__init__(dose)
        self.promised = np.zeros(0, dtype=np.int64)
        self.finishes = np.zeros(0, dtype=np.int64)

    def sharing(self) -> tuple[tuple[Source, str, float], ...]:
        """The employers pay."""
        return (("DF", "firm", 1.0),)

    def open_month(self, market: "LabourMarket") -> None:
        """Offer the seats, and stand by the promises given so far."""
        super().open_month(market)
        if len(self.promised):
            market.study.promises.append(self)

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """The seats left of the year."""
        return CourseSupport(
            self,
            level_codes(self.dose.levels),
            float(self.dose.tuition),
            0.0,
            float("inf"),
            self.places_left(market.month, float(self.dose.seats)),
            programmes=tuple(programmes_named(market.province, self.dose.field, self.dose.levels).tolist()),
            source="DF",
            reserved=True,
        )

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay the tuition, and promise a job to those of the students who will finish."""
        super().settle(market, rows, programme)
        stays = rows[market.people.programme[rows] >= 0]
        self.promised = np.concatenate([self.promised, stays.astype(np.int64)])
        self.finishes = np.concatenate([self.finishes, market.people.course_ends[stays].astype(np.int64)])

    def due(self, market: "LabourMarket") -> list[tuple[Rows, npt.NDArray[np.bool_]]]:
        """Graduates whom the employers take on now, and the lines that they may be taken on at."""
        month, people, places = market.month, market.people, market.workplaces
        holds = month <= self.finishes + market.province.value("order_promise_months")
        self.promised, self.finishes = self.promised[holds], self.finishes[holds]
        rows = self.promised[self.finishes < month]
        free = one_of(people.status[rows], FREE) & (places.firm[people.workplace[rows]] < 0)
        occupations = [entry.id for entry in market.province.occupations]
        named: Any = [occupations.index(name) for name in self.dose.occupations]
        firms = employers_of(market, self.dose.employers)
        lines = (places.firm >= 0) & firms[places.firm] & one_of(places.occupation, named)
        return [(rows[free], lines)]
