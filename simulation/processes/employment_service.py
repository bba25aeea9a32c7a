"""The employment service: registers of seekers and of posts, whom counsellors see, and fairs.

Seekers: who draws unemployment benefit must register; of the other unemployed a share does, fewer the longer the way to
the office of the district, each for the whole spell. An office sees as many a month as its counsellors have cases for,
claimants first; the lottery changes the marginal person only. Posts: employers report a share of their places; a
reported place that is filled stays on the register until the centre hears of it, and whoever is referred to it has gone
for nothing. Fairs: each office draws firms with open places in its districts and visitors from the unemployed, fewer
from farther away; fairs with other provinces bring people from outside to them.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.lots import list_newly_unemployed
from simulation.processes.moves import UNEMPLOYED
from simulation.randomness import Stream, month_key, uniform, uniform_pair, uniforms

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
NOT_REGISTERED, REGISTERED, CLAIMANT = 0, 1, 2


class Service(NamedTuple):
    """What the centre and its like do for searchers this month, as search takes it.

    ``counsel``: effort of who is seen over that of others; ``coached``: of who learnt at school how to look for work;
    ``referral``: share of those seen who are shown posts; ``platform``: share of online searchers who see the centre's
    posts; ``visit`` (districts,): probability that an unemployed person goes to a fair; ``earnest``: effort there over
    that elsewhere; ``link``: that somebody outside meets employers of the province; ``office`` (districts,). Counts of
    places looked at: ``shown`` by a counsellor, ``talks`` at a fair, ``looks`` of one's own.
    """

    counsel: float
    coached: float
    referral: float
    platform: float
    visit: Floats
    earnest: float
    link: float
    office: npt.NDArray[np.int64]
    shown: int
    talks: int
    looks: int


@kernel
def _register(seekers, month, key, chance, claimants, office, people, desk, counts):  # type: ignore[no-untyped-def]
    """Who is on the register of seekers: ``desk`` (seekers,), ``counts`` (offices, 3) by office and kind."""
    for index in range(seekers.shape[0]):
        row = seekers[index]
        look_ahead(seekers, index, people)
        desk[index] = 0
        if people.status[row] != UNEMPLOYED:
            continue
        district = people.district[row]
        draw = uniform_pair(key, row, people.search_since[row])
        if month < people.benefit_until[row] and draw < max(claimants, chance[district]):
            desk[index] = 2
        elif draw < chance[district]:
            desk[index] = 1
        counts[office[district], desk[index]] += 1


@kernel
def _see(seekers, key, share, office, people, desk, seen):  # type: ignore[no-untyped-def]
    """Whom counsellors see: a lottery with the ``share`` (offices, 3) that cases allow. Returns how many."""
    many = 0
    for index in range(seekers.shape[0]):
        row = seekers[index]
        seen[index] = desk[index] > 0 and uniform(key, row) < share[office[people.district[row]], desk[index]]
        many += seen[index]
    return many


@kernel
def _strike_off(key, staying, lines, listed):  # type: ignore[no-untyped-def]
    """Filled places that the centre hears of leave its register. Returns how many are still on it."""
    still = 0
    for line in range(1, lines + 1):
        kept = 0
        for which in range(listed[line]):
            kept += uniform_pair(key, line, which) < staying
        listed[line] = kept
        still += kept
    return still


def serve(market: "LabourMarket") -> None:
    """Bring both registers up to date, see seekers, invite firms to fairs, and say what searchers will find."""
    if market.search_rule.lag == 0:
        list_newly_unemployed(market)
    _see_seekers(market)
    centre, places = market.centre, market.workplaces
    market.flows["filled_on_register"] = _strike_off(
        month_key(market.seed, Stream.struck_off, market.month), 1.0 - 1.0 / max(centre.freshness, 1.0),
        places.payroll_lines, places.listed,
    )  # fmt: skip
    market.fair_firms = _firms_at_fairs(market)
    value = market.province.value
    market.service = Service(
        1.0 + centre.counsel_gain,
        1.0 + value("graduate_skills_effort_gain") if market.study.coaches else 1.0,
        centre.referral_share,
        centre.platform_reach,
        _with_distance(market, centre.fairs / len(centre.offices) * centre.fair_visits),
        value("esc_fair_effort_ratio"),
        link(market),
        centre.office_of,
        int(value("esc_posts_shown")),
        int(value("esc_talks_at_fair")),
        int(value("search_places_looked_at")),
    )


def _see_seekers(market: "LabourMarket") -> None:
    """Registers of seekers and who of them is seen."""
    centre, seekers = market.centre, market.lots.unemployed
    desk, seen = np.empty(len(seekers), np.uint8), np.empty(len(seekers), np.bool_)
    counts = np.zeros((len(centre.offices), 3), dtype=np.int64)
    _register(
        seekers, market.month, month_key(market.seed, Stream.registration), _with_distance(market, centre.registration),
        centre.claimants_registered, centre.office_of, market.person_arrays, desk, counts,
    )  # fmt: skip
    cases = centre.counsellors * centre.cases_per_counsellor * market.scale * centre.staff_share
    share = np.zeros((len(cases), 3))
    share[:, CLAIMANT] = np.minimum(1.0, cases / np.maximum(counts[:, CLAIMANT], 1))
    left = np.maximum(cases - counts[:, CLAIMANT], 0.0)
    share[:, REGISTERED] = np.minimum(1.0, left / np.maximum(counts[:, REGISTERED], 1))
    market.flows["counselled"] = _see(
        seekers, month_key(market.seed, Stream.seen, market.month), share, centre.office_of, market.person_arrays,
        desk, seen,
    )  # fmt: skip
    market.flows["registered_seekers"] = int(counts[:, REGISTERED:].sum())
    market.seen, market.coached = seen, _coached(market, seekers)
    market.counselled = seekers[seen]


def _coached(market: "LabourMarket", seekers: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Who of the unemployed learnt at school or college how to look for a first job, (seekers,)."""
    coached = np.zeros(len(seekers), dtype=np.bool_)
    for coach in market.study.coaches:
        coached |= coach.informs(market, seekers)
    return coached


