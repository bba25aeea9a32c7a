"""The first month: a whole province made from its published margins, one row a person.

``synthesise`` draws people (``people``), employers (``employers``) and pay (``pay``) from the table of activities
(``activities``), then staffs every payroll job and every household trade. What the margins were, what the synthesis
gave and which margin yielded is the reconciliation table (``reconciliation``).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.firms import Firms, Workplaces
from simulation.population import people as persons
from simulation.population.activities import FIRST_JOB, FORMAL, HOUSEHOLD, Activities, expected_activities, job
from simulation.population.employers import make_firms, make_workplaces, staff_order, trade_row
from simulation.population.pay import set_pay
from simulation.population.spells import set_spells
from simulation.province import Province
from simulation.randomness import Stream, month_key, uniforms
from simulation.workers import Workers

Ints = npt.NDArray[np.int64]

#: The province of the first month is data, not luck: every seed of a scenario starts from the same people.
POPULATION_SEED = 20210101
#: Months between the first spells and the scenario's first month: the warm-up.
WARM_UP_MONTHS = 60


@dataclass
class Population:
    """People, firms and workplaces of the first month. Rows of people: residents, then the outside pool."""

    people: Workers
    firms: Firms
    workplaces: Workplaces
    residents: int
    outside: int
    activities: Activities | None = None

    @property
    def adults(self) -> int:
        """Rows in use before anybody comes of age."""
        return self.residents + self.outside


def synthesise(province: Province, scale: float, start: int) -> Population:
    """People and employers of the month ``start`` at ``scale`` of the province."""
    activities = expected_activities(province, 1900 + start // 12)
    roll = persons.enlist(activities, scale)
    outside = round(province.value("outside_pool") * scale)
    people = Workers(len(roll) + outside)
    persons.settle(people, roll, activities, province, POPULATION_SEED, start)
    persons.settle_outside(people, len(roll), outside, province, POPULATION_SEED, start)
    sectors = len(province.sectors)
    by_activity = np.bincount(roll.activity, minlength=FIRST_JOB + 3 * sectors)
    payroll = by_activity[[job(sector, FORMAL) for sector in range(sectors)]]
    firms = make_firms(province, payroll, scale, POPULATION_SEED)
    workplaces = make_workplaces(province, firms, POPULATION_SEED)
    population = Population(people, firms, workplaces, len(roll), outside, activities)
    _staff(population, roll, province)
    _settle_occupations(population, province)
    opened = start - WARM_UP_MONTHS
    set_spells(people, workplaces, province, len(roll), start, opened, POPULATION_SEED)
    set_pay(people, firms, workplaces, province, len(roll), opened, POPULATION_SEED)
    return population


def _staff(population: Population, roll: persons.Roll, province: Province) -> None:
    """Give every employed person a workplace: payroll jobs by district and qualification, trades by district."""
    people, workplaces = population.people, population.workplaces
    sectors = len(province.sectors)
    rank = roll.credential + 2.5 * uniforms(month_key(POPULATION_SEED, Stream.synthesis, 30), np.arange(len(roll)))
    for sector in range(sectors):
        staff = np.flatnonzero(roll.activity == job(sector, FORMAL))
        staff = staff[np.lexsort((-rank[staff], roll.district[staff]))]
        people.workplace[staff] = staff_order(workplaces, province, sector, POPULATION_SEED)
    household = np.flatnonzero(roll.activity >= FIRST_JOB)
    kind = (roll.activity[household].astype(np.int64) - FIRST_JOB) % 3
    sector_of = (roll.activity[household].astype(np.int64) - FIRST_JOB) // 3
    off = kind != FORMAL
    household, kind, sector_of = household[off], kind[off], sector_of[off]
    district = roll.district[household].astype(np.int64)
    trade = np.where(kind == HOUSEHOLD, 1, 0)
    people.workplace[household] = trade_row(workplaces, district, sector_of, trade, sectors)
    workplaces.headcount[:] = np.bincount(people.workplace[: len(roll)], minlength=workplaces.rows)
    workplaces.headcount[0] = 0
    workplaces.start_headcount[:] = workplaces.headcount
    workplaces.base[workplaces.payroll] *= 1.0 + province.value("unfilled_share_start")


def _settle_occupations(population: Population, province: Province) -> None:
    """Occupation of everybody: that of the payroll line, else drawn from the trade's sector or the whole economy."""
    people, workplaces = population.people, population.workplaces
    rows = population.adults
    place = people.workplace[:rows]
    payroll = (place > 0) & (workplaces.firm[place] >= 0)
    draw = uniforms(month_key(POPULATION_SEED, Stream.synthesis, 31), np.arange(rows))
    people.occupation[:rows] = _pick(persons.occupations_by_paper(province)[people.credential[:rows]], draw)
    trade = (place > 0) & ~payroll
    people.occupation[:rows][trade] = _pick(province.sector_occupation[workplaces.sector[place[trade]]], draw[trade])
    people.occupation[:rows][payroll] = workplaces.occupation[place[payroll]]
    fields = province.occupation_field[people.occupation[:rows]] + 1e-3
    draw = uniforms(month_key(POPULATION_SEED, Stream.synthesis, 32), np.arange(rows))
    people.field[:rows] = _pick(fields / fields.sum(axis=1, keepdims=True), draw)


def _pick(shares: npt.NDArray[np.float64], draw: npt.NDArray[np.float64]) -> Ints:
    """Option of each row by its shares, (n, options), and its number in [0, 1), (n,)."""
    last = shares.shape[1] - 1
    return np.asarray(np.minimum((np.cumsum(shares, axis=1) <= draw[:, None]).sum(axis=1), last))
