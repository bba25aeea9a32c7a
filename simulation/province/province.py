"""The province: everything that is known about one labour market before anything is simulated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np

from simulation.months import year_of
from simulation.province.demography import AgeBand, scaled_participation
from simulation.province.economy import Channel, FirmClass, Giant, Occupation, Park, Sector, growth_in
from simulation.province.geography import District, Place
from simulation.province.law import Agency, CalendarEntry, Duty, Law
from simulation.province.matrices import Matrix
from simulation.province.parameters import Parameter, hash_of_values, replaced
from simulation.province.tables import ProvinceError, nearest_name
from simulation.province.targets import Margin, Target
from simulation.province.training import College, Field, Office, Programmes
from simulation.vocabulary import CREDENTIALS

SUM_TO_ONE = ("employment_share",)  # families of shares, re-normalised when read


@dataclass(frozen=True, repr=False)
class Province:
    """A province read from a folder of tables. Codes of sectors, districts and so on are rows of their tables.

    Matrices are float64 and closed against writing: ``travel_minutes`` (districts, districts),
    ``occupation_similarity`` (occupations, occupations), ``sector_occupation`` (sectors, occupations) shares of the
    sector's wage jobs, ``sector_district`` (sectors, districts) shares of its jobs by place of work,
    ``occupation_field`` (occupations, fields) relevance 0 to 1, ``education`` (age bands, credentials) shares of
    persons not in school. ``plan_vi`` and ``plan_en`` name the plan that ``targets`` come from. ``outside_range`` names
    the parameters whose value was replaced by one outside its own range.
    """

    id: str
    name_vi: str
    name_en: str
    plan_vi: str
    plan_en: str
    folder: Path
    content_hash: str
    first_month: int
    last_month: int
    parameters: Mapping[str, Parameter]
    evidence: Mapping[str, Parameter]
    districts: tuple[District, ...]
    places: tuple[Place, ...]
    sectors: tuple[Sector, ...]
    occupations: tuple[Occupation, ...]
    channels: tuple[Channel, ...]
    firm_classes: tuple[FirmClass, ...]
    giants: tuple[Giant, ...]
    parks: tuple[Park, ...]
    fields: tuple[Field, ...]
    colleges: tuple[College, ...]
    programmes: Programmes
    offices: tuple[Office, ...]
    bands: tuple[AgeBand, ...]
    targets: tuple[Target, ...]
    margins: Mapping[str, Margin]
    law: Law
    calendar: tuple[CalendarEntry, ...]
    agencies: Mapping[str, Agency]
    duties: tuple[Duty, ...]
    travel_minutes: Matrix
    occupation_similarity: Matrix
    sector_occupation: Matrix
    sector_district: Matrix
    occupation_field: Matrix
    education: Matrix
    participation_shape: Matrix
    population_by_year: Mapping[int, Matrix]
    grdp_growth: dict[tuple[str, int], float]
    outside_range: tuple[str, ...] = ()

    def __repr__(self) -> str:
        units = f"{len(self.districts)} districts, {len(self.sectors)} sectors, {len(self.parameters)} parameters"
        return f"Province({self.id!r}: {units})"

    def value(self, name: str) -> float:
        """Central value of a parameter. Raises ProvinceError that names the nearest."""
        return self._parameter(name).value

    def with_values(self, values: Mapping[str, float]) -> "Province":
        """A copy with other central values; values outside the published range are allowed and recorded."""
        changed = replaced(self.parameters, values)
        outside = {name for name in values if not changed[name].low <= changed[name].value <= changed[name].high}
        kept = set(self.outside_range) - set(values)
        return replace(self, parameters=MappingProxyType(changed), outside_range=tuple(sorted(kept | outside)))

    def by_sector(self, prefix: str, suffix: str = "") -> Matrix:
        """Values (sectors,) of the parameters ``prefix_<sector>`` or ``prefix_<sector>_suffix``."""
        return self._family(prefix, [sector.id for sector in self.sectors], suffix)

    def by_occupation(self, quantity: str) -> Matrix:
        """Values (occupations,) of a number of the occupations' table, for example ``relative_income``."""
        return _column(self.occupations, quantity)

    def by_district(self, quantity: str) -> Matrix:
        """Values (districts,) of a number of the districts' table, for example ``urban_share``."""
        return _column(self.districts, quantity)

    def by_credential(self, prefix: str, suffix: str = "") -> Matrix:
        """Values (credentials,) of the parameters ``prefix_<credential>``."""
        return self._family(prefix, CREDENTIALS, suffix)

    def by_firm_class(self, prefix: str, suffix: str = "") -> Matrix:
        """Values (size classes,) of the parameters ``prefix_<class>``."""
        return self._family(prefix, [size.id for size in self.firm_classes], suffix)

    def growth(self, group: str, year: int) -> float:
        """Real growth of GRDP of a group (or ``total``) in a year; the table's ends continue beyond it."""
        return growth_in(self.grdp_growth, group, year)

    def growth_by_sector(self, year: int) -> Matrix:
        """Real growth (sectors,) of the group of GRDP each sector belongs to."""
        return np.array([self.growth(sector.growth_group, year) for sector in self.sectors])

    def age_sex(self, year: int) -> Matrix:
        """Persons (sexes, 101 ages) in the middle of a year. Raises ProvinceError for a year outside the projection."""
        if year not in self.population_by_year:
            years = list(self.population_by_year)
            raise ProvinceError(f"no population for {year}; the table has {years[0]} to {years[-1]}", "age_sex.csv")
        return self.population_by_year[year]

    @cached_property
    def participation(self) -> Matrix:
        """Labour-force participation (sexes, 101 ages) whose two-sex means by band are ``participation_<band>``."""
        ranges: dict[str, tuple[int, int]] = {}
        for band in self.bands:
            first, _ = ranges.get(band.participation_band, (band.first_age, 0))
            ranges[band.participation_band] = first, band.last_age
        levels = {ages: self.value(f"participation_{name}") for name, ages in ranges.items()}
        persons = self.age_sex(year_of(self.first_month))
        return scaled_participation(self.participation_shape, persons, levels)

    @cached_property
    def values_hash(self) -> str:
        """Hash of the parameters' central values; with ``content_hash`` it identifies what is simulated."""
        return hash_of_values(self.parameters)

    def legal(self, rule: str, scope: str, month: int) -> float | None:
        """Value of the law in force on the last day of a month, None where there is none."""
        return self.law.value(rule, scope, month)

    def legal_unit(self, rule: str, scope: str, month: int) -> str:
        """What the value of the law in force is measured in, empty where there is none."""
        entry = self.law.in_force(rule, scope, month)
        return "" if entry is None else entry.unit

    def law_months(self, rule: str) -> list[int]:
        """Months in which a rule changes, sorted."""
        return self.law.months(rule)

    def minimum_wage(self, month: int) -> Matrix:
        """Regional minimum wage (districts,) in a month, million VND a month."""
        return np.array([self._minimum_wage(district.id, month) for district in self.districts])

    def _minimum_wage(self, district: str, month: int) -> float:
        region = self.legal("minimum_wage_region", district, month)
        wage = None if region is None else self.legal("minimum_wage", f"region_{region:.0f}", month)
        if wage is None:
            raise ProvinceError(f"no minimum wage for {district} in month {month}", "legal.csv")
        return wage

    @cached_property
    def tet_months(self) -> dict[int, int]:
        """Month index of the first day of the lunar year, by year."""
        return {entry.first_day.year: entry.first_month for entry in self.calendar if entry.kind == "tet"}

    def agency_of(self, lever: str, month: int, role: str = "lead") -> Agency:
        """The body with the role in a lever in a month. Raises ProvinceError for an unknown lever or no such body."""
        found = self.agencies_of(lever, month, role)
        if not found:
            raise ProvinceError(f"no body has the role {role!r} in {lever} in month {month}", "agency_of_lever.csv")
        return found[0]

    def agencies_of(self, lever: str, month: int, role: str = "lead") -> tuple[Agency, ...]:
        """All bodies with the role in a lever in a month, in table order."""
        if lever not in self._duties_by_lever:
            known = nearest_name(lever, self._duties_by_lever)
            raise ProvinceError(f"unknown lever {lever!r}", "agency_of_lever.csv", nearest=known)
        duties = self._duties_by_lever[lever]
        held = (duty for duty in duties if duty.role == role and duty.first_month <= month <= duty.last_month)
        return tuple(self.agencies[duty.agency] for duty in held)

    @cached_property
    def _duties_by_lever(self) -> dict[str, list[Duty]]:
        found: dict[str, list[Duty]] = {}
        for duty in self.duties:
            found.setdefault(duty.lever, []).append(duty)
        return found

    def _parameter(self, name: str) -> Parameter:
        if name not in self.parameters:
            kept = " (it stands in evidence.csv, which no process reads)" if name in self.evidence else ""
            raise ProvinceError(f"unknown parameter {name!r}{kept}", nearest=nearest_name(name, self.parameters))
        return self.parameters[name]

    def _family(self, prefix: str, members: Sequence[str], suffix: str) -> Matrix:
        tail = f"_{suffix}" if suffix else ""
        values = np.array([self.value(f"{prefix}_{member}{tail}") for member in members])
        return values / values.sum() if prefix in SUM_TO_ONE else values


def _column(entries: Sequence[District] | Sequence[Occupation], quantity: str) -> Matrix:
    """A number of every entry. Raises ProvinceError that names the nearest number the entries have."""
    known = [field.name for field in dataclass_fields(entries[0]) if field.type is float]
    if quantity not in known:
        raise ProvinceError(f"unknown number {quantity!r}", nearest=nearest_name(quantity, known))
    return np.array([getattr(entry, quantity) for entry in entries], dtype=np.float64)
