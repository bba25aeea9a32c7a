"""Sectors, occupations, employers, channels of hiring, growth: what the demand for labour is made of."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation.province.matrices import Matrix, frozen, read_columns
from simulation.province.tables import FIGURE_COLUMNS, ProvinceError, Row, index_of, nearest_name, read_table
from simulation.province.ways import shortest_ways
from simulation.vocabulary import CHANNELS, CREDENTIALS


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector; its row is its code. ``growth_group`` is the part of GRDP whose growth it follows.

    ``farm`` own-account work here is farming; ``state`` headcount follows plans, not unit labour cost; ``seasonal`` has
    a tourist season; ``demand_index`` names a scope of the calendar whose index moves its jobs, or is empty; ``park``
    lies in industrial parks; ``underground`` has miners who retire early; ``civil`` has staff outside unemployment
    insurance.
    """

    id: str
    name_vi: str
    name_en: str
    growth_group: str
    farm: bool
    state: bool
    seasonal: bool
    demand_index: str
    park: bool
    underground: bool
    civil: bool


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation; ``level`` is the credential usually asked for, ``relative_income`` log points in the sector.

    ``hazardous`` work is heavy, toxic or dangerous by law: its staff may retire early and have more accidents.
    """

    id: str
    name_vi: str
    name_en: str
    level: int
    underground: bool
    elementary: bool
    hazardous: bool
    relative_income: float


@dataclass(frozen=True, slots=True)
class Park:
    """An industrial park: codes of its district and sector, and the share of new projects it is known to get."""

    id: str
    name_vi: str
    name_en: str
    district: int
    sector: int
    share: float


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which seekers and employers meet."""

    id: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class FirmClass:
    """A size class of enterprises, employees from ``smallest`` to ``largest``."""

    id: str
    name_vi: str
    name_en: str
    smallest: int
    largest: int


@dataclass(frozen=True, slots=True)
class Giant:
    """A large employer known by name: sector and district codes, employees."""

    id: str
    name_vi: str
    sector: int
    district: int
    headcount: float
    status: str


def read_sectors(folder: Path, groups: Collection[str], scopes: Collection[str]) -> tuple[Sector, ...]:
    """Sectors in table order; ``groups`` have growth, ``scopes`` of the calendar an index that may move a sector."""
    flags = ("farm", "state", "seasonal", "park", "underground", "civil")
    rows = read_table(folder, "sectors.csv", ("id", "name_vi", "name_en", "growth_group", "demand_index", *flags))
    index_of(rows)
    for row in rows:
        row.known("growth_group", tuple(groups))
        row.known("demand_index", ("", *scopes))
    return tuple(_sector(row) for row in rows)


def _sector(row: Row) -> Sector:
    names = row.text("id"), row.text("name_vi"), row.text("name_en"), row.text("growth_group")
    front = row.flag("farm"), row.flag("state"), row.flag("seasonal")
    return Sector(
        *names, *front, row.cells["demand_index"], row.flag("park"), row.flag("underground"), row.flag("civil")
    )


def read_occupations(folder: Path) -> tuple[Occupation, ...]:
    """Occupations in table order with the credential they ask for and their relative income."""
    rows = read_table(
        folder, "occupations.csv", ("id", "name_vi", "name_en", "level", "underground", "elementary", "hazardous")
    )
    values = read_columns(folder, "occupation_values.csv", "occupation", index_of(rows), ("relative_income",))
    return tuple(_occupation(row, float(values["relative_income"][code])) for code, row in enumerate(rows))


def _occupation(row: Row, relative_income: float) -> Occupation:
    names = row.text("id"), row.text("name_vi"), row.text("name_en")
    level = CREDENTIALS.index(row.known("level", CREDENTIALS))
    return Occupation(
        *names, level, row.flag("underground"), row.flag("elementary"), row.flag("hazardous"), relative_income
    )


