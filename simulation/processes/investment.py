"""Investment: projects arrive in lumps in the sectors of industrial parks, and choose where.

Part of a sector's growth of demand comes as new establishments, the rest in those that are there, so that both together
want what the path of demand gives. The next project of the seed's own sequence (sizes of a Pareto law) arrives when the
jobs to come by projects reach the middle of its own, and grows to its size over months. It chooses a park by what parks
are known for and by how many people search in its occupations within reach (a logit whose luck is the project's own).
Projects of levers and of project cards come on top of the path.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simulation.processes.labour_demand import yearly_spread
from simulation.processes.separations import exit_rates
from simulation.randomness import Stream, month_key, pair_uniforms, uniforms

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Minutes of travel at which a searcher counts a third as much for a project's choice of a place.
REACH_MINUTES = 45.0


@dataclass
class Projects:
    """Slots of projects, (slots,) each, and what has arrived.

    ``firm`` row of the slot, its ``sector``, ``size`` in rows of people (0: empty), month of ``start`` and months of
    ``growth`` to that size, and whether it comes ``extra`` to the path. ``sizes`` (sectors, projects) is the seed's
    sequence, ``taken`` (sectors,) how much of it is used, and ``highest`` (sectors,) the highest demand so far.
    """

    firm: Ints
    sector: Ints
    size: Floats
    start: Ints
    growth: Floats
    extra: npt.NDArray[np.bool_]
    sizes: Floats
    taken: Ints
    highest: Floats


def prepare(market: "LabourMarket") -> None:
    """Empty slots, and the sizes of the projects to come."""
    province, firms = market.province, market.employers
    slots = np.flatnonzero(firms.project == 1)
    sectors = len(province.sectors)
    waves = int(np.isin(firms.sector[slots], [park.sector for park in province.parks]).sum())
    draw = uniforms(month_key(market.seed, Stream.project_size), np.arange(sectors * waves)).reshape(sectors, waves)
    sizes = project_sizes(province, draw) * market.scale
    none = np.zeros(len(slots))
    market.projects = Projects(
        slots, firms.sector[slots].astype(np.int64), none.copy(), np.zeros(len(slots), np.int64), none + 1.0,
        np.zeros(len(slots), bool), sizes, np.zeros(sectors, np.int64), np.ones(sectors),
    )  # fmt: skip
    market.planned_firms = {}
    places = market.workplaces
    lines = places.payroll
    cell = places.sector[lines].astype(np.int64) * len(province.occupations) + places.occupation[lines]
    number = sectors * len(province.occupations)
    jobs, offers = places.base[lines].astype(np.float64), places.start_offer[lines].astype(np.float64)
    staff = np.bincount(cell, weights=jobs, minlength=number)
    pay = np.bincount(cell, weights=jobs * offers, minlength=number)
    market.usual_offer = (pay / np.maximum(staff, 1e-9)).reshape(sectors, -1)
    market.start_jobs = staff.reshape(sectors, -1).sum(axis=1)
    market.incumbent_index = np.ones(sectors)
    market.project_index = np.ones(sectors)


def project_sizes(province: "Province", draw: Floats) -> Floats:
    """Persons that projects employ when they are complete, by their luck in [0, 1): a Pareto law with two ends."""
    value = province.value
    least, most = value("project_size_least"), value("project_size_most")
    power = value("project_size_pareto_exponent")
    return np.asarray(least * (1.0 - draw * (1.0 - (least / most) ** power)) ** (-1.0 / power))


def invest(market: "LabourMarket") -> None:
    """Let projects arrive and grow, and divide the month's demand between them and the firms that are there."""
    projects, index = market.projects, market.path.index[market.path_step]
    projects.highest = np.maximum(projects.highest, index)
    arrived, jobs = 0, 0.0
    if not market.constant_demand:
        for sector in sorted({park.sector for park in market.province.parks}):
            for size in _due(market, sector):
                park = choose_park(market, sector, sector * 1000 + int(market.projects.taken[sector]))
                if open_project(market, sector, size, park, market.month) is None:
                    break
                arrived, jobs = arrived + 1, jobs + size
    market.flows["projects"], market.flows["project_jobs"] = arrived, round(jobs)
    _grow(market)
    market.project_index = index / projects.highest
    own = ~projects.extra
    there = np.bincount(
        projects.sector[own], weights=(projects.size * _ramp(market))[own], minlength=len(index)
    )  # jobs that the path's projects have room for
    rest = index * market.start_jobs - there * market.project_index
    market.incumbent_index = np.where(
        market.start_jobs > 0, np.maximum(rest, 0.0) / np.maximum(market.start_jobs, 1e-9), index
    )


