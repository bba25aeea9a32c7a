"""The choice of a course: what each level is worth to a person, with and without support, and which programme.

Each candidate weighs every level against not studying: expected gain in pay over the years left, seen with noise,
against price after support, earnings lost in full-time courses, and what the household can pay now; the taste for each
level is the person's own luck of the month. The programme within the level is near, has seats and fits the trade. The
choice is made with and without the support on offer, so that who gets none keeps the unsupported one.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.months import month_of
from simulation.processes.moves import EMPLOYED
from simulation.randomness import Stream, month_key, uniform_pair
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
        look_ahead(rows, index, people)
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
            if not courses.offered[level] or (courses.full_time[level] and employed):
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
            luck = uniform_pair(key, row, option)
            if (1.0 - luck) / rate >= soonest:  # the logarithm is at least this: most need not be taken
                continue
            time = -np.log(max(luck, 1e-12)) / rate
            if time < soonest:
                soonest = time
                programme[index] = option


def weigh_courses(
    market: "LabourMarket", rows: npt.NDArray[np.int32], adult: npt.NDArray[np.bool_], support: Ints
) -> tuple[Ints, Ints]:
    """Level each candidate chooses without support and with it, (n,) each; -1 is not studying."""
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


def support_of(market: "LabourMarket", reached: npt.NDArray[np.bool_]) -> Ints:
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


def support_used(market: "LabourMarket", reached: npt.NDArray[np.bool_], programme: Ints) -> Ints:
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


def _support_fields(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Fields that each support covers, (supports + 1, fields); the last row, that of no support, has all."""
    allowed = np.ones((len(market.supports) + 1, len(market.province.fields)), dtype=bool)
    for index, support in enumerate(market.supports):
        if support.fields is not None:
            allowed[index] = False
            allowed[index, list(support.fields)] = True
    return allowed


def programmes_of(market: "LabourMarket", rows: npt.NDArray[np.int32], level: Ints, support: Ints) -> Ints:
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
