"""Terms of study in a month: seats, drop-out, the way to a college, who is asked to think of a course, what is known.

Every value is set to the province's tables when the month opens; a lever that acts on colleges changes values after
that, and so for one month at a time. What people do with them is in ``study_choice``, ``seats``, ``training`` and
``schooling``.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from simulation.months import month_of

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.processes.skill_assessment import Assessment
    from simulation.processes.study_choice import Courses
    from simulation.processes.study_fields import Offers

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer]
#: No level, field, programme or support.
NONE = -1


class Guide(Protocol):
    """Who tells young people what trades lead to."""

    def informs(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Which of the rows choose a field knowing where the openings are, (n,)."""


class Streaming(Protocol):
    """Who makes the vocational path after lower secondary school more attractive."""

    def draws(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Log odds of the vocational path that the measure adds, by pupil, (n,)."""


class Promise(Protocol):
    """Who has promised jobs to students of seats that employers ordered."""

    def due(self, market: "LabourMarket") -> list[tuple[Rows, npt.NDArray[np.bool_]]]:
        """Graduates to be taken on now, and the payroll lines they were promised, (workplaces,), by order."""


@dataclass
class StudyTerms:
    """Terms of one month.

    ``seats`` a year, the size a programme is ``known`` for, by which people choose, and ``drop_out`` (programmes,);
    ``nearer`` (districts, programmes): weights of ways that somebody has shortened, None where nobody has; ``invited``:
    rows asked by somebody to think of a course this month, and of which levels, (levels,); ``tempted``: rows that left
    school for a course only because of streaming; who guides, streams, promises and assesses, and who teaches leavers
    to look for work; the month's ``courses`` by level and its ``offers``, by whether ways count as shortened, once
    somebody has asked.
    """

    seats: Floats
    known: Floats
    drop_out: Floats
    nearer: Floats | None = None
    invited: list[tuple[Rows, npt.NDArray[np.bool_]]] = field(default_factory=list)
    tempted: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    guides: list[Guide] = field(default_factory=list)
    streams: list[Streaming] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    assessments: "list[Assessment]" = field(default_factory=list)
    coaches: list[Guide] = field(default_factory=list)
    courses: "Courses | None" = None
    offers: "dict[bool, Offers]" = field(default_factory=dict)


def open_terms(market: "LabourMarket") -> StudyTerms:
    """The terms of the province's tables."""
    programmes = market.province.programmes
    return StudyTerms(
        programmes.programme_array("seats"),
        programmes.programme_array("seats"),
        programmes.programme_array("drop_out"),
    )


def informed(market: "LabourMarket", rows: Rows, leaving_school: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
    """1 for the school leavers whom guidance has told of the openings, 0 for everybody else, (n,)."""
    told = np.zeros(len(rows), dtype=np.int8)
    young = np.flatnonzero(leaving_school)
    for guide in market.study.guides:
        told[young] |= guide.informs(market, rows[young])
    return told


def prospects(market: "LabourMarket") -> Floats:
    """Weights of the fields of training, (2, fields): one for who does not know, by openings for who does.

    A field's openings are those of the occupations that use it, over the searches for them, against the mean of all
    fields; means of about a year.
    """
    weights = np.ones((2, len(market.province.fields)))
    if market.study.guides:
        tightness = market.posts_market.sum(axis=0) / np.maximum(market.tried_market.sum(axis=0), 1.0)
        use = market.province.occupation_field
        openings = (use.T @ tightness) / np.maximum(use.sum(axis=0), 1e-9)
        power = market.province.value("guidance_openings_weight")
        weights[1] = np.maximum(openings / openings.mean(), 0.05) ** power
    return weights


def open_programmes(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Programmes with an intake in this calendar month, (programmes,)."""
    return np.asarray((market.province.programmes.intake_months >> (month_of(market.month) - 1)) & 1 == 1)
