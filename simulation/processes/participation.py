"""Participation: who leaves the labour force this month and who comes back, by age and sex.

Every age has a churn (published monthly rates) and, because people age through the published profile of participation,
a drift: where participation rises with age more people enter than leave, where it falls more leave than enter. With
demography frozen only the churn is left and its two sides balance. Entry, and exit from household work, answer how many
open places there are a search against what is usual: in a slump fewer begin to search or to trade and more stop
(discouragement). Who has left a short while ago comes back more often than who has long been at home (Kudlyak and Lange
2017); that shares the entries out anew and adds none. Entries are told apart: some search, the rest begins on own
account or on the farm at once. Nobody is moved to hit a rate: the rate is what these hazards and the market make it.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.informal_work import take_up_trade
from simulation.processes.moves import (
    EMPLOYED,
    FARM,
    INACTIVE,
    OUTSIDE,
    RETIRED,
    UNEMPLOYED,
    seek_work,
    stand_aside,
)
from simulation.randomness import Lot, Stream, month_key, uniform
from simulation.vocabulary import Contract, Mark, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province

Floats = npt.NDArray[np.float64]


#: Nobody at home comes back with a larger probability in a month.
MOST_ENTER = 0.12
#: Nobody leaves household work for home with a larger one.
MOST_LEAVE = 0.06


class ParticipationHazards(NamedTuple):
    """Monthly probabilities by sex and single age, (2, 101) each: exits by what is left, entry after long at home."""

    payroll_exit: Floats
    trade_exit: Floats
    farm_exit: Floats
    unemployed_exit: Floats
    entry: Floats

    def discouraged(self, factor: float) -> "ParticipationHazards":
        """The hazards where exits from household work are ``factor`` times as likely and entry as much less."""
        trade, farm = (np.minimum(hazard * factor, MOST_LEAVE) for hazard in (self.trade_exit, self.farm_exit))
        entry = np.minimum(self.entry / factor, MOST_ENTER)
        return self._replace(trade_exit=trade, farm_exit=farm, entry=entry)

    @property
    def most(self) -> Floats:
        """Largest hazards by status and single age, (statuses, 101): of leaving work, and of entry."""
        largest = np.zeros((len(Status), self.entry.shape[1]))
        largest[EMPLOYED] = np.max([self.payroll_exit, self.trade_exit, self.farm_exit], axis=(0, 1))
        largest[INACTIVE] = self.entry.max(axis=0)
        return largest


@kernel
def _change(  # type: ignore[no-untyped-def]
    key, rows, luck, month, age_month, hazards, most, back, to_search, hindered, legal, trades, people, places,
    counts,
):  # fmt: skip
    """Exits of the employed and entries of the inactive; ``counts``: exits, entries to search, entries to trades.

    ``most`` (statuses, ages) are the month's largest hazards: who draws above them is not looked at further. ``back``
    (months,) multiplies entry by months at home.
    """
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        state = people.status[row]
        age = min(100, (age_month - people.birth[row]) // 12)
        if luck[index] >= most[state, age] or people.since[row] >= month:
            continue
        sex = people.sex[row]
        if state == INACTIVE:
            chance = hazards.entry[sex, age] * back[min(month - people.since[row], back.shape[0] - 1)]
            if luck[index] < min(chance, MOST_ENTER) * (hindered if people.marks[row] & 1 else 1.0):
                draw = uniform(key, row)
                if draw < to_search:
                    seek_work(row, month, people)
                    counts[1] += 1
                else:
                    take_up_trade(row, month, (draw - to_search) / (1.0 - to_search), trades, people, places)
                    counts[2] += 1
        elif state == EMPLOYED:
            contract = places.contract[people.workplace[row]]
            exits = hazards.farm_exit if contract == FARM else hazards.trade_exit
            if places.firm[people.workplace[row]] >= 0:
                exits = hazards.payroll_exit
            if luck[index] < exits[sex, age]:
                old = age_month - people.birth[row] >= legal[sex]
                stand_aside(row, month, RETIRED if old else INACTIVE, people, places)
                counts[0] += 1


@kernel
def _give_up(key, rows, most, month, age_month, exits, returns, legal, people, places, counts):  # type: ignore[no-untyped-def]
    """Unemployed people who leave the labour force, or the province if they came for work; ``counts`` at 0 and 3.

    Who draws above ``most``, the largest hazard, is passed over.
    """
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        draw = uniform(key, row)
        if draw >= most or people.status[row] != UNEMPLOYED or people.since[row] >= month:
            continue
        sex = people.sex[row]
        age = min(100, (age_month - people.birth[row]) // 12)
        home = returns if people.migrant[row] == 1 else 0.0
        if draw < home:
            stand_aside(row, month, OUTSIDE, people, places)
            counts[3] += 1
        elif draw < home + exits[sex, age] * (1.0 - home):
            old = age_month - people.birth[row] >= legal[sex]
            stand_aside(row, month, RETIRED if old else INACTIVE, people, places)
            counts[0] += 1


def enter_and_leave(market: "LabourMarket") -> None:
    """Apply the month's exits from and entries to the labour force."""
    rows, luck = market.lots.of(Lot.participation)
    hazards = market.participation.discouraged(_discouragement(market))
    back = coming_back(market.province)
    counts = np.zeros(4, dtype=np.int64)
    value = market.province.value
    market_arrays = (market.person_arrays, market.place_arrays, counts)
    _change(
        month_key(market.seed, Stream.destination, market.month), rows, luck, market.month, market.age_month,
        hazards, _largest(hazards, back), back, value("entry_to_search_share"), value("disability_entry_ratio"),
        market.legal_age, market.trades, *market_arrays,
    )  # fmt: skip
    exits, returns = hazards.unemployed_exit, value("return_after_job_loss_monthly") if market.migration_on else 0.0
    _give_up(
        month_key(market.seed, Stream.despair, market.month), market.lots.unemployed, float(returns + exits.max()),
        market.month, market.age_month, exits, returns, market.legal_age, *market_arrays,
    )  # fmt: skip
    names = ("exits", "entries_to_search", "entries_to_trades", "returns_outside")
    for name, count in zip(names, counts, strict=True):
        market.flows[name] = int(count)


