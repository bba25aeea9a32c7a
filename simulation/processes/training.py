"""Training: a course as an investment, weighed, applied for, rationed by seats, sat through, and finished or dropped.

Some adults think of a course in a month; school leavers apply in September. Each weighs every level against not
studying: expected gain in pay over the years left, seen with noise, against price after support, earnings lost in
full-time courses, and what the household can pay now; the taste for each level is the person's own luck of the month.
The choice is made with and without the support on offer: if quota or budget is gone, the unsupported choice holds.
Seats of a programme and intake go by a keyed lottery. Full-time students leave the labour force and their unemployment
clock stops; part-time courses leave people where they are. Constants of the choice are settled in the warm-up so that
intakes by level are the published ones.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.months import month_of
from simulation.processes.moves import EMPLOYED, IN_TRAINING, leave_work, seek_work
from simulation.randomness import Lot, Stream, month_key, pair_uniforms, uniform, uniform_pair, uniforms
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NONE = -1


class Weighing(NamedTuple):
    """Parameters of the choice; money in months of the person's income, gains in log points over years."""

    gain: float
    price: float
    lost: float
    horizon: float
    noise: float
    age_slope: float
    refresh: float


class Courses(NamedTuple):
    """What each level offers this month, (levels,) each.

    Mean ``price`` over its seats (million VND), ``months``, whether ``full_time``, the ``constant`` of the choice that
    the warm-up settled, and whether any programme takes students.
    """

    price: Floats
    months: Floats
    full_time: npt.NDArray[np.bool_]
    constant: Floats
    offered: npt.NDArray[np.bool_]


@piece
def course_value(level, age, credential, income, price, savings, employed, luck, weigh, courses, premium):  # type: ignore[no-untyped-def]
    """Value of a course of ``level`` over not studying; -1e9 where it cannot be had or paid. Scalars."""
    if courses.full_time[level] and employed:
        return -1e9
    if price > savings * income:
        return -1e9
    paper = level + 2
    gain = weigh.refresh
    if paper > credential:
        gain = max(weigh.refresh, premium[paper] - premium[credential])
    years = max(0.0, min(weigh.horizon, 60.0 - age))
    lost = courses.months[level] if courses.full_time[level] else 0.0
    value = courses.constant[level] + weigh.gain * gain * years * (1.0 + weigh.noise * luck)
    value -= weigh.price * price / income + weigh.lost * lost / 12.0 + weigh.age_slope * max(0.0, age - 25.0) / 10.0
    return value


@kernel
def _choose(  # type: ignore[no-untyped-def]
    key, noise_key, rows, age_month, usual_income, support, tuition_cover, living, cap, adult, weigh, courses,
    premium, people, places, plain, helped,
):  # fmt: skip
    """Level chosen without support (``plain``) and with the support each person could have (``helped``); -1 is none."""
    levels = courses.price.shape[0]
    for index in range(rows.shape[0]):
        row = rows[index]
        age = (age_month - people.birth[row]) / 12.0
        place = people.workplace[row]
        income = places.pay[place] * people.pay_factor[row]
        if place == 0:
            income = usual_income * np.exp(people.ability[row] + premium[people.credential[row]]) * 0.7
        employed = people.status[row] == EMPLOYED and places.firm[place] >= 0
        outside = -np.log(-np.log(max(uniform_pair(key, row, 99), 1e-12)))
        best_plain = 0.0
        best_helped = 0.0
        plain[index] = NONE
        helped[index] = NONE
        for level in range(levels):
            if adult[index] and level >= 2 and age > 30.0:
                continue
            if not courses.offered[level]:
                continue
            taste = -np.log(-np.log(max(uniform_pair(key, row, level), 1e-12)))
            luck = uniform_pair(noise_key, row, level) * 2.0 - 1.0
            price = courses.price[level]
            if not adult[index] and level == 2 and age < 17.0:
                price = 0.0
            value = taste - outside + course_value(
                level, age, people.credential[row], income, price, people.savings[row], employed, luck, weigh,
                courses, premium,
            )  # fmt: skip
            if value > best_plain:
                best_plain = value
                plain[index] = level
            which = support[index, level]
            if which >= 0 and tuition_cover[which, level] >= 0.0:
                aid = min(cap[which], tuition_cover[which, level] * price + living[which] * courses.months[level])
                value = taste - outside + course_value(
                    level, age, people.credential[row], income, price - aid, people.savings[row], employed, luck,
                    weigh, courses, premium,
                )  # fmt: skip
            if value > best_helped:
                best_helped = value
                helped[index] = level


