"""Labour demand: the headcount each payroll line wants this month.

``wanted = base * K_s(t) * exp(z_f) * [(1+tau) w / (P A_s)] ** -eta_s``, one in the start month. K_s is the sector's
demand path: growth of GRDP less the declared productivity trend, month by month, times season and dated shocks of the
calendar, times the answer of job creation to the ease of hiring, ``K' / K = 1 + g + rho (fill rate - normal) / lag``;
where headcount follows plans, as in State sectors, it answers neither cost nor the ease of hiring.
z_f is the firm's own shock, an AR(1) with Laplace innovations whose size falls with firm size (Stanley et al. 1996); it
moves demand between the firms of a sector, whose sum the path gives, so wanted headcounts are divided by the sector's
mean of exp(z).
With demand constant K is one and unit labour cost stays where it was.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.months import month_of, year_of
from simulation.randomness import Stream, month_key, uniform

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]


@dataclass
class DemandPath:
    """Exogenous paths, (months, sectors) from the start month on: demand index K, log real productivity, log prices."""

    index: Floats
    log_productivity: Floats
    log_prices: Floats


def constant_path(months: int, sectors: int) -> DemandPath:
    """Demand, productivity and prices of the start month for good."""
    return DemandPath(np.ones((months, sectors)), np.zeros((months, sectors)), np.zeros((months, sectors)))


@kernel
def _shock(key, persistence, spread, shock):  # type: ignore[no-untyped-def]
    """Next value of every firm's shock, in place: AR(1) with a Laplace innovation of standard deviation ``spread``."""
    for firm in range(shock.shape[0]):
        draw = uniform(key, firm) - 0.5
        tail = np.log(1.0 - 2.0 * abs(draw))
        step = -np.sign(draw) * tail * spread[firm] * 0.7071067811865476
        shock[firm] = persistence * shock[firm] + step


@kernel
def _want(places, firms, lines, index, log_cost, terms, capacity, elasticity, month):  # type: ignore[no-untyped-def]
    """Wanted headcount of every payroll line; a closed slot wants nobody.

    By firm, (firms,): ``terms`` add to the cost of labour, ``capacity`` is a ratio to the usual one.
    """
    for line in range(1, lines + 1):
        firm = places.firm[line]
        sector = places.sector[line]
        if firms.closed_until[firm] > month:
            places.wanted[line] = 0.0
            continue
        cost = places.offer[line] - places.start_offer[line] + log_cost[sector] + terms[firm]
        level = places.base[line] * index[firms.project[firm], sector] * firms.ramp[firm]
        places.wanted[line] = level * capacity[firm] * np.exp(firms.shock[firm] - elasticity[sector] * cost)


def shock_spread(market: "LabourMarket") -> Floats:
    """Standard deviation of the monthly innovation of each firm, (firms,), log points, from that of yearly growth.

    Below ten workers, where no estimate reaches, it is that of ten.
    """
    return yearly_spread(market.province, market.employers.size, market.employers.state)


def yearly_spread(province: "Province", size: npt.NDArray[Any], state: npt.NDArray[Any]) -> Floats:
    """The same for firms of ``size`` and ``state``."""
    value = province.value
    persistence = value("firm_shock_persistence")
    size = np.maximum(size, 10.0)
    annual = value("firm_shock_sd_size10") * (size / 10.0) ** value("firm_shock_size_exponent")
    annual = np.where(state == 1, value("firm_shock_sd_state"), annual)
    stationary = annual / np.sqrt(2.0 * (1.0 - persistence**12))
    return np.asarray(stationary * np.sqrt(1.0 - persistence**2))


def set_wanted(market: "LabourMarket") -> None:
    """Move the firms' shocks on, let job creation answer, and write what every payroll line wants."""
    value = market.province.value
    firms, places = market.employers, market.workplaces
    key = month_key(market.seed, Stream.firm_shock, market.month)
    _shock(key, value("firm_shock_persistence"), market.shock_spread, firms.shock)
    _answer_hiring(market)
    step = market.path_step
    season = 1.0 if market.constant_demand else _season(market)
    answer = season * market.creation
    market.demand_index = market.path.index[step] * answer
    index = np.stack([market.incumbent_index, market.project_index]) * (answer / _mean_shock(market))
    market.log_productivity = market.path.log_productivity[step] + market.path.log_prices[step]
    taxes = np.log1p(market.employer_rate) - market.start_employer_rate
    log_cost = taxes - market.log_productivity
    state = np.array([sector.state for sector in market.province.sectors])
    elasticity = np.where(state, value("labour_demand_elasticity_state"), value("labour_demand_elasticity_private"))
    if market.constant_demand:
        elasticity = np.zeros_like(elasticity)
    _want(
        market.place_arrays, market.firm_arrays, places.payroll_lines, index, log_cost, market.terms.cost,
        market.terms.capacity, elasticity, market.month,
    )  # fmt: skip


