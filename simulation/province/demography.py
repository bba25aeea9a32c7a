"""Population by sex and single age, education by age band, participation by sex and single age."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation.province.matrices import Matrix, frozen, read_shares
from simulation.province.tables import FIGURE_COLUMNS, ProvinceError, read_table
from simulation.vocabulary import CREDENTIALS, SEXES

AGES = 101
_YEARLY_SURVIVAL_OF_THE_OLDEST = 0.85  # mortality near 15 % a year spreads the open last group over single ages
_OPEN_GROUP_YEARS = 10


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages ``first_age`` to ``last_age``; ``participation_band`` names its parameter ``participation_<band>``."""

    id: str
    first_age: int
    last_age: int
    participation_band: str


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """A value for one sex and a range of ages."""

    sex: int
    first_age: int
    last_age: int
    value: float


def read_age_bands(folder: Path) -> tuple[AgeBand, ...]:
    """Age bands in table order; they must follow each other without a gap up to 100 years."""
    rows = read_table(folder, "age_bands.csv", ("id", "first_age", "last_age", "participation_band"))
    bands = tuple(
        AgeBand(row.text("id"), row.whole("first_age"), row.whole("last_age"), row.text("participation_band"))
        for row in rows
    )
    for before, band, row in zip(bands, bands[1:], rows[1:], strict=False):
        if band.first_age != before.last_age + 1:
            raise row.fault(f"{band.id} does not begin where {before.id} ends")
    if not bands or bands[-1].last_age != AGES - 1:
        raise ProvinceError(f"the last band must end at {AGES - 1}", "age_bands.csv")
    return bands


def read_age_sex(folder: Path, census_year: int, census: float) -> dict[int, Matrix]:
    """Persons (sexes, 101 ages) by year, raised to the ``census`` (persons).

    Official projections by five-year group run below the census; one factor, counted over projected in the year
    of the count, raises all years, so that the projected growth and age structure stay.
    """
    years: dict[int, list[AgeGroup]] = {}
    for row in read_table(folder, "age_sex.csv", ("sex", "first_age", "last_age", *FIGURE_COLUMNS)):
        sex = SEXES.index(row.known("sex", SEXES))
        group = AgeGroup(sex, row.whole("first_age"), row.whole("last_age"), row.figure().value)
        years.setdefault(row.whole("year"), []).append(group)
    if census_year not in years:
        raise ProvinceError(f"no population by age for {census_year}, the year of the census", "age_sex.csv")
    factor = census / sum(group.value for group in years[census_year])
    return {year: frozen(factor * _single_ages(groups)) for year, groups in sorted(years.items())}


def _single_ages(groups: list[AgeGroup]) -> Matrix:
    persons = np.zeros((len(SEXES), AGES))
    for sex in range(len(SEXES)):
        own = sorted((group for group in groups if group.sex == sex), key=lambda group: group.first_age)
        for number, group in enumerate(own):
            persons[sex, group.first_age : group.last_age + 1] = _spread(own, number)
    return persons


def _spread(groups: list[AgeGroup], number: int) -> Matrix:
    """Persons at each age of a group: a line with the slope of the neighbouring groups, its sum kept."""
    group = groups[number]
    years = group.last_age - group.first_age + 1
    if years > _OPEN_GROUP_YEARS:
        weights = _YEARLY_SURVIVAL_OF_THE_OLDEST ** np.arange(years)
        return np.asarray(group.value * weights / weights.sum())
    mean = group.value / years
    before, after = groups[max(number - 1, 0)].value / years, groups[min(number + 1, len(groups) - 1)].value / years
    slope = np.clip((after - before) / (2 * years), -mean / years, mean / years)
    return np.asarray(mean + slope * (np.arange(years) - (years - 1) / 2))


def read_education(folder: Path, bands: tuple[AgeBand, ...]) -> Matrix:
    """Share (bands, credentials) of persons not in school who hold each credential; rows sum to 1."""
    indexes = {band.id: code for code, band in enumerate(bands)}, {name: code for code, name in enumerate(CREDENTIALS)}
    return read_shares(folder, "education.csv", ("age_band", "credential"), indexes)


def read_participation(folder: Path) -> Matrix:
    """Shape of labour-force participation (sexes, 101 ages), straight lines between the middles of the age groups."""
    groups = []
    for row in read_table(folder, "participation.csv", ("sex", "first_age", "last_age", *FIGURE_COLUMNS)):
        sex = SEXES.index(row.known("sex", SEXES))
        groups.append(AgeGroup(sex, row.whole("first_age"), row.whole("last_age"), row.figure().value))
    shape = np.zeros((len(SEXES), AGES))
    for sex in range(len(SEXES)):
        own = sorted((group for group in groups if group.sex == sex), key=lambda group: group.first_age)
        middles = [(group.first_age + min(group.last_age, group.first_age + 4)) / 2 for group in own]
        first = own[0].first_age
        shape[sex, first:] = np.interp(np.arange(first, AGES), middles, [group.value for group in own])
    return frozen(shape)


def scaled_participation(shape: Matrix, persons: Matrix, levels: Mapping[tuple[int, int], float]) -> Matrix:
    """Participation (sexes, 101 ages) whose two-sex mean over each range of ages is the level given for it."""
    scaled = shape.copy()
    for (first, last), level in levels.items():
        ages = slice(first, last + 1)
        mean = (shape[:, ages] * persons[:, ages]).sum() / persons[:, ages].sum()
        scaled[:, ages] = np.minimum(shape[:, ages] * level / mean, 1.0)
    return frozen(scaled)