@kernel
def _pick_programme(  # type: ignore[no-untyped-def]
    key, rows, choice_level, support, allowed, options, first, distance_weight, field_weight, seats, programme_field,
    people, programme,
):  # fmt: skip
    """Programme of each applicant among those of the level with an intake now: near, with seats, in a fitting field.

    ``options`` lists programmes with an intake by level, level ``l`` from ``first[l]``. A race of exponentials whose
    rates are the weights: logit choice with luck that is the pair's own.
    """
    for index in range(rows.shape[0]):
        programme[index] = -1
        level = choice_level[index]
        if level < 0:
            continue
        row = rows[index]
        district = people.district[row]
        occupation = people.occupation[row]
        soonest = np.inf
        for position in range(first[level], first[level + 1]):
            option = options[position]
            field = programme_field[option]
            if not allowed[support[index], field]:
                continue
            rate = seats[option] * distance_weight[district, option] * field_weight[occupation, field]
            time = -np.log(max(uniform_pair(key, row, option), 1e-12)) / rate
            if time < soonest:
                soonest = time
                programme[index] = option


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
    fit, premium, people, counts,
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
            _seek_again(row, month, people)


def run_courses(market: "LabourMarket") -> None:
    """Finish courses, then weigh, ration and begin new ones."""
    if market.training == "off":
        return
    _finish_courses(market)
    rows, adult = _candidates(market)
    reached = np.stack([support.reaches(market, rows) for support in market.supports], 1) if market.supports else None
    support = np.full((len(rows), len(Level)), NONE) if reached is None else _support_of(market, reached)
    plain, helped = _weigh(market, rows, adult, support)
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
        programmes.level, programmes.field, market.occupation_after, market.start_premium, market.person_arrays, counts,
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


def _support_of(market: "LabourMarket", reached: npt.NDArray[np.bool_]) -> Ints:
    """Support each candidate could have towards each level, (n, levels), -1 for none; ``reached`` is (n, supports).

    Among supports that cover the level, the one that pays most of its price; the first listed of equals.
    """
    found = np.full((len(reached), len(Level)), NONE, dtype=np.int64)
    most = np.zeros((len(reached), len(Level)))
    courses = level_terms(market)
    for number, support in enumerate(market.supports):
        for level in support.levels:
            aid = support.tuition_share * courses.price[level] + support.living * courses.months[level]
            better = reached[:, number] & (min(aid, support.cap) > most[:, level])
            found[better, level] = number
            most[better, level] = min(aid, support.cap)
    return found


def _support_used(market: "LabourMarket", reached: npt.NDArray[np.bool_], programme: Ints) -> Ints:
    """Support that pays most for the programme each candidate would take, by its level and field; -1 for none, (n,)."""
    found, most = np.full(len(programme), NONE, dtype=np.int64), np.zeros(len(programme))
    programmes, fields = market.province.programmes, _support_fields(market)
    level, field = programmes.level[programme], programmes.field[programme]
    for number, support in enumerate(market.supports):
        covered = np.isin(level, support.levels) & fields[number, field] & (programme >= 0)
        aid = np.where(covered & reached[:, number], support.cost(market, programme), 0.0)
        found[aid > most] = number
        most = np.maximum(aid, most)
    return found


