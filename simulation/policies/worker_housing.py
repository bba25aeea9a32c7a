"""Worker housing (nhà ở công nhân): places to live near the job, at a rent below that of a private room.

Plan clauses: II.4.5 b5, p2, p3; IV.4; IV.11; IV.14 b1, b3. Verbs: continue (Project 2279), propose (new local rules).
Competence: the province, firms and the centre. Agency: that of the month in the table `agency_of_lever`.

Mechanism: places become ready in their month and district and stay. Renters on a payroll of the district who are
eligible and would rather live there at the dose's rent queue for them, the longest waiting first. A place lowers the
monthly hazard of quitting, to no other job and to another one; who leaves the district's payrolls loses it after a
while. Fewer tenants lower the rents of rooms; a cheaper expected home draws searchers from outside the province. A
place ready before the horizon is there from its first month. Rent is nominal: prices wear it down.

Parameters: `worker_housing_cost_per_place` (425 million VND, 200-430; derived), `worker_place_public_cost_share`
(0.2, 0.05-0.5; assumed), `worker_dorm_rent` (0.15 million VND a month in 2013; measured),
`private_room_rent_per_worker` (1.0 million VND a month; assumed), `quit_reduction_from_worker_housing` (0.3, 0.1-0.5;
assumed: swept, never a point), `migrant_attraction_elasticity_housing` (0.5, 0.1-1; assumed),
`worker_place_dislike_sd` (0.6, 0.2-1.2; assumed), `worker_place_grace_months` (2, 0-6; assumed).

First-order quantity: quits of the housed fall. Negative control: quits of home owners in other districts. Mostly
firms' and builders' money: the public share (land, roads, interest) is a line of its own.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import Lever
from simulation.scenario import LeverDose, MoneyPerMonth, MoneyPerPlace, Share, lever
from simulation.scenario.groups import Identifier
from simulation.scenario.units import Month

if TYPE_CHECKING:
    from simulation.model import LabourMarket
from simulation.scenario.values import Path


class HousingProject(BaseModel):
    """A building of worker places: where, how many persons it houses, when it is ready."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    district: Identifier = Field(description="district, id of the province's table")
    places: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = Field(description="persons it can house")
    ready: Month = Field(description="first month in which people can live there")


@lever("worker_housing")
class WorkerHousingDose(LeverDose):
    """Dose of worker housing. `places` are totals by project; rent is per worker and month."""

    clauses = ("II.4.5 b5", "II.4.5 p2", "II.4.5 p3", "IV.4", "IV.11", "IV.14 b1", "IV.14 b3")
    verb = ("continue", "propose")
    competence = ("province", "firm", "centre")
    first_order = "quits of the housed fall"
    negative_control = "quits of home owners in other districts"
    sources_of_money = ("DF", "SR", "FU")
    parameters = (
        "worker_housing_cost_per_place",
        "worker_place_public_cost_share",
        "worker_dorm_rent",
        "private_room_rent_per_worker",
        "quit_reduction_from_worker_housing",
        "migrant_attraction_elasticity_housing",
        "worker_place_dislike_sd",
        "worker_place_grace_months",
    )

    places: tuple[HousingProject, ...] = Field(description="projects with their district, size and month of completion")
    rent: MoneyPerMonth = Field(description="rent a worker pays for a place")
    cost_per_place: MoneyPerPlace = Field(description="cost of building one place, whoever pays")
    public_share: Share = Field(description="share of that cost borne by the State: land, roads, interest")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Districts of the projects, beside what the group names."""
        named = {("places", i, "district"): ("districts", one.district) for i, one in enumerate(self.places)}
        return super().rows_named() | named

    @property
    def changes_nothing(self) -> bool:
        """Whether no place is ever built."""
        return super().changes_nothing or not any(project.places for project in self.places)


class WorkerHousing(Lever):
    """Places of a dose: there from the month they are ready, while the dose is in force; paid for in that month."""

    dose: WorkerHousingDose

    def open_month(self, market: "LabourMarket") -> None:
        """Open the places that are ready and pay for those that become ready this month."""
        if not self.in_force(market.month):
            return
        ids = [district.id for district in market.province.districts]
        rent = float(self.dose.rent) * float(np.exp(-market.path.log_prices[market.path_step].mean()))
        for number, project in enumerate(self.dose.places):
            if project.ready > market.month:
                continue
            where, places = ids.index(project.district), project.places * market.scale
            market.estates.open((self.name, number), where, places, rent, self._reaches, self.reach)
            if project.ready == market.month:
                self._build(market, float(project.places))

    def _reaches(self, market: "LabourMarket", rows: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        return self.eligible(market, rows)

    def _build(self, market: "LabourMarket", places: float) -> None:
        cost = places * float(self.dose.cost_per_place)
        public = float(self.dose.public_share)
        self.pay(market, "SR", "province", "builder", "real resource", places, cost * public)
        self.pay(market, "DF", "firm", "builder", "real resource", places, cost * (1.0 - public))