def read_occupation_similarity(folder: Path, occupations: dict[str, int]) -> Matrix:
    """Similarity (occupations, occupations), 1 on the diagonal: product of the links along the best chain.

    A worker two moves away is as far as both moves together, so an unlinked pair is not out of reach, only far.
    """
    steps = []
    for row in read_table(folder, "occupation_links.csv", ("occupation", "neighbour", *FIGURE_COLUMNS)):
        similarity = row.figure().value
        if not 0.0 < similarity <= 1.0:
            raise row.fault(f"similarity {similarity:g} is not above 0 and at most 1")
        pair = row.known("occupation", occupations), row.known("neighbour", occupations)
        steps.append((occupations[pair[0]], occupations[pair[1]], -float(np.log(similarity))))
    matrix = np.exp(-shortest_ways(len(occupations), steps))
    return frozen(np.maximum(matrix, matrix.T))


def read_channels(folder: Path) -> tuple[Channel, ...]:
    """Channels of hiring by code. Raises ProvinceError for an unknown channel and for one that is missing."""
    rows = read_table(folder, "channels.csv", ("id", "name_vi", "name_en"))
    index_of(rows)
    found = {
        row.known("id", CHANNELS): Channel(*(row.text(name) for name in ("id", "name_vi", "name_en"))) for row in rows
    }
    missing = [channel for channel in CHANNELS if channel not in found]
    if missing:
        raise ProvinceError(f"without the channel {missing[0]!r}", "channels.csv")
    return tuple(found[channel] for channel in CHANNELS)


def read_firm_classes(folder: Path) -> tuple[FirmClass, ...]:
    """Size classes of enterprises from small to large."""
    rows = read_table(folder, "firm_classes.csv", ("id", "name_vi", "name_en", "smallest", "largest"))
    index_of(rows)
    return tuple(_firm_class(row) for row in rows)


def _firm_class(row: Row) -> FirmClass:
    if row.whole("smallest") > row.whole("largest"):
        raise row.fault("smallest is above largest")
    names = row.text("id"), row.text("name_vi"), row.text("name_en")
    return FirmClass(*names, row.whole("smallest"), row.whole("largest"))


def read_parks(folder: Path, districts: dict[str, int], sectors: dict[str, int]) -> tuple[Park, ...]:
    """Industrial parks in table order."""
    rows = read_table(folder, "parks.csv", ("id", "name_vi", "name_en", "district", "sector", *FIGURE_COLUMNS))
    index_of(rows)
    return tuple(
        Park(
            row.text("id"), row.text("name_vi"), row.text("name_en"), districts[row.known("district", districts)],
            sectors[row.known("sector", sectors)], row.figure().value,
        )
        for row in rows
    )  # fmt: skip


def read_giants(folder: Path, sectors: dict[str, int], districts: dict[str, int]) -> tuple[Giant, ...]:
    """Employers known by name; a province without any has an empty table."""
    rows = read_table(folder, "giants.csv", ("id", "name_vi", "sector", "district", *FIGURE_COLUMNS))
    index_of(rows)
    return tuple(_giant(row, sectors, districts) for row in rows)


def _giant(row: Row, sectors: dict[str, int], districts: dict[str, int]) -> Giant:
    codes = sectors[row.known("sector", sectors)], districts[row.known("district", districts)]
    figure = row.figure()
    return Giant(row.text("id"), row.text("name_vi"), *codes, figure.value, figure.status)


def read_growth(folder: Path) -> dict[tuple[str, int], float]:
    """Real growth of GRDP per year by group and year."""
    rows = read_table(folder, "growth.csv", ("group", *FIGURE_COLUMNS))
    return {(row.text("group"), row.whole("year")): row.figure().value for row in rows}


def growth_in(growth: dict[tuple[str, int], float], group: str, year: int) -> float:
    """Growth of a group in a year, the nearest year of the table beyond its ends. Raises ProvinceError if unknown."""
    years = [known for name, known in growth if name == group]
    if not years:
        raise ProvinceError(
            f"unknown group {group!r}", "growth.csv", nearest=nearest_name(group, {n for n, _ in growth})
        )
    return growth[group, min(max(year, min(years)), max(years))]
