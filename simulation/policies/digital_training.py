"""Digital training: parts of courses online, so that the way to the college weighs less and more students give up.

Plan clauses: II.1 b3, b4; II.4.2 b4. Verb: implement. Competence: the province. Agency: that of the month in the table
`agency_of_lever`.

Mechanism: the share of a course that is online shortens the way to its college by as much, against the share that was
online at the start. A shorter way moves people between the colleges of the field they would take anyway and, by what it
is worth to them, makes more of those who live far from one study. Drop-out rises with the part that is newly online.
Mining is taught on site.

Parameters: `online_share_start` (0.05, 0-0.15; assumed), `online_drop_out_ratio` (0.5, 0.2-1: rise of drop-out where
the whole course is online, over its level; assumed), `college_travel_weight` (assumed). What the platform costs a year
is stated by the dose.

First-order quantity: enrolments of persons far from a college rise. Negative control: underground-mining courses.
Evidence: none; a sweep. Whoever begins a course that is partly online counts as reached.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.columns import one_of
from simulation.policies.base import Lever, Rows
from simulation.policies.course_grants import ProgrammeLevel, field_codes, level_codes
from simulation.policies.running_costs import pay_a_month
from simulation.scenario import LeverDose, MoneyPerYear, Share, lever
from simulation.scenario.groups import Identifiers, OneOrMore
from simulation.scenario.values import Path

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("digital_training")
class DigitalTrainingDose(LeverDose):
    """Dose of digital training: share of courses online in all, of which levels and fields, and its yearly cost."""

    clauses = ("II.1 b3", "II.1 b4", "II.4.2 b4")
    verb = ("implement",)
    competence = ("province",)
    first_order = "enrolments of persons far from a college rise"
    negative_control = "underground-mining courses"
    sources_of_money = ("SR", "TU")
    parameters = ("online_share_start", "online_drop_out_ratio", "college_travel_weight")

    online: Share = Field(description="share of the courses that is online, in all; no effect below that of the start")
    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(
        default=("short", "elementary", "intermediate", "college"), description="levels of the programmes"
    )
    fields: Identifiers | None = Field(
        default=None, description="fields of training, ids of the province; all but mining if absent"
    )
    cost: MoneyPerYear = Field(default=MoneyPerYear(0.0), description="what the platform costs in a year")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Fields of training, beside what the group names."""
        named = {("fields", i): ("fields", name) for i, name in enumerate(self.fields or ())}
        return super().rows_named() | named

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is online."""
        return super().changes_nothing or self.online == 0.0


class DigitalTraining(Lever):
    """Online parts of courses of a dose."""

    dose: DigitalTrainingDose
    online: npt.NDArray[np.bool_] | None = None

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether as little is online as without the lever."""
        return bool(self.dose.online <= market.province.value("online_share_start"))

    def open_month(self, market: "LabourMarket") -> None:
        """Shorten the ways to the colleges of the programmes that are partly online."""
        self.online = None
        if not self.in_force(market.month) or self.as_today(market, market.month):
            return
        if not pay_a_month(self, market, float(self.dose.cost), "college"):
            return
        study = market.study
        self.online = self._programmes(market)
        start = market.province.value("online_share_start")
        part = np.where(self.online, (float(self.dose.online) - start) / (1.0 - start), 0.0)
        before = market.college_distance_weight if study.nearer is None else study.nearer
        study.nearer = before ** (1.0 - part)
        lost = part * market.province.value("online_drop_out_ratio")
        study.drop_out = np.minimum(1.0, study.drop_out * (1.0 + lost))

    def note_students(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Who begins a course that is partly online is reached."""
        if self.online is not None:
            self.reach(market, rows[self.online[programme]])

    def _programmes(self, market: "LabourMarket") -> npt.NDArray[np.bool_]:
        """Programmes that are partly online, (programmes,)."""
        programmes = market.province.programmes
        mine = one_of(programmes.level, level_codes(self.dose.levels))
        if self.dose.fields is not None:
            return mine & one_of(programmes.field, field_codes(market, self.dose.fields))
        underground = np.array([sector.underground for sector in market.province.sectors])
        use = market.province.occupation_field
        miners = np.array([occupation.underground for occupation in market.province.occupations])
        if not underground.any() or not miners.any():
            return np.asarray(mine)
        return np.asarray(mine & (programmes.field != int(use[miners].sum(axis=0).argmax())))
