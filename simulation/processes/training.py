"""Training: who begins a course, sits through it, and finishes or drops it.

Some adults think of a course in a month; school leavers apply in September. Each weighs it (``study_choice``); support
goes by a keyed lottery among those who would use it, and if quota or budget is gone, the unsupported choice holds.
Seats are rationed (``seats``). Some graduates of long courses leave the province. Full-time students leave the labour
force and their unemployment clock stops; part-time courses leave people where they are. Constants of the choice are
settled in the warm-up so that intakes by level are the published ones.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.in_firm_training import IN_FIRM, finish_in_firm
from simulation.processes.moves import EMPLOYED, IN_TRAINING, OUTSIDE, leave_work, seek_work, stand_aside
from simulation.processes.seats import called_up, ration_seats, resident_seats
from simulation.processes.study_candidates import candidates
from simulation.processes.study_choice import support_of, support_used, weigh_courses
from simulation.processes.study_fields import programmes_of
from simulation.processes.study_terms import NONE, informed, open_programmes
from simulation.randomness import Stream, month_key, uniform, uniforms
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]

#: A birth month after everybody's: no student stands for the next cohort.
NOBODY = 32767
#: Age at which the last of those who went straight from school to college finish, years.
STRAIGHT_FROM_SCHOOL = 22


class Terms(NamedTuple):
    """How courses end.

    Share of short courses with a paper, share of a paper's premium that is signal only, share of graduates of long
    courses who leave the province; months and gain in skill (log points) of training in a firm. Where nobody ages,
    students born after ``standing_born`` whose course began before ``standing_since`` stand for the cohorts to come.
    """

    short_paper: float
    signal: float
    leaving: float
    in_firm_months: int
    in_firm_gain: float
    standing_born: int = NOBODY
    standing_since: int = 0


class EndKeys(NamedTuple):
    """Keys of the month at the end of courses."""

    paper: np.uint64
    occupation: np.uint64
    leave: np.uint64


class Offered(NamedTuple):
    """Level, field and college of every programme, (programmes,) each."""

    level: npt.NDArray[np.int8]
    field: npt.NDArray[np.int16]
    college: npt.NDArray[np.int16]


@kernel
def _enrol(key, rows, programme, support, month, months, full_time, drop_out, people, places):  # type: ignore[no-untyped-def]
    """Begin courses. Who will drop out leaves in a keyed month and has the programme stored as -2 less its row."""
    for index in range(rows.shape[0]):
        row = rows[index]
        option = programme[index]
        length = int(months[option])
        draw = uniform(key, row)
        people.support[row] = support[index]
        if draw < drop_out[option]:
            people.programme[row] = -2 - option
            people.course_ends[row] = month + 1 + int(draw / drop_out[option] * max(length - 1, 0))
        else:
            people.programme[row] = option
            people.course_ends[row] = month + max(length, 1)
        if full_time[option]:
            leave_work(row, month, people, places)
            people.status[row] = IN_TRAINING
            people.changed[row] = 1
            people.since[row] = month


@piece
def _award(row, level, paper, month, skill_share, premium, people, counts):  # type: ignore[no-untyped-def]
    """Give a person the paper of a finished course and what it taught; ``counts`` as for finished courses."""
    people.changed[row] = 1
    if people.retrained[row] == 0 and level < 2:
        people.retrained[row] = 1
        counts[4] += 1
    if paper > 1:
        counts[3] += 1
    held = people.credential[row]
    if paper > held:
        if held < 2 and paper >= 2:
            counts[2] += 1
        people.skill[row] += (1.0 - skill_share) * (premium[paper] - premium[held])
        people.credential[row] = paper
        people.certified_since[row] = month


@piece
def _drawn(chances, draw):  # type: ignore[no-untyped-def]
    """Option whose cumulative chance is the first above ``draw`` in [0, 1)."""
    choice = 0
    while choice < chances.shape[0] - 1 and draw >= chances[choice]:
        choice += 1
    return choice


@piece
def _seek_again(row, month, people):  # type: ignore[no-untyped-def]
    """Make a full-time student a seeker; the unemployment clock of an earlier search goes on where it stopped."""
    searched = people.search_since[row]
    entered = people.since[row]
    seek_work(row, month, people)
    if searched > -32768:
        people.search_since[row] = searched + (month - entered)


@piece
def _pass(row, option, month, keys, papers, terms, programmes, fit, premium, people, counts):  # type: ignore[no-untyped-def]
    """What a course that was sat through leaves: paper, skill, and after a full-time one field and trade."""
    counts[0] += 1
    level, field = programmes.level[option], programmes.field[option]
    if not papers:
        return
    without = level == 0 and uniform(keys.paper, row) >= terms.short_paper
    _award(row, level, 1 if without else level + 2, month, terms.signal, premium, people, counts)
    if level >= 1 and people.status[row] == IN_TRAINING:
        people.field[row] = field
        people.occupation[row] = _drawn(fit[level, field], uniform(keys.occupation, row))


@piece
def _go_on(row, option, month, keys, papers, terms, programmes, people, places, graduates, counts):  # type: ignore[no-untyped-def]
    """Where a full-time student goes: to search, or with a long course's paper out of the province."""
    if option >= 0:
        people.college[row] = programmes.college[option]
    graduated = papers and option >= 0 and programmes.level[option] >= 2
    if graduated and uniform(keys.leave, row) < terms.leaving:
        stand_aside(row, month, OUTSIDE, people, places)
        counts[6] += 1
    else:
        _seek_again(row, month, people)
        if option >= 0:
            graduates[people.district[row], people.occupation[row]] += 1