def coming_back(province: "Province") -> Floats:
    """Coming back after so many months at home over that of long spells, (121,): an extra that fades by half-lives."""
    extra = province.value("return_ratio_of_leavers") - 1.0
    return np.asarray(1.0 + extra * 0.5 ** (np.arange(121) / province.value("return_half_life_months")))


def after_long_at_home(entry: Floats, back: Floats) -> Floats:
    """Entry after a long spell that makes ``entry``, any shape, the share of all at home who enter in a month.

    With chances h x ``back`` (months,), spells at home last on average the sum over months of the share that goes on,
    and in a steady state one over that is the share that enters.
    """
    chance = np.linspace(1e-4, MOST_ENTER, 600)
    stays = np.cumprod(1.0 - np.minimum(chance[:, None] * back, MOST_ENTER), axis=1)
    spell = 1.0 + stays[:, :-1].sum(axis=1) + stays[:, -1] / chance
    return np.asarray(np.interp(entry, np.append(0.0, 1.0 / spell), np.append(0.0, chance)))


def _largest(hazards: ParticipationHazards, back: Floats) -> Floats:
    """Largest hazards of the month by status and single age, (statuses, 101), whatever one's months at home."""
    most = hazards.most
    most[INACTIVE] = np.minimum(most[INACTIVE] * back.max(), MOST_ENTER)
    return most


