"""Help in searching for work, given person by person to the unemployed of communes drawn at five saturations.

What it does is one number: who is helped looks for work more often, by the effort that people gain who learn how to
look (``graduate_skills_effort_gain``, which the arm sets). Nothing is paid to employers and no job is made, so with
jobs fixed whatever the helped gain comes from places that would have stayed open or from others.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from calibration.trials.assignment import Assigned, assign
from calibration.trials.file import Assignment
from simulation.months import month_text
from simulation.policies.base import Lever, Rows
from simulation.policies.career_guidance import GraduateSkillsDose
from simulation.scenario import Share

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class SearchHelp:
    """From ``month`` on, for ``months``, people of communes drawn at 0, 25, 50, 75 or 100 % are helped, by lot."""

    month: int
    months: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Draw the lots before the month."""
        return _Help(self)


class _Help(Watcher):
    def __init__(self, shock: SearchHelp) -> None:
        self._shock = shock

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed == self._shock.month:
            market.government.levers.append(_Counsel(market, self._shock.months))


class _Counsel(Lever):
    """Teaches the unemployed who are assigned to it, of any age, how to look for work."""

    def __init__(self, market: "LabourMarket", months: int) -> None:
        first, last = month_text(market.month), month_text(market.month + months - 1)
        super().__init__(GraduateSkillsDose.model_validate({"from": first, "to": last, "search_skills": "100%"}))
        self.assigned_from = by_commune(market, market.month).since

    def open_month(self, market: "LabourMarket") -> None:
        """Teach while it lasts."""
        if self.in_force(market.month):
            market.study.coaches.append(self)

    def informs(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Which of the unemployed are helped."""
        assert self.assigned_from is not None
        return np.asarray(self.assigned_from[rows] <= market.month)


def by_commune(market: "LabourMarket", start: int) -> Assigned:
    """The lots of such a trial, the same in every arm of a seed."""
    design = Assignment(by="commune", saturations=tuple(Share(quarter / 4.0) for quarter in range(5)))
    return assign(market, design, start)
