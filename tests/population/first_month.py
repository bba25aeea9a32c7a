"""The residents of a first month, counted slowly."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.firms import Workplaces
from simulation.months import month_index
from simulation.population import Population
from simulation.province import Province
from simulation.vocabulary import Status
from simulation.workers import Workers

Array = npt.NDArray[Any]

SCALE = 0.1
START = month_index("2021-01")
BANDS = ((15, 19), (20, 24), (25, 34), (35, 44), (45, 54), (55, 59), (60, 64), (65, 100))


@dataclass(frozen=True)
class Residents:
    """Residents of age of a store of people; every array has an entry a resident."""

    people: Workers
    workplaces: Workplaces

    @property
    def rows(self) -> Array:
        status = self.people.status
        return np.flatnonzero((status != Status.child) & (status < Status.outside))

    def column(self, name: str) -> Array:
        return self.people.column(name)[self.rows]

    def place(self, name: str) -> Array:
        """Column of the workplace of everybody."""
        return self.workplaces.column(name)[self.column("workplace")]

    @property
    def age(self) -> Array:
        return np.asarray((START - self.column("birth")) // 12)

    @property
    def employed(self) -> Array:
        return np.asarray(self.column("status") == Status.employed)

    @property
    def labour_force(self) -> Array:
        return np.asarray(self.employed | (self.column("status") == Status.unemployed))

    @property
    def payroll(self) -> Array:
        return np.asarray(self.employed & (self.place("firm") >= 0))

    def aged(self, sex: int, first: int, last: int) -> Array:
        return np.asarray((self.column("sex") == sex) & (self.age >= first) & (self.age <= last))


def residents(source: Population | Any) -> Residents:
    """Residents of a synthesis or of a market."""
    return Residents(source.people, source.workplaces)


def sector_shares(province: Province) -> Array:
    """Published employment shares with the farm share of the first month; the others make room."""
    share = province.by_sector("employment_share")
    farm = np.array([sector.farm for sector in province.sectors])
    published = province.margins["agriculture_share"].value
    others = (1 - published) / share[~farm].sum()
    return np.asarray(np.where(farm, share * published / share[farm].sum(), share * others))
