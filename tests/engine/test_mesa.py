"""The labour market is an ordinary Mesa model: stepping, collecting, batch runs and the visual interface work on it."""

import gc
import inspect
import weakref
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.colleges import College
from simulation.employment_centre import EmploymentCentre
from simulation.government import Government
from simulation.model import HEADLINES
from simulation.months import month_index


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.baseline().with_(scale=0.02, end=month_index("2021-03"))


@pytest.fixture(scope="module")
def finished(scenario: Scenario) -> LabourMarket:
    return LabourMarket(scenario=scenario, rng=7).run()


def test_a_step_is_one_month(scenario: Scenario) -> None:
    market = LabourMarket(scenario=scenario, rng=7)
    assert isinstance(market, mesa.Model)
    assert (market.month, market.steps, market.running) == (month_index("2021-01"), 0, True)
    market.step()
    assert (market.month, market.steps, market.running) == (month_index("2021-02"), 1, True)


def test_a_run_ends_with_the_scenario_s_last_month(finished: LabourMarket, scenario: Scenario) -> None:
    assert (finished.month, finished.steps, finished.running) == (scenario.end + 1, 3, False)


def test_the_data_collector_has_a_row_a_month(finished: LabourMarket) -> None:
    frame = finished.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(HEADLINES)
    assert len(frame) == 3
    assert frame.notna().all(axis=None)
    assert frame["labour_force"].to_numpy() == pytest.approx((frame["employed"] + frame["unemployed"]).to_numpy())


def test_the_data_collector_and_the_indicators_agree(finished: LabourMarket) -> None:
    collected = finished.datacollector.get_model_vars_dataframe()
    for name in HEADLINES:
        assert np.array_equal(collected[name], finished.observatory.series(name)), name


def test_colleges_the_centre_and_the_government_are_the_model_s_agents(finished: LabourMarket) -> None:
    by_type = {kind: list(agents) for kind, agents in finished.agents_by_type.items()}
    assert set(by_type) == {College, EmploymentCentre, Government}
    assert len(by_type[College]) == len(finished.province.colleges)
    assert len(by_type[EmploymentCentre]) == len(by_type[Government]) == 1
    assert len(finished.agents) == len(finished.province.colleges) + 2


def _batch(scenario: Scenario, seeds: list[int], **options: int) -> list[dict[str, Any]]:
    """A batch by seed: later Mesas take the seeds apart from what varies, earlier ones among it."""
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    varied = {"scenario": [scenario]} if apart else {"scenario": [scenario], "rng": seeds}
    if apart:
        options |= {"rng": seeds}  # type: ignore[dict-item]
    return mesa.batch_run(LabourMarket, parameters=varied, display_progress=False, **options)


def test_a_batch_has_a_record_a_month_and_a_seed(scenario: Scenario, finished: LabourMarket) -> None:
    records = _batch(scenario, [7, 8], data_collection_period=1)
    frame = pd.DataFrame(records)
    assert frame.groupby("rng").size().to_dict() == {7: 3, 8: 3}
    collected = finished.datacollector.get_model_vars_dataframe()
    pd.testing.assert_frame_equal(frame.loc[frame["rng"] == 7, list(HEADLINES)], collected)


def test_a_batch_stops_where_mesa_is_told_to(scenario: Scenario) -> None:
    (record,) = _batch(scenario, [7], max_steps=1)
    assert record["Step"] == 1


def test_the_visual_interface_can_make_the_model_again_from_its_parameters(
    scenario: Scenario, finished: LabourMarket
) -> None:
    """It calls the model's class with keywords only, each of which the constructor must name."""
    parameters: dict[str, Any] = {"scenario": scenario, "rng": 7}
    assert parameters.keys() == inspect.signature(LabourMarket).parameters.keys()
    again = type(finished)(**parameters)
    assert (again.steps, again.seed, again.scenario) == (0, 7, scenario)
    with pytest.raises(TypeError, match="seed_of_luck"):
        type(finished)(**(parameters | {"seed_of_luck": 7}))


def test_nothing_given_is_the_shipped_baseline_under_the_first_seed() -> None:
    defaults = {name: entry.default for name, entry in inspect.signature(LabourMarket).parameters.items()}
    assert defaults == {"scenario": None, "rng": None}


def test_headlines_are_missing_until_a_month_has_been_observed(scenario: Scenario) -> None:
    market = LabourMarket(scenario=scenario, rng=7)
    assert all(np.isnan(getattr(market, name)) for name in HEADLINES)
    market.step()
    assert not any(np.isnan(getattr(market, name)) for name in HEADLINES)


def test_the_same_seed_gives_the_same_indicators(scenario: Scenario, finished: LabourMarket) -> None:
    again = LabourMarket(scenario=scenario, rng=7).run()
    pd.testing.assert_frame_equal(again.indicators(), finished.indicators(), check_exact=True)
    for store, other in ((again.people, finished.people), (again.workplaces, finished.workplaces)):
        assert all(column.tobytes() == other.column(name).tobytes() for name, column in store.snapshot().items())


def test_another_seed_gives_other_indicators(scenario: Scenario, finished: LabourMarket) -> None:
    other = LabourMarket(scenario=scenario, rng=8).run().indicators()
    ours = finished.indicators()
    assert not np.array_equal(other["value"], ours["value"], equal_nan=True)


def test_every_seed_begins_with_the_same_people(scenario: Scenario) -> None:
    first, second = (LabourMarket(scenario=scenario, rng=seed).people.snapshot() for seed in (7, 8))
    assert all(column.tobytes() == second[name].tobytes() for name, column in first.items())


def test_stepping_one_market_leaves_another_alone(scenario: Scenario, finished: LabourMarket) -> None:
    market, other = (LabourMarket(scenario=scenario, rng=7) for _ in range(2))
    for _ in range(3):
        other.step()
        market.step()
    pd.testing.assert_frame_equal(market.indicators(), finished.indicators(), check_exact=True)


def test_a_finished_market_leaves_memory(scenario: Scenario) -> None:
    """Thousands of runs in one process must not keep one another alive."""
    market = LabourMarket(scenario=scenario, rng=7).run()
    kept = weakref.ref(market)
    del market
    gc.collect()
    assert kept() is None
