"""Channels: how a searcher looks, and on which ring that leads.

Relatives tell of places where one's co-villagers work; a direct search calls at gates, mostly of the own district, else
of one near it; online search sees what is advertised, or the centre's platform if that reaches the searcher; agencies
show the places of their clients; a college shows its graduates, until they work, the gates near it. People outside the
province have no gates near, but relatives who moved here. The weights of these five are not observed: the warm-up
settles them to the published shares of hires and they never move after it. The centre's referrals, fairs and links
outside reach as many as its means allow (``employment_service.py``).

Occupations looked in follow the year's openings, the own one first; nobody looks where the level is far above the own
paper.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import piece
from simulation.processes.moves import NO_COLLEGE, OUTSIDE, UNEMPLOYED
from simulation.randomness import uniform, uniform_pair
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]

RELATIVES, DIRECT, ONLINE, AGENCY, COLLEGE = (
    int(channel) for channel in (Channel.relatives, Channel.direct, Channel.online, Channel.agency, Channel.college)
)
PLATFORM = int(Channel.platform)
#: Channels that people choose themselves, whose weights the warm-up settles.
OWN = (Channel.relatives, Channel.direct, Channel.online, Channel.agency, Channel.college)
ANYBODY, GRADUATE, STRANGER = 0, 1, 2


class Reach(NamedTuple):
    """Tables of channels.

    Cumulative chances: ``channels`` (3, OWN) of anybody, of a graduate whose college helps, of people outside;
    ``near`` (districts, districts) of gates called at beyond the own district; ``occupations`` (occupations,
    occupations) looked in. ``home`` is the share of gates that are in the own district; ``level`` (occupations,) the
    credential usually asked for; ``college`` (colleges,) district of each.
    """

    channels: Floats
    near: Floats
    occupations: Floats
    home: float
    level: npt.NDArray[np.int64]
    college: npt.NDArray[np.int64]


@piece
def pick(cumulative, draw):  # type: ignore[no-untyped-def]
    """Option whose cumulative chance is the first above ``draw`` in [0, 1): as many as lie below, without a branch."""
    option = 0
    for other in range(cumulative.shape[0] - 1):
        option += draw >= cumulative[other]
    return option


@piece
def own_channel(row, keys, reach, people):  # type: ignore[no-untyped-def]
    """Channel that a searcher chooses this month."""
    who = ANYBODY
    if people.status[row] == OUTSIDE:
        who = STRANGER
    elif people.status[row] == UNEMPLOYED and people.college[row] != NO_COLLEGE:
        who = GRADUATE
    return pick(reach.channels[who], uniform(keys.channel, row))


@piece
def member_of(row, channel, keys, kinds, reach, platform, people):  # type: ignore[no-untyped-def]
    """Ring less the occupation, (first + member), and the channel: the platform, if it reaches one."""
    draw = uniform(keys.reach, row)
    district = people.district[row]
    if channel == RELATIVES:
        stranger = people.status[row] == OUTSIDE and people.migrant[row] == 1
        return kinds.relatives + (kinds.network - 1 - kinds.relatives if stranger else district), channel
    if channel == ONLINE:
        return (kinds.centre, PLATFORM) if draw < platform else (kinds.online, channel)
    if channel == AGENCY:
        return kinds.agency, channel
    origin = reach.college[people.college[row]] if channel == COLLEGE else district
    if draw < reach.home:
        return kinds.gate + origin, channel
    return kinds.gate + pick(reach.near[origin], (draw - reach.home) / (1.0 - reach.home)), channel


@piece
def occupation_looked_in(row, throw, keys, reach, people):  # type: ignore[no-untyped-def]
    """Occupation of a searcher's look number ``throw`` of the month."""
    own = people.occupation[row]
    chosen = pick(reach.occupations[own], uniform_pair(keys.occupation, row, throw))
    return own if reach.level[chosen] > people.credential[row] + 1 else chosen


def reach_of_channels(market: "LabourMarket") -> Reach:
    """Tables that hold for a run; channels' and occupations' chances are written later."""
    province, occupations = market.province, len(market.province.occupations)
    colleges = np.array([college.district for college in province.colleges] or [0])
    reach = Reach(
        np.zeros((3, len(OWN))),
        _gates_near(market),
        np.zeros((occupations, occupations)),
        province.value("gates_home_share"),
        market.occupation_level,
        colleges.astype(np.int64),
    )
    write_channels(reach, market.channel_weight)
    return reach


def write_channels(reach: Reach, weight: Floats) -> None:
    """Cumulative chances of the channels people choose themselves from their weights, (OWN,)."""
    table = np.tile(weight, (3, 1))
    table[[ANYBODY, STRANGER], OWN.index(Channel.college)] = 0.0
    table[STRANGER, OWN.index(Channel.direct)] = 0.0
    reach.channels[:] = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)


def first_weights(market: "LabourMarket") -> Floats:
    """Weights of the channels before the warm-up settles them: their shares of hires, (OWN,)."""
    share = np.array([market.province.value(f"hire_channel_share_{channel.name}") for channel in OWN])
    return np.asarray(share / share.sum())


def settle_channels(market: "LabourMarket", hires: Floats) -> None:
    """Move the weights of the channels towards their published shares of hires, given a year's hires (channels,)."""
    found = np.maximum(hires[list(OWN)], 1.0)
    ratio = first_weights(market) / (found / found.sum())
    market.channel_weight = market.channel_weight * np.clip(ratio, 0.5, 2.0)
    market.channel_weight /= market.channel_weight.sum()
    write_channels(market.reach, market.channel_weight)


def _gates_near(market: "LabourMarket") -> Floats:
    """Gates called at beyond the own district, (districts, districts) cumulative: jobs that fall with the way there."""
    places, minutes = market.workplaces, market.province.travel_minutes
    lines = places.payroll
    jobs = np.bincount(places.district[lines], weights=places.base[lines], minlength=len(minutes))
    near = np.exp(-minutes / market.province.value("gates_travel_scale_minutes")) * (jobs + 1e-9)[None, :]
    if len(minutes) > 1:
        np.fill_diagonal(near, 0.0)
    return np.asarray(np.cumsum(near / near.sum(axis=1, keepdims=True), axis=1))


def look_around(market: "LabourMarket") -> None:
    """Refresh which occupations people look in: near ones by similarity, all by the year's openings and tightness.

    Where openings are as many in every occupation, ``search_own_occupation_share`` of looks is in the own one.
    """
    openings = market.posts_market.sum(axis=0) + market.market_weight
    tightness = openings / (market.tried_market.sum(axis=0) + market.market_weight)
    ease = (tightness / tightness.mean()) ** market.province.value("search_tightness_elasticity")
    own = market.province.value("search_own_occupation_share")
    weight = market.province.occupation_similarity**2
    np.fill_diagonal(weight, 0.0)
    np.fill_diagonal(weight, own / (1.0 - own) * np.maximum(weight.sum(axis=1), 1e-9))
    weight = weight * (openings * ease)[None, :]
    market.reach.occupations[:] = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
