"""The first month against its published margins, and which of two margins that contradict each other yields.

Margins are met in the order of their rank: age and sex, then the labour force, who works in it, sectors and
certificates, employees and informal terms, insurance, income, and firm classes last. Every value follows the definition
of the indicator of the same name and is taken as the market opens, after the warm-up and before anything of the first
month happens: it is the same for every seed and every policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.months import year_of
from simulation.province import Province
from simulation.vocabulary import Contract, Credential, Insurance, Status

if TYPE_CHECKING:
    import pandas as pd

    from simulation.model import LabourMarket
    from simulation.province import Parameter
    from simulation.province.targets import Margin

Bools = npt.NDArray[np.bool_]

COLUMNS = ("margin", "unit", "published", "low", "high", "source", "value", "residual", "yields")
FIRST_ADULT_AGE = 15
#: Ranks of the figures that stand outside the margins' own table.
AGE_AND_SEX, SECTORS, EMPLOYEES, FIRM_CLASSES = 0, 3, 4, 7
#: What a margin of each rank yields to.
YIELDS_TO = (
    "yields to nothing: met first",
    "yields to age and sex",
    "yields to age and sex and to the labour force",
    "yields to the labour force and to those at work",
    "yields to sectors and certificates",
    "yields to sectors and their employees",
    "yields to the numbers of persons in every kind of work",
    "yields to payrolls and to the sizes of named firms",
)
#: Where more is to be said than the rank says.
REASONS = {
    "agriculture_share": "the other sectors' shares make room for it; household work settles it again in the warm-up",
    "employment_share": "a share of a later year, scaled to the farm share of the first month",
    "employee_share": "household work settles around it in the warm-up",
    "certified_share": "the sectors' certified shares are scaled to it; reweighted after the warm-up",
    "certified_share_survey": "never above the administrative share, whose short certificates it leaves out",
    "trained_share": "what is left beside the certified",
    "wage_employee_share": "it follows from the sectors' employee shares",
    "informal_share": "it follows from employees and the sectors' informal shares",
    "social_insurance_share": "it follows from formal employees and the sectors' compliance",
    "unemployment_insurance_share": "it follows from the insured less exempt civil staff",
    "voluntary_insurance_share": "members who found formal work in the warm-up are insured there",
    "average_labour_income": "one factor scales all pay before the warm-up; persons change work in it",
    "operating_enterprises": "it is split over sectors by employers with a payroll",
    "firm_share": "sizes follow the published shares whose sum is the sector's payroll",
}


@dataclass(frozen=True)
class Held:
    """A published figure, the rank it is met in, and the family that its reason is told by."""

    figure: "Margin | Parameter"
    rank: int
    family: str

    @property
    def yields(self) -> str:
        """In words, what this figure yields to."""
        reason = REASONS.get(self.family)
        return YIELDS_TO[self.rank] + (f"; {reason}" if reason else "")


def reconcile(market: "LabourMarket") -> "pd.DataFrame":
    """One row a margin: published figure, what the first month has instead, the residual, and what it yields to.

    ``published``, ``low``, ``high`` and ``value`` are in ``unit``, persons weighted to the whole province; ``residual``
    is value less published. Published are the values the market opened with, drawn or replaced parameters among them.
    A market that has already stepped has left its first month behind, so the same market is opened once more.
    """
    import pandas as pd

    if market.month > market.start:
        market = type(market)(scenario=market.scenario, rng=market.seed)
    values = first_month(market)
    rows = [_population(market.province, market.start, values["residents_15plus"])]
    for held in _held(market.province):
        rows.append(_row(held, values[held.figure.name]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def first_month(market: "LabourMarket") -> dict[str, float]:
    """Values of all margins by name, from the market as it stands."""
    return _of_residents(market) | _of_sectors(market) | _of_firms(market)


def _row(held: Held, value: float) -> tuple[Any, ...]:
    figure = held.figure
    published = (figure.name, figure.unit, figure.value, figure.low, figure.high, figure.source)
    return (*published, value, value - figure.value, held.yields)


def _population(province: Province, start: int, value: float) -> tuple[Any, ...]:
    """The margin of residents of age: the projection of the year, raised to the census."""
    published = float(province.age_sex(year_of(start))[:, FIRST_ADULT_AGE:].sum())
    source = f"age_sex.csv of {year_of(start)}, raised to the census of the districts (district_values.csv)"
    numbers = (published, published, published, source, value, value - published)
    return ("residents_15plus", "persons 15+", *numbers, YIELDS_TO[AGE_AND_SEX])


def _held(province: Province) -> list[Held]:
    """Published figures beside age and sex, in the order they are met; of enterprises those that evidence.csv knows."""
    figures: Mapping[str, Parameter] = {**province.evidence, **province.parameters}
    held = [Held(margin, margin.rank, margin.name) for margin in province.margins.values()]
    for family, rank in (("employment_share", SECTORS), ("employee_share", EMPLOYEES)):
        held += [Held(figures[f"{family}_{sector.id}"], rank, family) for sector in province.sectors]
    enterprises = {"operating_enterprises": "operating_enterprises"}
    enterprises |= {f"firm_share_{size.id}": "firm_share" for size in province.firm_classes}
    held += [Held(figures[name], FIRM_CLASSES, kind) for name, kind in enterprises.items() if name in figures]
    return sorted(held, key=lambda entry: entry.rank)


def _of_residents(market: "LabourMarket") -> dict[str, float]:
    """Values of the margins of persons, by the definitions of the indicators of the same names."""
    people, places = market.people, market.workplaces
    rows = np.flatnonzero(_residents(market))
    status, paper, insurance = people.status[rows], people.credential[rows], people.insurance[rows]
    contract = places.contract[people.workplace[rows]]
    at_work = status == Status.employed
    force = at_work | (status == Status.unemployed)
    young = market.age_month - people.birth[rows] < market.legal_age[people.sex[rows]]
    farm = np.array([sector.farm for sector in market.province.sectors])[places.sector[people.workplace[rows]]]
    income = places.pay[people.workplace[rows]].astype(np.float64) * people.pay_factor[rows]
    employees = (contract == Contract.formal_wage) | (contract == Contract.informal_wage)
    return {
        "residents_15plus": len(rows) * market.weight,
        "labour_force": float(force.sum()) * market.weight,
        "own_use_farmers": float((status == Status.own_use_farmer).sum()) * market.weight,
        "unemployment_rate": _share(status == Status.unemployed, force & young),
        "underemployment_rate": _share(people.wish_hours[rows] == 1, at_work),
        "agriculture_share": _share(farm, at_work),
        "certified_share": _share(paper >= Credential.short_certificate, at_work),
        "certified_share_survey": _share(paper >= Credential.elementary, at_work),
        "trained_share": _share(paper >= Credential.trained_without_paper, at_work),
        "wage_employee_share": _share(employees, at_work),
        "informal_share": _share(contract != Contract.formal_wage, at_work),
        "social_insurance_share": _share(at_work & (insurance != Insurance.none), force & young),
        "unemployment_insurance_share": _share(at_work & (insurance == Insurance.compulsory), force & young),
        "voluntary_insurance_share": _share(at_work & (insurance == Insurance.voluntary), force & young),
        "average_labour_income": float(income[at_work].mean()),
    }


def _residents(market: "LabourMarket") -> Bools:
    """Which rows are residents of age, (rows of age,)."""
    status = market.people.status[: market.of_age]
    return np.asarray((status != Status.child) & (status < Status.outside))


def _share(part: Bools, among: Bools) -> float:
    """Share of those in ``part`` among ``among``, (n,) each."""
    return float(part[among].mean()) if among.any() else float("nan")


def _of_sectors(market: "LabourMarket") -> dict[str, float]:
    """Shares of the sectors in the employed, and of employees in the employed of each sector, by headcounts."""
    places = market.workplaces
    sectors = market.province.sectors
    employees = (places.contract == Contract.formal_wage) | (places.contract == Contract.informal_wage)
    persons = np.bincount(places.sector, weights=places.headcount, minlength=len(sectors))
    on_wages = np.bincount(places.sector, weights=places.headcount * employees, minlength=len(sectors))
    values = {f"employment_share_{sector.id}": persons[s] / persons.sum() for s, sector in enumerate(sectors)}
    values |= {f"employee_share_{sector.id}": on_wages[s] / max(persons[s], 1.0) for s, sector in enumerate(sectors)}
    return {name: float(value) for name, value in values.items()}


def _of_firms(market: "LabourMarket") -> dict[str, float]:
    """Number of enterprises and their shares by size class; public bodies are none.

    Below 1:1 named firms keep their number and shrink, so each stands for itself, at its full size.
    """
    firms, province = market.employers, market.province
    named = _named(market)
    civil = np.array([sector.civil for sector in province.sectors])[firms.sector]
    weight = np.where(named, 1.0, market.weight) * (~civil & (firms.closed_until <= market.month))
    size = firms.size * np.where(named, market.weight, 1.0)
    smallest = [size_class.smallest for size_class in province.firm_classes]
    row = np.maximum(np.searchsorted(smallest, size, side="right") - 1, 0)
    number = np.bincount(row, weights=weight, minlength=len(smallest))
    values = {"operating_enterprises": float(number.sum())}
    for size_class, count in zip(province.firm_classes, number, strict=True):
        values[f"firm_share_{size_class.id}"] = float(count / number.sum())
    return values


def _named(market: "LabourMarket") -> Bools:
    """Which firms are the province's named ones, (firms,): the first of each sector."""
    sector = market.employers.sector
    named = np.zeros(len(sector), dtype=bool)
    for s in {giant.sector for giant in market.province.giants}:
        number = sum(giant.sector == s for giant in market.province.giants)
        named[np.flatnonzero(sector == s)[:number]] = True
    return named
