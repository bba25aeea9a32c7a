"""What observation may see of a market. It reads these, takes off the marks of who has changed, and writes nothing."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from simulation.firms import Workplaces
from simulation.processes.insurance.rules import InsuranceLaw
from simulation.province import Province
from simulation.workers import Workers


class DemandPath(Protocol):
    """Exogenous paths of the sectors from the start month on."""

    @property
    def log_productivity(self) -> npt.NDArray[np.float64]:
        """Log real productivity against the start month, (months, sectors)."""


class SearchRule(Protocol):
    """Rules of job search."""

    @property
    def attached(self) -> float:
        """Share of the inactive who want work and do not search."""


class Observed(Protocol):
    """A market at the end of a month."""

    @property
    def province(self) -> Province:
        """The province's tables."""

    @property
    def seed(self) -> int:
        """Seed of the market's draws."""

    @property
    def search_rule(self) -> SearchRule:
        """Rules of job search."""

    @property
    def people(self) -> Workers:
        """Persons; the rows of age are in use."""

    @property
    def workplaces(self) -> Workplaces:
        """Payroll lines and household trades."""

    @property
    def person_arrays(self) -> Any:
        """Columns of persons as kernels take them."""

    @property
    def place_arrays(self) -> Any:
        """Columns of workplaces as kernels take them."""

    @property
    def month(self) -> int:
        """Month that has just been simulated."""

    @property
    def start(self) -> int:
        """First month of the scenario."""

    @property
    def age_month(self) -> int:
        """Month that ages are counted to; it stands still with demography frozen."""

    @property
    def of_age(self) -> int:
        """Rows of persons that are in use."""

    def born_between(self, first: int, last: int) -> npt.NDArray[np.int32]:
        """Rows of everybody born in the months from ``first`` to ``last``."""

    @property
    def legal_age(self) -> npt.NDArray[np.integer[Any]]:
        """Statutory age of retirement in months by sex, (2,)."""

    @property
    def weight(self) -> float:
        """Persons of the province that a row stands for."""

    @property
    def flows(self) -> Mapping[str, float]:
        """Events of the month by name, in rows; money among them in million VND of the rows."""

    @property
    def schools_reached(self) -> float:
        """Share of schools that career guidance reaches."""

    @property
    def room_rents(self) -> npt.NDArray[np.float64]:
        """Rent of a private room, (districts,), million VND a month at the first month's prices."""

    @property
    def graduates(self) -> npt.NDArray[np.int64]:
        """Graduates of the month who stay and are new to the market, (districts, occupations)."""

    @property
    def insurance_law(self) -> InsuranceLaw:
        """Contributions of the month."""

    @property
    def insured_terms(self) -> npt.NDArray[np.float32]:
        """Level, least and most insured pay of each workplace, (places, 3)."""

    @property
    def path(self) -> DemandPath:
        """Exogenous paths."""

    @property
    def path_step(self) -> int:
        """Row of the month in the exogenous paths."""
