"""Hiring support (hỗ trợ doanh nghiệp tuyển dụng): part of the pay of new staff from a group, for some months.

Plan clause: II.4.1 b4. Verb: propose. Competence: the centre. Agency: that of the month in the table `agency_of_lever`.

Mechanism: an employer who knows that an applicant belongs to the group weighs what the support saves of the pay of the
first years like as much more ability; so members are chosen before others, and over leaving a place open where nobody
else is good enough. What support a firm has received over the year lowers its unit labour cost, which its demand
answers. Support is paid month by month while the person stays with the firm. Places under the year's quota and budget
go to applicants by a keyed lottery, so no firm is promised what cannot be paid; what is promised into the next year is
set aside from its budget.

Parameters: `hiring_ability_weight` (0.5, 0.2-1.0 standard deviations of what an employer sees by log point; assumed),
`hiring_support_horizon_months` (24, 12-48: months of pay over which an employer counts a saving; assumed),
`labour_demand_elasticity_private` (0.35), `awareness_start` (share of applicants for whom the employer knows of it).

First-order quantity: hires of members rise. Negative control: hires of public services. No evidence here: swept;
deadweight and displacement are the result. Public bodies get none.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.months import month_of
from simulation.policies.base import Lever, Rows
from simulation.policies.employers import wage_bills
from simulation.scenario import CountPerYear, LeverDose, MoneyPerMonth, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: No support counts as more than this share of pay.
MOST_SAVED = 0.95


class Supported(NamedTuple):
    """Staff for whom support is due: row, payroll line and month after the last payment, (n,) each."""

    row: Ints
    line: Ints
    ends: Ints


@lever("hiring_support")
class HiringSupportDose(LeverDose):
    """Dose of hiring support: so much a month for so long, for so many hires a year."""

    clauses = ("II.4.1 b4",)
    verb = ("propose",)
    competence = ("centre",)
    first_order = "hires of members rise"
    negative_control = "hires of public services"
    sources_of_money = ("SR", "NP")
    parameters = (
        "hiring_ability_weight",
        "hiring_support_horizon_months",
        "labour_demand_elasticity_private",
        "awareness_start",
    )
    residence = ("permanent",)

    pays: MoneyPerMonth = Field(description="paid to the employer for each month that the new worker stays")
    months: Annotated[int, Field(strict=True, ge=0, le=36)] = Field(description="months for which it is paid")
    hires: CountPerYear = Field(description="hires that may be supported in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is paid or nobody may be hired with it."""
        return super().changes_nothing or not (self.pays and self.months and self.hires)


class HiringSupport(Lever):
    """A dose: known to employers as they choose, paid while the chosen stay."""

    dose: HiringSupportDose

    def __init__(self, dose: HiringSupportDose) -> None:
        """Hold a dose; nobody is supported yet."""
        super().__init__(dose)
        none = np.zeros(0, dtype=np.int64)
        self.supported = Supported(none, none, none)
        self.promised: Ints = none
        self.received: Floats | None = None

    def open_month(self, market: "LabourMarket") -> None:
        """Pay for those who are still there, let demand see the year's receipts, and offer what is left."""
        self.promised = np.zeros(0, dtype=np.int64)
        self._pay_for_staff(market)
        if self.received is not None:
            market.terms.cost += np.log1p(-np.minimum(self._saving(market), MOST_SAVED))
        if self.in_force(market.month) and self._room(market) >= 1:
            market.terms.hiring.append(self._worth)

    def _pay_for_staff(self, market: "LabourMarket") -> None:
        """Support of the month for who is still on the line hired for; the others' ends."""
        due = self.supported
        stays = (market.people.workplace[due.row] == due.line) & (due.ends > market.month)
        self.supported = due = Supported._make(column[stays] for column in due)
        paid: Floats = np.zeros(market.employers.rows)
        number = self.affordable(market, np.full(len(due.row), float(self.dose.pays)))
        if number:
            firm = market.workplaces.firm[due.line[:number]]
            paid = np.bincount(firm, minlength=len(paid)).astype(np.float64) * float(self.dose.pays)
            persons = number * market.weight
            self.pay(market, "SR", "province", "firm", "transfer", persons, persons * float(self.dose.pays))
        if number or self.received is not None:
            before = np.zeros(len(paid)) if self.received is None else self.received
            self.received = before + (paid - before) / 12.0

    def _saving(self, market: "LabourMarket") -> Floats:
        """Support of the year over the wage bill, (firms,)."""
        assert self.received is not None
        return self.received / np.maximum(wage_bills(market) + self.received, 1e-9)

    def _room(self, market: "LabourMarket") -> int:
        """Further hires that quota and budget of this year and the next can take, rows."""
        by_quota = self.places_left(market.month, float(self.dose.hires)) * market.scale
        pays, month = float(self.dose.pays) * market.weight, market.month
        rest = 12 - month_of(month)
        owed = self.supported.ends - month - 1
        this_year = min(self.dose.months, rest) * pays
        next_year = max(self.dose.months - rest, 0) * pays
        room = [by_quota, 1e9]
        if this_year:
            room.append((self.left(month) - np.minimum(owed, rest).sum() * pays) / this_year)
        if next_year:
            room.append((self.left(month + rest + 1) - (owed - rest).clip(0).sum() * pays) / next_year)
        return int(max(min(room), 0.0) + 1e-9)

    def _worth(self, market: "LabourMarket", rows: Rows, lines: Rows) -> Floats:
        """What the support adds to the score of each applicant, (applications,), on the payroll line applied for."""
        private = self._private(market, lines)
        known = rows[private & self.knowing(market, rows)]
        self.promised = self.promise(market, self.promised, known, self._room(market))
        part = min(self.dose.months / market.province.value("hiring_support_horizon_months"), 1.0)
        saved = np.minimum(float(self.dose.pays) / market.workplaces.pay[lines], MOST_SAVED) * part
        return np.where(private & np.isin(rows, self.promised), -np.log1p(-saved) * market.ranking.ability, 0.0)

    @staticmethod
    def _private(market: "LabourMarket", lines: Rows) -> npt.NDArray[np.bool_]:
        """Which payroll lines are not the State's, (lines,)."""
        return np.asarray(market.employers.state[market.workplaces.firm[lines]] == 0)

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Promise support for the month's hires of those it was offered for, by private employers."""
        line = market.people.workplace[rows].astype(np.int64)
        helped = np.isin(rows, self.promised) & self._private(market, line)
        hired, line = rows[helped], line[helped]
        if len(hired):
            self.serve(market, hired)
            more = Supported(hired.astype(np.int64), line, np.full(len(hired), market.month + 1 + self.dose.months))
            self.supported = Supported._make(np.concatenate(pair) for pair in zip(self.supported, more, strict=True))
