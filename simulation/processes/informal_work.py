"""Informal and farm work: where people go when search fails, and which they leave for better wage work.

Trades are cells of a district and a sector off the payroll. Earnings follow the sector's nominal productivity and fall
with crowding, ``(N / N0 / D) ** -gamma`` against the headcount under constant demand and the sector's demand index D. A
newcomer draws a trade by the headcounts of constant demand, of the own sex, times relative earnings; farms take members
of farm households only. Own businesses fail at a small hazard, more when local demand falls; a farm stays, however
little it earns.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.processes.custom import composition
from simulation.processes.moves import UNEMPLOYED, begin_work, leave_work, seek_work
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.vocabulary import Contract

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


#: No business fails with a larger probability in a month, however deep the slump.
LARGEST_FAILURE = 0.05
#: How near a trade is to somebody is at most this many times the mean.
FARTHEST = 4.0


class Trades(NamedTuple):
    """What choosing a trade needs.

    ``first`` row of the trades, cumulative ``chances`` (sex, farm household, district, trade), log ``premium`` of
    papers (credentials,) and the ``share`` of it that a household trade pays.
    """

    first: int
    chances: Floats
    premium: Floats
    share: float


@piece
def trade_factor(row, people, trades):  # type: ignore[no-untyped-def]
    """Earnings of a person over the trade's level: ability and half the return to papers."""
    return np.exp(people.ability[row] + trades.share * trades.premium[people.credential[row]])


@piece
def take_up_trade(row, month, draw, trades, people, places):  # type: ignore[no-untyped-def]
    """Begin work in a trade of the home district, chosen by ``draw`` in [0, 1)."""
    chances = trades.chances[people.sex[row], people.farm_household[row], people.district[row]]
    option = np.searchsorted(chances, draw, side="right")
    option = min(option, chances.shape[0] - 1)
    place = trades.first + people.district[row] * chances.shape[0] + option
    begin_work(row, month, place, trade_factor(row, people, trades), people, places)


@kernel
def _fall_back(  # type: ignore[no-untyped-def]
    luck_key, key, near_key, rows, month, entry, patience, offered, trades, people, places, filled
):  # fmt: skip
    """Unemployed people who take up a trade; ``entry`` is the mean hazard of a cohort of them. Returns how many.

    ``offered`` (districts,) is the chance to be offered a place that somebody's loan has made; ``filled`` counts those.

    How near a trade is to somebody is the person's own for good, exponential with mean one: who has a shop or a boat to
    go to goes soon, so that the hazard of those still searching falls.
    """
    entered = 0
    most = entry * FARTHEST
    for district in range(offered.shape[0]):
        most = max(most, entry * FARTHEST + offered[district])
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        luck = uniform(luck_key, row)
        if luck >= most or people.status[row] != UNEMPLOYED or people.since[row] >= month:
            continue
        hazard = entry * min(-np.log(max(uniform(near_key, row), 1e-9)), FARTHEST)
        hazard *= min(1.0, (month - people.search_since[row]) / patience)
        if month < people.benefit_until[row]:
            hazard *= 0.5
        if luck < hazard + offered[people.district[row]]:
            filled[people.district[row]] += luck >= hazard
            take_up_trade(row, month, uniform(key, row), trades, people, places)
            entered += 1
    return entered


@kernel
def _fail(rows, luck, month, hazard, people, places):  # type: ignore[no-untyped-def]
    """Own businesses and informal jobs that end without another: hazard by workplace. Returns how many."""
    failed = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        place = people.workplace[row]
        if luck[index] >= hazard[place] or place == 0 or places.firm[place] >= 0:
            continue
        if people.since[row] < month:
            leave_work(row, month, people, places)
            seek_work(row, month, people)
            failed += 1
    return failed


def work_off_the_payroll(market: "LabourMarket") -> None:
    """Entry of the unemployed to trades, and failures of those who work in one."""
    rows, luck = market.lots.of(Lot.separation)
    value = market.province.value
    key = month_key(market.seed, Stream.cell, market.month)
    people, places = market.person_arrays, market.place_arrays
    entry = value("informal_entry_from_unemployment_monthly")
    patience = value("informal_entry_patience_months")
    market.flows["informal_entries"] = _fall_back(
        month_key(market.seed, Stream.fallback, market.month), key, month_key(market.seed, Stream.fallback),
        market.lots.unemployed, market.month, entry,
        patience, _offered(market), market.trades, people, places, market.terms.places_filled,
    )  # fmt: skip
    market.government.note_household_places()
    market.flows["informal_failures"] = _fail(rows, luck, market.month, market.trade_failure, people, places)


def trade_failures(market: "LabourMarket") -> Floats:
    """Largest probability that work off the payroll ends this month, (sectors, contracts); zero on payrolls."""
    places = market.workplaces
    most = np.zeros((len(market.province.sectors), len(Contract)))
    np.maximum.at(
        most, (places.sector[places.trades], places.contract[places.trades]), market.trade_failure[places.trades]
    )
    return most


def _offered(market: "LabourMarket") -> Floats:
    """Chance that an unemployed person is offered a household's new place this month, (districts,)."""
    open_places = market.terms.household_places
    if not open_places.any():
        return open_places
    district = market.people.district[market.lots.unemployed]
    seekers = np.bincount(district, minlength=len(open_places))
    return np.minimum(open_places / np.maximum(seekers, 1), 1.0) * market.province.value("contact_rate_unemployed")


def trade_chances(weights: Floats, farm: npt.NDArray[np.bool_], custom: Floats, districts: int) -> Floats:
    """Cumulative chances of trades, (sexes, 2, districts, trades a district): without and with a farm in the household.

    ``weights`` (districts * trades,) are headcounts times attraction, ``farm`` tells own-account farm work, ``custom``
    (sexes, districts * trades) how much more often than all a sex is found in the trade.
    """
    table = (weights * custom).reshape(len(custom), 1, districts, -1)
    off_farm = np.where(farm.reshape(districts, -1), 0.0, table)
    both = np.concatenate([off_farm, table], axis=1) + 1e-9
    return np.asarray(np.cumsum(both / both.sum(axis=3, keepdims=True), axis=3))


def crowd(market: "LabourMarket") -> None:
    """Earnings of trades for the month, and what they mean for entry and failure."""
    places = market.workplaces
    trades = places.trades
    value = market.province.value
    sector = places.sector[trades]
    usual = np.maximum(places.start_headcount[trades].astype(np.float64), 1.0)
    demand = market.demand_index[sector]
    crowding = (np.maximum(places.headcount[trades], 0.5) / (usual + market.terms.room[trades])) / demand
    relative = crowding ** -value("informal_congestion")
    level = np.exp(places.start_offer[trades] + value("productivity_pass_through") * market.log_productivity[sector])
    places.pay[trades] = level * relative
    attraction = market.entry_weights * np.clip(relative, 0.2, 5.0) ** value("informal_entry_elasticity")
    farm = places.contract[trades] == Contract.farm
    custom = composition(market.province)[:, sector]
    chances = trade_chances(attraction, farm, custom, len(market.province.districts))
    market.trades = market.trades._replace(chances=chances)
    slump = np.maximum(demand, 0.05) ** -value("own_account_failure_elasticity")
    failure = np.minimum(value("own_account_failure_monthly") * slump, LARGEST_FAILURE)
    market.trade_failure[trades] = np.where(farm, 0.0, failure)
