"""Housing: places for workers, who gets one, and what a room costs where the work is.

Estates of worker places are built by firms, builders and the province (lever ``worker_housing``), each with a rent and
with terms of who may live there. Renters on a payroll of the district who would rather live there at that rent queue;
who has waited longest comes first, with a year's worth of lasting luck. Who leaves the district's payrolls loses the
place after a while. Homes that are bought on a loan (lever ``housing_loan``) are queued for alike, by renters of every
district who would rather bear the loan's interest than a rent, and are theirs to keep. Private rooms: tenants share
rooms as rent rises, landlords build as it stays high,

    rent = (tenants / rooms) ** (1 / sharing),   rooms follow  rooms0 * rent ** supply  slowly,

both one in the first month and in real terms. What housing is expected to cost where the work is, a room or, with the
year's chance of a place, its rent, enters what an offer is worth to people who would have to move, and draws or keeps
away searchers outside the province. Money is million VND a month at the first month's prices.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.moves import EMPLOYED, OUTSIDE, UNEMPLOYED, WORKER_PLACE
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int32]
Reaches = Callable[["LabourMarket", npt.NDArray[np.integer]], npt.NDArray[np.bool_]]
Told = Callable[["LabourMarket", npt.NDArray[np.integer]], None]

#: Code of ``Workers.housing`` of the first estate, and how many the column can tell apart.
FIRST_ESTATE, MOST_ESTATES = WORKER_PLACE, 250
#: District of homes that are bought, each where its buyer works.
ANYWHERE = -1
#: However cheap housing becomes, searchers outside multiply by no more than this.
LARGEST_ATTRACTION = 3.0
#: Housing counts as no cheaper than this share of a room's usual rent.
LEAST_COST = 0.01
YEAR = 12.0


@dataclass
class Estates:
    """Worker places of the month, one entry an estate; an estate keeps its number for good.

    ``district`` (estates,), ``places`` rows it can house this month, ``rent`` million VND a month at the prices of the
    first month, ``reaches`` who may live there, ``told`` who is told of those that move in. Where the district is
    ``ANYWHERE`` they are homes for sale: ``places`` can be bought this month, ``rent`` is the interest on the loan.
    """

    number: dict[tuple[str, int], int] = field(default_factory=dict)
    district: list[int] = field(default_factory=list)
    places: list[float] = field(default_factory=list)
    rent: list[float] = field(default_factory=list)
    reaches: list[Reaches] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def close(self) -> None:
        """No estate offers places until a lever opens it again."""
        self.places[:] = [0.0] * len(self.places)

    def open(
        self, key: tuple[str, int], district: int, places: float, rent: float, reaches: Reaches, told: Told
    ) -> None:
        """Offer ``places`` this month under a name. Raises ValueError beyond the number that can be told apart."""
        if key not in self.number:
            if len(self.number) == MOST_ESTATES:
                raise ValueError(f"more than {MOST_ESTATES} housing projects")
            self.number[key] = len(self.number)
            self.district.append(district)
            self.places.append(0.0)
            self.rent.append(0.0)
            self.reaches.append(reaches)
            self.told.append(told)
        estate = self.number[key]
        self.places[estate], self.rent[estate] = places, rent


class Rooms(NamedTuple):
    """Private rooms by district, (districts,) each: ``stock`` and ``rent`` over the first month's, ``usual`` tenants.

    ``others`` are tenants who are not followed as such (families, students): they stay. ``chance`` is the year's mean
    chance of a worker place for a worker who moves there, ``place_rent`` what it costs.
    """

    stock: Floats
    rent: Floats
    usual: Floats
    others: Floats
    chance: Floats
    place_rent: Floats


class Lodgers(NamedTuple):
    """Who lives in a room or a worker place, (lodgers,) each; the district of work, -1 for none on its payrolls."""

    row: Rows
    district: npt.NDArray[np.int16]


@kernel
def _list_lodgers(last, housing, lodgers):  # type: ignore[no-untyped-def]
    """Rows that do not live in a home of their own, without a branch; returns how many."""
    size = 0
    for row in range(last):
        lodgers[size] = row
        size += housing[row] > 0
    return size


@kernel
def _look_over(rows, month, grace, estate_district, capacity, people, places, district, tenants, housed):  # type: ignore[no-untyped-def]
    """District of work of every lodger; end the stay of who lost the right to it; count tenants and the housed."""
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        district[index] = -1
        place = people.workplace[row]
        if people.status[row] >= OUTSIDE:
            people.housing[row] = 0
            continue
        if people.status[row] == EMPLOYED and places.firm[place] >= 0:
            district[index] = places.district[place]
        if people.housing[row] >= FIRST_ESTATE:
            estate = people.housing[row] - FIRST_ESTATE
            if estate_district[estate] == ANYWHERE:
                continue
            here = district[index] == estate_district[estate]
            if housed[estate] >= capacity[estate] or (not here and month - people.since[row] >= grace):
                people.housing[row] = 1
            else:
                housed[estate] += 1
        if people.housing[row] == 1 and (district[index] >= 0 or people.status[row] == UNEMPLOYED):
            tenants[district[index] if district[index] >= 0 else people.district[row]] += 1.0


def prepare_housing(market: "LabourMarket") -> None:
    """No estates; rooms and rents as the first month's tenants find them."""
    market.estates = Estates()
    districts = len(market.province.districts)
    people, rows = market.people, market.residents
    resident = (people.status[:rows] != Status.child) & (people.status[:rows] < Status.outside)
    persons = np.bincount(people.district[:rows][resident], minlength=districts).astype(np.float64)
    others = market.province.value("other_tenants_per_resident") * persons + market.scale
    _, tenants, _ = _lodgers(market)
    ones = np.ones(districts)
    market.rooms = Rooms(ones.copy(), ones.copy(), tenants, others, np.zeros(districts), np.zeros(districts))
    market.renters = tenants
    market.outside_search = market.search_rule.outside
    _price_in(market)


