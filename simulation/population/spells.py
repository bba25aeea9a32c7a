"""What the first month inherits: tenure, duration of unemployment, insurance, hours, courses under way, lodging."""

import numpy as np
import numpy.typing as npt

from simulation.firms import Workplaces
from simulation.province import Province
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Insurance, Level, Status
from simulation.workers import Workers

Ints = npt.NDArray[np.int64]


def set_spells(
    people: Workers, workplaces: Workplaces, province: Province, residents: int, start: int, month: int, seed: int
) -> None:  # fmt: skip
    """Fill residents' histories as they stand in ``month``, the first of the warm-up; ages are those of ``start``."""
    rows = np.arange(residents)
    since = (uniforms(month_key(seed, Stream.synthesis, 2), rows) * 60).astype(np.int16)
    people.since[rows] = month - 1 - since
    people.registered[rows] = uniforms(month_key(seed, Stream.synthesis, 50), rows) < 0.05
    _jobs(people, workplaces, province, start, month, seed)
    _insure(people, workplaces, province, month, seed)
    _unemployed(people, province, month, seed)
    _courses(people, province, start, seed)
    _lodging(people, workplaces, province, seed)


def _exponential(key: np.uint64, who: Ints, mean: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
    return np.asarray(-np.log(1.0 - uniforms(key, who)) * mean)


def _jobs(people: Workers, workplaces: Workplaces, province: Province, start: int, month: int, seed: int) -> None:
    """Months in the present job: exponential with the sector's turnover, never longer than since the 17th birthday."""
    workers = np.flatnonzero(people.status == Status.employed)
    turnover = province.by_sector("turnover", "monthly")[workplaces.sector[people.workplace[workers]]]
    tenure = _exponential(month_key(seed, Stream.synthesis, 51), workers, 0.7 / turnover)
    longest = np.maximum(start - people.birth[workers].astype(np.int64) - 17 * 12, 1)
    people.since[workers] = month - 1 - np.minimum(tenure, np.minimum(longest, 400)).astype(np.int64)
    trades = workers[workplaces.firm[people.workplace[workers]] < 0]
    wish = province.margins["underemployment_rate"].value * len(workers) / max(len(trades), 1)
    people.wish_hours[trades] = uniforms(month_key(seed, Stream.hours), trades) < wish


def _insure(people: Workers, workplaces: Workplaces, province: Province, month: int, seed: int) -> None:
    """Compulsory insurance of payroll staff by their sector's share, some civil staff apart; voluntary for others."""
    place = people.workplace
    staff = np.flatnonzero((people.status == Status.employed) & (workplaces.firm[place] >= 0))
    covered = province.by_sector("compliance")[workplaces.sector[place[staff]]]
    insured = staff[uniforms(month_key(seed, Stream.compliance), staff) < covered]
    civil_sector = np.array([sector.civil for sector in province.sectors])
    civil = civil_sector[workplaces.sector[place[insured]]]
    share = province.value("not_ui_liable_share") * len(insured) / max(int(civil.sum()), 1)
    outside = civil & (uniforms(month_key(seed, Stream.civil), insured) < share)
    people.insurance[insured] = np.where(outside, int(Insurance.compulsory_only), int(Insurance.compulsory))
    people.insured_since[insured] = people.since[insured]
    earlier = _exponential(month_key(seed, Stream.synthesis, 53), insured, 24.0)
    people.insured_months[insured] = np.minimum(earlier, 240).astype(np.int16)
    people.unemployment_months[insured] = np.where(outside, 0, people.insured_months[insured])
    people.insured_until[insured] = people.since[insured]
    trades = np.flatnonzero((people.status == Status.employed) & (workplaces.firm[place] < 0))
    force = int(((people.status == Status.employed) | (people.status == Status.unemployed)).sum())
    chance = province.margins["voluntary_insurance_share"].value * force / max(len(trades), 1)
    joined = trades[uniforms(month_key(seed, Stream.synthesis, 54), trades) < chance]
    people.insurance[joined] = Insurance.voluntary
    people.insured_since[joined] = month - 24


def _unemployed(people: Workers, province: Province, month: int, seed: int) -> None:
    """Durations of unemployment in steady state, and who among the unemployed held a wage job before."""
    seekers = np.flatnonzero(people.status == Status.unemployed)
    mean = 1.0 / (province.value("job_finding_rate_monthly") + province.value("unemployed_to_inactive_monthly"))
    duration = _exponential(month_key(seed, Stream.synthesis, 55), seekers, mean).astype(np.int64)
    people.since[seekers] = month - 1 - np.minimum(duration, 48)
    people.search_since[seekers] = people.since[seekers]
    held = seekers[uniforms(month_key(seed, Stream.synthesis, 56), seekers) < 0.5]
    people.last_wage_job[held] = people.since[held]


def _courses(people: Workers, province: Province, start: int, seed: int) -> None:
    """Programme and last month of full-time students under way in the first month, spread evenly over the course."""
    students = np.flatnonzero(people.status == Status.in_training)
    young = start - people.birth[students] < 18 * 12
    key = month_key(seed, Stream.synthesis, 57)
    draw = uniforms(key, students)
    duration = province.programmes.programme_array("duration")
    for wanted, chosen in ((Level.intermediate, students[young]), (Level.college, students[~young])):
        options = np.flatnonzero(province.programmes.level == wanted)
        seats = np.cumsum(province.programmes.programme_array("seats")[options])
        pick = np.searchsorted(seats / seats[-1], draw[np.isin(students, chosen)], side="right")
        programme = options[np.minimum(pick, len(options) - 1)]
        people.programme[chosen] = programme
        left = uniforms(month_key(seed, Stream.synthesis, 58), chosen) * (duration[programme] - 1)
        people.course_ends[chosen] = start + 1 + left.astype(np.int64)
        people.field[chosen] = province.programmes.field[programme]
        people.since[chosen] = people.course_ends[chosen] - duration[programme].astype(np.int64)


def _lodging(people: Workers, workplaces: Workplaces, province: Province, seed: int) -> None:
    """Who came from outside and rents: the published shares of park and underground workers."""
    workers = np.flatnonzero(people.status == Status.employed)
    for staff, share in staff_from_elsewhere(people, workplaces, province, workers):
        lodge_newcomers(people, staff[uniforms(month_key(seed, Stream.synthesis, 59), staff) < share])


def staff_from_elsewhere(
    people: Workers, workplaces: Workplaces, province: Province, workers: Ints
) -> tuple[tuple[Ints, float], ...]:
    """Payroll staff of industrial parks and of pits among the ``workers``, and their published shares from outside."""
    place = people.workplace[workers]
    payroll = workplaces.firm[place] >= 0
    park = np.array([sector.park for sector in province.sectors])[workplaces.sector[place]]
    mine = np.array([occupation.underground for occupation in province.occupations])[workplaces.occupation[place]]
    return (
        (workers[park & ~mine & payroll], province.value("out_of_province_share_fdi_workers")),
        (workers[mine & payroll], province.value("out_of_province_share_coal_miners")),
    )


def lodge_newcomers(people: Workers, rows: Ints) -> None:
    """Make the rows people who came from outside to work here and rent a room."""
    people.migrant[rows] = 1
    people.registered[rows] = 1
    people.housing[rows] = 1
    people.farm_household[rows] = 0
