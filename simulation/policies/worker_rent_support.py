"""Rent support (hỗ trợ tiền thuê nhà cho người lao động): a sum a month for insured staff who rent, for a few months.

Plan clause: II.2 b4 (recovery programme 2022-23; Decision 08/2022/QĐ-TTg of 28 March 2022). Verb: implement; it had
ended before the plan, so that no plan file has it but `recovery_2022.yaml`. Competence: the centre, which set who gets
what; the province paid. Agency: that of the month in the table `agency_of_lever`.

Mechanism: who rents a room, is on a payroll and compulsorily insured, and knows of it, is paid a fixed sum for each
month at work, up to so many: one sum if the job began before the dose, another, larger, if it began since. Whoever
would be paid weighs the sum like pay: the chance of quitting falls by the model's elasticity on pay, in that month
alone. It does not tie anybody to an employer: another insured job has it too, so searching on the job is as before. To
people outside who know of it a room costs so much less to come for, by what they can expect of it: they look for work
here more often, by the elasticity of searchers on the cost of housing, and an offer is worth more. A fixed sum for
whoever rents, it moves rents only through the tenants it keeps and brings. Claims are paid by the month, though the law
let firms hand them in until August.

Parameters: `quit_wage_elasticity` (of quits on relative pay), `migrant_attraction_elasticity_housing` (0.5, 0.1-1;
assumed), `private_room_rent_per_worker` (1.0, 0.6-1.8 million VND a month; assumed), `relocation_horizon_months` (24,
6-48: months over which help to come counts; assumed), `awareness_start` (0.2; assumed). Sums in law: 0.5 and 1.0
million VND a month, at most three months (recalled).

First-order quantity: quits of workers who rent fall. Negative control: quits of workers with a home of their own.
Evidence: none here; a sweep.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.eligibility import belongs
from simulation.processes.housing import attraction
from simulation.processes.moves import COMPULSORY_ONLY, EMPLOYED, WORKER_PLACE
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, LeverDose, MoneyPerMonth, lever
from simulation.scenario.groups import GroupFilter

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
#: Code of ``Workers.housing`` of a rented room.
ROOM = WORKER_PLACE - 1
#: Months back from which people came whose lot those outside expect.
LATELY = 12


@lever("worker_rent_support")
class WorkerRentSupportDose(LeverDose):
    """Dose of rent support: sums a month for staff who were there and for who came since, and for how long."""

    clauses = ("II.2 b4",)
    verb = ("implement",)
    competence = ("centre",)
    first_order = "quits of workers who rent fall"
    negative_control = "quits of workers with a home of their own"
    sources_of_money = ("SR",)
    parameters = (
        "quit_wage_elasticity",
        "migrant_attraction_elasticity_housing",
        "private_room_rent_per_worker",
        "relocation_horizon_months",
        "awareness_start",
    )
    target = GroupFilter(status=("formal",))

    in_work: MoneyPerMonth = Field(
        default=MoneyPerMonth(0.0), description="paid to who rents and whose job began before the dose"
    )
    newcomers: MoneyPerMonth = Field(
        default=MoneyPerMonth(0.0), description="paid to who rents and whose job began since"
    )
    months: Annotated[int, Field(strict=True, ge=0, le=36)] = Field(
        default=3, description="months for which a person is paid at most"
    )
    persons: CountPerYear | None = Field(default=None, description="persons who may begin with it in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody is paid anything."""
        nothing = not (self.in_work or self.newcomers) or not self.months or self.persons == 0.0
        return super().changes_nothing or nothing


