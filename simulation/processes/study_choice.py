"""The choice of a course: what each level is worth to a person, with and without support.

Each candidate weighs every level against not studying: expected gain in pay over the years left, seen with noise,
against price after support, earnings lost in full-time courses, and what the household can pay now; the taste for each
level is the person's own luck of the month. School leavers on the vocational path have made up their mind: they take
the long course that is worth most of those they can pay, and weigh the others only without one. The choice is made with
and without the support on offer, so that who gets none keeps the unsupported one. Which field and which college's
programme it is at that level: ``study_fields``.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.processes.moves import EMPLOYED
from simulation.processes.study_fields import fields_of, gain_of_shorter_ways, programmes_supported
from simulation.processes.study_terms import NONE, open_programmes
from simulation.randomness import Stream, month_key, uniform_pair
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Worth of a course that cannot be had.
OUT_OF_REACH = -1e9
#: Worth, to a school leaver who has applied for one, of any long course that can be had: above all else.
APPLIED = 1e5
#: Age of school leavers from which a college takes them: before it they come from lower-secondary school, years.
UPPER_SECONDARY_LEFT = 17.0


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
def course_value(level, age, credential, income, price, purse, employed, luck, ease, weigh, courses, premium):  # type: ignore[no-untyped-def]
    """Value of a course of ``level``; -1e9 where it cannot be had or paid from ``purse``. Scalars."""
    if courses.full_time[level] and employed:
        return OUT_OF_REACH
    if price > purse:
        return OUT_OF_REACH
    paper = level + 2
    gain = weigh.refresh
    if paper > credential:
        gain = max(weigh.refresh, premium[paper] - premium[credential])
    years = max(0.0, min(weigh.horizon, 60.0 - age))
    lost = courses.months[level] if courses.full_time[level] else 0.0
    value = weigh.gain * gain * years * (1.0 + weigh.noise * luck)
    value -= weigh.price * price / income + weigh.lost * lost / 12.0 + weigh.age_slope * max(0.0, age - 25.0) / 10.0
    return value + ease


@piece
def leaning(level, age, adult, courses):  # type: ignore[no-untyped-def]
    """What speaks for a level beside its value: the constant of adults, or that a school leaver has applied for it."""
    if adult or level < 2:
        return courses.constant[level]
    if level == 3 and age < UPPER_SECONDARY_LEFT:
        return OUT_OF_REACH
    return APPLIED


@piece
def income_of(row, usual_income, premium, people, places):  # type: ignore[no-untyped-def]
    """Monthly income that a person reckons with, million VND: the present one, else part of what could be earned."""
    place = people.workplace[row]
    income = places.pay[place] * people.pay_factor[row]
    if place == 0:
        income = usual_income * np.exp(people.ability[row] + premium[people.credential[row]]) * 0.7
    return income


@kernel
def _fill_incomes(rows, usual_income, premium, people, places, income):  # type: ignore[no-untyped-def]
    """What each person reckons with a month, million VND."""
    for index in range(rows.shape[0]):
        income[index] = income_of(rows[index], usual_income, premium, people, places)


def incomes(market: "LabourMarket", rows: npt.NDArray[np.integer]) -> Floats:
    """Monthly income that each person reckons with, million VND, (n,)."""
    income = np.empty(len(rows))
    _fill_incomes(rows, market.usual_income, market.premium, market.person_arrays, market.place_arrays, income)
    return income


def purses(market: "LabourMarket", rows: npt.NDArray[np.integer]) -> Floats:
    """What each person could pay now, million VND, (n,): months of the own income, without work of a household's."""
    income = np.where(market.people.workplace[rows] > 0, incomes(market, rows), market.usual_income)
    return np.asarray(market.people.savings[rows] * income)


