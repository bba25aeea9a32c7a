"""Digital records of workers (cơ sở dữ liệu lao động): who is on record is told of what the record entitles to.

Plan clauses: II.4.4 b4; II.4.5 b6, p1; IV.1 b9; IV.7 b1; IV.16 b2. Verbs: implement, coordinate (II.4.5 b6).
Competence: the province and the centre. Agency: that of the month in the table `agency_of_lever`.

Mechanism: offices find those on record who belong to a lever's group and tell them of it; the share told is that of
workers on record beyond today's times how reliably a record leads to a notice. Records are built up over months. They
reach persons through every lever that has to be known of; without one on offer they change nothing but the ledger. Days
to a decision are below the model's month and are not simulated. The share is a total.

Parameters: `records_share` (0.3, 0.1-0.6 of workers on record today; assumed), `record_notice_share` (0.5, 0.2-0.9;
assumed), `record_cost` (0.1, 0.03-0.3 million VND a worker newly on record; assumed).

First-order quantity: take-up among the eligible rises. Negative control: everything but waiting days, when targeted
levers have no dose.
"""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.everybody import EverybodyDose
from simulation.scenario import Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("digital_labour_records")
class DigitalLabourRecordsDose(EverybodyDose):
    """Dose of the records: the share of workers on record in the end."""

    clauses = ("II.4.4 b4", "II.4.5 b6", "II.4.5 p1", "IV.1 b9", "IV.7 b1", "IV.16 b2")
    verb = ("implement", "coordinate")
    competence = ("province", "centre")
    first_order = "take-up among the eligible rises"
    negative_control = "everything but waiting days, when targeted levers have no dose"
    sources_of_money = ("NP", "SR")
    parameters = ("records_share", "record_notice_share", "record_cost", "awareness_start")

    on_record: Share = Field(description="share of workers on record when they are complete")
    build_up_months: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        default=18, description="months over which records are completed, evenly"
    )


class DigitalLabourRecords(Lever):
    """A dose: records beyond today's, and whom they let know."""

    dose: DigitalLabourRecordsDose
    has_recipients = False
    tells_of_others = True

    def __init__(self, dose: DigitalLabourRecordsDose) -> None:
        """Hold a dose; nobody is newly on record."""
        super().__init__(dose)
        self.recorded = 0.0

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether as many workers are on record without the lever."""
        return bool(self.dose.on_record <= market.province.value("records_share"))

    def open_month(self, market: "LabourMarket") -> None:
        """Put the month's workers on record, and let who is on it know."""
        if self.in_force(market.month):
            self._record(market)
        if self.recorded > 0.0:
            market.government.tell("all", self.recorded * market.province.value("record_notice_share"))

    def _record(self, market: "LabourMarket") -> None:
        """New records of the month, as far as the budget goes; ``recorded`` is their share of workers so far."""
        value = market.province.value
        more = max(float(self.dose.on_record) - value("records_share"), 0.0)
        step = min(more / self.dose.build_up_months, more - self.recorded)
        if step <= 0.0:
            return
        workers = float((market.people.workplace[: market.of_age] > 0).sum()) * market.weight
        cost = step * workers * value("record_cost")
        part = min(1.0, max(self.left(market.month, "NP"), 0.0) / cost) if cost else 1.0
        if part > 0.0:
            self.recorded += part * step
            self.pay(market, "NP", "province", "State", "real resource", part * step * workers, part * cost)
