"""Job search: who applies this month, through which channel, to which open place.

The unemployed apply about a third of the time, less as unemployment lasts (Kroft et al. 2013); some employed, household
and inactive people and some of the outside pool look too. A searcher draws a channel by its share of hires; the channel
says whether the search looks in one district (relatives: towards where the neighbours work) or the whole province, and
the centre shows only places reported to it, as far as its counsellors reach. On the ring of the market the searcher
throws a keyed position and takes the next open place clockwise; an offer that beats the reservation value, net of
commuting and rent, becomes an application. Meeting so has constant returns, and one searcher more or less disturbs one
place.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.moves import EMPLOYED, INACTIVE, OUTSIDE, UNEMPLOYED
from simulation.randomness import Lot, Stream, month_key, uniform, uniform_pair
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


class SearchRule(NamedTuple):
    """Parameters of search; rates are per month, values in log points of pay."""

    contact: float
    fade: float
    benefit_fade: float
    job_search: float
    household_search: float
    inactive_search: float
    outside_search: float
    young: float
    gain: float
    most: float
    reservation: float
    patience: float
    move_gain: float
    formality: float
    inactive_reservation: float
    travel_cost: float
    rent_cost: float
    own_occupation: float
    lag: int


class Reach(NamedTuple):
    """Tables of channels and markets.

    Cumulative shares of ``channel`` (channels,), of the ``neighbours``' districts of work (districts, districts) and of
    other ``occupations`` looked in (occupations, occupations); ``local`` reach (channels,), share; ``travel``
    (districts, districts), minutes; ``mean_offer`` (occupations,), log million VND a month; ``turnover`` (sectors,),
    ratio to that of all payrolls; ``usual_income``, million VND a month. The rest are rows and counts of tables.
    """

    channel: Floats
    local: Floats
    neighbours: Floats
    occupations: Floats
    travel: Floats
    mean_offer: Floats
    turnover: Floats
    usual_income: float
    relatives: int
    centre: int
    college: int
    districts: int
    occupation_count: int


class Applications(NamedTuple):
    """Applications of the month, (applications,) each: person, open place, channel, log pay the match is worth."""

    row: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    channel: npt.NDArray[np.uint8]
    worth: npt.NDArray[np.float32]


class Keys(NamedTuple):
    """Month keys of the streams that search draws from."""

    effort: np.uint64
    channel: np.uint64
    reach: np.uint64
    occupation: np.uint64
    throw: np.uint64
    noise: np.uint64


@piece
def effort(months, fade):  # type: ignore[no-untyped-def]
    """Search effort after ``months`` of unemployment over that of the first: ``fade`` from the eighth month on."""
    return 1.0 - (1.0 - fade) * min(months, 7) / 7.0


@piece
def next_place(market, position, ring):  # type: ignore[no-untyped-def]
    """Open place next clockwise from ``position`` (48 bits) on a market's ring; -1 where the ring is empty."""
    low = ring.first[market]
    high = ring.first[market + 1]
    if low == high:
        return -1
    wanted = (np.uint64(market) << np.uint64(48)) | position
    left, right = low, high
    while left < right:
        middle = (left + right) // 2
        if ring.keys[middle] < wanted:
            left = middle + 1
        else:
            right = middle
    return ring.place[left if left < high else low]


@piece
def _pick(cumulative, draw):  # type: ignore[no-untyped-def]
    option = 0
    while option < cumulative.shape[0] - 1 and draw >= cumulative[option]:
        option += 1
    return option


@piece
def _look(row, month, keys, rule, reach, people, ring, counselled):  # type: ignore[no-untyped-def]
    """Channel, market and place that a searcher finds: (place or -1, channel, district looked in, occupation)."""
    channel = _pick(reach.channel, uniform(keys.channel, row))
    graduate = month - people.certified_since[row] <= 6
    if channel == reach.college and not graduate:
        channel = reach.relatives
    if channel == reach.centre and uniform(keys.channel, row + 1_000_000_007) >= counselled:
        channel = reach.relatives
    occupation = people.occupation[row]
    draw = uniform(keys.occupation, row)
    if draw >= rule.own_occupation:
        occupation = _pick(reach.occupations[occupation], (draw - rule.own_occupation) / (1.0 - rule.own_occupation))
    district = people.district[row]
    draw = uniform(keys.reach, row)
    local = draw < reach.local[channel] and people.status[row] != OUTSIDE
    position = np.uint64(int(uniform(keys.throw, row) * 281474976710656.0))
    if local:
        if channel == reach.relatives:
            district = _pick(reach.neighbours[district], draw / reach.local[channel])
        market = district * reach.occupation_count + occupation
    elif channel == reach.centre:
        market = (reach.districts + 1) * reach.occupation_count + occupation
    else:
        market = reach.districts * reach.occupation_count + occupation
    return next_place(market, position, ring), channel, district, occupation


