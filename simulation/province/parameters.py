"""Parameters: every number a process reads, with range, unit, year, geography, source and status."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from simulation.province.tables import FIGURE_COLUMNS, ProvinceError, Row, nearest_name, read_table

PARAMETER_COLUMNS = ("name", *FIGURE_COLUMNS, "process", "moves")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a process reads; ``process`` says which, ``moves`` the outcome it should move, with its sign."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    year: str
    geography: str
    source: str
    status: str
    process: str
    moves: str

    def with_value(self, value: float) -> "Parameter":
        """The same parameter with another central value."""
        return Parameter(
            self.name, value, self.low, self.high, self.unit, self.year, self.geography,
            self.source, self.status, self.process, self.moves,
        )  # fmt: skip


def read_parameters(folder: Path) -> dict[str, Parameter]:
    """Every parameter of ``parameters/*.csv`` by name. Raises ProvinceError when a name stands twice."""
    files = sorted((folder / "parameters").glob("*.csv"))
    if not files:
        raise ProvinceError("the folder of parameter tables is missing or empty", "parameters")
    parameters: dict[str, Parameter] = {}
    for path in files:
        _collect(parameters, read_table(folder, f"parameters/{path.name}", PARAMETER_COLUMNS))
    return parameters


def read_evidence(folder: Path) -> dict[str, Parameter]:
    """Published figures that no process reads but that results are held against, by name."""
    evidence: dict[str, Parameter] = {}
    _collect(evidence, read_table(folder, "evidence.csv", PARAMETER_COLUMNS))
    return evidence


def _collect(parameters: dict[str, Parameter], rows: tuple[Row, ...]) -> None:
    for row in rows:
        name, figure = row.text("name"), row.figure()
        if name in parameters:
            raise row.fault(f"{name!r} stands twice")
        parameters[name] = Parameter(
            name, figure.value, figure.low, figure.high, figure.unit, figure.year, figure.geography,
            figure.source, figure.status, row.cells["process"], row.cells["moves"],
        )  # fmt: skip


def replaced(parameters: Mapping[str, Parameter], values: Mapping[str, float]) -> dict[str, Parameter]:
    """Parameters with other central values. Raises ProvinceError for an unknown name or a value that is not finite."""
    changed = dict(parameters)
    for name, value in values.items():
        if name not in parameters:
            raise ProvinceError(f"unknown parameter {name!r}", nearest=nearest_name(name, parameters))
        if not math.isfinite(value):
            raise ProvinceError(f"the value of {name} is not finite")
        changed[name] = parameters[name].with_value(float(value))
    return changed


def hash_of_values(parameters: Mapping[str, Parameter]) -> str:
    """Hash of all names and central values (sha256, hex): two provinces with the same hash simulate alike."""
    text = "\n".join(f"{name}={parameters[name].value!r}" for name in sorted(parameters))
    return hashlib.sha256(text.encode()).hexdigest()
