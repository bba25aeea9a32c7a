"""Separations: who leaves a payroll job this month, and why.

The quit hazard falls with tenure (Farber 1999) and with pay relative to the occupation's mean, is higher for the young
and in the month of Tết and the next, lower in a worker place and for who is paid to stay. Some contracts end with
probation (Labour Code 2019, art. 24 to 27: at most 60 days for work that asks for a vocational paper). Layoffs take
only the part of the excess beyond a tolerance, last in first out within the occupation; a firm that closes lays off
everybody. Who separates can be matched from next month.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.processes.informal_work import take_up_trade
from simulation.processes.job_retention import hold, keep_some
from simulation.processes.laid_off import note_laid_off
from simulation.processes.moves import INACTIVE, WORKER_PLACE, leave_work, seek_work, stand_aside
from simulation.processes.staff import staff_of
from simulation.randomness import Lot, Stream, month_key, uniform, uniforms
from simulation.terms import multiplied
from simulation.vocabulary import Contract

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province


#: Bits of a row of people: sixteen million of them.
_ROW_BITS = 24


class Quits(NamedTuple):
    """Parameters of the monthly quit hazard to anything but another payroll job."""

    floor: float
    half_life: float
    wage_elasticity: float
    young: float
    housed: float
    season: float
    probation: int
    probation_ends: float


class Destinations(NamedTuple):
    """Where people go who leave a payroll job without another: chances of searching and of a trade; the rest rests."""

    search: float
    trade: float


@piece
def tenure_profile(tenure, floor, half_life):  # type: ignore[no-untyped-def]
    """How much likelier somebody with ``tenure`` months leaves than the mean of staff; falls to ``floor``."""
    return floor + (1.0 - floor) * 2.0 * half_life / (half_life + tenure)


@piece
def quit_hazard(base, tenure, relative_pay, age, housed, rule):  # type: ignore[no-untyped-def]
    """Probability of quitting this month. Scalars; tenure in months, age in years; mean one over the tenure profile."""
    profile = tenure_profile(tenure, rule.floor, rule.half_life)
    hazard = base * profile * min(max(relative_pay, 0.5), 2.0) ** -rule.wage_elasticity * rule.season
    if age < 25:
        hazard *= rule.young
    return hazard * (rule.housed if housed else 1.0)


@piece
def _go(row, month, key, destinations, trades, people, places):  # type: ignore[no-untyped-def]
    """Leave the payroll for search, a trade or rest."""
    draw = uniform(key, row)
    if draw < destinations.search:
        leave_work(row, month, people, places)
        seek_work(row, month, people)
    elif draw < destinations.search + destinations.trade:
        take_up_trade(row, month, (draw - destinations.search) / destinations.trade, trades, people, places)
    else:
        stand_aside(row, month, INACTIVE, people, places)


@kernel
def _quit(  # type: ignore[no-untyped-def]
    rows, luck, month, age_month, key, base, most, mean_pay, rule, usual, own, to, trades, people, places, counts
):  # fmt: skip
    """Quits of payroll staff, and contracts that end with probation; ``counts``: quits, layoffs, ends of probation.

    ``most`` (sectors, contracts) is the largest hazard, zero off the payroll: who draws above it is passed over.
    ``usual`` (firms,) is the ratio of a firm's quits to what is usual, ``own`` (rows,) that of a person's, empty where
    nobody's differ.
    """
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        place = people.workplace[row]
        if luck[index] >= most[places.sector[place], places.contract[place]] or people.since[row] >= month:
            continue
        tenure = month - people.since[row]
        ends = rule.probation_ends if tenure == rule.probation else 0.0
        relative = places.pay[place] / mean_pay[places.occupation[place]]
        age = (age_month - people.birth[row]) / 12.0
        hazard = quit_hazard(
            base[places.sector[place]], tenure, relative, age, people.housing[row] >= WORKER_PLACE, rule
        )
        hazard *= usual[places.firm[place]]
        if own.shape[0] > 0:
            hazard *= own[index]
        if luck[index] < hazard + ends:
            counts[0 if luck[index] < hazard else 2] += 1
            _go(row, month, key, to, trades, people, places)


@kernel
def _cuts(key, places, firms, lines, month, tolerance, speed, rounding, cut):  # type: ignore[no-untyped-def]
    """Persons each payroll line lays off: part of the excess beyond the tolerance, or all where the firm closed."""
    total = 0
    for line in range(1, lines + 1):
        cut[line] = 0
        if firms.closed_until[places.firm[line]] > month:
            cut[line] = places.headcount[line]
        else:
            kept = int(places.wanted[line] * (1.0 + tolerance) + rounding[line])
            excess = places.headcount[line] - kept
            cut[line] = int(excess * speed + uniform(key, line)) if excess > 0 else 0
        total += cut[line]
    return total


@kernel
def _lay_off(order, found, cut, month, key, to, trades, people, places, counts):  # type: ignore[no-untyped-def]
    """Let go of the persons found, in ``order``, until every line's ``cut`` is used up; ``counts`` as for quits."""
    for index in range(order.shape[0]):
        row = found[order[index]]
        place = people.workplace[row]
        if cut[place] > 0:
            cut[place] -= 1
            counts[1] += 1
            _go(row, month, key, to, trades, people, places)


