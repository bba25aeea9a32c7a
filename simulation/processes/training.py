"""Training: who begins a course, sits through it, and finishes or drops it.

Some adults think of a course in a month; school leavers apply in September. Each weighs it (``study_choice``); support
goes by a keyed lottery among those who would use it, and if quota or budget is gone, the unsupported choice holds.
Seats of a programme and intake go by a keyed lottery too. Full-time students leave the labour force and their
unemployment clock stops; part-time courses leave people where they are. Constants of the choice are settled in the
warm-up so that intakes by level are the published ones.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.moves import IN_TRAINING, leave_work, seek_work
from simulation.processes.study_choice import NONE, programmes_of, support_of, support_used, weigh_courses
from simulation.randomness import Lot, Stream, month_key, pair_uniforms, uniform, uniforms
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int64]


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
            people.since[row] = month


@piece
def _award(row, level, paper, month, skill_share, premium, people, counts):  # type: ignore[no-untyped-def]
    """Give a person the paper of a finished course and what it taught; ``counts`` as for finished courses."""
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


@kernel
def _finish(  # type: ignore[no-untyped-def]
    paper_key, occupation_key, last, month, papers, short_paper, skill_share, programme_level, programme_field,
    programme_college, fit, premium, people, counts,
):  # fmt: skip
    """End the courses that end this month. ``counts``: finished, dropped, newly certified, certificates, retrained."""
    for row in range(last):
        if people.course_ends[row] != month:
            continue
        people.course_ends[row] = -32768
        option = people.programme[row]
        people.programme[row] = -1
        people.support[row] = -1
        state = people.status[row]
        if state >= 8:
            continue
        if option < -1:
            counts[1] += 1
        elif option >= 0:
            counts[0] += 1
            level = programme_level[option]
            if papers:
                without = level == 0 and uniform(paper_key, row) >= short_paper
                _award(row, level, 1 if without else level + 2, month, skill_share, premium, people, counts)
            if papers and level >= 1 and state == IN_TRAINING:
                people.field[row] = programme_field[option]
                people.occupation[row] = _drawn(fit[level, programme_field[option]], uniform(occupation_key, row))
        if state == IN_TRAINING:
            if option >= 0:
                people.college[row] = programme_college[option]
            _seek_again(row, month, people)


def run_courses(market: "LabourMarket") -> None:
    """Finish courses, then weigh, ration and begin new ones."""
    if market.training == "off":
        return
    _finish_courses(market)
    rows, adult = _candidates(market)
    reached = np.stack([support.reaches(market, rows) for support in market.supports], 1) if market.supports else None
    support = np.full((len(rows), len(Level)), NONE) if reached is None else support_of(market, reached)
    plain, helped = weigh_courses(market, rows, adult, support)
    programme, support = _ration_support(market, rows, plain, helped, support, reached)
    enrolled, programme, support = _ration_seats(market, rows, programme, support)
    programmes = market.province.programmes
    _enrol(
        month_key(market.seed, Stream.drop_out, market.month), enrolled, programme, support, market.month,
        programmes.programme_array("duration"), programmes.full_time, programmes.programme_array("drop_out"),
        market.person_arrays, market.place_arrays,
    )  # fmt: skip
    market.flows["vet_enrolment"] = int((programmes.level[programme] < Level.university).sum())
    market.intakes += np.bincount(programmes.level[programme], minlength=len(Level))
    market.pay_for_courses(enrolled, programme, support)


def _finish_courses(market: "LabourMarket") -> None:
    counts = np.zeros(5, dtype=np.int64)
    value = market.province.value
    programmes = market.province.programmes
    _finish(
        month_key(market.seed, Stream.paper, market.month), month_key(market.seed, Stream.occupation, market.month),
        market.of_age, market.month, market.papers, value("short_course_paper_share"), value("signal_share"),
        programmes.level, programmes.field, programmes.college, market.occupation_after, market.start_premium,
        market.person_arrays, counts,
    )  # fmt: skip
    names = ("courses_finished", "courses_dropped", "new_certificates", "certificates_issued", "newly_retrained")
    for name, count in zip(names, counts, strict=True):
        market.flows[name] = int(count)
    market.flows["new_certificates"] += market.flows.get("degrees", 0)


def _candidates(market: "LabourMarket") -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Rows that weigh a course this month, in row order, and which of them are adults thinking of one by chance."""
    rows, luck = market.lots.of(Lot.training)
    people = market.people
    thinking = rows[luck < market.province.value("training_consideration_monthly")]
    free = (people.programme[thinking] == NONE) & (people.since[thinking] < market.month)
    thinking = thinking[free & (market.age_month - people.birth[thinking] < 58 * 12)]
    leavers = market.applicants[: market.applying_leavers]
    rows = np.concatenate([thinking, leavers])
    adult = np.concatenate([np.ones(len(thinking), bool), np.zeros(len(leavers), bool)])
    order = np.argsort(rows, kind="stable")
    return rows[order], adult[order]


def _ration_support(
    market: "LabourMarket",
    rows: npt.NDArray[np.int32],
    plain: Ints,
    helped: Ints,
    support: Ints,
    reached: npt.NDArray[np.bool_] | None,
) -> tuple[Ints, Ints]:
    """Programme of each candidate (-1 none) and the support that pays for it (-1 none).

    Support goes by keyed lottery among those who would use it; who draws none keeps the unsupported choice. Support for
    named fields is used by who would study one of them anyway, or studies only because of it.
    """
    nobody = np.full(len(rows), NONE, dtype=np.int64)
    alone = programmes_of(market, rows, plain, nobody)
    if reached is None:
        return alone, nobody
    changed = np.where(helped == plain, NONE, helped)
    tempting = np.take_along_axis(support, np.maximum(helped, 0)[:, None], axis=1)[:, 0]
    aided = np.where(helped == plain, alone, programmes_of(market, rows, changed, tempting))
    support = support_used(market, reached, aided)
    uses = support >= 0
    granted = np.zeros(len(rows), dtype=bool)
    for number, scheme in enumerate(market.supports):
        asking = np.flatnonzero(uses & (support == number))
        if len(asking) == 0:
            continue
        draw = uniforms(month_key(market.seed, Stream.card, scheme.lever.number), rows[asking])
        asking = asking[np.argsort(draw, kind="stable")]
        granted[asking[: scheme.affordable(market, aided[asking])]] = True
    return np.where(granted, aided, alone), np.where(granted, support, NONE)


def _ration_seats(
    market: "LabourMarket", rows: npt.NDArray[np.int32], programme: Ints, support: Ints
) -> tuple[npt.NDArray[np.int32], Ints, Ints]:
    """Rows that get a seat, their programme and support: a keyed lottery in each programme's intake of the month."""
    chosen = programme >= 0
    rows, programme, support = rows[chosen], programme[chosen], support[chosen]
    draw = pair_uniforms(month_key(market.seed, Stream.seat, market.month), rows, programme)
    order = np.lexsort((draw, programme))
    ranked = programme[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked, side="left")
    seated = np.sort(order[rank < market.seats_now[ranked]])
    market.flows["refused_seats"] = len(rows) - len(seated)
    return rows[seated], programme[seated], support[seated]
