"""Custom: women and men stay where few of the other sex work."""

import numpy as np

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.processes.custom import composition, custom_of_work
from simulation.vocabulary import Sex, Status


def women_by_sector(market: LabourMarket) -> np.ndarray:
    people = market.people
    employed = np.flatnonzero(people.status[: market.of_age] == Status.employed)
    sector = market.workplaces.sector[people.workplace[employed]]
    every = np.bincount(sector, minlength=len(market.province.sectors))
    return np.bincount(sector, weights=people.sex[employed] == Sex.female, minlength=len(every)) / every


def test_sectors_keep_their_share_of_women_over_three_years() -> None:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.1, end=month_index("2023-12")), rng=1)
    published = market.province.by_sector("female_share")
    assert np.abs(women_by_sector(market) - published).max() < 0.06
    assert np.abs(women_by_sector(market.run()) - published).max() < 0.07


def test_newcomers_of_the_labour_force_s_composition_bring_about_the_published_shares() -> None:
    province = LabourMarket(scenario=Scenario.baseline().with_(scale=0.03), rng=1).province
    employment = province.by_sector("employment_share")
    women = province.by_sector("female_share") @ employment / employment.sum()
    would = custom_of_work(province) * np.array([1.0 - women, women])[:, None]
    assert np.allclose(would[Sex.female] / would.sum(axis=0), province.by_sector("female_share"))
    assert np.allclose(custom_of_work(province).max(axis=0), 1.0)
    assert np.allclose(composition(province) @ employment / employment.sum(), 1.0)