@kernel
def _choose(  # type: ignore[no-untyped-def]
    key, noise_key, rows, age_month, usual_income, support, aids, ease, adult, weigh, courses, premium, people, places,
    plain, helped,
):  # fmt: skip
    """Level chosen without support (``plain``) and with the support each person could have (``helped``); -1 is none."""
    levels = courses.price.shape[0]
    tuition_cover, living, once, cap, loan, interest = aids
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        age = (age_month - people.birth[row]) / 12.0
        place = people.workplace[row]
        income = income_of(row, usual_income, premium, people, places)
        purse = people.savings[row] * (income if place > 0 else usual_income)
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
            if not adult[index] and level == 2 and age < UPPER_SECONDARY_LEFT:
                price = 0.0
            taste += leaning(level, age, adult[index], courses)
            value = taste - outside + course_value(
                level, age, people.credential[row], income, price, purse, employed, luck, ease[index, level], weigh,
                courses, premium,
            )  # fmt: skip
            if value > best_plain:
                best_plain = value
                plain[index] = level
            which = support[index, level]
            if which >= 0 and tuition_cover[which, level] >= 0.0:
                aid = tuition_cover[which, level] * price + living[which] * courses.months[level] + once[which]
                aid = min(aid, cap[which, level])
                debt = min(max(0.0, price - aid - purse), loan[which])
                value = taste - outside + course_value(
                    level, age, people.credential[row], income, price - aid, purse + loan[which], employed, luck,
                    ease[index, level], weigh, courses, premium,
                )  # fmt: skip
                value -= weigh.price * interest[which] * debt / income
            if value > best_helped:
                best_helped = value
                helped[index] = level


def weigh_courses(
    market: "LabourMarket",
    rows: npt.NDArray[np.int32],
    adult: npt.NDArray[np.bool_],
    support: Ints,
    told: npt.NDArray[np.int8],
    closed: npt.NDArray[np.bool_],
) -> tuple[Ints, Ints]:
    """Level each candidate chooses without support and with it, (n,) each; -1 is not studying.

    ``told`` of the openings (n,); ``closed`` are levels not weighed, (n, levels).
    """
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
    terms = level_terms(market)
    aids = _support_terms(market, terms)

    def choose(ease: Floats) -> tuple[Ints, Ints]:
        plain, helped = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
        _choose(
            month_key(market.seed, Stream.study_choice, market.month), month_key(market.seed, Stream.programme),
            rows, market.age_month, market.usual_income, support, aids, ease, adult, weigh, terms, market.premium,
            market.person_arrays, market.place_arrays, plain, helped,
        )  # fmt: skip
        return plain, helped

    usual = np.where(closed, OUT_OF_REACH, 0.0)
    plain, helped = choose(usual)
    if market.study.nearer is None:
        return plain, helped
    return choose(usual + _ease(market, rows, told, plain, closed))


def _ease(
    market: "LabourMarket",
    rows: npt.NDArray[np.int32],
    told: npt.NDArray[np.int8],
    plain: Ints,
    closed: npt.NDArray[np.bool_],
) -> Floats:
    """What a shorter way to college adds to the worth of each level, (n, levels): that of the field one would take.

    Who would take a course at the old ways (``plain``) that has not come nearer keeps to it.
    """
    ease, gain = np.zeros((len(rows), len(Level))), gain_of_shorter_ways(market)
    district = market.people.district[rows]
    for level in np.flatnonzero(gain.any(axis=(0, 2))):
        weighing = np.flatnonzero(~closed[:, level] & np.any(gain[:, level], axis=1)[district])
        field = fields_of(market, rows[weighing], np.full(len(weighing), level), told[weighing])
        ease[weighing, level] = np.where(field >= 0, gain[district[weighing], level, field], 0.0)
    stays = (plain >= 0) & (np.take_along_axis(ease, np.maximum(plain, 0)[:, None], axis=1)[:, 0] == 0.0)
    return np.where(stays[:, None], 0.0, ease)


