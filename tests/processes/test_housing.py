"""Worker places, rooms and rents: who moves in, what it costs, and whom it draws."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.processes.housing import (
    LARGEST_ATTRACTION,
    Estates,
    _first_in_line,
    _let_rooms,
    _lodgers,
    _queue,
    attraction,
    house,
)
from simulation.processes.moves import WORKER_PLACE, leave_work, seek_work
from simulation.vocabulary import Status

SCALE = 0.1
HEAD = "name: {vi: Thử nhà ở, en: Housing on trial}\nextends: baseline.yaml\nhorizon: {start: 2021-01, end: 2022-12}\n"


def places(folder: Path, rent: float, number: int, eligible: str = "{status: formal}") -> Scenario:
    """The baseline with a further estate in Hạ Long and one in Cẩm Phả, ready in April 2021."""
    path = folder / "places.yaml"
    path.write_text(
        HEAD + "policies:\n  - worker_housing: {id: more, from: 2021-04, to: 2022-12, "
        f"eligible: {eligible}, rent: {rent} million VND/month, cost_per_place: 400 million VND per place, "
        f"public_share: 20%, places: [{{district: ha_long, places: {number}, ready: 2021-04}}, "
        f"{{district: cam_pha, places: {number}, ready: 2021-04}}]}}\n",
        encoding="utf-8",
    )
    return Scenario.load(path).with_(scale=SCALE)


def run_until(scenario: Scenario, month: str, seed: int = 5) -> LabourMarket:
    market = LabourMarket(scenario=scenario, rng=seed)
    while market.month <= month_index(month):
        market.step()
    return market


def nobody_told(market: LabourMarket, rows: np.ndarray) -> None:
    """An estate of no lever."""


def everybody(market: LabourMarket, rows: np.ndarray) -> np.ndarray:
    return np.ones(len(rows), dtype=bool)


def housed(market: LabourMarket) -> np.ndarray:
    """Persons housed by estate."""
    code = market.people.housing.astype(int) - WORKER_PLACE
    return np.bincount(code[code >= 0], minlength=len(market.estates.places))


def test_a_cheaper_place_has_the_longer_queue_and_its_people_are_among_those_of_a_dearer_one_s() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE), rng=5)
    district = int(np.argmax(market.renters))
    lodgers, _, _ = _lodgers(market)
    market.estates = Estates()
    waiting = []
    for number, rent in enumerate((0.2, 0.6, 1.0, 1.6)):
        market.estates.open(("trial", number), district, 10.0, rent, everybody, nobody_told)
        waiting.append(set(_queue(market, lodgers, number)[0].tolist()))
    assert len(waiting[0]) > len(waiting[1]) > len(waiting[2]) > len(waiting[3])
    assert waiting[0] > waiting[1] > waiting[2] > waiting[3]
    assert len(waiting[2]) == pytest.approx(0.5 * market.renters[district], rel=0.1)


def test_places_at_a_low_rent_are_filled_and_dear_ones_stand_empty(tmp_path: Path) -> None:
    cheap = run_until(places(tmp_path, 0.15, 6000), "2021-12")
    dear = run_until(places(tmp_path, 2.5, 6000), "2021-12")
    assert housed(cheap).sum() > 1.3 * housed(dear).sum()
    assert (housed(cheap) <= np.array(cheap.estates.places)).all()


def test_who_waits_longest_moves_in_first() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE), rng=5)
    lodgers, _, _ = _lodgers(market)
    market.estates = Estates()
    market.estates.open(("trial", 0), int(np.argmax(market.renters)), 10.0, 0.2, everybody, nobody_told)
    waiting, _ = _queue(market, lodgers, 0)
    since = market.people.since[waiting[_first_in_line(market, waiting, len(waiting))]].astype(int)
    assert len(since) > 20
    assert (since[1:] - since[:-1] > -12).all()
    assert spearmanr(np.arange(len(since)), since).statistic > 0.9


def test_only_those_the_lever_names_move_in(tmp_path: Path) -> None:
    market = run_until(places(tmp_path, 0.15, 3000, "{status: formal, sector: [coal]}"), "2021-04")
    coal = [sector.id for sector in market.province.sectors].index("coal")
    named = [market.estates.number["worker_housing:more", number] + WORKER_PLACE for number in (0, 1)]
    inside = np.isin(market.people.housing, named)
    inside &= market.people.workplace > 0  # some leave the province in the month in which they moved in
    assert inside.sum() > 20
    assert (market.workplaces.sector[market.people.workplace[inside]] == coal).all()


def test_new_places_lower_the_rents_of_rooms_in_their_district_alone(tmp_path: Path) -> None:
    market = run_until(places(tmp_path, 0.15, 6000), "2021-12")
    without = run_until(Scenario.baseline().with_(scale=SCALE), "2021-12")
    ids = [district.id for district in market.province.districts]
    there = [ids.index("ha_long"), ids.index("cam_pha")]
    elsewhere = [row for row in range(len(ids)) if row not in there]
    assert (market.room_rents[there] < without.room_rents[there] - 0.05).all()
    tenants = (without.rooms.usual + without.rooms.others)[elsewhere]  # a dozen tenants are a district's luck
    change = (market.room_rents - without.room_rents)[elsewhere]
    assert np.average(change, weights=tenants) == pytest.approx(0.0, abs=0.02)


def test_rent_rises_with_tenants_and_less_once_rooms_are_built() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=5)
    value, rooms = market.province.value, market.rooms
    market.renters = 1.5 * (rooms.usual + rooms.others) - rooms.others
    _let_rooms(market)
    assert rooms.rent == pytest.approx(np.full(len(rooms.rent), 1.5 ** (1.0 / value("room_sharing_elasticity"))))
    for _ in range(600):
        _let_rooms(market)
    lasting = 1.0 / (value("room_sharing_elasticity") + value("rent_supply_elasticity"))
    assert rooms.rent == pytest.approx(np.full(len(rooms.rent), 1.5**lasting), rel=1e-3)


def test_who_leaves_the_employer_loses_the_place_after_a_while() -> None:
    market = run_until(Scenario.baseline().with_(scale=SCALE), "2021-02")
    row = int(np.flatnonzero(market.people.housing == WORKER_PLACE)[0])
    leave_work(row, market.month, market.person_arrays, market.place_arrays)
    seek_work(row, market.month, market.person_arrays)
    house(market)
    assert market.people.housing[row] == WORKER_PLACE
    market.month += int(market.province.value("worker_place_grace_months"))
    house(market)
    assert market.people.housing[row] == 1
    assert market.people.status[row] == Status.unemployed


def test_cheaper_homes_draw_searchers_from_outside_and_dearer_ones_keep_them_away() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=5)
    assert attraction(market) == pytest.approx(1.0)
    elasticity = market.province.value("migrant_attraction_elasticity_housing")
    market.rooms.rent[:] = 1.5
    assert attraction(market) == pytest.approx(1.5**-elasticity)
    market.rooms.chance[:], market.rooms.place_rent[:] = 1.0, 0.25
    assert attraction(market) == pytest.approx(0.25**-elasticity)
    market.rooms.place_rent[:] = 1e-9
    assert attraction(market) == LARGEST_ATTRACTION


def test_more_people_come_from_outside_where_places_are_many_and_cheap(tmp_path: Path) -> None:
    scenario = places(tmp_path, 0.1, 40_000)
    values = {"migrant_attraction_elasticity_housing": 1.0}
    market = run_until(scenario.with_(parameters=values), "2022-12")
    without = run_until(Scenario.baseline().with_(scale=SCALE, parameters=values), "2022-12")
    came = [arm.observatory.series("hires_from_outside")[6:].sum() for arm in (market, without)]
    assert came[0] > 1.1 * came[1]