def quit_payrolls(market: "LabourMarket") -> None:
    """Quits of the month."""
    counts = np.zeros(3, dtype=np.int64)
    _quits(market, counts)
    market.flows["quits"], market.flows["probations_ended"] = int(counts[0]), int(counts[2])


def lay_off(market: "LabourMarket") -> None:
    """Layoffs and closures of the month."""
    counts = np.zeros(2, dtype=np.int64)
    _layoffs(market, counts)
    market.flows["layoffs"] = int(counts[1])


def _quits(market: "LabourMarket", counts: npt.NDArray[np.int64]) -> None:
    value = market.province.value
    rows, luck = market.lots.of(Lot.separation)
    rule = Quits(
        value("quit_tenure_floor"),
        value("quit_tenure_half_life_months"),
        value("quit_wage_elasticity"),
        value("quit_multiplier_under_25"),
        1.0 - value("quit_reduction_from_worker_housing"),
        market.tet_multiplier,
        int(value("probation_months")),
        value("probation_end_share"),
    )
    _quit(
        rows, luck, market.month, market.age_month, month_key(market.seed, Stream.destination, market.month),
        _base(market), most_quits(market), market.mean_pay, rule, market.terms.quits, _own_ratios(market, rows),
        Destinations(value("quit_to_search_share"), value("quit_to_trade_share")), market.trades,
        market.person_arrays, market.place_arrays, counts,
    )  # fmt: skip


