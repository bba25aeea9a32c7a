"""Applications: what the month's searchers find and whether they apply; one application at a time.

An unemployed person whom a counsellor sees gets a referral if the centre knows a place worth having, whatever else the
person does; a visitor of a fair talks to some employers there; everybody else who searches looks at a few places
through a channel of their own choice. Of what one finds one applies for the best, if it beats the reservation value.
Answers take a week or two: some of those whom the employer turned away look again through a channel of their own at
places still open, and may apply once more in the month.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import AHEAD, look_ahead, request
from simulation.processes.custom import would_work
from simulation.processes.moves import EMPLOYED, OUTSIDE, UNEMPLOYED
from simulation.processes.search.channels import DIRECT, look_around, member_of, occupation_looked_in, own_channel
from simulation.processes.search.effort import effort, search_chance
from simulation.processes.search.holding_out import MET, MET_AT_WORK, SEEKERS, SQUARE, WORTH
from simulation.processes.search.ring import FILLED, lay_out_rings, next_place, without
from simulation.processes.search.worth import expected_wage, log_wage, reservation_value, way_cost
from simulation.randomness import Lot, Stream, month_key, uniform, uniform_pair, uniforms
from simulation.terms import added, multiplied
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket

CENTRE, FAIR, LINK = (int(channel) for channel in (Channel.centre, Channel.fair, Channel.link))
NOBODY, NOTHING_FOUND = -1.0e9, -1


class Applications(NamedTuple):
    """Applications of the month, (applications,) each: person, open place, channel, log pay the match is worth."""

    row: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    channel: npt.NDArray[np.uint8]
    worth: npt.NDArray[np.float32]


class Keys(NamedTuple):
    """Keys of the streams that search draws from; those of matches and of spells at home hold for good."""

    effort: np.uint64
    channel: np.uint64
    reach: np.uint64
    occupation: np.uint64
    throw: np.uint64
    visit: np.uint64
    match: np.uint64
    attached: np.uint64
    custom: np.uint64


class Found(NamedTuple):
    """Room for what the month's searchers find.

    Applications as in ``Applications``; ``tried`` (districts, occupations) counts searchers by the market of their
    first look; ``counts``: applications, referrals, referrals to a place already filled, visitors of fairs, looks of
    payroll staff that met an open place; ``seen`` (6, occupations) what is seen of the unemployed (``holding_out``).
    """

    row: npt.NDArray[np.int32]
    place: npt.NDArray[np.int32]
    channel: npt.NDArray[np.uint8]
    worth: npt.NDArray[np.float32]
    tried: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    seen: npt.NDArray[np.float64]


@piece
def _best(row, first, member, looks, keys, kinds, reach, worth, premium, match_sd, people, places, ring):  # type: ignore[no-untyped-def]
    """Best place among some looks at a ring, the first in occupation ``first``.

    Returns (place or -1, log pay, worth, met a filled one).
    """
    best, best_wage, most, filled = NOTHING_FOUND, 0.0, NOBODY, False
    for throw in range(looks):
        occupation = first if throw == 0 else occupation_looked_in(row, throw, keys, reach, people)
        position = np.uint64(int(uniform_pair(keys.throw, row, throw) * 281474976710656.0))
        place = next_place(member * kinds.occupations + occupation, position, ring)
        if place == FILLED:
            filled = True
        if place < 0:
            continue
        line = ring.line[place]
        sector = places.sector[line]
        if line == people.workplace[row] or not would_work(row, sector, keys.custom, worth.custom, people):
            continue
        wage = log_wage(row, line, keys.match, people, places, premium, match_sd, worth.paper_pay)
        value = wage + worth.security[sector] - way_cost(row, places.district[line], worth, people)
        if value > most:
            best, best_wage, most = place, wage, value
    return best, best_wage, most, filled


@piece
def _apply(row, place, channel, wage, found):  # type: ignore[no-untyped-def]
    """Write an application."""
    index = found.counts[0]
    found.row[index], found.place[index], found.channel[index], found.worth[index] = row, place, channel, wage
    found.counts[0] += 1


@piece
def _see(row, over, people, places, found):  # type: ignore[no-untyped-def]
    """Count an open place that somebody met, worth ``over`` what one can expect (log points)."""
    if people.status[row] == UNEMPLOYED:
        occupation = people.occupation[row]
        found.seen[MET, occupation] += 1.0
        found.seen[WORTH, occupation] += over
        found.seen[SQUARE, occupation] += over * over
    elif people.status[row] == EMPLOYED and places.firm[people.workplace[row]] >= 0:
        found.counts[4] += 1


@piece
def _look(row, channel, member, looks, gain, month, tables, people, places, ring, found):  # type: ignore[no-untyped-def]
    """Look at places on a ring and apply for the best; ``gain`` is what support adds to the worth of a job here.

    Returns whether an application was written.
    """
    keys, kinds, reach, worth, premium, match_sd = tables
    first = occupation_looked_in(row, 0, keys, reach, people)
    found.tried[people.district[row], first] += 1
    floor = reservation_value(row, month, worth, premium, people, places) - gain
    place, wage, value, filled = _best(
        row, first, member, looks, keys, kinds, reach, worth, premium, match_sd, people, places, ring
    )
    if place >= 0:
        _see(row, value - expected_wage(row, worth, premium, people), people, places, found)
    if value > floor:
        _apply(row, place, channel, wage, found)
    elif filled and channel == CENTRE:
        found.counts[2] += 1
    return value > floor


@piece
def _look_alone(row, networked, gain, month, service, tables, people, places, ring, found):  # type: ignore[no-untyped-def]
    """Look through a channel of one's own choice, or the network of those back from abroad, and apply for the best."""
    keys, kinds, reach = tables[0], tables[1], tables[2]
    channel = own_channel(row, keys, reach, people)
    member, channel = member_of(row, channel, keys, kinds, reach, service.platform, people)
    if networked:
        member, channel = kinds.network, DIRECT
    _look(row, channel, member, service.looks, gain, month, tables, people, places, ring, found)