@piece
def log_wage(row, line, keys, people, places, premium, match_sd):  # type: ignore[no-untyped-def]
    """Log pay the line offers the person: offer, paper, ability, and a match that is the pair's for good."""
    noise = (uniform_pair(keys.noise, row, line) - 0.5) * 3.4641016151377544 * match_sd
    return places.offer[line] + premium[people.credential[row]] + people.ability[row] + noise


@piece
def net_worth(row, line, wage, rule, reach, people, places):  # type: ignore[no-untyped-def]
    """Log value of an offer after commuting; beyond an hour, and from outside, people rent a room instead."""
    minutes = reach.travel[people.district[row], places.district[line]]
    cost = rule.travel_cost * minutes
    if minutes > 60.0 or people.status[row] == OUTSIDE:
        cost = rule.rent_cost
    return wage - min(cost, rule.rent_cost)


@piece
def _reservation(row, month, rule, reach, premium, people, places):  # type: ignore[no-untyped-def]
    """Log pay below which the person declines, given status."""
    state = people.status[row]
    if state == EMPLOYED:
        place = people.workplace[row]
        own = np.log(max(places.pay[place] * people.pay_factor[row], 1e-3))
        if places.firm[place] < 0:
            return own - rule.formality
        minutes = reach.travel[people.district[row], places.district[place]]
        return own + rule.move_gain - min(rule.travel_cost * minutes, rule.rent_cost)
    expected = reach.mean_offer[people.occupation[row]] + premium[people.credential[row]] + people.ability[row]
    if state == UNEMPLOYED:
        waited = min(month - people.search_since[row], 12)
        high = rule.benefit_fade if month < people.benefit_until[row] else 0.0
        return expected + rule.reservation - rule.patience * waited + high
    return expected + rule.inactive_reservation


@piece
def _chance(row, month, age_month, rule, reach, premium, people, places):  # type: ignore[no-untyped-def]
    """Monthly probability that somebody who is not counted as unemployed looks for a wage job and meets one.

    Household and idle people look more the more a wage job would pay them; payroll staff as their sector turns over.
    """
    state = people.status[row]
    if state == OUTSIDE:
        return rule.outside_search
    if people.since[row] >= month:
        return 0.0
    place = people.workplace[row]
    if state == EMPLOYED and places.firm[place] >= 0:
        chance = rule.job_search * reach.turnover[places.sector[place]]
    else:
        wage = np.exp(reach.mean_offer[people.occupation[row]] + premium[people.credential[row]] + people.ability[row])
        if state == EMPLOYED:
            chance, now = rule.household_search, places.pay[place] * people.pay_factor[row]
        elif state == INACTIVE:
            chance, now = rule.inactive_search, reach.usual_income
        else:
            return 0.0
        chance *= min(max(wage / max(now, 0.1), 0.2), 5.0) ** rule.gain
    if age_month - people.birth[row] < 420:
        chance *= rule.young
    return min(chance, rule.most)


@kernel
def _apply(  # type: ignore[no-untyped-def]
    seekers, rows, luck, month, age_month, keys, rule, reach, premium, match_sd, counselled, most,
    people, places, ring, out_row, out_place, out_channel, out_worth, tried,
):  # fmt: skip
    """Fill the applications; ``tried`` counts searches by the market of the occupation looked for. Returns how many."""
    size = 0
    for index in range(seekers.shape[0] + rows.shape[0]):
        if index < seekers.shape[0]:
            row = seekers[index]
            if people.status[row] != UNEMPLOYED or people.since[row] > month - rule.lag:
                continue
            chance = rule.contact * effort(month - people.search_since[row], rule.fade)
            if uniform(keys.effort, row) >= chance:
                continue
        else:
            row = rows[index - seekers.shape[0]]
            mine = luck[index - seekers.shape[0]]
            state = people.status[row]
            if mine >= most[state] or mine >= _chance(row, month, age_month, rule, reach, premium, people, places):
                continue
        place, channel, district, occupation = _look(row, month, keys, rule, reach, people, ring, counselled)
        tried[district, occupation] += 1
        if place < 0:
            continue
        line = ring.line[place]
        if line == people.workplace[row]:
            continue
        wage = log_wage(row, line, keys, people, places, premium, match_sd)
        worth = net_worth(row, line, wage, rule, reach, people, places)
        if worth <= _reservation(row, month, rule, reach, premium, people, places):
            continue
        out_row[size] = row
        out_place[size] = place
        out_channel[size] = channel
        out_worth[size] = wage
        size += 1
    return size


def apply_for_work(market: "LabourMarket") -> None:
    """Let everybody who searches look for a place; the month's applications wait for matching."""
    look_around(market)
    rows, luck = market.lots.of(Lot.search)
    room = market.lots.seeking + len(rows)
    out = Applications(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint8), np.empty(room, np.float32)
    )
    tried = np.zeros((len(market.province.districts), len(market.province.occupations)), dtype=np.int64)
    size = _apply(
        market.lots.unemployed, rows, luck, market.month, market.age_month, search_keys(market), market.search_rule,
        market.reach, market.premium, market.match_sd, market.centre.counselled_share, market.most_search,
        market.person_arrays, market.place_arrays, market.ring, *out, tried,
    )  # fmt: skip
    market.applications = Applications(out.row[:size], out.place[:size], out.channel[:size], out.worth[:size])
    market.tried = tried
    market.flows["searches"] = int(tried.sum())
    market.flows["applications"] = size


