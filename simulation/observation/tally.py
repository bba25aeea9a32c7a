"""Counts of persons by group, added up from the month's tables, and what indicators may ask of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.observation.tables import (
    AGE_BANDS,
    CLASS_OF_BAND,
    FIRST_WORK,
    KINDS,
    OLD,
    OUTCOMES,
    TERMS,
    WANT_WORK,
    YOUNG,
    work_outcome,
)
from simulation.observation.tabulation import Tabulation
from simulation.province import Province
from simulation.vocabulary import CONTRACTS, CREDENTIALS, SEXES, Credential, Insurance, Status

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

AREAS = ("rural", "urban")


@dataclass(frozen=True)
class Groups:
    """Groups in the order of every (groups,) array: the province, then each classification's groups in code order."""

    names: dict[str, tuple[str, ...]]

    @cached_property
    def firsts(self) -> Ints:
        """First row of every classification, in order, and the number of groups at the end."""
        return np.cumsum([0, *map(len, self.names.values())])

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Rows of every classification's groups."""
        ends = self.firsts.tolist()
        return {by: slice(*ends[place : place + 2]) for place, by in enumerate(self.names)}


def groups_of(province: Province) -> Groups:
    """Classifications of a province; ``sector`` and ``contract`` concern the employed alone."""
    return Groups(
        {
            "all": ("all",),
            "district": tuple(district.id for district in province.districts),
            "sex": SEXES,
            "age_band": AGE_BANDS,
            "education": CREDENTIALS,
            "urban": AREAS,
            "sector": tuple(sector.id for sector in province.sectors),
            "contract": CONTRACTS[1:],
        }
    )


def _outcomes(of: Callable[[str, int, int], bool]) -> Floats:
    """Mask (OUTCOMES,) of the employed outcomes whose (kind of work, insurance, wish for hours) pass."""
    mask = np.zeros(OUTCOMES)
    for kind, name in enumerate(KINDS):
        for insurance in Insurance:
            for wish in (0, 1):
                mask[work_outcome(kind, insurance, wish)] = of(name, insurance, wish)
    return mask


def _status(*statuses: Status) -> Floats:
    mask = np.zeros(OUTCOMES)
    mask[[status - 1 for status in statuses]] = 1.0
    return mask


_EMPLOYED = _outcomes(lambda kind, insurance, wish: True)
_IDLE = (Status.inactive, Status.own_use_farmer, Status.retired, Status.unemployed)
_WANTING = np.eye(OUTCOMES)[WANT_WORK]
#: What is counted: masks over outcomes.
WHAT: dict[str, Floats] = {
    "residents": _EMPLOYED + _status(Status.in_school, Status.in_training, *_IDLE) + _WANTING,
    "labour_force": _EMPLOYED + _status(Status.unemployed),
    "employed": _EMPLOYED,
    "unemployed": _status(Status.unemployed),
    "in_school": _status(Status.in_school),
    "in_training": _status(Status.in_training),
    "inactive": _status(Status.inactive) + _WANTING,
    "potential": _WANTING,
    "own_use_farmer": _status(Status.own_use_farmer),
    "retired": _status(Status.retired),
    "neet": _status(*_IDLE) + _WANTING,
    "underemployed": _outcomes(lambda kind, insurance, wish: wish == 1),
    "formal": _outcomes(lambda kind, insurance, wish: kind.startswith("formal")),
    "wage": _outcomes(lambda kind, insurance, wish: kind.startswith(("formal", "informal"))),
    "own_account": _outcomes(lambda kind, insurance, wish: kind == "own_account"),
    "farm": _outcomes(lambda kind, insurance, wish: kind == "farm"),
    "agriculture": _outcomes(lambda kind, insurance, wish: kind.endswith("farm")),
    "nonfarm": _outcomes(lambda kind, insurance, wish: not kind.endswith("farm")),
    "nonfarm_informal": _outcomes(lambda kind, insurance, wish: kind in ("informal", "own_account")),
    "voluntary": _outcomes(lambda kind, insurance, wish: insurance == Insurance.voluntary),
    "insured": _outcomes(lambda kind, insurance, wish: insurance != Insurance.none),
    "unemployment_insured": _outcomes(lambda kind, insurance, wish: insurance == Insurance.compulsory),
}
_MASKS = np.stack(list(WHAT.values()), axis=1)