@piece
def _own_chance(row, coached, month, rule, service, people):  # type: ignore[no-untyped-def]
    """Chance that an unemployed person looks for work this month; more for who was ``coached`` how to."""
    chance = rule.contact * effort(month - people.search_since[row], rule.fade) * rule.intensity
    if people.programme[row] != -1:
        chance *= rule.studying
    return chance * service.coached if coached else chance


@kernel
def _unemployed_search(  # type: ignore[no-untyped-def]
    seekers, seen, network, coached, month, rule, service, tables, people, places, ring, found
):  # fmt: skip
    """Referrals, fairs and own search of the unemployed.

    By seeker, (seekers,): whether ``seen`` by a counsellor this month, in the ``network`` of those back from abroad,
    and ``coached`` to search.
    """
    keys, kinds = tables[0], tables[1]
    for index in range(seekers.shape[0]):
        row = seekers[index]
        look_ahead(seekers, index, people)
        if people.status[row] != UNEMPLOYED or people.since[row] > month - rule.lag:
            continue
        found.seen[SEEKERS, people.occupation[row]] += 1.0
        chance = _own_chance(row, coached[index], month, rule, service, people)
        if seen[index]:
            chance *= service.counsel
            before = found.counts[2]
            referred = uniform(keys.visit, row) < service.referral * rule.intensity and _look(
                row, CENTRE, kinds.centre, service.shown, 0.0, month, tables, people, places, ring, found
            )
            found.counts[1] += referred or found.counts[2] > before
            if referred:
                continue
        elif uniform(keys.visit, row) < service.visit[people.district[row]] * rule.intensity:
            found.counts[3] += 1
            member = kinds.fair + service.office[people.district[row]]
            if uniform(keys.effort, row) < chance * service.earnest:
                _look(row, FAIR, member, service.talks, 0.0, month, tables, people, places, ring, found)
            continue
        if uniform(keys.effort, row) < chance:
            _look_alone(row, network[index], 0.0, month, service, tables, people, places, ring, found)


@kernel
def _others_search(  # type: ignore[no-untyped-def]
    rows, luck, gain, network, month, age_month, rule, service, tables, people, places, ring, found
):  # fmt: skip
    """Search of the employed, the marginally attached and people outside.

    By row, (rows,): what support for coming is worth, ``gain``, and ``network`` as for the unemployed.
    """
    keys, kinds, worth, premium = tables[0], tables[1], tables[3], tables[4]
    for index in range(rows.shape[0]):
        row, mine = rows[index], luck[index]
        look_ahead(rows, index, people)
        if index + AHEAD < rows.shape[0]:
            request(people.housing, rows[index + AHEAD])
            request(people.pay_factor, rows[index + AHEAD])
        link = service.link * rule.intensity if people.status[row] == OUTSIDE else 0.0
        chance = search_chance(row, month, age_month, keys.attached, rule, worth, premium, people, places)
        if mine < link:
            member = kinds.fair + int(uniform(keys.visit, row) * (kinds.relatives - kinds.fair))
            _look(row, LINK, member, service.talks, gain[index], month, tables, people, places, ring, found)
        elif mine < link + chance:
            _look_alone(row, network[index], gain[index], month, service, tables, people, places, ring, found)


@kernel
def _look_again(  # type: ignore[no-untyped-def]
    rows, gain, network, month, service, tables, people, places, ring, found
):  # fmt: skip
    """Second looks of the month; ``gain`` and ``network`` (rows,) as for the first."""
    for index in range(rows.shape[0]):
        _look_alone(rows[index], network[index], gain[index], month, service, tables, people, places, ring, found)


