"""The shipped province, a writable copy of its tables, and a small province cut out of them under other names."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.province import Province, load_province

Rows = list[dict[str, str]]
Edit = Callable[[str, Callable[[Rows], Rows]], None]

DISTRICTS = {"ha_long": "north", "cam_pha": "south"}
SECTORS = {"agriculture": "farms", "manufacturing_domestic": "plants", "trade": "shops"}


@pytest.fixture(scope="session")
def quang_ninh() -> Province:
    return load_province("quang_ninh")


@pytest.fixture
def tables(tmp_path: Path, quang_ninh: Province) -> Path:
    """A writable copy of all tables."""
    return Path(shutil.copytree(quang_ninh.folder, tmp_path / "elsewhere"))


@pytest.fixture
def edit(tables: Path) -> Edit:
    """Change the rows of one table of the copy."""

    def change(name: str, rule: Callable[[Rows], Rows]) -> None:
        path = tables / name
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            columns, rows = list(reader.fieldnames or ()), rule(list(reader))
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return change


@pytest.fixture
def small_province(tables: Path, edit: Edit) -> Path:
    """Two districts and three sectors under other names; everything else as shipped."""
    edit("districts.csv", lambda rows: _kept(rows, {"id": DISTRICTS}))
    edit("sectors.csv", lambda rows: [row | {"demand_index": ""} for row in _kept(rows, {"id": SECTORS})])
    for name, column in (("district_values", "district"), ("colleges", "district"), ("esc_offices", "district")):
        edit(f"{name}.csv", lambda rows, column=column: _kept(rows, {column: DISTRICTS}))
    edit("district_links.csv", lambda rows: _kept(rows, {"district": DISTRICTS, "neighbour": DISTRICTS}))
    edit("places.csv", lambda rows: _kept(rows, {"district_2024": DISTRICTS}))
    edit("sector_occupations.csv", lambda rows: _kept(rows, {"sector": SECTORS}))
    edit("sector_districts.csv", lambda rows: _shares(_kept(rows, {"sector": SECTORS, "district": DISTRICTS})))
    edit("giants.csv", lambda rows: [])
    edit("parks.csv", lambda rows: [])
    edit("legal.csv", lambda rows: [row | {"scope": DISTRICTS.get(row["scope"], row["scope"])} for row in rows])
    with (tables / "colleges.csv").open(encoding="utf-8", newline="") as lines:
        colleges = {row["id"]: row["id"] for row in csv.DictReader(lines)}
    edit("programmes.csv", lambda rows: _kept(rows, {"college": colleges}))
    with (tables / "programmes.csv").open(encoding="utf-8", newline="") as lines:
        programmes = {row["id"]: row["id"] for row in csv.DictReader(lines)}
    edit("programme_values.csv", lambda rows: _kept(rows, {"programme": programmes}))
    for path in sorted((tables / "parameters").glob("*.csv")):
        edit(f"parameters/{path.name}", _renamed_after_sectors)
    return tables


def _kept(rows: Rows, names: dict[str, dict[str, str]]) -> Rows:
    kept = [row for row in rows if all(row[column] in known for column, known in names.items())]
    return [row | {column: known[row[column]] for column, known in names.items()} for row in kept]


def _shares(rows: Rows) -> Rows:
    totals: dict[str, float] = {}
    for row in rows:
        totals[row["sector"]] = totals.get(row["sector"], 0.0) + float(row["value"])
    shares = [float(row["value"]) / totals[row["sector"]] for row in rows]
    return [row | dict.fromkeys(("value", "low", "high"), repr(share)) for row, share in zip(rows, shares, strict=True)]


def _renamed_after_sectors(rows: Rows) -> Rows:
    for old, new in SECTORS.items():
        rows = [row | {"name": row["name"].replace(f"_{old}", f"_{new}")} for row in rows]
    return rows