def _support_terms(market: "LabourMarket", terms: Courses) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """What each support in force is worth.

    Tuition share by level (-1 where not covered), living support a month, what is paid once, cap by level, the largest
    loan, and what a loan costs over its principal.
    """
    number = max(len(market.supports), 1)
    cover, cap = np.full((number, len(Level)), -1.0), np.zeros((number, len(Level)))
    living, once, loan, interest = np.zeros((4, number))
    for index, support in enumerate(market.supports):
        cover[index, list(support.levels)] = support.tuition_share
        living[index], cap[index] = support.living, support.most(terms.months)
        once[index], loan[index], interest[index] = support.once, support.loan, support.interest
    return cover, living, once, cap, loan, interest


@kernel
def _pick_support(reached, worth, found):  # type: ignore[no-untyped-def]
    """Of the supports that reach a candidate the one that is worth most at each level, if anything; -1 for none."""
    for index in range(found.shape[0]):
        for level in range(found.shape[1]):
            found[index, level] = NONE
            most = 0.0
            for number in range(worth.shape[0]):
                if reached[index, number] and worth[number, level] > most:
                    found[index, level], most = number, worth[number, level]


def support_of(market: "LabourMarket", reached: npt.NDArray[np.bool_]) -> Ints:
    """Support each candidate could have towards each level, (n, levels), -1 for none; ``reached`` is (n, supports).

    Among supports that cover the level, the one that pays most of its price; the first listed of equals.
    """
    worth, courses = np.zeros((len(market.supports), len(Level))), level_terms(market)
    for number, support in enumerate(market.supports):
        for level in support.levels:
            aid = support.tuition_share * courses.price[level] + support.living * courses.months[level] + support.once
            worth[number, level] = min(aid, float(support.most(courses.months[level]))) + support.edge
    found = np.empty((len(reached), len(Level)), dtype=np.int64)
    _pick_support(reached, worth, found)
    return found


def support_used(market: "LabourMarket", reached: npt.NDArray[np.bool_], programme: Ints) -> Ints:
    """Support that pays most for the programme each candidate would take, by its level and field; -1 for none, (n,)."""
    found, most = np.full(len(programme), NONE, dtype=np.int64), np.zeros(len(programme))
    level, allowed = market.province.programmes.level[programme], programmes_supported(market)
    for number, support in enumerate(market.supports):
        covered = one_of(level, support.levels) & allowed[number, programme] & (programme >= 0)
        worth = support.cost(market, programme) + support.edge
        worth = np.where(covered & reached[:, number], worth, 0.0)
        found[worth > most] = number
        most = np.maximum(worth, most)
    return found


def course_prices(market: "LabourMarket") -> Floats:
    """List price of a whole course of each programme, million VND."""
    programmes = market.province.programmes
    tuition, months = programmes.programme_array("tuition"), programmes.programme_array("duration")
    return np.where(programmes.level >= Level.intermediate, tuition * months, tuition)


def prices_now(market: "LabourMarket") -> Floats:
    """What is asked when a course begins, million VND: of long courses the first five months' tuition."""
    return np.minimum(course_prices(market), market.province.programmes.programme_array("tuition") * 5.0)


def level_terms(market: "LabourMarket") -> Courses:
    """Mean terms of each level over its seats, and whether any programme takes students this month."""
    if market.study.courses is None:
        market.study.courses = _level_terms(market)
    return market.study.courses


def _level_terms(market: "LabourMarket") -> Courses:
    programmes = market.province.programmes
    seats = programmes.programme_array("seats")
    now = open_programmes(market)
    price, months = np.zeros(len(Level)), np.ones(len(Level))
    full_time, offered = np.zeros(len(Level), bool), np.zeros(len(Level), bool)
    up_front = prices_now(market)
    for level in range(len(Level)):
        mine = programmes.level == level
        if mine.any():
            weight = seats[mine] / seats[mine].sum()
            price[level] = (up_front[mine] * weight).sum()
            months[level] = (programmes.programme_array("duration")[mine] * weight).sum()
            full_time[level] = (programmes.full_time[mine] * weight).sum() > 0.5
        offered[level] = bool((mine & now).any()) and level != Level.university
    return Courses(price, months, full_time, market.course_constant, offered)