def _weigh(
    market: "LabourMarket", rows: npt.NDArray[np.int32], adult: npt.NDArray[np.bool_], support: Ints
) -> tuple[Ints, Ints]:
    value = market.province.value
    weigh = Weighing(
        value("course_gain_weight"),
        value("course_price_weight"),
        value("course_lost_earnings_weight"),
        value("course_horizon_years"),
        value("course_information_noise"),
        value("course_age_slope"),
        value("course_refresher_gain"),
    )
    plain, helped = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    cover, living, cap = _support_terms(market)
    _choose(
        month_key(market.seed, Stream.study_choice, market.month), month_key(market.seed, Stream.programme),
        rows, market.age_month, market.usual_income, support, cover, living, cap, adult, weigh,
        level_terms(market), market.premium, market.person_arrays, market.place_arrays, plain, helped,
    )  # fmt: skip
    return plain, helped


def _support_terms(market: "LabourMarket") -> tuple[Floats, Floats, Floats]:
    """Tuition share by level (-1 where not covered), living support a month and cap of each support in force."""
    number = max(len(market.supports), 1)
    cover, living, cap = np.full((number, len(Level)), -1.0), np.zeros(number), np.zeros(number)
    for index, support in enumerate(market.supports):
        cover[index, list(support.levels)] = support.tuition_share
        living[index], cap[index] = support.living, support.cap
    return cover, living, cap


def course_prices(market: "LabourMarket") -> Floats:
    """List price of a whole course of each programme, million VND."""
    programmes = market.province.programmes
    tuition, months = programmes.programme_array("tuition"), programmes.programme_array("duration")
    return np.where(programmes.level >= Level.intermediate, tuition * months, tuition)


def level_terms(market: "LabourMarket") -> Courses:
    """Mean terms of each level over its seats, and whether any programme takes students this month."""
    programmes = market.province.programmes
    seats = programmes.programme_array("seats")
    now = open_programmes(market)
    price, months = np.zeros(len(Level)), np.ones(len(Level))
    full_time, offered = np.zeros(len(Level), bool), np.zeros(len(Level), bool)
    up_front = np.minimum(course_prices(market), programmes.programme_array("tuition") * 5.0)
    for level in range(len(Level)):
        mine = programmes.level == level
        if mine.any():
            weight = seats[mine] / seats[mine].sum()
            price[level] = (up_front[mine] * weight).sum()
            months[level] = (programmes.programme_array("duration")[mine] * weight).sum()
            full_time[level] = (programmes.full_time[mine] * weight).sum() > 0.5
        offered[level] = bool((mine & now).any()) and level != Level.university
    return Courses(price, months, full_time, market.course_constant, offered)


def open_programmes(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Programmes with an intake in this calendar month."""
    return np.asarray((market.province.programmes.intake_months >> (month_of(market.month) - 1)) & 1 == 1)


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
    alone = _programmes_of(market, rows, plain, nobody)
    if reached is None:
        return alone, nobody
    changed = np.where(helped == plain, NONE, helped)
    tempting = np.take_along_axis(support, np.maximum(helped, 0)[:, None], axis=1)[:, 0]
    aided = np.where(helped == plain, alone, _programmes_of(market, rows, changed, tempting))
    support = _support_used(market, reached, aided)
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


def _support_fields(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Fields that each support covers, (supports + 1, fields); the last row, that of no support, has all."""
    allowed = np.ones((len(market.supports) + 1, len(market.province.fields)), dtype=bool)
    for index, support in enumerate(market.supports):
        if support.fields is not None:
            allowed[index] = False
            allowed[index, list(support.fields)] = True
    return allowed


def _programmes_of(market: "LabourMarket", rows: npt.NDArray[np.int32], level: Ints, support: Ints) -> Ints:
    """Programme each candidate would apply to at the level chosen, (n,), -1 where none fits."""
    programmes = market.province.programmes
    programme = np.empty(len(rows), dtype=np.int64)
    now = np.flatnonzero(open_programmes(market))
    options = now[np.argsort(programmes.level[now], kind="stable")]
    first = np.searchsorted(programmes.level[options], np.arange(len(Level) + 1))
    _pick_programme(
        month_key(market.seed, Stream.programme, market.month), rows, level, support, _support_fields(market),
        options, first, market.college_distance_weight, market.college_field_weight,
        programmes.programme_array("seats"), programmes.field, market.person_arrays, programme,
    )  # fmt: skip
    return programme


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
