"""What levers share that pay for courses: tuition to the college, support of living, asking people to study.

Courses are paid for when they begin, for their whole length: support is not taken back from who drops out.
"""

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.observation.ledger import Kind
from simulation.policies.base import MONTHS, CourseSupport, Lever, Rows
from simulation.randomness import Stream, month_key, sample_of
from simulation.scenario.levers import Source
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]
ProgrammeLevel = Literal["short", "elementary", "intermediate", "college", "university"]


def level_codes(names: tuple[ProgrammeLevel, ...]) -> tuple[int, ...]:
    """Codes of levels named in a dose."""
    return tuple(int(Level[name]) for name in names)


def field_codes(market: "LabourMarket", names: tuple[str, ...]) -> list[int]:
    """Rows of fields of training named in a dose."""
    ids = [entry.id for entry in market.province.fields]
    return [ids.index(name) for name in names]


def programmes_named(
    province: "Province", field: str, levels: tuple[ProgrammeLevel, ...], college: str | None = None
) -> npt.NDArray[np.int64]:
    """Rows of the programmes in a field at some levels, of one college or of all."""
    programmes = province.programmes
    mine = programmes.field == [entry.id for entry in province.fields].index(field)
    mine &= one_of(programmes.level, level_codes(levels))
    if college is not None:
        mine &= programmes.college == [entry.id for entry in province.colleges].index(college)
    return np.flatnonzero(mine)


class CourseGrants(Lever):
    """Grants towards courses. Subclasses say what is offered; ``payers`` who bears which share of it."""

    #: Source, payer and share of the cost, those first whose budget binds.
    payers: ClassVar[tuple[tuple[Source, str, float], ...]] = (("SR", "province", 1.0),)
    tuition_kind: ClassVar[Kind] = "real resource"

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Support of the month. Raises NotImplementedError in the base class."""
        raise NotImplementedError

    def sharing(self) -> tuple[tuple[Source, str, float], ...]:
        """Who bears which share of the cost."""
        return self.payers

    def asked(self) -> float:
        """Share of the eligible who are asked each month to think of a course."""
        return 0.0

    def asked_now(self, market: "LabourMarket", key: np.uint64) -> Rows:
        """Rows whom the draw of a key has asked this month, whether eligible or not."""
        drawn = sample_of(key, market.people.rows, self.asked())
        return drawn[drawn < market.of_age]

    def open_month(self, market: "LabourMarket") -> None:
        """Offer the month's support, and ask a share of the eligible to think of a course."""
        if self.in_force(market.month):
            market.supports.append(self.offer(market))
            if self.asked() > 0.0:
                self._invite(market)

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay tuition to the colleges and living support to the students of the courses that begin this month."""
        self.serve(market, rows)
        tuition, living = self.shares_of_cost(market, programme)
        persons = len(rows) * market.weight
        for source, payer, share in self.sharing():
            for recipient, kind, cost in (("college", self.tuition_kind, tuition), ("person", "transfer", living)):
                amount = share * float(cost.sum()) * market.weight
                if amount > 0:
                    self.pay(market, source, payer, recipient, kind, persons, amount)

    def shares_of_cost(self, market: "LabourMarket", programme: npt.NDArray[np.integer]) -> tuple[Floats, Floats]:
        """Tuition and living support paid for each course, million VND; the cap takes from living support first."""
        offer = self.offer(market)
        months = market.province.programmes.programme_array("duration")[programme]
        most = offer.most(months)
        tuition = np.minimum(offer.tuition_share * market.course_price[programme], most)
        return tuition, np.minimum(offer.living * months + offer.once, most - tuition)

    def _invite(self, market: "LabourMarket") -> None:
        asked = self.asked_now(market, month_key(market.seed, Stream.invitation, self.number * MONTHS + market.month))
        levels = one_of(np.arange(len(Level)), self.offer(market).levels)
        market.study.invited.append((asked[self.knowing(market, asked)], levels))