@piece
def _stands(row, option, terms, programmes, people):  # type: ignore[no-untyped-def]
    """Whether a student straight from school stays one because nobody ages: the next cohort would take the place."""
    if option < 0 or people.status[row] != IN_TRAINING or programmes.level[option] < 2:
        return False
    return people.birth[row] > terms.standing_born and people.since[row] < terms.standing_since


@kernel
def _finish(  # type: ignore[no-untyped-def]
    keys, rows, month, papers, terms, programmes, fit, premium, people, places, graduates, counts
):  # fmt: skip
    """End the courses of the rows; ``graduates`` (districts, occupations) of full-time ones stay and search.

    ``counts``: finished, dropped, newly certified, certificates, retrained, trained in a firm, left the province.
    """
    for index in range(rows.shape[0]):
        row = rows[index]
        people.course_ends[row] = -32768
        option = people.programme[row]
        people.programme[row] = -1
        people.support[row] = -1
        state = people.status[row]
        if state >= OUTSIDE:
            continue
        if option == IN_FIRM:
            if papers and state == EMPLOYED and month - people.since[row] >= terms.in_firm_months:
                finish_in_firm(row, terms.in_firm_gain, people, places)
                counts[5] += 1
            continue
        if _stands(row, option, terms, programmes, people):
            people.course_ends[row], people.programme[row] = month + 12, option
            continue
        if option >= 0:
            _pass(row, option, month, keys, papers, terms, programmes, fit, premium, people, counts)
        else:
            counts[1] += 1
        if state == IN_TRAINING:
            _go_on(row, option, month, keys, papers, terms, programmes, people, places, graduates, counts)


def run_courses(market: "LabourMarket") -> None:
    """Finish courses, then weigh, ration and begin new ones."""
    if market.training == "off":
        return
    _finish_courses(market)
    waiting = called_up(market)
    rows, adult, closed = candidates(market, waiting)
    reached = np.stack([support.reaches(market, rows) for support in market.supports], 1) if market.supports else None
    support = np.full((len(rows), len(Level)), NONE) if reached is None else support_of(market, reached)
    told = informed(market, rows, ~adult)
    choice = Choice(*weigh_courses(market, rows, adult, support, told, closed), told)
    programme, support = _ration_support(market, rows, choice, support, reached)
    enrolled, programme, support = ration_seats(market, rows, programme, support, waiting)
    programmes = market.province.programmes
    _enrol(
        month_key(market.seed, Stream.drop_out, market.month), enrolled, programme, support, market.month,
        programmes.programme_array("duration"), programmes.full_time, market.study.drop_out,
        market.person_arrays, market.place_arrays,
    )  # fmt: skip
    offered = open_programmes(market) & (programmes.level < Level.university)
    market.flows["seats_offered"] = int(resident_seats(market)[offered].sum())
    market.flows["courses_begun"] = len(enrolled)
    market.flows["vet_enrolment"] = int((programmes.level[programme] < Level.university).sum())
    market.intakes += np.bincount(programmes.level[programme], minlength=len(Level))
    market.pay_for_courses(enrolled, programme, support)


