"""Matching by paired impulses at small scale: the answer of hires to search and to posts, and hazards by duration."""

import numpy as np
import pytest

from benchmarks.arms import different_columns
from benchmarks.matching import EFFORT, HAZARD, SUM, Found, ImpulseMarket, elasticities, hazards, measure
from simulation import LabourMarket, Scenario


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return [measure(seed, 0.1, 18) for seed in (1, 2)]


def test_more_search_brings_more_hires_but_less_than_in_proportion(found: list[Found]) -> None:
    assert EFFORT[0] <= elasticities(found)[0] <= EFFORT[1]


def test_returns_to_search_and_posts_together_are_about_constant(found: list[Found]) -> None:
    on_effort, on_posts, _ = elasticities(found)
    assert SUM[0] <= on_effort + on_posts <= SUM[1]


def test_the_chance_of_a_wage_job_falls_as_unemployment_lasts(found: list[Found]) -> None:
    wage = hazards(found)[1]
    assert HAZARD[0] <= wage[7] / wage[0] <= HAZARD[1]


def test_trying_a_month_leaves_the_market_as_it_was() -> None:
    scenario = Scenario.baseline().with_(scale=0.03)
    tried, plain = ImpulseMarket(scenario, 1), LabourMarket(scenario, 1)
    for _ in range(15):
        tried.step()
        plain.step()
    assert len(tried.trials) == 3
    assert not different_columns(tried, plain)
    assert np.array_equal(tried.posts_year, plain.posts_year) and tried.flows == plain.flows