def _due(market: "LabourMarket", sector: int) -> list[float]:
    """Sizes of the projects of a sector that arrive this month."""
    projects, due = market.projects, []
    share = market.province.value("project_share_of_growth")
    wanted = share * (projects.highest[sector] - 1.0) * market.start_jobs[sector]
    while projects.taken[sector] < projects.sizes.shape[1]:
        done = projects.sizes[sector, : projects.taken[sector]].sum()
        size = projects.sizes[sector, projects.taken[sector]]
        if done + size / 2.0 > wanted:
            break
        projects.taken[sector] += 1
        due.append(float(size))
    return due


def choose_park(market: "LabourMarket", sector: int, number: int) -> int:
    """District of the park that a project of the sector chooses; its ``number`` keys its luck.

    Where the sector has no parks, projects choose among the districts by where its jobs are.
    """
    province = market.province
    parks = [(park.district, park.share) for park in province.parks if park.sector == sector]
    places = parks or list(enumerate(province.sector_district[sector]))
    near = np.exp(-province.travel_minutes / REACH_MINUTES)
    supply = near @ (market.tried_market @ province.sector_occupation[sector]) + 1e-9
    district = np.array([place for place, _ in places])
    luck = pair_uniforms(
        month_key(market.seed, Stream.project_place), np.full(len(places), number), np.arange(len(places))
    )
    taste = -np.log(-np.log(np.maximum(luck, 1e-12)))
    known = np.log(np.maximum([share for _, share in places], 1e-9))
    pull = province.value("project_supply_elasticity") * np.log(supply[district] / supply.mean())
    return int(district[int(np.argmax(known + pull + taste))])


def open_project(
    market: "LabourMarket", sector: int, size: float, district: int, month: int, extra: bool = False,
    mix: Floats | None = None, growth: float | None = None,
) -> int | None:  # fmt: skip
    """Start a project of ``size`` rows in a free slot of the sector; its firm, or None where no slot is free.

    ``mix`` (occupations,) are shares of its jobs, those of the sector by default; ``growth`` months to its size.
    """
    projects, province = market.projects, market.province
    free = np.flatnonzero((projects.sector == sector) & (projects.size == 0.0))
    if len(free) == 0:
        return None
    slot = free[-1] if extra else free[0]  # those of the path keep the firms they have without extra ones
    firm = int(projects.firm[slot])
    months = province.value("project_ramp_up_months") if growth is None else growth
    projects.size[slot], projects.start[slot], projects.growth[slot] = size, month, max(months, 1.0)
    projects.extra[slot] = extra
    _found(market, firm, sector, size, district)
    _staff(market, firm, sector, size, district, province.sector_occupation[sector] if mix is None else mix)
    return firm


def _found(market: "LabourMarket", firm: int, sector: int, size: float, district: int) -> None:
    """What is known of the new firm: size, class, pay above the sector's, shocks and hazard of closing."""
    firms, province = market.employers, market.province
    persons = size * market.weight
    starts = np.array([size_class.smallest for size_class in province.firm_classes])
    size_class = int(np.searchsorted(starts, persons, side="right") - 1)
    luck = ndtri(float(uniforms(month_key(market.seed, Stream.project_size, 1), np.array([firm]))[0]) * 0.999 + 5e-4)
    premium = province.value("firm_premium_sd") * luck
    premium += province.value("firm_size_pay_elasticity") * np.log(max(persons, 1.0) / 30.0)
    firms.district[firm], firms.size_class[firm], firms.size[firm] = district, max(size_class, 0), size
    firms.premium[firm], firms.shock[firm], firms.closed_until[firm] = premium, 0.0, market.month
    market.shock_spread[firm] = yearly_spread(province, np.array([persons]), np.zeros(1))[0]
    market.exit_hazard[firm] = exit_rates(province)[max(size_class, 0)] / 12.0


def _staff(market: "LabourMarket", firm: int, sector: int, size: float, district: int, mix: Floats) -> None:
    """Lines of the new firm: its jobs by occupation, and what it offers."""
    places = market.workplaces
    lines = 1 + np.flatnonzero(places.firm[places.payroll] == firm)
    occupation = places.occupation[lines]
    share = mix[occupation]
    places.base[lines] = size * share / max(float(share.sum()), 1e-9)
    places.district[lines] = district
    places.start_offer[lines] = market.usual_offer[sector, occupation] + market.employers.premium[firm]
    path = market.province.value("productivity_pass_through") * market.log_productivity[sector]
    places.offer[lines] = places.start_offer[lines] + path
    places.pay[lines] = np.exp(places.offer[lines])


def _ramp(market: "LabourMarket") -> Floats:
    """Share of its size that each project has room for, (slots,)."""
    projects = market.projects
    since = market.month - projects.start + 1
    return np.where(projects.size > 0, np.clip(since / projects.growth, 0.0, 1.0), 0.0)


def _grow(market: "LabourMarket") -> None:
    market.employers.ramp[market.projects.firm] = _ramp(market)
