"""Projects that a scenario names: each arrives in its month, in a slot of its sector, on top of the demand path.

The card says where, how many jobs, how fast, for whom and at what pay. So the project has no luck of its own: no shock
to its demand, no closing; whether it finds people, and from where, is for search, matching and migration to say. Its
offers stand at a ratio to what the sector's firms offer for the same occupation, and follow productivity and the
tightness of its own district as theirs do; without a ratio it pays as a firm of its size does. Demand of the sector and
unit labour cost move the posts it wants as those of every firm. Worker places it brings are for its own staff.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.processes.investment import open_project
from simulation.processes.search.relatives import hear_of_firm
from simulation.scenario.projects import PlannedProject

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
#: First part of the name of the estates that projects build.
ESTATE = "project"


def open_planned_projects(market: "LabourMarket") -> None:
    """Let the projects of the month begin, and open the worker places of those that are there."""
    for number, project in enumerate(market.scenario.projects):
        if project.arrives == market.month:
            _arrive(market, number, project)
        if number in market.planned_firms:
            firm = market.planned_firms[number]
            hear_of_firm(market, firm, staff_on(market.people.workplace, lines_of(market, firm)))
            if project.worker_places is not None:
                _open_places(market, firm, number, project)


def lines_of(market: "LabourMarket", firm: int) -> npt.NDArray[np.int64]:
    """Payroll lines of a firm."""
    places = market.workplaces
    return np.asarray(places.payroll.start + np.flatnonzero(places.firm[places.payroll] == firm))


def staff_on(workplace: npt.NDArray[np.int32], lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rows of the people whose workplace is one of a firm's ``lines``, which stand together."""
    return np.flatnonzero((workplace >= lines[0]) & (workplace <= lines[-1]))


def district_of(market: "LabourMarket", project: PlannedProject) -> int:
    """Row of the district in which a project lies."""
    province = market.province
    if project.park is not None:
        return next(park.district for park in province.parks if park.id == project.park)
    return [district.id for district in province.districts].index(str(project.district))


def _arrive(market: "LabourMarket", number: int, project: PlannedProject) -> None:
    """Begin a project. Raises ValueError where its sector has no room for another one."""
    sector = [entry.id for entry in market.province.sectors].index(project.sector)
    firm = open_project(
        market, sector, project.jobs * market.scale, district_of(market, project), market.month, extra=True,
        mix=_mix(market, project), growth=project.ramp_up,
    )  # fmt: skip
    if firm is None:
        raise ValueError(f"no room for another project of the sector {project.sector!r}")
    market.planned_firms[number] = firm
    market.shock_spread[firm] = market.exit_hazard[firm] = 0.0
    _offer(market, firm, sector, project)


def _mix(market: "LabourMarket", project: PlannedProject) -> Floats | None:
    if project.occupations is None:
        return None
    return np.array([float(project.occupations.get(entry.id, 0.0)) for entry in market.province.occupations])


def _offer(market: "LabourMarket", firm: int, sector: int, project: PlannedProject) -> None:
    """Set what the new lines offer and pay, and the premium above the sector that it amounts to."""
    places, firms = market.workplaces, market.employers
    lines = lines_of(market, firm)
    if project.offer is not None:
        firms.premium[firm] = np.log(float(project.offer))
    occupation = places.occupation[lines]
    usual = market.usual_offer[sector, occupation]
    usual = np.where(usual == 0.0, market.start_offer_by_occupation[occupation], usual)  # who nobody employed then
    path = market.province.value("productivity_pass_through") * market.log_productivity[sector]
    places.start_offer[lines] = usual + firms.premium[firm]
    places.offer[lines] = places.start_offer[lines] + path
    places.pay[lines] = np.exp(places.offer[lines])


def _open_places(market: "LabourMarket", firm: int, number: int, project: PlannedProject) -> None:
    """Offer the project's worker places to its staff, at a rent that prices wear down."""
    own = project.worker_places
    assert own is not None
    if market.month < (project.arrives if own.ready is None else own.ready):
        return
    rent = float(own.rent) * float(np.exp(-market.path.log_prices[market.path_step].mean()))

    def staff(market: "LabourMarket", rows: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        return np.asarray(market.workplaces.firm[market.people.workplace[rows]] == firm)

    market.estates.open(
        (ESTATE, number), district_of(market, project), own.places * market.scale, rent, staff, lambda *_: None
    )