class WorkerRentSupport(Lever):
    """A dose: due to who rents and stays at work, month by month, within persons and budget of the year."""

    dose: WorkerRentSupportDose

    def __init__(self, dose: LeverDose) -> None:
        """Hold a dose; nobody has been paid."""
        super().__init__(dose)
        self.months_paid: npt.NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.due: npt.NDArray[np.float32] = np.zeros(0, np.float32)
        self.expected = 0.0

    def open_month(self, market: "LabourMarket") -> None:
        """Let who would be paid this month know it, and those outside who hear of it."""
        if not (self.in_force(market.month) and market.housing_on):
            return
        if len(self.due) == 0:
            self.months_paid = np.zeros(market.people.rows, np.uint8)
        self.due = np.zeros(market.people.rows, np.float32)
        rows, amount = self._entitled(market)
        self.due[rows] = amount
        if len(rows):
            market.terms.staying.append(self._quits)
        self.expected = self._to_expect(market)
        if self.expected > 0.0:
            market.terms.moving.append(self._worth)
            market.terms.looking.append(self._looking)

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Pay the month to who rents and is at work once its hires are."""
        if not market.housing_on:
            return
        paid, amount = self._entitled(market)
        if len(paid):
            self.serve(market, paid[self.months_paid[paid] == 0])
            self.months_paid[paid] += 1
            total = float(amount.sum()) * market.weight
            self.pay(market, "SR", "province", "person", "transfer", len(paid) * market.weight, total)

    def _entitled(self, market: "LabourMarket") -> tuple[Rows, Floats]:
        """Who is paid as things stand, and how much, million VND: who was before goes first, then by a lasting lottery.

        Returns arrays of (persons,).
        """
        rows = insured_renters(market)
        sums = np.array([self.dose.in_work, self.dose.newcomers], dtype=np.float64)
        amount = sums[(market.people.since[rows] >= self.dose.from_).astype(np.int64)]
        open_to = (amount > 0.0) & (self.months_paid[rows] < self.dose.months)
        rows, amount = rows[open_to], amount[open_to]
        known = self.knowing(market, rows)
        rows, amount = rows[known], amount[known]
        draw = uniforms(month_key(market.seed, Stream.rent_support, self.number), rows)
        order = np.lexsort((draw, self.months_paid[rows] == 0))
        rows, amount = rows[order], amount[order]
        room = self.room(market, self.dose.persons, 0.0)
        inside = np.cumsum(self.months_paid[rows] == 0) <= room
        rows, amount = rows[inside], amount[inside]
        number = self.affordable(market, amount)
        return rows[:number], amount[:number]

    def _quits(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Ratio of the chance of quitting of each of the rows, (rows,): what is due counts like pay."""
        places, people = market.workplaces, market.people
        pay = np.maximum(places.pay[people.workplace[rows]] * people.pay_factor[rows], 1e-3)
        elasticity = market.province.value("quit_wage_elasticity")
        return np.asarray((1.0 + self.due[rows] / pay) ** -elasticity, dtype=np.float64)

    def _to_expect(self, market: "LabourMarket") -> float:
        """What somebody who comes now and knows of it can expect, million VND a month at the first month's prices."""
        money_left = self.left(market.month) > 0.0 and self.room(market, self.dose.persons, 0.0) > 0
        if not (self.dose.newcomers and money_left and market.migration_on):
            return 0.0
        months = min(self.dose.months, self.dose.to - market.month + 1)
        horizon = max(market.province.value("relocation_horizon_months"), months)
        prices = float(np.exp(market.path.log_prices[market.path_step].mean()))
        return self._chance(market) * float(self.dose.newcomers) * months / horizon / prices

    def _chance(self, market: "LabourMarket") -> float:
        """Share of those who rent and came to a payroll of late who belong to the group."""
        people = market.people
        rows = renters_at_work(market)
        rows = rows[people.since[rows] > market.month - LATELY]
        insured = rows[people.insurance[rows] >= COMPULSORY_ONLY]
        return float(belongs(market, self.dose.eligible, insured).sum() / max(len(rows), 1))

    def _heard(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows outside knows of it, (rows,), and in a trial is assigned to it."""
        threshold = uniforms(month_key(market.seed, Stream.awareness, self.number), rows)
        heard = threshold < self.awareness(market)
        return heard if self.assigned_from is None else heard & (self.assigned_from[rows] <= market.month)

    def _worth(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Log points of pay by which a room is cheaper to each of the rows outside, (rows,)."""
        return np.where(self._heard(market, rows), self.expected / market.usual_income, 0.0)

    def _looking(self, market: "LabourMarket", rows: Rows) -> Floats:
        """How many times as often as otherwise each of the rows outside looks for work here, (rows,)."""
        ratio = attraction(market, self.expected) / attraction(market)
        return np.where(self._heard(market, rows), ratio, 1.0)


def renters_at_work(market: "LabourMarket") -> npt.NDArray[np.int64]:
    """Rows of the staff of payrolls who rent a room."""
    people = market.people
    rows = np.flatnonzero(people.housing[: market.of_age] == ROOM)
    at_work = (people.status[rows] == EMPLOYED) & (market.workplaces.firm[people.workplace[rows]] >= 0)
    return np.asarray(rows[at_work], dtype=np.int64)


def insured_renters(market: "LabourMarket") -> npt.NDArray[np.int64]:
    """Rows of the compulsorily insured among them."""
    rows = renters_at_work(market)
    return rows[market.people.insurance[rows] >= COMPULSORY_ONLY]
