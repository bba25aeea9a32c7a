"""Firms and workplaces.

A firm is an enterprise or a public body. A *workplace* is where an employed person's pay comes from: a payroll line
(one firm, one occupation) or a household trade (one district, one sector, one kind of work off the payroll). Every
employed person stands in exactly one workplace, so employment is the sum of their headcounts.
"""

from collections import namedtuple

import numpy as np
import numpy.typing as npt

from simulation.columns import Column, ColumnStore, RowView
from simulation.vocabulary import Contract


class Firm(RowView):
    """One enterprise or public body, seen as a Mesa agent."""


class Firms(ColumnStore):
    """Columns of firms. A slot whose firm closes is taken by a new firm of the same kind months later."""

    VIEW = Firm
    COLUMNS = (
        Column("sector", "uint8", "row", "sector"),
        Column("district", "uint8", "row", "district of the work"),
        Column("size_class", "uint8", "row", "class of the firm-size table; giants and public bodies are the last"),
        Column("state", "uint8", "0/1", "headcount follows plans"),
        Column("insures", "float32", "share", "share of the staff that is insured"),
        Column("size", "float32", "persons", "headcount wanted in the first month"),
        Column("shock", "float32", "log points", "deviation of the firm's demand from its sector's"),
        Column("premium", "float32", "log points", "pay above the sector's"),
        Column("closed_until", "int16", "month", "a closed slot stays empty until this month"),
        Column("trains", "uint8", "0/1", "brings up to a job's level whom it hires below it"),
        Column("project", "uint8", "0/1", "a slot for an investment project"),
        Column("ramp", "float32", "share", "part of its wanted staff that a project has room for yet", 1.0),
    )

    sector: npt.NDArray[np.uint8]
    district: npt.NDArray[np.uint8]
    size_class: npt.NDArray[np.uint8]
    state: npt.NDArray[np.uint8]
    insures: npt.NDArray[np.float32]
    size: npt.NDArray[np.float32]
    shock: npt.NDArray[np.float32]
    premium: npt.NDArray[np.float32]
    closed_until: npt.NDArray[np.int16]
    trains: npt.NDArray[np.uint8]
    project: npt.NDArray[np.uint8]
    ramp: npt.NDArray[np.float32]

    def arrays(self) -> "FirmArrays":
        """The columns as a named tuple that kernels take."""
        return FirmArrays(*(self.column(column.name) for column in self.COLUMNS))


class Workplaces(ColumnStore):
    """Columns of workplaces: row 0 is nowhere, then payroll lines in firm order, then household trades."""

    VIEW = RowView
    COLUMNS = (
        Column("firm", "int32", "row", "firm of a payroll line, -1 for a household trade", -1),
        Column("sector", "uint8", "row", "sector"),
        Column("district", "uint8", "row", "district of the work"),
        Column("occupation", "uint8", "row", "occupation of a payroll line"),
        Column("contract", "uint8", "code", "terms of work", codes=Contract),
        Column("base", "float32", "persons", "wanted headcount in the start month"),
        Column("wanted", "float32", "persons", "wanted headcount this month"),
        Column("headcount", "int32", "persons", "persons at work"),
        Column(
            "start_headcount",
            "float32",
            "persons",
            "persons at work under constant demand: what crowding is measured against",
        ),
        Column("short_hours", "float32", "share", "people who work under 35 hours and want more"),
        Column("posts", "int32", "places", "open places this month"),
        Column("post_age", "float32", "months", "mean time the open places have been open"),
        Column("listed", "int16", "places", "filled places that still stand on the employment centre's register"),
        Column("start_offer", "float32", "log million VND", "offer in the start month"),
        Column("offer", "float32", "log million VND", "pay offered to somebody without paper, this month"),
        Column("pay", "float32", "million VND a month", "pay level that the staff's pay factors multiply"),
    )

    firm: npt.NDArray[np.int32]
    sector: npt.NDArray[np.uint8]
    district: npt.NDArray[np.uint8]
    occupation: npt.NDArray[np.uint8]
    contract: npt.NDArray[np.uint8]
    base: npt.NDArray[np.float32]
    wanted: npt.NDArray[np.float32]
    headcount: npt.NDArray[np.int32]
    start_headcount: npt.NDArray[np.float32]
    short_hours: npt.NDArray[np.float32]
    posts: npt.NDArray[np.int32]
    post_age: npt.NDArray[np.float32]
    listed: npt.NDArray[np.int16]
    start_offer: npt.NDArray[np.float32]
    offer: npt.NDArray[np.float32]
    pay: npt.NDArray[np.float32]

    payroll_lines: int = 0

    @property
    def payroll(self) -> slice:
        """Rows that are payroll lines."""
        return slice(1, 1 + self.payroll_lines)

    @property
    def trades(self) -> slice:
        """Rows that are household trades."""
        return slice(1 + self.payroll_lines, self.rows)

    def arrays(self) -> "PlaceArrays":
        """The columns as a named tuple that kernels take."""
        return PlaceArrays(*(self.column(column.name) for column in self.COLUMNS))


FirmArrays = namedtuple("FirmArrays", [column.name for column in Firms.COLUMNS])  # type: ignore[misc]  # fields are the table of columns
PlaceArrays = namedtuple("PlaceArrays", [column.name for column in Workplaces.COLUMNS])  # type: ignore[misc]  # fields are the table of columns
