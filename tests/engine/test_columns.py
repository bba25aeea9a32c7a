"""Workers and firms answer the verbs of Mesa's agent sets, over rows instead of objects."""

from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.columns import RowSet
from simulation.firms import Firm
from simulation.vocabulary import Credential, Sex, Status
from simulation.workers import Worker


@pytest.fixture(scope="module")
def market() -> LabourMarket:
    return LabourMarket(scenario=Scenario.baseline().with_(scale=0.02), rng=1)


@pytest.fixture
def workers(market: LabourMarket) -> RowSet:
    return market.workers


def status(market: LabourMarket) -> Any:
    return market.people.status[market.workers.rows]


def test_workers_are_the_residents_of_age(market: LabourMarket, workers: RowSet) -> None:
    assert len(workers) == market.persons == market.residents
    assert set(np.unique(status(market))).isdisjoint({Status.child, Status.outside, Status.gone})


def test_an_outsider_is_no_resident(market: LabourMarket, workers: RowSet) -> None:
    outsider = int(np.flatnonzero(market.people.status == Status.outside)[0])
    assert Worker(market.people, outsider) not in workers
    assert Worker(market.people, int(workers.rows[0])) in workers


@pytest.mark.parametrize("wanted", ["unemployed", Status.unemployed, int(Status.unemployed), ["unemployed"]])
def test_people_are_selected_by_a_code_its_name_or_a_list(market: LabourMarket, workers: RowSet, wanted: Any) -> None:
    chosen = workers.select(status=wanted)
    assert len(chosen) == (status(market) == Status.unemployed).sum() > 0
    assert set(chosen.get("status")) == {int(Status.unemployed)}


def test_a_list_selects_any_of_its_members(market: LabourMarket, workers: RowSet) -> None:
    chosen = workers.select(status=["unemployed", "employed"])
    assert len(chosen) == len(workers.select(status="unemployed")) + len(workers.select(status="employed"))


def test_several_fields_select_those_who_have_all_of_them(market: LabourMarket, workers: RowSet) -> None:
    chosen = workers.select(status="employed", sex="female", urban=1)
    people = market.people
    expected = (people.status == Status.employed) & (people.sex == Sex.female) & (people.urban == 1)
    assert np.array_equal(chosen.rows, np.flatnonzero(expected[: market.residents]))


def test_derived_fields_select_too(workers: RowSet) -> None:
    farmers = workers.select(contract="farm")
    assert len(farmers) > 0
    assert set(farmers.get("status")) == {int(Status.employed)}
    assert set(workers.select(age=[18, 19]).get("age")) == {18, 19}


def test_a_function_selects_by_what_it_sees_of_a_worker(workers: RowSet) -> None:
    seekers = workers.select(status="unemployed")
    older = seekers.select(lambda worker: worker.age >= 40)
    assert 0 < len(older) < len(seekers)
    assert min(older.get("age")) >= 40


def test_at_most_is_a_number_or_a_share(workers: RowSet) -> None:
    seekers = workers.select(status="unemployed")
    assert np.array_equal(seekers.select(at_most=5).rows, seekers.rows[:5])
    assert len(workers.select(at_most=0.25)) == len(workers) // 4
    assert len(seekers.select(at_most=10**9)) == len(seekers)


def test_selecting_in_place_narrows_the_set_itself(market: LabourMarket) -> None:
    everybody = market.workers
    first = everybody[0]
    assert first in everybody
    narrowed = everybody.select(status="unemployed", inplace=True)
    assert narrowed is everybody
    assert len(everybody) == (status(market) == Status.unemployed).sum()
    assert (first in everybody) is (first.status is Status.unemployed)


def test_an_agent_type_of_another_kind_selects_nobody(workers: RowSet) -> None:
    assert len(workers.select(agent_type=Worker)) == len(workers)
    assert len(workers.select(agent_type=Firm)) == 0


