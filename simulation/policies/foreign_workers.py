"""Foreign workers (lao động nước ngoài): permits for skilled posts that nobody here has filled for months.

Plan clauses: IV.1 b13; IV.7 b2; IV.8 b2. Verb: implement. Competence: the province; rules are the centre's. Agency:
that of the month in the table `agency_of_lever`.

Mechanism: firms of the group ask for permits for places of skilled occupations that have been open for some months;
permits are limited and go by a keyed lottery over the lines that ask, and after the time for a permit a specialist from
abroad fills the place until the permit ends. They are none of the province's people and not counted among them; the
place is simply no longer open. Permits are a total; those of today are in the data.

Parameters: `foreign_workers_with_permit` (2,500, 1,500-5,000 persons; assumed), `permit_months` (24, 12-24: law),
`permit_open_months` (3; the post must have been open for: assumed), `permit_fee` (1, 0.6-2 million VND; assumed).

First-order quantity: skilled posts open three months or more that get filled rise. Negative control: openings at
elementary level. Swept.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.employers import EmployerDose, employers_of
from simulation.scenario import lever
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]


@lever("foreign_workers")
class ForeignWorkersDose(EmployerDose):
    """Dose of permits: how many are in force at most, and how long one takes."""

    clauses = ("IV.1 b13", "IV.7 b2", "IV.8 b2")
    verb = ("implement",)
    competence = ("province", "centre")
    first_order = "skilled posts open three months or more that get filled rise"
    negative_control = "openings at elementary level"
    sources_of_money = ("DF",)
    parameters = ("foreign_workers_with_permit", "permit_months", "permit_open_months", "permit_fee")

    permits: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = Field(
        description="permits in force at most, in all"
    )
    wait_months: Annotated[int, Field(strict=True, ge=0, le=24)] = Field(
        default=2, description="months from asking to the first day of work"
    )


class ForeignWorkers(Lever):
    """A dose: permits beyond today's, by line, from asking to their end."""

    dose: ForeignWorkersDose
    has_recipients = False

    def __init__(self, dose: ForeignWorkersDose) -> None:
        """Hold a dose; no permit is given."""
        super().__init__(dose)
        none: Ints = np.zeros(0, dtype=np.int64)
        self.line, self.begins, self.ends = none, none, none

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether no more permits are in force than without the lever."""
        return self._more(market) <= 0.0

    def _more(self, market: "LabourMarket") -> float:
        """Permits beyond those without the lever, rows."""
        return (self.dose.permits - market.province.value("foreign_workers_with_permit")) * market.scale

    def open_month(self, market: "LabourMarket") -> None:
        """Let permits end, give new ones, and let those at work fill their places."""
        keep = self.ends > market.month
        self.line, self.begins, self.ends = self.line[keep], self.begins[keep], self.ends[keep]
        if self.in_force(market.month):
            self._give(market)
        here = self.line[self.begins <= market.month]
        market.terms.foreigners += np.bincount(here, minlength=market.workplaces.rows)

    def _give(self, market: "LabourMarket") -> None:
        """Permits for lines of skilled work that have been open for long, one a line and month."""
        value, places = market.province.value, market.workplaces
        room = int(max(self._more(market), 0.0) + 1e-9) - len(self.line)
        if room <= 0:
            return
        lines = 1 + np.arange(places.payroll_lines)
        skilled = market.occupation_level[places.occupation[lines]] >= Credential.intermediate
        asked = np.bincount(self.line[self.begins > market.month], minlength=places.rows)[lines]
        long_open = (places.post_age[lines] >= value("permit_open_months")) & (places.posts[lines] > asked)
        group = employers_of(market, self.dose.eligible)[places.firm[lines]]
        given = self.lottery(market, lines[skilled & long_open & group], room)
        if len(given) == 0:
            return
        begins = np.full(len(given), market.month + self.dose.wait_months)
        self.line = np.concatenate([self.line, given])
        self.begins = np.concatenate([self.begins, begins])
        self.ends = np.concatenate([self.ends, begins + int(value("permit_months"))])
        number = len(given) * market.weight
        self.pay(market, "DF", "firm", "State", "transfer", number, number * value("permit_fee"))
