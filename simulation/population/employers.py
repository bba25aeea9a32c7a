"""Firms, payroll lines and household trades of the first month, sized so that every payroll job has its worker.

Named giants come first; the sizes of the others (``firm_sizes``) add up to the sector's payroll. Each firm divides its
staff over occupations by its sector's shares.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from simulation.firms import Firms, Workplaces
from simulation.population.firm_sizes import FirmSizes
from simulation.province import Province
from simulation.randomness import Stream, month_key, pair_uniforms, uniforms
from simulation.vocabulary import Contract

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: Slots for investment projects of each sector of industrial parks: room for a wave twice that of the boom years.
PROJECT_SLOTS = 80
#: Slots of every other sector, for projects that a scenario names.
SPARE_SLOTS = 4
NOT_YET = 32767
HOUSEHOLD_CONTRACTS = (Contract.informal_wage, Contract.own_account)


def _giants(province: Province, sector: int, jobs: int, scale: float) -> tuple[Ints, Ints]:
    """Sizes and districts of the sector's named firms: below 1:1 they keep their number and shrink, even to nobody."""
    named = [giant for giant in province.giants if giant.sector == sector]
    wanted = np.array([giant.headcount for giant in named], dtype=np.float64) * scale
    if wanted.sum() > 0.9 * jobs:
        wanted *= 0.9 * jobs / wanted.sum()
    size = np.maximum(1, np.round(wanted)).astype(np.int64)
    largest = np.argsort(-size, kind="stable")
    size[largest[np.cumsum(size[largest]) > jobs]] = 0
    return size, np.array([giant.district for giant in named], dtype=np.int64)


def _place_firms(sizes: Ints, taken: npt.NDArray[Any], shares: Floats) -> Ints:
    """District of each firm, largest first, to where the sector's jobs are furthest below their share."""
    total = float(sizes.sum() + taken.sum())
    room = shares * total - taken
    district = np.empty(len(sizes), dtype=np.int64)
    for firm, size in enumerate(sizes):
        chosen = int(np.argmax(room))
        district[firm] = chosen
        room[chosen] -= size
    return district


def make_firms(province: Province, payroll: Ints, scale: float, seed: int) -> Firms:
    """Firms of every sector for ``payroll`` jobs, (sectors,), with their size, sector, district and class."""
    columns: dict[str, list[Ints]] = {"sector": [], "district": [], "size": []}
    giant: list[npt.NDArray[np.bool_]] = []
    employers = province.by_sector("employers")
    sizes = _sizes_of_the_province(province, payroll / scale)
    for s in range(len(province.sectors)):
        named, named_district = _giants(province, s, int(payroll[s]), scale)
        number = max(1, round(employers[s] * scale) - len(named))
        rest = sizes.of_sector(s, number, int(payroll[s] - named.sum()))
        taken = np.bincount(named_district, weights=named, minlength=len(province.districts))
        district = _place_firms(rest, taken, province.sector_district[s])
        columns["sector"].append(np.full(len(named) + len(rest), s))
        columns["district"].append(np.concatenate([named_district, district]))
        columns["size"].append(np.concatenate([named, rest]))
        giant.append(np.concatenate([np.ones(len(named), bool), np.zeros(len(rest), bool)]))
    slots = _project_slots(province)
    number = sum(len(part) for part in columns["sector"])
    firms = Firms(number + len(slots))
    for name, parts in columns.items():
        firms.column(name)[:number] = np.concatenate(parts)
    firms.sector[number:], firms.project[number:], firms.closed_until[number:] = slots, 1, NOT_YET
    firms.ramp[number:] = 0.0
    _describe(firms, province, np.concatenate([*giant, np.zeros(len(slots), bool)]), seed)
    return firms


def _sizes_of_the_province(province: Province, payroll: Floats) -> FirmSizes:
    """Size classes by sector at 1:1, for the whole province's ``payroll``, (sectors,), beside the named firms."""
    named = [_giants(province, s, int(jobs), 1.0)[0] for s, jobs in enumerate(payroll)]
    number = np.maximum(province.by_sector("employers") - [len(sizes) for sizes in named], 1.0)
    return FirmSizes(province, number, payroll - [sizes.sum() for sizes in named], np.concatenate(named))


def _project_slots(province: Province) -> Ints:
    """Sector of every slot for a project: first those of industrial parks, then the spare ones of the others."""
    parks = sorted({park.sector for park in province.parks})
    others = [sector for sector in range(len(province.sectors)) if sector not in parks]
    return np.concatenate([np.repeat(parks, PROJECT_SLOTS), np.repeat(others, SPARE_SLOTS)]).astype(np.int64)


def _describe(firms: Firms, province: Province, giant: npt.NDArray[np.bool_], seed: int) -> None:
    who = np.arange(firms.rows)
    state = np.array([sector.state for sector in province.sectors])
    starts = np.array([size_class.smallest for size_class in province.firm_classes])
    firms.state[:] = state[firms.sector]
    size_class = np.searchsorted(starts, firms.size, side="right") - 1
    firms.size_class[:] = np.where(giant | (firms.state == 1), len(starts), np.maximum(size_class, 0))
    firms.insures[:] = insuring_practice(province)[firms.sector]
    firms.trains[:] = training_luck(firms, seed) < training_share(province, firms)
    spread = province.value("firm_premium_sd")
    luck = ndtri(uniforms(month_key(seed, Stream.synthesis, 20), who).clip(1e-6, 1 - 1e-6))
    size_effect = province.value("firm_size_pay_elasticity") * np.log(np.maximum(firms.size, 1.0) / 30.0)
    firms.premium[:] = np.where(firms.state == 1, 0.5, 1.0) * spread * luck + size_effect


