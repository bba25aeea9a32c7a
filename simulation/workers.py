"""Workers, one row a person for good: residents aged 15 and over, children who will come of age, the outside pool."""

from collections import namedtuple
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.columns import Column, ColumnStore, Derived, Rows, RowView
from simulation.vocabulary import Contract, Credential, Insurance, Poverty, Sex, Status

NOWHERE = 0  # row of the workplace that stands for "none"
NEVER = -32768


def _contract(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.asarray(store.model.workplaces.contract[store.workplace[rows]])


def _sector(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.asarray(store.model.workplaces.sector[store.workplace[rows]])


def _income(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.asarray(store.model.workplaces.pay[store.workplace[rows]] * store.pay_factor[rows])


def _age(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.asarray((store.model.age_month - store.birth[rows]) // 12)


def _firm(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.asarray(store.model.workplaces.firm[store.workplace[rows]])


def _tenure(store: "Workers", rows: Rows) -> npt.NDArray[Any]:
    return np.where(store.status[rows] == Status.employed, store.model.month - store.since[rows], 0)


class Leavers(NamedTuple):
    """Who left a compulsorily insured job since the list was last emptied, one entry a leaving.

    ``place`` is the workplace left, ``factor`` the person's pay over that of the place, ``recent`` the months of
    unemployment insurance in the last 24. ``number`` (1,) may exceed the room: then entries were lost.
    """

    row: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    factor: npt.NDArray[np.float32]
    recent: npt.NDArray[np.int8]
    number: npt.NDArray[np.int64]


def room_for_leavers(rows: int) -> Leavers:
    """An empty list. One in eight leaving in a single month is beyond any shock that a scenario can describe."""
    room = rows // 8 + 1024
    return Leavers(
        np.zeros(room, np.int32), np.zeros(room, np.int32), np.zeros(room, np.float32), np.zeros(room, np.int8),
        np.zeros(1, np.int64),
    )  # fmt: skip


class Worker(RowView):
    """One person, seen as a Mesa agent."""


class Workers(ColumnStore):
    """Columns of persons. Months are month numbers (``simulation.months``); money is million VND a month."""

    VIEW = Worker
    COLUMNS = (
        Column("birth", "int16", "month", "month of birth", hot=True),
        Column("sex", "uint8", "code", "sex", codes=Sex, hot=True),
        Column("district", "uint8", "row", "district of residence; for the outside pool, of first arrival", hot=True),
        Column("urban", "uint8", "0/1", "lives in an urban ward", hot=True),
        Column("minority", "uint8", "0/1", "ethnic minority"),
        Column("poor", "uint8", "code", "poverty of the household", codes=Poverty),
        Column("registered", "uint8", "code", "residence: 0 permanent, 1 temporary, 2 none", hot=True),
        Column("migrant", "uint8", "0/1", "came from outside the province", hot=True),
        Column("marks", "uint8", "bits", "1 disability, 2 completed military service, 4 returned from work abroad"),
        Column("farm_household", "uint8", "0/1", "household works land and can take a member in", hot=True),
        Column(
            "ability",
            "float32",
            "log points",
            "what the person earns above others of the same paper and trade",
            hot=True,
        ),
        Column("savings", "float32", "months of income", "what the household could pay now"),
        Column("credential", "uint8", "code", "highest paper", codes=Credential, hot=True),
        Column("field", "uint8", "row", "field of training"),
        Column("certified_since", "int16", "month", "when the highest paper was earned in the model", NEVER, hot=True),
        Column("retrained", "uint8", "0/1", "finished a course of retraining since the start"),
        Column("occupation", "uint8", "row", "occupation one is fit for and looks in", hot=True),
        Column("skill", "float32", "log points", "skill learnt in courses beyond the paper's signal"),
        Column("status", "uint8", "code", "what the person does this month", codes=Status),
        Column("since", "int16", "month", "when the present status, or the present job, began", hot=True),
        Column("workplace", "int32", "row", "payroll line or household trade one works in", NOWHERE),
        Column("pay_factor", "float32", "ratio", "own pay over the workplace's pay level"),
        Column(
            "search_since", "int16", "month", "start of the unemployment clock; a course moves it on", NEVER, hot=True
        ),
        Column("last_wage_job", "int16", "month", "last month on a wage job before this spell", NEVER, hot=True),
        Column("wish_hours", "uint8", "0/1", "works under 35 hours and wants more", hot=True),
        Column("insurance", "uint8", "code", "social insurance of the month", codes=Insurance, hot=True),
        Column(
            "insured_months",
            "int16",
            "months",
            "months of social insurance before the present spell, not withdrawn",
            hot=True,
        ),
        Column("insured_since", "int16", "month", "start of the present spell of insurance", NEVER, hot=True),
        Column("benefit_until", "int16", "month", "first month without unemployment benefit", NEVER, hot=True),
        Column(
            "unemployment_months",
            "int16",
            "months",
            "months of unemployment insurance before the present spell, not used up by a benefit",
        ),
        Column("insured_until", "int16", "month", "when the last spell of insurance ended", NEVER),
        Column("insured_wage", "float32", "million VND a month", "insured pay: mean of the last job's last six months"),
        Column("housing", "uint8", "code", "0 own home, 1 rented room, 2 and more: worker place of an estate"),
        Column("programme", "int16", "row", "programme of the present course", -1, hot=True),
        Column("course_ends", "int16", "month", "month in which the present course ends", NEVER),
        Column("college", "uint8", "row", "college that looks for the first job of its graduate, 255 none", 255),
        Column("support", "int8", "row", "lever that supports the present course", -1),
    )
    DERIVED = (
        Derived("age", "years", "age in completed years", _age),
        Derived("contract", "code", "terms of work", _contract, Contract),
        Derived("sector", "row", "sector of work", _sector),
        Derived("firm", "row", "employer, -1 for household work and none", _firm),
        Derived("income", "million VND a month", "labour income", _income),
        Derived("tenure", "months", "months in the present job", _tenure),
    )

    birth: npt.NDArray[np.int16]
    sex: npt.NDArray[np.uint8]
    district: npt.NDArray[np.uint8]
    urban: npt.NDArray[np.uint8]
    minority: npt.NDArray[np.uint8]
    poor: npt.NDArray[np.uint8]
    registered: npt.NDArray[np.uint8]
    migrant: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.uint8]
    farm_household: npt.NDArray[np.uint8]
    ability: npt.NDArray[np.float32]
    savings: npt.NDArray[np.float32]
    credential: npt.NDArray[np.uint8]
    field: npt.NDArray[np.uint8]
    certified_since: npt.NDArray[np.int16]
    retrained: npt.NDArray[np.uint8]
    occupation: npt.NDArray[np.uint8]
    skill: npt.NDArray[np.float32]
    status: npt.NDArray[np.uint8]
    since: npt.NDArray[np.int16]
    workplace: npt.NDArray[np.int32]
    pay_factor: npt.NDArray[np.float32]
    search_since: npt.NDArray[np.int16]
    last_wage_job: npt.NDArray[np.int16]
    wish_hours: npt.NDArray[np.uint8]
    insurance: npt.NDArray[np.uint8]
    insured_months: npt.NDArray[np.int16]
    insured_since: npt.NDArray[np.int16]
    benefit_until: npt.NDArray[np.int16]
    unemployment_months: npt.NDArray[np.int16]
    insured_until: npt.NDArray[np.int16]
    insured_wage: npt.NDArray[np.float32]
    housing: npt.NDArray[np.uint8]
    programme: npt.NDArray[np.int16]
    course_ends: npt.NDArray[np.int16]
    college: npt.NDArray[np.uint8]
    support: npt.NDArray[np.int8]

    def __init__(self, rows: int, model: Any = None) -> None:
        """Allocate ``rows`` rows, room for the month's leavers, and marks of who has changed since the last count."""
        super().__init__(rows, model)
        self.leavers = room_for_leavers(rows)
        self.changed = np.ones(rows, dtype=np.uint8)

    def note_written(self, rows: Rows | int | slice) -> None:
        """Have the rows counted anew: a field was written, not by a process of the month."""
        self.changed[rows] = 1

    def arrays(self) -> "PeopleArrays":
        """The columns, the list of leavers and the marks, as a named tuple that kernels take."""
        columns = (self.column(column.name) for column in self.COLUMNS)
        return PeopleArrays._make([*columns, self.leavers, self.changed])


PeopleArrays = namedtuple("PeopleArrays", [*(column.name for column in Workers.COLUMNS), "leavers", "changed"])  # type: ignore[misc]
