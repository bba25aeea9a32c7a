"""How the province is made up at given months: what published tables state as levels and shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from calibration.evidence.watches.pay import incomes
from simulation.population.reconciliation import first_month
from simulation.vocabulary import Contract, Credential, Insurance, Sex, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

Rows = npt.NDArray[np.int64]

#: Age groups of published structures of the population of 15 and over: first age and last.
AGE_GROUPS = {"15_24": (15, 24), "25_34": (25, 34), "35_44": (35, 44), "45_54": (45, 54), "55_64": (55, 64),
              "65plus": (65, 200)}  # fmt: skip
YEAR = 12


@dataclass(frozen=True)
class Structure:
    """Before each of the ``months``, counted since the market opened; ``structure.<quantity>``, (months,)."""

    months: tuple[int, ...]

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Take stock."""
        return _Stocktaking(self.months)


class _Stocktaking(Watcher):
    def __init__(self, months: tuple[int, ...]) -> None:
        self._months = months
        self._found: list[dict[str, float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            self._found.append(structure(market))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Quantities by month."""
        names = self._found[0] if self._found else {}
        return {f"structure.{name}": np.array([found[name] for found in self._found]) for name in names}


def structure(market: "LabourMarket") -> dict[str, float]:
    """Levels and shares now, counts weighted to the province."""
    status = market.people.status[: market.of_age]
    residents = np.flatnonzero((status != Status.child) & (status < Status.outside))
    workers = np.flatnonzero(status == Status.employed)
    return {
        **first_month(market),
        **_of_population(market, residents),
        **_of_sectors(market, workers),
        **_of_seekers(market, residents),
        **_of_staff(market, workers),
        **_of_papers(market, workers),
    }


def _mean(mask: npt.NDArray[Any]) -> float:
    return float(mask.mean()) if len(mask) else float("nan")


def _of_population(market: "LabourMarket", rows: Rows) -> dict[str, float]:
    people = market.people
    age = (market.age_month - people.birth[rows]) // YEAR
    force = (people.status[rows] == Status.employed) | (people.status[rows] == Status.unemployed)
    found = {
        "male_share_15plus": _mean(people.sex[rows] == Sex.male),
        "urban_share": _mean(people.urban[rows] == 1),
        "ethnic_minority_share": _mean(people.minority[rows] == 1),
        "poor_household_share": _mean(people.poor[rows] == 1),
        "participation_rate_15plus": _mean(force),
        "cohort_15_19_a_year": float(((age >= 15) & (age < 20)).sum()) * market.weight / 5.0,
    }
    for name, (first, last) in AGE_GROUPS.items():
        of_group = (age >= first) & (age <= last)
        found[f"share_age_{name}_of_15plus"] = _mean(of_group)
        found[f"participation_{name}"] = _mean(force[of_group])
    return found


def _of_sectors(market: "LabourMarket", rows: Rows) -> dict[str, float]:
    people, places = market.people, market.workplaces
    place = people.workplace[rows]
    income = incomes(market, rows)
    sector, contract = places.sector[place], places.contract[place]
    formal, informal = contract == Contract.formal_wage, contract == Contract.informal_wage
    insured = people.insurance[rows] >= Insurance.compulsory_only
    woman, certified = people.sex[rows] == Sex.female, people.credential[rows] >= Credential.short_certificate
    found = {}
    for row, entry in enumerate(market.province.sectors):
        mine = sector == row
        found[f"employment_{entry.id}"] = float(mine.sum()) * market.weight
        found[f"labour_income_{entry.id}"] = _mean(income[mine])
        found[f"female_share_{entry.id}"] = _mean(woman[mine])
        found[f"certified_share_{entry.id}"] = _mean(certified[mine])
        found[f"compliance_{entry.id}"] = _mean(insured[mine & formal])
        found[f"informal_wage_share_{entry.id}"] = _mean(informal[mine & (formal | informal)])
    return found


def _of_seekers(market: "LabourMarket", residents: Rows) -> dict[str, float]:
    people = market.people
    seekers = residents[people.status[residents] == Status.unemployed]
    age = (market.age_month - people.birth[residents]) // YEAR
    found = {"long_term_unemployed_share": _mean(market.month - people.search_since[seekers].astype(int) > YEAR)}
    unemployed = people.status[residents] == Status.unemployed
    force = unemployed | (people.status[residents] == Status.employed)
    for name, first, last in (("15_24", 15, 24), ("25_49", 25, 49), ("50plus", 50, 200)):
        found[f"unemployment_rate_{name}"] = _mean(unemployed[force & (age >= first) & (age <= last)])
    for sex in Sex:
        found[f"unemployment_rate_{sex.name}"] = _mean(unemployed[force & (people.sex[residents] == sex)])
    return found


def _of_staff(market: "LabourMarket", workers: Rows) -> dict[str, float]:
    people, places, province = market.people, market.workplaces, market.province
    place = people.workplace[workers]
    payroll = places.contract[place] == Contract.formal_wage
    miner = np.array([entry.underground for entry in province.occupations])[places.occupation[place]] & payroll
    park = np.array([entry.park for entry in province.sectors])[places.sector[place]] & payroll
    insurance = people.insurance[workers]
    compulsory = insurance >= Insurance.compulsory_only
    return {
        "underground_miners": float(miner.sum()) * market.weight,
        "out_of_province_share_coal_miners": _mean(people.migrant[workers][miner] == 1),
        "out_of_province_share_fdi_workers": _mean(people.migrant[workers][park] == 1),
        "park_employment": float(park.sum()) * market.weight,
        "not_ui_liable_share": _mean(insurance[compulsory] == Insurance.compulsory_only),
    }


def _of_papers(market: "LabourMarket", workers: Rows) -> dict[str, float]:
    paper = market.people.credential[workers]

    def among(papers: Iterable[Credential]) -> float:
        return _mean(np.isin(paper, [int(one) for one in papers]))

    return {
        "share_elementary_cert": among([Credential.elementary]),
        "share_intermediate_cert": among([Credential.intermediate]),
        "share_college": among([Credential.college]),
        "share_university_plus": among([Credential.university]),
        "trained_uncertified_share": among([Credential.trained_without_paper]),
    }