def test_get_gives_one_field_or_a_row_of_several(market: LabourMarket, workers: RowSet) -> None:
    few = workers.select(at_most=3)
    rows = few.rows
    assert few.get("birth") == market.people.birth[rows].tolist()
    assert few.get(["birth", "sex"]) == [[int(market.people.birth[r]), int(market.people.sex[r])] for r in rows]


def test_an_unknown_field_is_refused_with_the_fields_there_are(workers: RowSet) -> None:
    with pytest.raises(AttributeError, match=r"Workers have no field 'wage'; fields: .*income"):
        workers.get("wage")
    with pytest.raises(AttributeError, match="wage"):
        workers.select(wage=3)
    with pytest.raises(AttributeError, match="wage"):
        _ = workers[0].wage


def test_a_missing_field_may_have_a_default(workers: RowSet) -> None:
    few = workers.select(at_most=2)
    assert few.get("wage", handle_missing="default", default_value=0) == [0, 0]


def test_set_writes_a_field_of_all_rows(market: LabourMarket) -> None:
    few = market.workers.select(at_most=4)
    before = market.people.credential.copy()
    assert few.set("credential", "college") is few
    assert set(few.get("credential")) == {int(Credential.college)}
    assert np.array_equal(market.people.credential[4:], before[4:])
    few.set("credential", before[few.rows])
    assert np.array_equal(market.people.credential, before)


def test_agg_is_the_function_of_all_values(market: LabourMarket, workers: RowSet) -> None:
    employed = workers.select(status="employed")
    assert employed.agg("tenure", np.mean) == pytest.approx(np.mean(employed.get("tenure")))
    oldest, youngest = workers.agg("age", [np.max, np.min])
    assert (oldest, youngest) == (max(workers.get("age")), 15)


def test_groups_are_named_by_their_code_and_miss_nobody(workers: RowSet) -> None:
    groups = workers.groupby("status")
    assert {"employed", "unemployed", "in_school"} <= set(groups) <= {member.name for member in Status}
    assert sum(len(group) for group in groups.values()) == len(workers)
    assert np.array_equal(groups["unemployed"].rows, workers.select(status="unemployed").rows)


def test_groups_by_district_have_the_row_of_the_district(market: LabourMarket, workers: RowSet) -> None:
    groups = workers.groupby("district")
    assert sorted(groups) == list(range(len(market.province.districts)))
    assert all(set(group.get("district")) == {code} for code, group in groups.items())


