"""Fields of training, colleges and their programmes, offices of the employment service centre."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulation.province.matrices import Matrix, frozen, read_columns
from simulation.province.tables import EVIDENCE_STATUSES, ProvinceError, Row, index_of, nearest_name, read_table
from simulation.vocabulary import LEVELS

PROGRAMME_QUANTITIES = ("seats", "tuition", "duration", "drop_out")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of training."""

    id: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class College:
    """A place of vocational or higher education: kind, district code, public or not, owner."""

    id: str
    name_vi: str
    name_en: str
    kind: str
    district: int
    public: bool
    owner: str
    status: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the employment service centre and its district code."""

    id: str
    name_vi: str
    name_en: str
    district: int
    status: str


@dataclass(frozen=True)
class Programmes:
    """Programmes as arrays of length ``len(self)``: one field at one level in one college.

    ``college`` and ``field`` are codes, ``level`` the code of the level, ``intake_months`` a bit mask (bit m - 1 for
    calendar month m), ``intakes`` how many months those are, ``full_time`` whether the student leaves the labour force.
    """

    ids: tuple[str, ...]
    college: NDArray[np.int16]
    field: NDArray[np.int16]
    level: NDArray[np.int8]
    intake_months: NDArray[np.int16]
    intakes: NDArray[np.int8]
    full_time: NDArray[np.bool_]
    quantities: dict[str, Matrix]

    def __len__(self) -> int:
        return len(self.ids)

    def programme_array(self, quantity: str) -> Matrix:
        """Numbers of all programmes; raises ProvinceError for a quantity that is not one of the four.

        ``seats`` a year; ``tuition`` million VND, a course at the levels short and elementary, a month above;
        ``duration`` months; ``drop_out`` share of entrants.
        """
        if quantity not in self.quantities:
            nearest = nearest_name(quantity, self.quantities)
            raise ProvinceError(f"unknown number {quantity!r} of a programme", nearest=nearest)
        return self.quantities[quantity]


def read_fields(folder: Path) -> tuple[Field, ...]:
    """Fields of training in table order."""
    rows = read_table(folder, "fields.csv", ("id", "name_vi", "name_en"))
    index_of(rows)
    return tuple(Field(row.text("id"), row.text("name_vi"), row.text("name_en")) for row in rows)


def read_colleges(folder: Path, districts: dict[str, int]) -> tuple[College, ...]:
    """Colleges in table order."""
    columns = ("id", "name_vi", "name_en", "kind", "district", "public", "owner", "status", "source")
    rows = read_table(folder, "colleges.csv", columns)
    index_of(rows)
    return tuple(_college(row, districts) for row in rows)


def _college(row: Row, districts: dict[str, int]) -> College:
    names = row.text("id"), row.text("name_vi"), row.text("name_en"), row.text("kind")
    place = districts[row.known("district", districts)], row.flag("public"), row.text("owner")
    row.text("source")
    return College(*names, *place, row.known("status", EVIDENCE_STATUSES))


def read_offices(folder: Path, districts: dict[str, int]) -> tuple[Office, ...]:
    """Offices of the employment service centre."""
    rows = read_table(folder, "esc_offices.csv", ("id", "name_vi", "name_en", "district", "status", "source"))
    index_of(rows)
    return tuple(_office(row, districts) for row in rows)


def _office(row: Row, districts: dict[str, int]) -> Office:
    row.text("source")
    district = districts[row.known("district", districts)]
    status = row.known("status", EVIDENCE_STATUSES)
    return Office(row.text("id"), row.text("name_vi"), row.text("name_en"), district, status)


def read_programmes(folder: Path, colleges: dict[str, int], fields: dict[str, int]) -> Programmes:
    """Programmes with their seats, tuition, duration and drop-out."""
    rows = read_table(folder, "programmes.csv", ("id", "college", "field", "level", "intake_months", "full_time"))
    index = index_of(rows)
    masks = [_intake_mask(row) for row in rows]
    return Programmes(
        ids=tuple(index),
        college=np.array([colleges[row.known("college", colleges)] for row in rows], dtype=np.int16),
        field=np.array([fields[row.known("field", fields)] for row in rows], dtype=np.int16),
        level=np.array([LEVELS.index(row.known("level", LEVELS)) for row in rows], dtype=np.int8),
        intake_months=np.array(masks, dtype=np.int16),
        intakes=np.array([mask.bit_count() for mask in masks], dtype=np.int8),
        full_time=np.array([row.flag("full_time") for row in rows], dtype=np.bool_),
        quantities=_programme_quantities(folder, index),
    )


def _programme_quantities(folder: Path, index: dict[str, int]) -> dict[str, Matrix]:
    values = read_columns(folder, "programme_values.csv", "programme", index, PROGRAMME_QUANTITIES)
    return {name: frozen(column) for name, column in values.items()}


def _intake_mask(row: Row) -> int:
    """Bit mask of months written as ``3 6 9 12``."""
    mask = 0
    for word in row.text("intake_months").split():
        if not word.isdigit() or not 1 <= int(word) <= 12:
            raise row.fault(f"intake_months holds {word!r}; write months 1 to 12 with spaces")
        mask |= 1 << (int(word) - 1)
    return mask