_URBAN = np.repeat([0.0, 1.0], 3)
_AGE = np.tile([0, 1, 2], 2)
#: Of whom: masks over (rural, urban) by age class.
WHOM: dict[str, Floats] = {
    "all": np.ones(6),
    "working_age": (_AGE != OLD) * 1.0,
    "young": (_AGE == YOUNG) * 1.0,
    "urban_working_age": (_AGE != OLD) * _URBAN,
    "urban_young": (_AGE == YOUNG) * _URBAN,
    "rural_young": (_AGE == YOUNG) * (1.0 - _URBAN),
}
_WHO = np.stack(list(WHOM.values()))


@kernel
def _add_profiles(tables, class_of_band, firsts, group, persons, papers, retrained, income):  # type: ignore[no-untyped-def]
    """Add every profile to the groups it belongs to: the province, its district, sex, age band, paper and area.

    ``group`` is room for one group by classification.
    """
    for profile in range(tables.people.shape[0]):
        rest, band = divmod(profile, 7)
        rest, paper = divmod(rest, 7)
        rest, urban = divmod(rest, 2)
        district, sex = divmod(rest, 2)
        for by, code in enumerate((0, district, sex, band, paper, urban)):
            group[by] = firsts[by] + code
        cell = urban * 3 + class_of_band[band]
        at_work = 0
        for outcome in range(OUTCOMES):
            count = tables.people[profile, outcome]
            if count:
                if outcome >= FIRST_WORK:
                    at_work += count
                for by in range(6):
                    persons[group[by], cell, outcome] += count
        for by in range(6):
            papers[group[by], paper] += at_work
            retrained[group[by]] += tables.retrained[profile]
            for terms in range(2):
                income[group[by], terms] += tables.income[profile, terms]


@kernel
def _add_jobs(tables, jobs_a_sector, firsts, persons, papers, income):  # type: ignore[no-untyped-def]
    """Add every job to its sector and its contract. Where the workers live is not told apart: all stand under rural."""
    for job in range(tables.jobs.shape[0] - 1):
        contract = job % jobs_a_sector
        first = tables.outcome_of[job]
        for group in (firsts[6] + job // jobs_a_sector, firsts[7] + contract):
            income[group, 1 if contract == 0 else 0] += tables.job_income[job]
            for paper in range(7):
                for age in range(3):
                    for terms in range(TERMS):
                        count = tables.jobs[job, paper, age, terms]
                        persons[group, age, first + terms] += count
                        papers[group, paper] += count


class Tally:
    """Rows counted by group. Arrays have a row a group: (groups, ...); nothing is weighted."""

    def __init__(self, groups: Groups) -> None:
        self.groups = groups
        number = int(groups.firsts[-1])
        self._persons = np.zeros((number, 6, OUTCOMES), dtype=np.int64)
        self._papers = np.zeros((number, len(Credential)), dtype=np.int64)
        self.retrained = np.zeros(number, dtype=np.int64)
        self._income = np.zeros((number, 2))
        self._counts: dict[tuple[str, str], Floats] = {}

    def add_up(self, tabulation: Tabulation) -> None:
        """Add up the month's tables."""
        tables, firsts = tabulation.tables, self.groups.firsts
        for array in (self._persons, self._papers, self.retrained, self._income):
            array.fill(0)
        _add_profiles(
            tables, CLASS_OF_BAND, firsts, firsts.copy(), self._persons, self._papers, self.retrained, self._income
        )
        _add_jobs(tables, len(CONTRACTS) - 1, firsts, self._persons, self._papers, self._income)
        cube = np.matmul(_WHO, self._persons.astype(np.float64) @ _MASKS)
        self._counts = {(what, whom): cube[:, w, k] for k, what in enumerate(WHAT) for w, whom in enumerate(WHOM)}

    def count(self, what: str, whom: str = "all") -> Floats:
        """Persons of an outcome among some, (groups,): names of ``WHAT`` and ``WHOM``."""
        return self._counts[what, whom]

    def employed_with(self, paper: Credential) -> npt.NDArray[np.int64]:
        """Employed persons whose highest paper is ``paper`` or above, (groups,)."""
        return np.asarray(self._papers[:, paper:].sum(axis=1))

    @property
    def by_paper(self) -> npt.NDArray[np.int64]:
        """Employed persons by highest paper, (groups, credentials)."""
        return self._papers

    @property
    def income(self) -> Floats:
        """Labour income of the employed, (groups,) million VND a month."""
        return np.asarray(self._income.sum(axis=1))

    @property
    def formal_income(self) -> Floats:
        """Labour income of formal wage staff, (groups,) million VND a month."""
        return self._income[:, 1]


def share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Floats:
    """Part over whole, missing where the whole is empty, (groups,)."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0))