def _with_distance(market: "LabourMarket", chance: float) -> Floats:
    """A chance of coming to the office by district of residence, (districts,): it falls with the way there."""
    minutes = market.centre.minutes_to_office
    return np.asarray(np.minimum(1.0, chance * np.exp(-minutes / market.province.value("esc_travel_scale_minutes"))))


def _firms_at_fairs(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Which firms come to a fair this month, (firms,): a lottery among those with open places, by office."""
    centre, places, firms = market.centre, market.workplaces, market.employers
    lines = places.payroll
    hiring = np.zeros(firms.rows, dtype=bool)
    hiring[places.firm[lines][places.posts[lines] > 0]] = True
    office = centre.office_of[firms.district]
    number = np.bincount(office[hiring], minlength=len(centre.offices))
    invited = centre.fairs / len(centre.offices) * centre.firms_per_fair * market.scale
    share = np.minimum(1.0, invited / np.maximum(number, 1))
    draw = uniforms(month_key(market.seed, Stream.fair, market.month), np.arange(firms.rows))
    return np.asarray(hiring & (draw < share[office]))


def link(market: "LabourMarket") -> float:
    """Monthly probability that a person of the outside pool meets employers through fairs with other provinces."""
    centre = market.centre
    contacts = centre.outside_fairs * centre.outside_visitors + centre.outside_contacts
    return _meeting(market, contacts)


def usual_link(market: "LabourMarket") -> float:
    """The same where no lever adds to fairs and contacts, which the month's numbers leave room for."""
    value = market.province.value
    return _meeting(market, value("esc_outside_fairs_per_month") * value("esc_outside_visitors_per_fair"))


def _meeting(market: "LabourMarket", contacts: float) -> float:
    """Chance of a person outside to be among the ``contacts`` of a month (persons of the province)."""
    pool = market.adults - market.residents
    if pool == 0 or market.search_rule.outside == 0.0:
        return 0.0
    return min(1.0, contacts * market.scale / pool)