def insuring_practice(province: Province) -> Floats:
    """Share of those they hire whom firms insure, (sectors,), so that the published share of the staff is insured.

    Who is insured stays so in the job, and inspections find the others at the rate r of firms a year. With practice p
    and staff that turns over at the rate h, the insured share c stands still where ``h (c - p) = r (1 - c)``.
    """
    covered, leaving = province.by_sector("compliance"), 12.0 * province.by_sector("turnover", "monthly")
    found = province.value("inspections_per_firm_year") / np.maximum(leaving, 1e-9)
    return np.asarray(np.where(leaving > 0.0, np.maximum(covered - found * (1.0 - covered), 0.0), covered))


def training_share(province: Province, firms: Firms) -> npt.NDArray[np.float64]:
    """Share of firms like each one that train, (firms,): by size class; public bodies and giants as the largest."""
    share = province.by_firm_class("in_firm_training_share")
    return np.asarray(share[np.minimum(firms.size_class, len(share) - 1)])


def training_luck(firms: Firms, seed: int) -> npt.NDArray[np.float64]:
    """How far from training each firm is, for good, (firms,): it trains where this is below the share that do."""
    return uniforms(month_key(seed, Stream.in_firm_training), np.arange(firms.rows))


def make_workplaces(province: Province, firms: Firms, seed: int) -> Workplaces:
    """Payroll lines of firms and household trades of every district and sector; ``base`` holds the jobs to fill."""
    firm, occupation, jobs = _lines(province, firms, seed)
    slots = np.flatnonzero(firms.project == 1)
    which, trade = np.nonzero(province.sector_occupation[firms.sector[slots]])
    firm, occupation = np.concatenate([firm, slots[which]]), np.concatenate([occupation, trade])
    jobs = np.concatenate([jobs, np.zeros(len(which), dtype=np.int64)])
    districts, sectors = len(province.districts), len(province.sectors)
    trades = districts * sectors * len(HOUSEHOLD_CONTRACTS)
    workplaces = Workplaces(1 + len(firm) + trades)
    workplaces.payroll_lines = len(firm)
    payroll = workplaces.payroll
    workplaces.firm[payroll] = firm
    workplaces.sector[payroll] = firms.sector[firm]
    workplaces.district[payroll] = firms.district[firm]
    workplaces.occupation[payroll] = occupation
    workplaces.contract[payroll] = Contract.formal_wage
    workplaces.base[payroll] = jobs
    rows = np.arange(trades)
    farm = np.array([sector.farm for sector in province.sectors])
    kind = rows % len(HOUSEHOLD_CONTRACTS)
    sector = rows // len(HOUSEHOLD_CONTRACTS) % sectors
    workplaces.sector[workplaces.trades] = sector
    workplaces.district[workplaces.trades] = rows // len(HOUSEHOLD_CONTRACTS) // sectors
    own = np.where(farm[sector], int(Contract.farm), int(Contract.own_account))
    workplaces.contract[workplaces.trades] = np.where(kind == 0, int(Contract.informal_wage), own)
    return workplaces


def trade_row(workplaces: Workplaces, district: Ints, sector: Ints, kind: Ints, sectors: int) -> Ints:
    """Row of the household trade; ``kind`` 0 is informal wage work, 1 own-account or farm work."""
    first = int(workplaces.trades.start)
    return np.asarray(first + (district * sectors + sector) * len(HOUSEHOLD_CONTRACTS) + kind)


def _lines(province: Province, firms: Firms, seed: int) -> tuple[Ints, Ints, Ints]:
    """Firm, occupation and jobs of every payroll line: a firm's shares of occupations, rounded from a keyed start."""
    shares = province.sector_occupation[firms.sector]
    occupations = shares.shape[1]
    rotation = (uniforms(month_key(seed, Stream.synthesis, 22), np.arange(firms.rows)) * occupations).astype(np.int64)
    order = (np.arange(occupations)[None, :] + rotation[:, None]) % occupations
    rotated = np.take_along_axis(shares, order, axis=1)
    start = uniforms(month_key(seed, Stream.synthesis, 23), np.arange(firms.rows))[:, None]
    running = np.floor(np.cumsum(rotated * firms.size[:, None], axis=1) + start)
    running[:, -1] = firms.size
    jobs_rotated = np.diff(np.minimum(running, firms.size[:, None]), axis=1, prepend=0.0).astype(np.int64)
    jobs = np.zeros_like(jobs_rotated)
    np.put_along_axis(jobs, order, jobs_rotated, axis=1)
    firm, occupation = np.nonzero(jobs)
    return firm, occupation, jobs[firm, occupation]


def staff_order(workplaces: Workplaces, province: Province, sector: int, seed: int) -> Ints:
    """Payroll lines of a sector, one entry a job, by district and then from the most to the least qualified job."""
    lines = 1 + np.flatnonzero(workplaces.sector[workplaces.payroll] == sector)
    slots = np.repeat(lines, workplaces.base[lines].astype(np.int64))
    level = np.array([occupation.level for occupation in province.occupations])
    noise = pair_uniforms(month_key(seed, Stream.synthesis, 24), slots, np.arange(len(slots)))
    rank = level[workplaces.occupation[slots]] + 2.5 * noise
    return slots[np.lexsort((-rank, workplaces.district[slots]))]