def search_keys(market: "LabourMarket") -> Keys:
    """Keys of the month; the quality of a match is keyed for good."""
    seed, month = market.seed, market.month
    return Keys(
        effort=month_key(seed, Stream.effort, month),
        channel=month_key(seed, Stream.channel, month),
        reach=month_key(seed, Stream.reach, month),
        occupation=month_key(seed, Stream.occupation, month),
        throw=month_key(seed, Stream.throw, month),
        noise=month_key(seed, Stream.wage_noise),
    )


def prepare(market: "LabourMarket") -> None:
    """Tables of search that do not change during a run: parameters, channels, neighbours, occupations near."""
    province, value = market.province, market.province.value
    market.channel_share = province.by_channel("hire_channel_share")
    names = [channel.id for channel in province.channels]
    rule = SearchRule(
        value("contact_rate_unemployed"),
        value("callback_ratio_month8"),
        value("ui_reservation_elasticity"),
        value("on_the_job_search_rate") * value("contact_rate_employed_searching") * value("search_intensity_payroll"),
        value("informal_search_share") * value("contact_rate_informal_searching") * value("search_intensity_household"),
        value("inactive_search_monthly"),
        value("outside_search_monthly") if market.migration_on and not market.frozen_demography else 0.0,
        value("search_multiplier_under_35"),
        value("search_gain_elasticity"),
        0.0,
        float(np.log(value("reservation_wage_ratio"))),
        value("reservation_decline_monthly"),
        value("job_move_gain"),
        value("formality_taste"),
        float(np.log(value("inactive_reservation_ratio"))),
        value("travel_cost_per_minute"),
        value("private_room_rent_per_worker") / market.usual_income,
        value("search_own_occupation_share"),
        int(value("first_search_lag")),
    )
    market.reach = Reach(
        np.cumsum(market.channel_share),
        province.by_channel("channel_local_reach"),
        _neighbours(market),
        np.zeros((len(province.occupations), len(province.occupations))),
        province.travel_minutes,
        np.zeros(len(province.occupations)),
        _relative_turnover(market),
        market.usual_income,
        names.index("relatives"),
        names.index("centre"),
        names.index("college"),
        len(province.districts),
        len(province.occupations),
    )
    market.most_search = _most_search(rule, market.reach)
    market.search_rule = rule._replace(most=float(market.most_search.max()))


def _most_search(rule: SearchRule, reach: Reach) -> Floats:
    """Largest monthly probability of searching by status, (statuses,): who draws above it need not be looked at."""
    gain = 5.0**rule.gain
    most = np.zeros(len(Status))
    payroll = rule.job_search * float(reach.turnover.max())
    most[EMPLOYED] = max(payroll, rule.household_search * gain) * rule.young
    most[INACTIVE] = rule.inactive_search * gain * rule.young
    most[OUTSIDE] = rule.outside_search
    return most


def _neighbours(market: "LabourMarket") -> Floats:
    """Where relatives point to, (districts, districts) cumulative: where the payroll workers of one's district work."""
    people, rows, districts = market.people, market.residents, len(market.province.districts)
    place = people.workplace[:rows]
    payroll = market.workplaces.firm[place] >= 0
    pairs = people.district[:rows][payroll].astype(np.int64) * districts + market.workplaces.district[place[payroll]]
    flow = np.bincount(pairs, minlength=districts**2).reshape(districts, districts).astype(np.float64)
    jobs = flow.sum(axis=0) / max(flow.sum(), 1.0)
    near = np.exp(-market.province.travel_minutes / 30.0) * jobs[None, :]
    share = flow / np.maximum(flow.sum(axis=1, keepdims=True), 1.0) + near / near.sum(axis=1, keepdims=True)
    return np.asarray(np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1))


def look_around(market: "LabourMarket") -> None:
    """Refresh which other occupations a searcher looks in: similar ones, weighted by the year's openings."""
    openings = market.posts_market.sum(axis=0) + market.market_weight
    weight = market.province.occupation_similarity**2 * openings[None, :] + 1e-9
    np.fill_diagonal(weight, 0.0)
    market.reach.occupations[:] = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)


def _relative_turnover(market: "LabourMarket") -> Floats:
    """Turnover of each sector over that of the payroll as a whole, (sectors,)."""
    places = market.workplaces
    jobs = np.bincount(
        places.sector[places.payroll], weights=places.base[places.payroll], minlength=len(market.province.sectors)
    )
    turnover = market.province.by_sector("turnover", "monthly")
    return np.asarray(turnover / ((turnover * jobs).sum() / max(jobs.sum(), 1e-9)))