def _discouragement(market: "LabourMarket") -> float:
    """Factor on leaving the labour force: open places a search of the last quarter, over its mean of some two years.

    One during the warm-up, which runs at constant demand, and until a first quarter is known.
    """
    tried, posts = market.flows_before.get("searches", 0), market.flows_before.get("vacancies", 0)
    if tried == 0 or market.normal_tightness is None:
        return 1.0
    ease = float(np.log(max(posts, 1) / tried))
    if market.usual_ease is None:
        market.usual_ease = market.ease = ease
    market.ease = (market.ease or ease) + (ease - (market.ease or ease)) / 3.0
    market.usual_ease += (ease - market.usual_ease) / market.province.value("usual_demand_memory_months")
    gap = min(max(market.ease - market.usual_ease, -2.0), 2.0)
    return float(np.exp(-market.province.value("discouragement_elasticity") * gap))


def participation_hazards(market: "LabourMarket") -> ParticipationHazards:
    """Hazards that keep the first month's profile by age: churn of the table, drift from ageing (none when frozen)."""
    value = market.province.value
    stocks = _stocks(market)
    base = value("employment_to_inactive_monthly")
    payroll_exit = np.full((2, 101), base * value("exit_relative_payroll"))
    trade_exit = np.full((2, 101), base * value("exit_relative_household"))
    farm_exit = np.full((2, 101), base * value("exit_relative_farm"))
    unemployed_exit = np.full((2, 101), value("unemployed_to_inactive_monthly"))
    drift = np.zeros((2, 101)) if market.frozen_demography else _drift(market)
    persons = sum(stocks.values())
    leaving = np.minimum(
        np.maximum(-drift * persons, 0.0) / np.maximum(stocks["trade"] + stocks["farm"], 1.0), MOST_LEAVE / 2.0
    )
    churn = (
        payroll_exit * stocks["payroll"]
        + trade_exit * stocks["trade"]
        + farm_exit * stocks["farm"]
        + unemployed_exit * stocks["unemployed"]
    )
    entry = (churn + np.maximum(drift * persons, 0.0)) / np.maximum(stocks["inactive"], 1.0)
    entry = after_long_at_home(np.where(stocks["inactive"] < 1.0, 0.02, entry), coming_back(market.province))
    return ParticipationHazards(
        payroll_exit, trade_exit + leaving, farm_exit + leaving, unemployed_exit, np.minimum(entry, MOST_ENTER)
    )


def _stocks(market: "LabourMarket") -> dict[str, Floats]:
    """Residents of the first month by sex and single age, smoothed over five ages, in five states (2, 101).

    Inactive people with a disability count by how likely they are to come back.
    """
    people, residents = market.people, market.residents
    disabled = (people.marks[:residents] & Mark.disability) > 0
    willing = market.province.value("disability_entry_ratio")
    age = np.clip((market.age_month - people.birth[:residents]) // 12, 0, 100)
    place = people.workplace[:residents]
    status = people.status[:residents]
    employed = status == Status.employed
    payroll = employed & (market.workplaces.firm[place] >= 0)
    farm = employed & (market.workplaces.contract[place] == Contract.farm)
    masks = {
        "payroll": payroll,
        "farm": farm,
        "trade": employed & ~payroll & ~farm,
        "unemployed": status == Status.unemployed,
        "inactive": np.where(disabled, willing, 1.0) * (status == Status.inactive),
    }
    cell = people.sex[:residents].astype(np.int64) * 101 + age
    kernel_width = np.ones(5) / 5.0
    return {
        name: np.stack(
            [
                np.convolve(line, kernel_width, mode="same")
                for line in np.bincount(cell, weights=mask, minlength=202).reshape(2, 101)
            ]
        )
        for name, mask in masks.items()
    }


def _drift(market: "LabourMarket") -> Floats:
    """Monthly change of participation with age, from the published profile smoothed over five ages, (2, 101)."""
    profile = market.province.participation
    smooth = np.stack([np.convolve(np.pad(line, 2, mode="edge"), np.ones(5) / 5.0, mode="valid") for line in profile])
    return np.asarray(np.gradient(smooth, axis=1) / 12.0)