def _base(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Mean monthly probability of quitting a payroll without another job, (sectors,)."""
    return market.province.by_sector("turnover", "monthly") * market.province.value("quit_to_no_job_share")


def most_quits(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Largest probability of quitting or ending with probation this month, (sectors, contracts); zero off payrolls."""
    base = _base(market)
    most = np.zeros((len(base), len(Contract)))
    largest = _largest_ratio(market) * float(market.terms.quits.max())
    most[:, Contract.formal_wage] = base * largest + market.province.value("probation_end_share")
    return most


def _own_ratios(market: "LabourMarket", rows: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """Ratio of each person's quits that support for staying makes, (rows,); empty without any."""
    return multiplied(market, market.terms.staying, rows if market.terms.staying else rows[:0])


def largest_quit(market: "LabourMarket") -> float:
    """Largest monthly probability of quitting that the parameters allow."""
    value = market.province.value
    quits = _base(market).max() * value("tet_quit_multiplier") / market.tet_multiplier * _largest_ratio(market)
    return float(quits + value("probation_end_share"))


def _largest_ratio(market: "LabourMarket") -> float:
    """Largest ratio of a quit hazard to its sector's base this month: no tenure, half the usual pay, under 25."""
    value = market.province.value
    newcomer = 2.0 - value("quit_tenure_floor")
    return float(
        newcomer * 2.0 ** value("quit_wage_elasticity") * value("quit_multiplier_under_25") * market.tet_multiplier
    )


def _layoffs(market: "LabourMarket", counts: npt.NDArray[np.int64]) -> None:
    _close_firms(market)
    value = market.province.value
    market.flows["layoffs_held_back"] = 0
    lines = market.workplaces.payroll_lines
    cut = market.cut
    number = _cuts(
        month_key(market.seed, Stream.layoff, market.month), market.place_arrays, market.firm_arrays, lines,
        market.month, value("layoff_tolerance"), value("layoff_speed_monthly"), market.rounding, cut,
    )  # fmt: skip
    if number == 0:
        return
    found = _last_in_first(market, staff_of(market, cut > 0))
    if market.kept.schemes or len(market.kept.row):
        found = _go_all_the_same(market, found)
    order, line = np.arange(len(found)), market.people.workplace[found].copy()
    to = Destinations(value("layoff_to_search_share"), value("layoff_to_trade_share"))
    _lay_off(
        order, found, cut, market.month, month_key(market.seed, Stream.destination, market.month), to, market.trades,
        market.person_arrays, market.place_arrays, counts,
    )  # fmt: skip
    gone = market.people.workplace[found] != line
    note_laid_off(market, found[gone], line[gone])


def _last_in_first(market: "LabourMarket", staff: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Staff by line, those first who came last."""
    place, since = market.people.workplace[staff].astype(np.int64), market.people.since[staff]
    key = (place << 16 | 32767 - since.astype(np.int64)) << _ROW_BITS | staff
    return (np.sort(key) & (1 << _ROW_BITS) - 1).astype(np.int32)


def _go_all_the_same(market: "LabourMarket", staff: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Who of the staff, in order, is laid off although some firms are paid to keep people."""
    places, value = market.workplaces, market.province.value
    wanted = places.wanted * (1.0 + value("layoff_tolerance")) + market.rounding
    hold(market, wanted.astype(np.int64))
    staff = staff[~np.isin(staff, market.kept.row)]
    place = market.people.workplace[staff]
    rank = np.arange(len(staff)) - np.searchsorted(place, place, side="left")
    return np.asarray(keep_some(market, staff[rank < market.cut[place]]), dtype=np.int32)


def _close_firms(market: "LabourMarket") -> None:
    """Exit and entry as renewal: a slot that closes is taken by a new firm of the same kind one to six months later."""
    firms, month = market.employers, market.month
    luck = uniforms(month_key(market.seed, Stream.firm_exit, month), np.arange(firms.rows))
    leaving = (luck < market.exit_hazard) & (firms.closed_until <= month)
    reopening = firms.closed_until == month
    wait = luck[leaving] / market.exit_hazard[leaving] * 6 * market.terms.reopening
    firms.closed_until[leaving] = month + 1 + wait.astype(np.int16)
    firms.shock[reopening] = 0.0
    market.flows["firm_exits"] = int(leaving.sum())
    market.flows["firm_entries"] = int(reopening.sum())


def exit_rates(province: "Province") -> npt.NDArray[np.float64]:
    """Share of the firms of each size class that close in a year, (classes,)."""
    return province.by_firm_class("firm_exit_rate")


def exit_hazard(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Monthly probability that each firm closes, (firms,): the class's yearly rate, falling with size inside the class.

    Giants and public bodies do not close. Firms that close are small for their class, so few jobs go with them.
    """
    firms = market.employers
    hazard = np.zeros(firms.rows)
    for size_class, rate in enumerate(exit_rates(market.province)):
        mine = (firms.size_class == size_class) & (firms.project == 0)
        if mine.any():
            smallness = 1.0 / np.maximum(firms.size[mine], 1.0)
            hazard[mine] = rate / 12.0 * smallness / smallness.mean()
    return hazard