def house(market: "LabourMarket") -> None:
    """Stays that end, places allotted, rents, and what housing is expected to cost a mover."""
    if not market.housing_on:
        return
    lodgers, tenants, housed = _lodgers(market)
    moved = _allot(market, lodgers, tenants, housed)
    market.renters = tenants
    if market.month == market.start:  # places built before are part of the first month's rents
        market.rooms.usual[:] = tenants
        market.rooms.chance[:] = 0.0
    _let_rooms(market)
    _price_in(market)
    market.flows["moved_into_worker_places"], market.flows["housed"] = moved, int(housed.sum())
    market.flows["renters"] = int(tenants.sum())


def _lodgers(market: "LabourMarket") -> tuple[Lodgers, Floats, npt.NDArray[np.int64]]:
    """Lodgers, tenants of rooms by district, (districts,), and the housed by estate, (estates,)."""
    estates, people = market.estates, market.person_arrays
    found = np.empty(market.of_age + 1, np.int32)
    rows = found[: _list_lodgers(market.of_age, market.people.housing, found)]
    district = np.empty(len(rows), np.int16)
    tenants, housed = np.zeros(len(market.province.districts)), np.zeros(len(estates.places), np.int64)
    _look_over(
        rows, market.month, int(market.province.value("worker_place_grace_months")),
        np.array(estates.district, np.int64), np.floor(np.array(estates.places)), people, market.place_arrays,
        district, tenants, housed,
    )  # fmt: skip
    return Lodgers(rows, district), tenants, housed


def _allot(market: "LabourMarket", lodgers: Lodgers, tenants: Floats, housed: npt.NDArray[np.int64]) -> int:
    """Let the queues move in, estate after estate, and note the chance of a place; returns how many moved."""
    chance, waiting = np.zeros(len(tenants)), np.zeros(len(tenants))
    moved = np.zeros(len(tenants))
    estates = market.estates
    for estate, capacity in enumerate(estates.places):
        free = int(capacity) - int(housed[estate])
        if capacity < 1.0:
            continue
        where = estates.district[estate]
        waiting_here, works_in = _queue(market, lodgers, estate)
        settled = min(max(free, 0), len(waiting_here))
        first = _first_in_line(market, waiting_here, settled)
        market.people.housing[waiting_here[first]] = FIRST_ESTATE + estate
        estates.told[estate](market, waiting_here[first])
        tenants -= np.bincount(works_in[first], minlength=len(tenants))
        if where == ANYWHERE:
            continue
        housed[estate] += settled
        moved[where] += settled
        waiting[where] += len(waiting_here) - settled
        chance[where] = 1.0 if free > len(waiting_here) else chance[where]
        if free > 0 or market.rooms.place_rent[where] == 0.0:
            market.rooms.place_rent[where] = estates.rent[estate]
    chance = np.maximum(chance, moved / np.maximum(moved + waiting, 1.0))
    market.rooms.chance[:] += (chance - market.rooms.chance) / YEAR
    return int(moved.sum())