def apply_for_work(market: "LabourMarket") -> None:
    """Let everybody who searches look for a place; the month's applications wait for matching."""
    look_around(market)
    lay_out_rings(market)
    market.search_rule.quits[:], market.worth.paper_pay[:] = market.terms.quits, market.terms.paper_pay
    rows, luck = _who_may_search(market)
    market.offers_seen.fill(0.0)
    found = _room(market, market.lots.seeking + len(rows))
    tables = (search_keys(market), market.kinds, market.reach, market.worth, market.premium, market.match_sd)
    arrays = (market.person_arrays, market.place_arrays, market.ring, found)
    rule, service = market.search_rule, market.service
    seekers = market.lots.unemployed
    _unemployed_search(
        seekers, market.seen, _in_network(market, seekers), market.coached, market.month, rule, service, tables, *arrays
    )  # fmt: skip
    _others_search(
        rows, luck, _gain_of_moving(market, rows), _in_network(market, rows), market.month, market.age_month, rule,
        service, tables, *arrays
    )  # fmt: skip
    applications, referrals, stale, visitors, met_at_work = (int(count) for count in found.counts)
    market.applications = _written(found)
    market.tried, market.staff_seen[MET_AT_WORK] = found.tried, met_at_work
    market.flows |= {
        "searches": int(found.tried.sum()),
        "applications": applications,
        "referrals": referrals,
        "stale_referrals": stale,
        "fair_visitors": visitors,
    }


def apply_again(
    market: "LabourMarket", turned_away: npt.NDArray[np.int32], taken: npt.NDArray[np.bool_]
) -> Applications:
    """Second applications of the month, of a share of those turned away, to places that are not ``taken`` (places,).

    They are part of the month's search: nobody counts as searching twice.
    """
    luck = uniforms(month_key(market.seed, Stream.second_application, market.month), turned_away)
    rows = turned_away[luck < market.province.value("second_application_share")]
    found = _room(market, len(rows))
    keys = search_keys(market)._replace(
        throw=month_key(market.seed, Stream.second_throw, market.month),
        occupation=month_key(market.seed, Stream.second_occupation, market.month),
    )
    tables = (keys, market.kinds, market.reach, market.worth, market.premium, market.match_sd)
    _look_again(
        rows, _gain_of_moving(market, rows), _in_network(market, rows), market.month, market.service, tables,
        market.person_arrays, market.place_arrays, without(market.ring, taken), found,
    )  # fmt: skip
    market.flows["applications"] += int(found.counts[0])
    market.staff_seen[MET_AT_WORK] += found.counts[4]
    return _written(found)


def _written(found: Found) -> Applications:
    """The applications that searchers wrote."""
    columns = (found.row, found.place, found.channel, found.worth)
    return Applications._make(column[: found.counts[0]] for column in columns)


def _who_may_search(market: "LabourMarket") -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Rows, and their numbers, of who is not unemployed and could search this month."""
    rows, luck = market.lots.of(Lot.search)
    return rows, _luck_of_looking(market, rows, luck) if market.terms.looking else luck


def _luck_of_looking(
    market: "LabourMarket", rows: npt.NDArray[np.int32], luck: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Numbers of the rows, (rows,), beyond those of contacts smaller as people outside look more often."""
    link = market.service.link * market.search_rule.intensity
    mine = np.flatnonzero((market.people.status[rows] == OUTSIDE) & (luck > link))
    luck = luck.copy()
    luck[mine] = link + (luck[mine] - link) / multiplied(market, market.terms.looking, rows[mine])
    return luck


def _gain_of_moving(market: "LabourMarket", rows: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """What support for coming to the province is worth to those of the rows who are outside, (rows,)."""
    gain = np.zeros(len(rows))
    if market.terms.moving:
        outside = market.people.status[rows] == OUTSIDE
        gain[outside] = added(market, market.terms.moving, rows[outside])
    return gain


def _in_network(market: "LabourMarket", rows: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Which of the rows meet employers through the network of those back from abroad, (rows,)."""
    found = np.zeros(len(rows), dtype=np.bool_)
    for reached in market.terms.networked:
        found |= reached(market, rows)
    return found


def _room(market: "LabourMarket", most: int) -> Found:
    shape = len(market.province.districts), len(market.province.occupations)
    return Found(
        np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.uint8), np.empty(most, np.float32),
        np.zeros(shape, np.int64), np.zeros(5, np.int64), market.offers_seen,
    )  # fmt: skip


def search_keys(market: "LabourMarket") -> Keys:
    """Keys of the month."""
    seed, month = market.seed, market.month
    return Keys(
        effort=month_key(seed, Stream.effort, month),
        channel=month_key(seed, Stream.channel, month),
        reach=month_key(seed, Stream.reach, month),
        occupation=month_key(seed, Stream.occupation, month),
        throw=month_key(seed, Stream.throw, month),
        visit=month_key(seed, Stream.visit, month),
        match=month_key(seed, Stream.wage_noise),
        attached=month_key(seed, Stream.attached),
        custom=month_key(seed, Stream.custom),
    )
