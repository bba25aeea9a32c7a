"""One synthesis and one opened market for all tests of the first month. Nobody moves a month in them."""

import pytest

from simulation import LabourMarket, Scenario
from simulation.population import Population, synthesise
from simulation.province import Province, load_province
from tests.population.first_month import SCALE, START


@pytest.fixture(scope="session")
def province() -> Province:
    return load_province("quang_ninh")


@pytest.fixture(scope="session")
def population(province: Province) -> Population:
    """The province as it is made, before the warm-up."""
    return synthesise(province, SCALE, START)


@pytest.fixture(scope="session")
def market() -> LabourMarket:
    """The market as it opens, after the warm-up."""
    return LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE), rng=1)
