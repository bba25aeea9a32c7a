"""Districts, the ways between them, and what stands where on their map."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulation.province.matrices import Matrix, frozen, read_columns
from simulation.province.tables import FIGURE_COLUMNS, ProvinceError, Row, index_of, read_table
from simulation.province.ways import shortest_ways

_QUANTITIES = ("population", "urban_share", "ethnic_minority_share", "poor_household_share", "own_use_weight")


@dataclass(frozen=True, slots=True)
class District:
    """A district-level unit; its row in the table is its code in every column.

    ``population`` persons at the census; ``urban_share`` and ``ethnic_minority_share`` of population;
    ``poor_household_share`` of households; ``own_use_weight`` relative chance that an adult farms for own use only;
    ``tile_row`` and ``tile_column`` place it on a map of equal tiles; ``remote`` marks far and island places.
    """

    id: str
    name_vi: str
    name_en: str
    kind: str
    remote: bool
    tile_row: int
    tile_column: int
    population: float
    urban_share: float
    ethnic_minority_share: float
    poor_household_share: float
    own_use_weight: float


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of administration with its validity in months; ``district`` is the unit it is counted under."""

    id: str
    name_vi: str
    name_en: str
    kind: str
    first_month: int | None
    last_month: int | None
    successors: tuple[str, ...]
    district: str


def read_districts(folder: Path) -> tuple[District, ...]:
    """Districts in table order with their figures."""
    columns = ("id", "name_vi", "name_en", "kind", "remote", "tile_row", "tile_column")
    rows = read_table(folder, "districts.csv", columns)
    figures = read_columns(folder, "district_values.csv", "district", index_of(rows), _QUANTITIES)
    return tuple(_district(row, [float(figures[name][code]) for name in _QUANTITIES]) for code, row in enumerate(rows))


def _district(row: Row, figures: list[float]) -> District:
    names = row.text("id"), row.text("name_vi"), row.text("name_en"), row.text("kind")
    return District(*names, row.flag("remote"), row.whole("tile_row"), row.whole("tile_column"), *figures)


def read_places(folder: Path, districts: dict[str, int]) -> tuple[Place, ...]:
    """Units of administration, old and new; a place inside the province must belong to a district of the table."""
    columns = ("id", "name_vi", "name_en", "kind", "valid_from", "valid_to", "successor", "district_2024")
    return tuple(_place(row, districts) for row in read_table(folder, "places.csv", columns))


def _place(row: Row, districts: dict[str, int]) -> Place:
    district = row.known("district_2024", districts) if row.cells["district_2024"] else ""
    names = row.text("id"), row.text("name_vi"), row.text("name_en"), row.text("kind")
    successors = tuple(row.cells["successor"].split())
    return Place(*names, row.month("valid_from"), row.month("valid_to"), successors, district)


def read_travel_minutes(folder: Path, districts: dict[str, int]) -> Matrix:
    """Minutes (districts, districts) of the shortest way. Raises ProvinceError for a district that is cut off."""
    steps = []
    for row in read_table(folder, "district_links.csv", ("district", "neighbour", "way", *FIGURE_COLUMNS)):
        pair = districts[row.known("district", districts)], districts[row.known("neighbour", districts)]
        steps.append((*pair, row.figure().value))
    minutes = shortest_ways(len(districts), steps)
    for district, code in districts.items():
        if not np.isfinite(minutes[code]).all():
            raise ProvinceError(f"no way leads from {district} to every other district", "district_links.csv")
    return frozen(minutes)
