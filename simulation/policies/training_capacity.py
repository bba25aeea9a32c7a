"""Training capacity: seats, workshops and teachers of colleges, key occupations, regional and national centres.

Plan clauses: II.1 b3; II.3 b3; II.4.2 b2, b4; II.4.3 b3; II.5 b3; IV.1 b6; IV.2 b2-b3; IV.3 b2. Verbs: implement (own
colleges), coordinate (regional and national centres). Competence: the province and the centre. Agency: that of the
month in the table `agency_of_lever`.

Mechanism: a project adds seats to the programmes of a field and level, of one college or of all that have it, in
proportion to the seats they have. Seats come up over some months from the month in which the project is ready, and stay
while the dose is in force; better equipped programmes lose fewer students. People go on choosing a programme by the
size it was known for, so that new seats fill only where applicants were refused: seats are filled to 60-70 % on the
whole, and capacity binds only here and there. A project whose year has not the money for all its seats builds what it
can pay.

Parameters: `new_seats_months` (12, 0-24; months from the first new seat to the last; assumed). Seats of the first month
are the published intake of 2023 over the share filled (0.65, 0.5-0.9; a proxy). The cost of a seat and the cut of
drop-out are stated by the dose (assumed).

First-order quantity: graduates from programmes that had a waiting list rise. Negative control: intake of programmes
with free seats. Whoever begins a course of an enlarged programme counts as reached: new seats are not told from old.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import Lever, Rows
from simulation.policies.course_grants import ProgrammeLevel, programmes_named
from simulation.scenario import LeverDose, MoneyPerPlace, Share, lever
from simulation.scenario.groups import Identifier
from simulation.scenario.units import Month
from simulation.scenario.values import Path

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province


class SeatProject(BaseModel):
    """Seats added to the programmes of a field and level, and when the first of them opens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    college: Identifier | None = Field(default=None, description="college, id of the province's table; all if absent")
    field: Identifier = Field(description="field of training, id of the province's table")
    level: ProgrammeLevel = Field(description="level of the programmes")
    seats: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = Field(description="seats a year that it adds")
    ready: Month = Field(description="month in which the first seats open")


@lever("training_capacity")
class TrainingCapacityDose(LeverDose):
    """Dose of training capacity: projects, and what a seat costs. The budget binds by calendar year."""

    clauses = ("II.1 b3", "II.3 b3", "II.4.2 b2", "II.4.2 b4", "II.4.3 b3", "II.5 b3", "IV.1 b6", "IV.2 b2", "IV.2 b3",
               "IV.3 b2")  # fmt: skip
    verb = ("implement", "coordinate")
    competence = ("province", "centre")
    first_order = "graduates from programmes that had a waiting list rise"
    negative_control = "intake of programmes with free seats"
    sources_of_money = ("SR", "NP", "TU")
    parameters = ("new_seats_months",)

    projects: tuple[SeatProject, ...] = Field(description="projects with their field, level, seats and month")
    cost_per_seat: MoneyPerPlace = Field(description="cost of building and equipping one seat")
    drop_out_cut: Share = Field(default=Share(0.0), description="part of the drop-out of its programmes that goes")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Colleges and fields of the projects, beside what the group names."""
        named: dict[Path, tuple[str, str]] = {}
        for i, one in enumerate(self.projects):
            named["projects", i, "field"] = ("fields", one.field)
            if one.college is not None:
                named["projects", i, "college"] = ("colleges", one.college)
        return super().rows_named() | named

    def missing_in(self, province: "Province") -> dict[Path, str]:
        """Projects whose programmes no college has."""
        missing: dict[Path, str] = {}
        for i, one in enumerate(self.projects):
            if not len(programmes_named(province, one.field, (one.level,), one.college)):
                told = f"{one.college} has no programme" if one.college else "no college has a programme"
                missing["projects", i, "level"] = f"{told} in {one.field} at the level {one.level}"
        return missing

    @property
    def changes_nothing(self) -> bool:
        """Whether no project adds a seat."""
        return super().changes_nothing or not any(project.seats for project in self.projects)


class TrainingCapacity(Lever):
    """Projects of a dose: paid for when they are ready, open from then on while the dose is in force."""

    dose: TrainingCapacityDose

    def __init__(self, dose: LeverDose) -> None:
        """Nothing is built yet."""
        super().__init__(dose)
        self.built: dict[int, float] = {}
        self.enlarged: npt.NDArray[np.bool_] | None = None

    def open_month(self, market: "LabourMarket") -> None:
        """Open the seats of the projects that are ready; pay for those that become ready now."""
        self.enlarged = None
        if not self.in_force(market.month):
            return
        self.enlarged = np.zeros(len(market.province.programmes), dtype=bool)
        seats, drop_out = market.study.seats.copy(), market.study.drop_out.copy()
        for number, project in enumerate(self.dose.projects):
            if project.ready > market.month or project.seats == 0:
                continue
            if number not in self.built:
                self.built[number] = self._build(market, project)
            mine = programmes_named(market.province, project.field, (project.level,), project.college)
            self.enlarged[mine] |= self.built[number] > 0.0
            known = market.province.programmes.programme_array("seats")[mine]
            seats[mine] += self.built[number] * self._opened(market, project) * known / known.sum()
            drop_out[mine] *= 1.0 - float(self.dose.drop_out_cut) * self._opened(market, project)
        market.study.seats, market.study.drop_out = seats, drop_out

    def note_students(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Who begins a course of an enlarged programme is reached: a new seat is not told from an old one."""
        if self.enlarged is not None:
            self.reach(market, rows[self.enlarged[programme]])

    def _opened(self, market: "LabourMarket", project: SeatProject) -> float:
        """Share of a project's seats that are open: they come up month by month."""
        months = market.province.value("new_seats_months")
        return min(1.0, (market.month - project.ready + 1) / max(months, 1.0))

    def _build(self, market: "LabourMarket", project: SeatProject) -> float:
        """Seats that the year's budget can pay; what was ready before the first month is there and paid for."""
        if project.ready < market.start:
            return float(project.seats)
        cost = float(self.dose.cost_per_seat)
        seats = float(project.seats)
        if cost > 0.0:
            seats = min(seats, float(np.floor(self.left(market.month) / cost + 1e-9)))
            self.pay(market, "SR", "province", "builder", "real resource", seats, seats * cost)
        return seats
