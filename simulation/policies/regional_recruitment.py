"""Recruitment in the region (liên kết tuyển lao động ngoài tỉnh): contacts with people outside, and help to come.

Plan clauses: II.1 b3; II.3 b4; IV.1 b4; IV.4 b1. Verbs: implement (part IV), propose (II.1). Competence: the province.
Agency: that of the month in the table `agency_of_lever`.

Mechanism: through centres and colleges of other provinces a number of people outside meet employers of the province
each month, who would not have looked; who belongs to the group and knows of it gets help to move if hired, which makes
an offer worth more to those who weigh it against pay where they are. Help is limited in number and drawn by a keyed
lottery among those who search. Residents compete with those who come: that is part of the result. Contacts are a total;
today's are those of fairs with other provinces.

Parameters: `esc_outside_fairs_per_month` (1.4) times `esc_outside_visitors_per_fair` (60, 20-200; assumed): today's
contacts; `relocation_horizon_months` (24, 6-48: months of pay over which help counts; assumed), `outside_contact_cost`
(0.5, 0.2-1.5 million VND a contact; assumed), `awareness_start`.

First-order quantity: hires from outside rise. Negative control: college intake of residents in the first six months.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.processes.moves import OUTSIDE
from simulation.scenario import CountPerYear, LeverDose, Money, lever
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("regional_recruitment")
class RegionalRecruitmentDose(LeverDose):
    """Dose of recruitment outside: contacts in all, and help to move for the group."""

    clauses = ("II.1 b3", "II.3 b4", "IV.1 b4", "IV.4 b1")
    verb = ("implement", "propose")
    competence = ("province",)
    first_order = "hires from outside rise"
    negative_control = "college intake of residents in the first six months"
    sources_of_money = ("SR", "DF")
    parameters = (
        "esc_outside_fairs_per_month",
        "esc_outside_visitors_per_fair",
        "relocation_horizon_months",
        "outside_contact_cost",
        "awareness_start",
    )

    contacts: CountPerYear | None = Field(
        default=None, description="people outside who meet employers of the province, in all"
    )
    relocation: Money = Field(default=Money(0.0), description="help to move, paid once to who is hired from outside")
    movers: CountPerYear = Field(default=CountPerYear(0.0), description="persons who may get that help in a year")

    @property
    def changes_nothing(self) -> bool:
        """Whether there are neither contacts nor help."""
        return super().changes_nothing or (self.contacts is None and not (self.relocation and self.movers))


class RegionalRecruitment(Lever):
    """A dose: contacts outside and help to move, as far as quota and budget go."""

    dose: RegionalRecruitmentDose

    def __init__(self, dose: RegionalRecruitmentDose) -> None:
        """Hold a dose; nobody is promised help yet."""
        super().__init__(dose)
        self.promised: Rows = np.zeros(0, dtype=np.int64)

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether employers meet as many people outside as without the lever, and nobody is helped to move."""
        return self._more(market) == 0.0 and not self.dose.relocation

    def open_month(self, market: "LabourMarket") -> None:
        """Make the month's contacts and offer what help is left."""
        self.promised = np.zeros(0, dtype=np.int64)
        if not self.in_force(market.month):
            return
        self._make_contacts(market)
        if self._room(market) >= 1:
            market.terms.moving.append(self._worth)

    def _make_contacts(self, market: "LabourMarket") -> None:
        """Contacts beyond today's, as many as the budget pays for."""
        cost = market.province.value("outside_contact_cost")
        more = min(self._more(market), max(self.left(market.month), 0.0) / cost)
        market.centre.outside_contacts += more
        if more > 0.0:
            self.pay(market, "SR", "province", "State", "real resource", more, more * cost)

    def _more(self, market: "LabourMarket") -> float:
        """Contacts a month beyond those without the lever; none where nobody moves."""
        if self.dose.contacts is None or not market.migration_on:
            return 0.0
        value = market.province.value
        today = value("esc_outside_fairs_per_month") * value("esc_outside_visitors_per_fair")
        return float(self.dose.contacts) / 12.0 - today

    def _room(self, market: "LabourMarket") -> int:
        """Movers whom quota and budget can still take this year, rows."""
        return self.room(market, self.dose.movers, self.dose.relocation) if self.dose.relocation else 0

    def _worth(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Log points of monthly pay that the help is worth to each of the rows outside, (rows,)."""
        known = rows[self.knowing(market, rows)]
        self.promised = self.promise(market, self.promised, known, self._room(market))
        months = market.province.value("relocation_horizon_months")
        worth = float(np.log1p(float(self.dose.relocation) / (months * market.usual_income)))
        return np.where(np.isin(rows, self.promised), worth, 0.0)

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Note who met employers, and pay those of the promised who were hired from outside."""
        if self.dose.contacts is not None:
            self.reach(market, np.unique(market.applications.row[market.applications.channel == Channel.link]))
        came = rows[(origin == OUTSIDE) & np.isin(rows, self.promised)]
        if len(came):
            self.serve(market, came)
            persons = len(came) * market.weight
            self.pay(market, "SR", "province", "person", "transfer", persons, persons * float(self.dose.relocation))