def _queue(market: "LabourMarket", lodgers: Lodgers, estate: int) -> tuple[Rows, npt.NDArray[np.int16]]:
    """Renters on payrolls there who may and would live in the estate; where each works."""
    estates, people = market.estates, market.people
    where = estates.district[estate]
    there = np.flatnonzero(lodgers.district >= 0 if where == ANYWHERE else lodgers.district == where)
    there = there[people.housing[lodgers.row[there]] == 1]
    rows, district = lodgers.row[there], lodgers.district[there]
    if len(rows) == 0:
        return rows, district
    room = room_rent(market)[district]
    saved = np.log(np.maximum(room, 1e-9)) - np.log(max(estates.rent[estate], 1e-3))
    draw = uniforms(month_key(market.seed, Stream.place_taste), rows).clip(1e-9, 1.0 - 1e-9)
    dislike = market.province.value("worker_place_dislike_sd") * np.log(draw / (1.0 - draw)) * np.sqrt(3.0) / np.pi
    willing = estates.reaches[estate](market, rows) & (dislike < saved)
    return rows[willing], district[willing]


def _first_in_line(market: "LabourMarket", rows: Rows, places: int) -> npt.NDArray[np.int64]:
    """Which of those who queue move in, the longest waiting first, (places,)."""
    if places == 0:
        return np.zeros(0, dtype=np.int64)
    since = market.people.since[rows] + YEAR * uniforms(month_key(market.seed, Stream.housing), rows)
    return np.lexsort((rows, since))[:places]


def room_rent(market: "LabourMarket") -> Floats:
    """Rent of a private room, (districts,), million VND a month at the prices of the first month."""
    return np.asarray(market.province.value("private_room_rent_per_worker") * market.rooms.rent)


def _let_rooms(market: "LabourMarket") -> None:
    """Rents that let this month's tenants into the rooms there are, and rooms built where rent is high."""
    value, rooms = market.province.value, market.rooms
    pressure = (market.renters + rooms.others) / (rooms.usual + rooms.others) / rooms.stock
    rooms.rent[:] = pressure ** (1.0 / value("room_sharing_elasticity"))
    wanted = rooms.rent ** value("rent_supply_elasticity")
    rooms.stock[:] *= (wanted / rooms.stock) ** value("room_building_monthly")


def housing_cost(market: "LabourMarket") -> Floats:
    """What housing is expected to cost a worker who moves to a district, (districts,), million VND a month."""
    room, rooms = room_rent(market), market.rooms
    return np.asarray(room - rooms.chance * np.maximum(room - rooms.place_rent, 0.0))


def _price_in(market: "LabourMarket") -> None:
    """Let searchers see what housing costs, and searchers outside answer it."""
    market.room_rents = room_rent(market)
    market.worth.rent[:] = housing_cost(market) / market.usual_income
    lodging = market.worth.lodging
    for estate, rent in enumerate(market.estates.rent):
        lodging[FIRST_ESTATE + estate] = rent / market.usual_income
    outside = market.outside_search * attraction(market)
    market.search_rule = market.search_rule._replace(outside=outside)
    market.most_search[OUTSIDE] = outside


def attraction(market: "LabourMarket", borne: float = 0.0) -> float:
    """Searchers outside over those at the first month's rents: districts count by their open places of the year.

    ``borne``: what somebody else is expected to bear of the cost of housing, million VND a month.
    """
    posts = market.posts_market.sum(axis=1) + 1e-9
    usual = market.province.value("private_room_rent_per_worker")
    elasticity = market.province.value("migrant_attraction_elasticity_housing")
    by_district = np.maximum((housing_cost(market) - borne) / usual, LEAST_COST) ** -elasticity
    return float(np.clip((by_district * posts).sum() / posts.sum(), 1.0 / LARGEST_ATTRACTION, LARGEST_ATTRACTION))
