"""The province as it stood in an earlier year: its tables, moved to that year's population, ages and labour force.

What is known of the year is put in: total population, the labour force, the age structure (of 2014 for years before,
the first that is published by age). Everything else stays as the province's tables have it, for no earlier figures are
at hand: sectors, papers by age, pay, hazards. The labour force of the series counts own-use farmers; the two margins
keep their proportion. The calendar of the tables goes on: only what the law and the projection of 2021 say moves it.
"""

import csv
import shutil
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from simulation.months import year_of
from simulation.province import Province

Row = dict[str, str]


def rebased(province: Province, folder: Path, year: int, population: float, labour_force: float) -> Path:
    """A copy of the province's folder of tables in ``folder``, moved to a ``year``."""
    copy = folder / f"{province.id}_{year}"
    shutil.copytree(province.folder, copy, dirs_exist_ok=True)
    census = sum(district.population for district in province.districts)
    _change(copy / "district_values.csv", "population", population / census, by="quantity")
    own = province.margins["own_use_farmers"].value
    factor = labour_force / (province.margins["labour_force"].value + own)
    for name in ("labour_force", "own_use_farmers"):
        _change(copy / "margins.csv", name, factor, by="name")
    _put_ages(copy / "age_sex.csv", year, year_of(province.first_month))
    return copy


def _change(path: Path, name: str, factor: float, by: str) -> None:
    """Multiply value, low and high of the rows of a name."""
    rows = _rows(path)
    for row in rows:
        if row[by] == name:
            row |= {column: repr(float(row[column]) * factor) for column in ("value", "low", "high")}
    _write(path, rows)


def _put_ages(path: Path, year: int, first: int) -> None:
    """Give every year of the projection the age structure of ``year``: people grow older in the model alone."""
    with files(__package__).joinpath("age_sex.csv").open(encoding="utf-8") as lines:
        known = list(csv.DictReader(lines))
    nearest = min({int(row["year"]) for row in known}, key=lambda one: abs(one - year))
    structure = [row for row in known if int(row["year"]) == nearest]
    years = sorted({int(row["year"]) for row in _rows(path)})
    assert first in years
    _write(path, [{**row, "year": str(one)} for one in years for row in structure])


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, rows: Iterable[Row]) -> None:
    kept = list(rows)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, kept[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