def _finish_courses(market: "LabourMarket") -> None:
    counts = np.zeros(7, dtype=np.int64)
    value = market.province.value
    programmes = market.province.programmes
    leaving = value("graduates_leaving_share") if market.migration_on and not market.frozen_demography else 0.0
    terms = Terms(
        value("short_course_paper_share"), value("signal_share"), leaving, int(value("in_firm_training_months")),
        value("in_firm_skill_gain"), *_standing(market),
    )  # fmt: skip
    month, key = market.month, month_key
    keys = EndKeys(
        key(market.seed, Stream.paper, month), key(market.seed, Stream.occupation, month),
        key(market.seed, Stream.graduates_leave, month),
    )  # fmt: skip
    offered = Offered(programmes.level, programmes.field, programmes.college)
    ending = np.flatnonzero(market.people.course_ends[: market.of_age] == month)
    _finish(
        keys, ending, month, market.papers, terms, offered, market.occupation_after, market.start_premium,
        market.person_arrays, market.place_arrays, market.graduates, counts,
    )  # fmt: skip
    names = (
        "courses_finished", "courses_dropped", "new_certificates", "certificates_issued", "newly_retrained",
        "trained_in_firms", "graduates_left",
    )  # fmt: skip
    for name, count in zip(names, counts, strict=True):
        market.flows[name] = int(count)
    market.flows["new_certificates"] += market.flows.get("degrees", 0)


def _standing(market: "LabourMarket") -> tuple[int, int]:
    """Birth month and begin of the course from which students of the first month stand for later cohorts."""
    if not market.frozen_demography:
        return NOBODY, 0
    return market.start - STRAIGHT_FROM_SCHOOL * 12, market.start


class Choice(NamedTuple):
    """What candidates choose, (n,) each: level without support and with it, and who has been told of the openings."""

    plain: Ints
    helped: Ints
    told: npt.NDArray[np.int8]


def _ration_support(
    market: "LabourMarket",
    rows: npt.NDArray[np.int32],
    choice: Choice,
    support: Ints,
    reached: npt.NDArray[np.bool_] | None,
) -> tuple[Ints, Ints]:
    """Programme of each candidate (-1 none) and the support that pays for it (-1 none).

    Support goes by keyed lottery among those who would use it; who draws none keeps the unsupported choice. Support for
    named fields is used by who would study one of them anyway, or studies only because of it.
    """
    nobody = np.full(len(rows), NONE, dtype=np.int64)
    plain, helped, told = choice
    alone = programmes_of(market, rows, plain, nobody, told)
    if reached is None:
        return alone, nobody
    changed = np.where(helped == plain, NONE, helped)
    tempting = np.take_along_axis(support, np.maximum(helped, 0)[:, None], axis=1)[:, 0]
    aided = np.where(helped == plain, alone, programmes_of(market, rows, changed, tempting, told))
    support = support_used(market, reached, aided)
    uses = support >= 0
    granted, used = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for number, scheme in enumerate(market.supports):
        asking = np.flatnonzero(uses & (support == number))
        if len(asking) == 0:
            continue
        draw = uniforms(month_key(market.seed, Stream.card, scheme.lever.number), rows[asking])
        asking = asking[np.argsort(draw, kind="stable")]
        granted[asking[: scheme.affordable(market, rows[asking], aided[asking])]] = True
        used[asking] = scheme.needed(market, rows[asking], aided[asking])
    return np.where(granted, aided, alone), np.where(granted & used, support, NONE)