def test_groups_may_be_lists_of_workers_by_a_function(workers: RowSet) -> None:
    seekers = workers.select(status="unemployed", at_most=30)
    groups = seekers.groupby(lambda worker: worker.age // 10, result_type="list")
    assert sum(len(group) for group in groups.values()) == len(seekers)
    assert all(worker.age // 10 == decade for decade, group in groups.items() for worker in group)


def test_map_gives_what_each_worker_answers(workers: RowSet) -> None:
    few = workers.select(at_most=5)
    assert few.map(lambda worker, years: worker.age + years, 10) == [age + 10 for age in few.get("age")]
    assert few.map("__getattribute__", "unique_id") == few.rows.tolist()


def test_do_calls_each_worker_and_gives_the_set_back(market: LabourMarket) -> None:
    few = market.workers.select(status="employed", at_most=3)
    before = market.people.savings[few.rows].copy()

    def save(worker: Any, months: float) -> None:
        worker.savings = worker.savings + months

    assert few.do(save, months=1.0) is few
    assert market.people.savings[few.rows] == pytest.approx(before + 1.0)
    few.set("savings", before)


def test_sorting_orders_by_a_field_downwards_unless_told(workers: RowSet) -> None:
    ages = workers.sort("age").get("age")
    assert ages == sorted(ages, reverse=True)
    assert workers.sort("age", ascending=True).get("age") == sorted(ages)
    assert workers.rows[0] == 0


def test_sorting_in_place_by_a_function_keeps_the_members(market: LabourMarket) -> None:
    few = market.workers.select(at_most=20)
    same = few.sort(lambda worker: -worker.birth, ascending=True, inplace=True)
    assert same is few
    assert sorted(few.rows.tolist()) == list(range(20))
    births = few.get("birth")
    assert births == sorted(births, reverse=True)


def test_a_set_is_iterated_as_workers_in_order(market: LabourMarket) -> None:
    few = market.workers.select(at_most=4)
    views = list(few)
    assert [view.unique_id for view in views] == few.rows.tolist()
    assert all(isinstance(view, Worker) and isinstance(view, mesa.Agent) for view in views)
    assert [view.unique_id for view in few.to_list()] == [view.unique_id for view in views]
    assert [view.unique_id for view in few[1:3]] == few.rows[1:3].tolist()
    assert few[-1].unique_id == few.rows[-1]


def test_a_frame_has_a_row_a_worker_and_codes_by_name(market: LabourMarket) -> None:
    few = market.workers.select(status="unemployed", at_most=6)
    frame = few.to_frame(["status", "age", "credential"])
    assert list(frame.columns) == ["status", "age", "credential"]
    assert frame.index.name == "unique_id" and frame.index.tolist() == few.rows.tolist()
    assert set(frame["status"]) == {"unemployed"}
    assert frame["age"].tolist() == few.get("age")


def test_a_frame_without_names_has_every_field(market: LabourMarket) -> None:
    frame = market.workers.select(at_most=2).to_frame()
    assert list(frame.columns) == market.people.field_names()
    assert isinstance(frame["sex"].dtype, pd.CategoricalDtype)


def test_a_worker_reads_the_columns_and_decodes_them(market: LabourMarket, workers: RowSet) -> None:
    worker = workers.select(status="employed")[0]
    row, people = worker.unique_id, market.people
    assert worker.status is Status.employed
    assert worker.sex is Sex(int(people.sex[row]))
    assert worker.birth == people.birth[row] and isinstance(worker.birth, int)
    assert worker.sector == market.workplaces.sector[people.workplace[row]]
    assert worker.income == pytest.approx(
        float(market.workplaces.pay[people.workplace[row]]) * float(people.pay_factor[row]), rel=1e-6
    )
    assert worker.model is market


def test_a_worker_writes_into_the_columns(market: LabourMarket, workers: RowSet) -> None:
    worker = workers[7]
    before = worker.credential
    worker.credential = Credential.university
    assert market.people.credential[worker.unique_id] == Credential.university
    assert Worker(market.people, worker.unique_id).credential is Credential.university
    worker.credential = before
    assert market.people.credential[worker.unique_id] == before


def test_a_note_on_a_worker_is_no_column(market: LabourMarket, workers: RowSet) -> None:
    worker = workers[7]
    worker.note = "seen"
    assert worker.note == "seen"
    assert "note" not in market.people.field_names()


def test_a_worker_cannot_be_removed(workers: RowSet) -> None:
    with pytest.raises(TypeError, match="not removed"):
        workers[0].remove()


def test_firms_are_an_agent_set_as_well(market: LabourMarket) -> None:
    firms = market.firms
    assert len(firms) == (market.employers.closed_until <= market.month).sum()
    assert isinstance(firms[0], Firm)
    sizes = firms.sort("size").get("size")
    assert sizes[0] == market.employers.size[firms.rows].max()
    by_sector = firms.groupby("sector")
    assert sorted(by_sector) == list(range(len(market.province.sectors)))


def test_every_field_has_a_unit_and_a_meaning(market: LabourMarket) -> None:
    for store in (market.people, market.employers, market.workplaces):
        declared = [*store.COLUMNS, *store.DERIVED]
        assert all(entry.unit and entry.meaning for entry in declared)
        assert len({entry.name for entry in declared}) == len(declared)


def test_a_snapshot_put_back_restores_every_column(market: LabourMarket) -> None:
    people = market.people
    kept = {name: column.copy() for name, column in people.snapshot().items()}
    people.birth[:10] = 0
    people.restore(kept)
    assert all(np.array_equal(people.column(name), column) for name, column in kept.items())
    del kept["birth"]
    with pytest.raises(KeyError, match="birth"):
        people.restore(kept)
