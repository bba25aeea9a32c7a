"""Formalisation (chính thức hóa hộ kinh doanh): help with registering a household business and with what it costs.

Plan clause: II.4.1 b3. Verbs: implement (support), propose (tax law). Competence: the province and the centre. Agency:
that of the month in the table `agency_of_lever`.

Mechanism: a part of the businesses that know of the support register each month, the more of the cost of registering it
takes over; those who work for pay there get a contract and are insured from then on, as long as they stay. Papers
change, not jobs. The contributions then due are entered month by month as what they are, a cost to firm and worker.
The tax law that changes inside the horizon is dated data, not part of a dose.

Parameters: `registration_monthly` (0.01, 0.002-0.03 a month where the support takes over all of the cost; assumed),
`registration_cost` (6, 2-15 million VND a person registered: licence, books, time; assumed), the law's contribution
rates, `awareness_start`.

First-order quantity: workers of household businesses with contract and insurance rise. Negative control: workers of the
businesses that register, in that month. Swept.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.scenario import CountPerYear, LeverDose, Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("formalisation")
class FormalisationDose(LeverDose):
    """Dose of formalisation: which part of the cost of registering is taken over, for whose businesses."""

    clauses = ("II.4.1 b3",)
    verb = ("implement", "propose")
    competence = ("province", "centre")
    first_order = "workers of household businesses with contract and insurance rise"
    negative_control = "workers of the businesses that register, in that month"
    sources_of_money = ("SR",)
    parameters = ("registration_monthly", "registration_cost", "awareness_start")

    support: Share = Field(description="share of the cost of registering that is taken over")
    persons: CountPerYear | None = Field(default=None, description="persons whose work may be registered in a year")

    @property
    def changes_nothing(self) -> bool:
        """Whether no cost is taken over."""
        return super().changes_nothing or self.support == 0.0 or self.persons == 0.0


class Formalisation(Lever):
    """A dose: the chance of registering, the support paid, and the contributions that follow."""

    dose: FormalisationDose

    def __init__(self, dose: FormalisationDose) -> None:
        """Hold a dose; nobody is registered through it."""
        super().__init__(dose)
        self.row: Rows = np.zeros(0, dtype=np.int64)
        self.place: Rows = np.zeros(0, dtype=np.int64)
        self.admitted: Rows = np.zeros(0, dtype=np.int64)

    def open_month(self, market: "LabourMarket") -> None:
        """Enter the contributions of who is still there, and offer support."""
        self._contribute(market)
        self.admitted = np.zeros(0, dtype=np.int64)
        if self.in_force(market.month) and self._room(market) >= 1:
            market.terms.registering.append(self._chance)

    def _cost(self, market: "LabourMarket") -> float:
        """Support for one person registered, million VND."""
        return float(self.dose.support) * market.province.value("registration_cost")

    def _room(self, market: "LabourMarket") -> int:
        """Persons whom quota and budget can still take this year, rows."""
        return self.room(market, self.dose.persons, self._cost(market))

    def _chance(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Monthly chance that the business of each of the rows registers, (rows,)."""
        known = rows[self.knowing(market, rows)]
        self.admitted = self.lottery(market, known, self._room(market))
        chance = float(self.dose.support) * market.province.value("registration_monthly")
        return np.where(np.isin(rows, self.admitted), chance, 0.0)

    def note_registered(self, market: "LabourMarket", rows: Rows) -> None:
        """Pay for those registered with this support."""
        mine = rows[np.isin(rows, self.admitted)]
        if len(mine):
            self.serve(market, mine)
            self.row = np.concatenate([self.row, mine])
            self.place = np.concatenate([self.place, market.people.workplace[mine]])
            persons = len(mine) * market.weight
            self.pay(market, "SR", "province", "firm", "transfer", persons, persons * self._cost(market))

    def _contribute(self, market: "LabourMarket") -> None:
        """Contributions of this month for who still works where registered, borne by firm and worker."""
        stays = (market.people.workplace[self.row] == self.place) & (market.people.insurance[self.row] > 0)
        self.row, self.place = self.row[stays], self.place[stays]
        if len(self.row) == 0:
            return
        law, sector = market.insurance_law, market.workplaces.sector[self.place]
        rate = law.employer_social + law.employer_unemployment + law.employee_social + law.employee_unemployment
        wage = np.maximum(market.workplaces.pay[self.place] * market.people.pay_factor[self.row], law.base_salary)
        amount = float((rate[sector] * np.minimum(wage, law.cap * law.base_salary)).sum()) * market.weight
        self.pay(market, "DF", "firm", "State", "transfer", len(self.row) * market.weight, amount)
