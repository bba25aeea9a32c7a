"""Labour inspection (thanh tra, kiểm tra lao động): how likely it is that uninsured staff are found, and what it costs.

Plan clauses: II.4.5 b7; IV.1 b14; IV.7 b2; IV.8 b2; IV.9 b2. Verb: implement. Competence: the province; fines are the
centre's. Agency: that of the month in the table `agency_of_lever`.

Mechanism: inspectors look into so many of the employers of the group a year, drawn by lot each quarter. One found with
uninsured staff pays a fine for each and insures everybody from then on; its practice slips back. Employers of the group
who know how often inspectors come and what a fine costs insure more of those they hire without being found, by the
elasticity of the uninsured share on the fine expected. Whoever insures more than at the lever's begin bears the
contributions (of them the part that is not today's inspections' doing), which its demand for labour answers: jobs lost
or moved off the books are part of the result. Both numbers are totals; what is left out stays as it is today.

Parameters: `inspections_per_firm_year` (0.02, 0.005-0.05; assumed), `inspection_fine_per_worker` (5, 2-15 million VND;
assumed), `inspected_practice_decay` (assumed), `inspection_deterrence_elasticity` (0.05, 0-0.2; assumed),
`inspection_visit_cost` (3, 1-8 million VND; assumed), `labour_demand_elasticity_private` (0.35).

First-order quantity: workers insured by private firms rise. Negative control: insured staff of public bodies. Swept.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.months import month_of
from simulation.policies.base import Lever
from simulation.policies.employers import EmployerDose, employers_knowing, employers_of
from simulation.processes.insurance.coverage import MONTHS_BETWEEN_INSPECTIONS
from simulation.processes.insurance.rules import insured_ratio
from simulation.scenario import Money, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("labour_inspection")
class LabourInspectionDose(EmployerDose):
    """Dose of inspection: visits and fines, in all."""

    clauses = ("II.4.5 b7", "IV.1 b14", "IV.7 b2", "IV.8 b2", "IV.9 b2")
    verb = ("implement",)
    competence = ("province", "centre")
    first_order = "workers insured by private firms rise"
    negative_control = "insured staff of public bodies"
    sources_of_money = ("SR", "DF")
    parameters = (
        "inspections_per_firm_year",
        "inspection_fine_per_worker",
        "inspected_practice_decay",
        "inspection_deterrence_elasticity",
        "inspection_visit_cost",
        "labour_demand_elasticity_private",
    )

    visits: Annotated[float, Field(ge=0.0, le=12.0)] | None = Field(
        default=None, description="visits to an employer of the group in a year, in all"
    )
    fine: Money | None = Field(default=None, description="fine for each worker found uninsured")

    @property
    def changes_nothing(self) -> bool:
        """Whether neither visits nor fines are named."""
        return super().changes_nothing or (self.visits is None and self.fine is None)


class LabourInspection(Lever):
    """A dose: visits drawn by the model's own lottery, at the dose's rate for employers of the group."""

    dose: LabourInspectionDose
    has_recipients = False

    def __init__(self, dose: LabourInspectionDose) -> None:
        """Hold a dose; nobody has been looked into."""
        super().__init__(dose)
        self.insured_before: npt.NDArray[np.float32] | None = None
        self.beyond_today = 0.0

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether visits and fines are those without the lever; or nobody is insured at all."""
        return not market.insurance_on or self._wanted(market) == self._of_today(market)

    def _of_today(self, market: "LabourMarket") -> tuple[float, float]:
        """Visits to an employer in a year, and the fine for a worker, without the lever."""
        return market.province.value("inspections_per_firm_year"), market.province.value("inspection_fine_per_worker")

    def _wanted(self, market: "LabourMarket") -> tuple[float, float]:
        """The two of the dose; what it leaves out stays as it is."""
        rate, fine = self._of_today(market)
        dose = self.dose
        return rate if dose.visits is None else dose.visits, fine if dose.fine is None else float(dose.fine)

    def open_month(self, market: "LabourMarket") -> None:
        """Set the month's rate of visits and fine; let those who know of them, and those who pay more, answer."""
        self._enter_fines(market)
        if not self.in_force(market.month) or self.as_today(market, market.month):
            return
        group = employers_of(market, self.dose.eligible)
        if not group.any():
            return
        (rate0, fine0), (rate, fine) = self._of_today(market), self._wanted(market)
        if self.insured_before is None:
            self.insured_before = market.employers.insures.copy()
        rate = self._paid_rate(market, group, rate0, rate)
        self.beyond_today = max(0.0, 1.0 - rate0 * fine0 / max(rate * fine, 1e-9))
        market.inspection_rate = np.where(group, rate, market.inspection_rate)
        market.inspection_fine = fine
        self._deter(market, rate * fine / max(rate0 * fine0, 1e-9))
        market.terms.cost += self._contributions(market)

    def _paid_rate(self, market: "LabourMarket", group: npt.NDArray[np.bool_], today: float, rate: float) -> float:
        """Visits a year that the budget can pay for, of those beyond today's; paid in the months of visits."""
        if rate <= today or month_of(market.month) % MONTHS_BETWEEN_INSPECTIONS != 0:
            return rate
        visits = (rate - today) * group.sum() * market.weight * MONTHS_BETWEEN_INSPECTIONS / 12.0
        cost = visits * market.province.value("inspection_visit_cost")
        quarters = (12 - month_of(market.month)) // MONTHS_BETWEEN_INSPECTIONS + 1
        paid = min(1.0, max(self.left(market.month), 0.0) / quarters / cost)
        if paid > 0.0:
            self.pay(market, "SR", "province", "State", "real resource", 0.0, paid * cost)
        return float(today + paid * (rate - today))

    def _deter(self, market: "LabourMarket", expected: float) -> None:
        """Employers who know insure more (or less) of their own will as the fine expected is above today's."""
        elasticity = market.province.value("inspection_deterrence_elasticity")
        usual = market.cover_without_inspection[market.employers.sector]
        willing = 1.0 - (1.0 - usual) * max(expected, 1e-9) ** -elasticity
        knows = employers_knowing(market, self) & (expected > 1.0)
        market.terms.cover[:] = np.where(knows, np.maximum(willing, market.terms.cover), market.terms.cover)

    def _contributions(self, market: "LabourMarket") -> Floats:
        """Log cost of labour that insuring more than at the lever's begin adds, (firms,)."""
        firms, law = market.employers, market.insurance_law
        assert self.insured_before is not None
        more = np.maximum(firms.insures - self.insured_before, 0.0)
        rate = (law.employer_social + law.employer_unemployment) * insured_ratio(market)
        return np.asarray(np.log1p(rate[firms.sector] * more * self.beyond_today))

    def _enter_fines(self, market: "LabourMarket") -> None:
        """Enter the part of last month's fines that goes beyond what today's rate and fine would have brought."""
        fines = market.flows_before.get("inspection_fines", 0.0) * market.weight * self.beyond_today
        if fines > 0.0:
            workers = market.flows_before["insured_by_inspection"] * market.weight * self.beyond_today
            self.pay(market, "DF", "firm", "State", "transfer", workers, fines)
        self.beyond_today = 0.0
