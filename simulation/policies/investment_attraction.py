"""Investment attraction (thu hút đầu tư): projects that come beyond what the path of demand brings.

Plan clauses: II.4.1 b2; IV.2 b5; IV.8 b1. Verb: continue. Competence: the province. Agency: that of the month in the
table `agency_of_lever`.

Mechanism: named projects, and further jobs a year in lumps of the sizes that projects have, arrive in a sector of
industrial parks. A project without a named district chooses its park as all projects do, by what parks are known for
and by who searches within reach. It is a new firm that grows to its size over months and posts what it lacks; whether
it finds people, and from where, is for search, matching and migration to say. Projects of the path itself (those that
would come anyway) are no part of a dose: today's is zero further ones.

Parameters: `project_size_least`, `project_size_most`, `project_size_pareto_exponent` (sizes, persons; assumed),
`project_ramp_up_months` (assumed), `project_supply_elasticity` (assumed), `project_public_cost_per_job` (30, 10-80
million VND: land clearing, roads, power to the fence; assumed), `project_tax_foregone_per_job_yearly` (6, 0-20 million
VND for the first years; assumed), `project_tax_relief_years` (4, 2-9; recalled: exemption by the law on corporate
income tax). The investor's own capital is not entered: it earns its return.

First-order quantity: openings in the projects' districts and occupations rise. Negative control: openings of public
services. Evidence: demand dominates measures on the supply side when openings are scarce.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import Lever
from simulation.processes.investment import choose_park, open_project, project_sizes
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import Identifier
from simulation.scenario.units import Month
from simulation.scenario.values import Path

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


class AttractedProject(BaseModel):
    """A project: sector, jobs when complete, when it arrives, where, how fast it grows, whom it employs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: Identifier = Field(description="sector, id of the province's table")
    jobs: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = Field(description="jobs when it is complete")
    arrives: Month = Field(description="month of the first jobs")
    district: Identifier | None = Field(
        default=None, description="district, id of the province's table; the project chooses a park if absent"
    )
    growth_months: Annotated[int, Field(strict=True, ge=1, le=120)] | None = Field(
        default=None, description="months from the first jobs to all of them"
    )
    occupations: dict[Identifier, Share] | None = Field(
        default=None, description="share of its jobs by occupation; those of the sector if absent"
    )


@lever("investment_attraction")
class InvestmentAttractionDose(LeverDose):
    """Dose of investment attraction: projects beyond those that would come anyway."""

    clauses = ("II.4.1 b2", "IV.2 b5", "IV.8 b1")
    verb = ("continue",)
    competence = ("province",)
    first_order = "openings in the projects' districts and occupations rise"
    negative_control = "openings of public services"
    sources_of_money = ("SR", "DF")
    parameters = (
        "project_ramp_up_months",
        "project_supply_elasticity",
        "project_public_cost_per_job",
        "project_tax_foregone_per_job_yearly",
        "project_tax_relief_years",
    )

    projects: tuple[AttractedProject, ...] = Field(default=(), description="projects known by name")
    further_jobs: CountPerYear | None = Field(
        default=None, description="jobs a year in further projects of the usual sizes"
    )
    sector: Identifier | None = Field(default=None, description="sector of the further projects")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Districts, sectors and occupations of the projects, beside what the group names."""
        named: dict[Path, tuple[str, str]] = {}
        for i, project in enumerate(self.projects):
            named["projects", i, "sector"] = ("sectors", project.sector)
            if project.district is not None:
                named["projects", i, "district"] = ("districts", project.district)
            named |= {("projects", i, "occupations", one): ("occupations", one) for one in project.occupations or {}}
        if self.sector is not None:
            named["sector",] = ("sectors", self.sector)
        return super().rows_named() | named

    @property
    def changes_nothing(self) -> bool:
        """Whether no project has a job."""
        further = bool(self.further_jobs) and self.sector is not None
        return super().changes_nothing or not (further or any(project.jobs for project in self.projects))


class InvestmentAttraction(Lever):
    """Projects of a dose: they arrive in their month if the budget can prepare the ground and a slot is free."""

    dose: InvestmentAttractionDose
    has_recipients = False

    def __init__(self, dose: InvestmentAttractionDose) -> None:
        """Hold a dose; nothing has arrived."""
        super().__init__(dose)
        self.arrived: list[tuple[int, float]] = []
        self.taken = 0
        self.refused = 0

    def open_month(self, market: "LabourMarket") -> None:
        """Let the month's projects arrive, and forego the tax of those that are there."""
        if self.in_force(market.month):
            for project in self.dose.projects:
                if project.arrives == market.month and project.jobs:
                    self._open(market, project)
            for size in self._due(market):
                assert self.dose.sector is not None
                self._open(market, AttractedProject(sector=self.dose.sector, jobs=round(size), arrives=market.month))
        self._forego(market)

    def _due(self, market: "LabourMarket") -> list[float]:
        """Sizes (persons) of the further projects that arrive now: the next when jobs due reach the middle of it."""
        if not self.dose.further_jobs or self.dose.sector is None:
            return []
        wanted = float(self.dose.further_jobs) * (market.month - self.dose.from_ + 1) / 12.0
        luck = uniforms(month_key(market.seed, Stream.project_size, self.number), np.arange(4096))
        sizes, due = project_sizes(market.province, luck), []
        while sizes[: self.taken].sum() + sizes[self.taken] / 2.0 <= wanted:
            due.append(float(sizes[self.taken]))
            self.taken += 1
        return due

    def _open(self, market: "LabourMarket", project: AttractedProject) -> None:
        """Prepare the ground for a project and let it begin."""
        cost = project.jobs * market.province.value("project_public_cost_per_job")
        sector = [entry.id for entry in market.province.sectors].index(project.sector)
        if cost > self.left(market.month) or not market.employers.project[market.employers.sector == sector].any():
            self.refused += 1
            return
        if project.district is None:
            number = self.number + len(self.arrived)
            district = choose_park(market, sector, number)
        else:
            district = [entry.id for entry in market.province.districts].index(project.district)
        firm = open_project(
            market, sector, project.jobs * market.scale, district, market.month, extra=True,
            mix=self._mix(market, project), growth=project.growth_months,
        )  # fmt: skip
        if firm is None:
            self.refused += 1
            return
        self.arrived.append((market.month, float(project.jobs)))
        self.pay(market, "SR", "province", "builder", "real resource", float(project.jobs), cost)

    def _mix(self, market: "LabourMarket", project: AttractedProject) -> Floats | None:
        if project.occupations is None:
            return None
        return np.array([float(project.occupations.get(entry.id, 0.0)) for entry in market.province.occupations])

    def _forego(self, market: "LabourMarket") -> None:
        """Tax that projects of the first years do not pay this month."""
        value = market.province.value
        relief = 12 * value("project_tax_relief_years") if self.arrived else 0.0
        jobs = sum(jobs for month, jobs in self.arrived if market.month - month < relief)
        amount = jobs * value("project_tax_foregone_per_job_yearly") / 12.0 if jobs else 0.0
        if amount > 0.0:
            self.pay(market, "SR", "province", "firm", "foregone revenue", jobs, amount)
