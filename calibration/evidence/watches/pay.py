"""What people earn at given months: returns to schooling and papers, gaps, the upper tail."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.regression import least_squares
from calibration.evidence.shocks import set_aside
from calibration.evidence.tails import hill_exponent
from calibration.evidence.watches import Watcher
from simulation.vocabulary import CREDENTIALS, Contract, Credential, Sex, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

Floats = npt.NDArray[np.float64]
TOP = 0.95
"""Incomes above this quantile are the upper tail."""


@dataclass(frozen=True)
class Pay:
    """Before each of the ``months``, counted since the market opened.

    Records ``pay.<quantity>``, (months,): ``mincer`` log points a year of schooling and ``certificate`` log points of
    an elementary certificate or more, both of employees with experience, sex and area held; ``men_over_women`` and
    ``urban_over_rural`` ratios of mean labour income of all employed; ``hill`` exponent of incomes above the 95th
    percentile; ``log_sd`` of incomes. ``certificate`` is of those who are not set aside for a shock that gives
    certificates.
    """

    months: tuple[int, ...]

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Take cross-sections."""
        return _Sections(self.months)


@cache
def schooling_years() -> Floats:
    """Years of schooling by credential, (credentials,)."""
    with files("calibration.evidence").joinpath("schooling_years.csv").open(encoding="utf-8") as lines:
        years = {row["credential"]: float(row["years"]) for row in csv.DictReader(lines)}
    return np.array([years[name] for name in CREDENTIALS])


class _Sections(Watcher):
    def __init__(self, months: tuple[int, ...]) -> None:
        self._months = months
        self._found: list[dict[str, float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            self._found.append(cross_section(market))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Quantities by month."""
        names = self._found[0] if self._found else {}
        return {f"pay.{name}": np.array([found[name] for found in self._found]) for name in names}


def cross_section(market: "LabourMarket") -> dict[str, float]:
    """The quantities of ``Pay`` now."""
    people = market.people
    rows = np.flatnonzero(people.status[: market.of_age] == Status.employed)
    income = np.maximum(incomes(market, rows), 1e-3)
    contract = market.workplaces.contract[people.workplace[rows]]
    employee = (contract == Contract.formal_wage) | (contract == Contract.informal_wage)
    men, urban = people.sex[rows] == Sex.male, people.urban[rows] == 1
    return {
        **_returns(market, rows[employee], np.log(income[employee])),
        "men_over_women": float(income[men].mean() / income[~men].mean()),
        "urban_over_rural": float(income[urban].mean() / income[~urban].mean()) if (~urban).any() else float("nan"),
        "hill": hill_exponent(income, TOP),
        "log_sd": float(np.log(income).std()),
    }


def incomes(market: "LabourMarket", rows: npt.NDArray[np.integer[Any]]) -> Floats:
    """Labour income of employed persons, million VND a month."""
    people = market.people
    return np.asarray(market.workplaces.pay[people.workplace[rows]].astype(np.float64) * people.pay_factor[rows])


def _returns(market: "LabourMarket", rows: npt.NDArray[np.integer[Any]], log_income: Floats) -> dict[str, float]:
    people = market.people
    years = schooling_years()[people.credential[rows]]
    age = (market.age_month - people.birth[rows]) / 12.0
    woman, urban = (people.sex[rows] == Sex.female) * 1.0, people.urban[rows] * 1.0
    experience = np.maximum(age - years - 6.0, 0.0)
    mincer = least_squares([years, experience, experience**2, woman, urban], log_income)[1]
    certified = (people.credential[rows] >= Credential.elementary) * 1.0
    kept = ~set_aside(market, rows)
    controls = [certified, age, age**2, woman, urban]
    premium = least_squares([column[kept] for column in controls], log_income[kept])[1]
    return {"mincer": float(mincer), "certificate": float(premium)}
