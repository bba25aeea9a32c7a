"""Trials of training levers: what happened in a month, seen against the columns of its beginning."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation import LabourMarket, Scenario
from simulation.province import load_province
from simulation.vocabulary import LEVELS, Level
from tests.levers.trial import BEGIN, Floats, scenario

SCALE, SEEDS = 0.1, (1, 2, 3, 4, 5, 6)
SEPTEMBER = 9

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
#: Columns that a month is compared with.
KEPT = ("workplace", "status", "programme", "course_ends", "benefit_until", "credential", "last_wage_job", "insurance")


@dataclass
class Month:
    """One simulated month: the market after it, columns before it, and the courses that began in it."""

    market: LabourMarket
    month: int
    before: dict[str, npt.NDArray[Any]]
    rows: Rows
    programme: Rows

    @property
    def age(self) -> npt.NDArray[np.int64]:
        """Ages of everybody, years."""
        return np.asarray((self.market.age_month - self.market.people.birth) // 12)

    def firms_before(self) -> npt.NDArray[np.int32]:
        """Firm of everybody's job before the month, -1 without."""
        return np.asarray(self.market.workplaces.firm[self.before["workplace"]])

    def finished(self) -> Rows:
        """Rows that sat a course of a college to its end."""
        due = (self.before["course_ends"] == self.month) & (self.before["programme"] >= 0)
        return np.flatnonzero(due & (self.before["programme"] < 20000))


Measure = Callable[[Month], float]


def tried(question: Scenario, seeds: Sequence[int], measures: Sequence[Measure]) -> Floats:
    """Sum of each measure over the months from ``BEGIN`` on, (measures, seeds)."""
    found = np.zeros((len(measures), len(seeds)))
    for column, seed in enumerate(seeds):
        market, begun = LabourMarket(scenario=question, rng=seed), []
        settle = market.pay_for_courses

        def note(rows, programme, support, settle=settle, begun=begun):  # type: ignore[no-untyped-def]
            begun[:] = [rows.astype(np.int64), programme]
            settle(rows, programme, support)

        market.pay_for_courses = note  # type: ignore[method-assign]
        while market.month <= market.end:
            month = market.month
            before = {name: market.people.column(name).copy() for name in KEPT}
            market.step()
            if month >= BEGIN:
                seen = Month(market, month, before, *begun)
                found[:, column] += [measure(seen) for measure in measures]
    return found


def room() -> dict[str, dict[str, Any]]:
    """Seats for everybody in every field and level: where a control is to be looked at with seats free."""
    province = load_province("quang_ninh")
    programmes = province.programmes
    kinds = {(int(field), int(level)) for field, level in zip(programmes.field, programmes.level, strict=True)}
    projects = [
        {"field": province.fields[field].id, "level": LEVELS[level], "seats": 40_000, "ready": "2020-01"}
        for field, level in sorted(kinds)
        if level < Level.university
    ]
    dose = {"id": "room", "from": "2021-01", "to": "2030-12", "cost_per_seat": "0 VND per place", "projects": projects}
    return {"training_capacity": dose}


def question(*levers: dict[str, Any], seats: bool = False, end: str = "2021-12", **head: Any) -> Scenario:
    """Levers on trial without the baseline's own, whose quotas would hand on what a lever frees."""
    given = [room(), *levers] if seats else [*levers]
    with tempfile.TemporaryDirectory() as folder:
        whole = scenario(Path(folder), *given, scale=SCALE, end=end, **head)
    keys = {(name, dose.get("id")) for one in given for name, dose in one.items()}
    return whole.with_(policies=[dose for dose in whole.policies if dose.key in keys])


def run(*levers: dict[str, Any], end: str = "2021-12", seed: int = 5, **head: Any) -> LabourMarket:
    return LabourMarket(scenario=question(*levers, end=end, **head), rng=seed).run()


def lines(market: LabourMarket, **wanted: str) -> Any:
    """Lines of the ledger with the given entries."""
    ledger = market.ledger.to_frame()
    for column, value in wanted.items():
        ledger = ledger[ledger[column] == value]
    return ledger