def _mean_shock(market: "LabourMarket") -> Floats:
    """Mean of the factor that shocks put on demand by sector, weighted by the start's headcount, (sectors,)."""
    firms, sectors = market.employers, len(market.province.sectors)
    size = firms.size.astype(np.float64)
    shocked = np.bincount(firms.sector, weights=size * np.exp(firms.shock.astype(np.float64)), minlength=sectors)
    whole = np.bincount(firms.sector, weights=size, minlength=sectors)
    return np.where(whole > 0.0, shocked / np.maximum(whole, 1e-9), 1.0)


def _answer_hiring(market: "LabourMarket") -> None:
    """Job creation answers the ease of hiring, but not plans: rho times the gap of the year's fill rate to normal."""
    rho = market.province.value("job_creation_response")
    if market.constant_demand or rho == 0.0:
        return
    fill = market.hires_year / np.maximum(market.posts_year, 1e-9)
    planned = np.array([sector.state for sector in market.province.sectors])
    gap = np.where((market.posts_year > 0) & ~planned, fill - market.normal_fill, 0.0)
    market.creation = market.creation * (1.0 + rho * gap / market.province.value("job_creation_lag"))


def _season(market: "LabourMarket") -> Floats:
    """The tourist season, (sectors,): summer and spring festivals above the mean; jobs follow less than guests."""
    elasticity = market.province.value("tourism_employment_elasticity")
    amplitude = market.province.value("tourism_seasonality_amplitude")
    shape = (-0.6, 0.1, 0.1, 0.2, 0.6, 1.0, 1.0, 0.7, -0.5, -0.7, -0.9, -1.0)
    seasonal = np.array([sector.seasonal for sector in market.province.sectors])
    return np.where(seasonal, (1.0 + amplitude * shape[month_of(market.month) - 1]) ** elasticity, 1.0)


def demand_path(province: "Province", start: int, months: int, index_of: dict[str, dict[int, float]]) -> DemandPath:
    """The one formula: K grows by GRDP growth less the trend; dated shocks multiply; productivity grows by the trend.

    ``index_of`` are demand indices by sector and year from the scenario; they replace the calendar's index of that
    sector. An index of guests moves jobs by its elasticity; any other is one of the labour wanted. Dated shocks stay.
    """
    sectors = [sector.id for sector in province.sectors]
    trend = province.by_sector("productivity_trend")
    log_index = np.zeros((months, len(sectors)))
    prices = np.zeros((months, 1))
    for step in range(1, months):
        year = year_of(start + step)
        log_index[step] = log_index[step - 1] + (np.log1p(province.growth_by_sector(year)) - np.log1p(trend)) / 12.0
        prices[step] = prices[step - 1] + np.log1p(_inflation(province, year)) / 12.0
    productivity = np.arange(months)[:, None] * np.log1p(trend)[None, :] / 12.0
    index = np.exp(log_index)
    for entry in province.calendar:
        for s, sector in enumerate(province.sectors):
            if entry.scope == sector.id:
                index[:, s] *= _shocks(entry, start, months)
    for s, sector in enumerate(province.sectors):
        years = index_of.get(sector.id) or _calendar_index(province, sector.demand_index)
        if years:
            power = province.value("tourism_employment_elasticity") if sector.demand_index else 1.0
            index[:, s] *= _index_path(years, start, months) ** power
    return DemandPath(index, productivity, np.repeat(prices, len(sectors), axis=1))


def _inflation(province: "Province", year: int) -> float:
    name = f"cpi_{year}"
    return province.value(name if name in province.parameters else "cpi_later")


def _shocks(entry, start: int, months: int) -> Floats:  # type: ignore[no-untyped-def]
    """Multiplier of a calendar entry, (months,): a share off or on while it lasts, or a headcount plan phased in."""
    path = np.ones(months)
    if entry.value is None or entry.unit != "relative":
        return path
    first, last = entry.first_month - start, entry.last_month - start
    if entry.quantity.startswith("headcount"):
        steps = np.clip((np.arange(months) - first + 1) / max(last - first + 1, 1), 0.0, 1.0)
        return np.asarray(1.0 + entry.value * steps)
    path[max(first, 0) : max(last + 1, 0)] = 1.0 + entry.value
    return path


def _calendar_index(province: "Province", scope: str) -> dict[int, float]:
    return {
        year_of(entry.first_month): entry.value
        for entry in province.calendar
        if scope and entry.scope == scope and entry.quantity.endswith("index") and entry.value
    }


def _index_path(years: dict[int, float], start: int, months: int) -> Floats:
    """Index of each month over that of the year before the start; straight between years, level beyond the ends."""
    known = sorted(years)
    asked = [year_of(start) - 1, *(year_of(start + step) for step in range(months))]
    level = np.interp(asked, known, [years[year] for year in known])
    return np.asarray(level[1:] / level[0])
