"""Investment projects: they come in lumps, inside the demand that the path gives, and where workers can be found."""

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.processes.investment import open_project

SCALE, SECTOR = 0.1, "manufacturing_fdi"


def _market(**parameters: float) -> LabourMarket:
    return LabourMarket(scenario=Scenario.baseline().with_(scale=SCALE, policies=(), parameters=parameters), rng=6)


def _sector(market: LabourMarket) -> int:
    return [sector.id for sector in market.province.sectors].index(SECTOR)


def _lines(market: LabourMarket, firm: int) -> np.ndarray:
    return 1 + np.flatnonzero(market.workplaces.firm[market.workplaces.payroll] == firm)


@pytest.fixture(scope="module")
def grown() -> LabourMarket:
    market = _market(firm_shock_sd_size10=0.15)
    for _ in range(72):
        market.step()
    return market


def test_projects_and_the_firms_that_are_there_want_together_what_the_path_gives(grown: LabourMarket) -> None:
    sector, projects = _sector(grown), grown.projects
    assert (projects.size > 0).sum() >= 2
    ramp = grown.employers.ramp[projects.firm].astype(np.float64)
    there = (projects.size * ramp).sum() * grown.project_index[sector]
    wanted = grown.start_jobs[sector] * grown.incumbent_index[sector] + there
    assert wanted == pytest.approx(grown.start_jobs[sector] * grown.path.index[grown.path_step, sector])


def test_a_project_grows_to_its_size_in_a_park(grown: LabourMarket) -> None:
    projects, parks = grown.projects, {park.district for park in grown.province.parks}
    arrived = np.flatnonzero(projects.size > 0)
    assert {int(grown.employers.district[firm]) for firm in projects.firm[arrived]} <= parks
    settled = arrived[grown.month - projects.start[arrived] > projects.growth[arrived] + 6]
    staff = [grown.workplaces.headcount[_lines(grown, firm)].sum() for firm in projects.firm[settled]]
    assert sum(staff) > 0.5 * projects.size[settled].sum()


def test_without_growth_nobody_invests() -> None:
    market = _market()
    market.path.index[:] = 1.0
    for _ in range(6):
        market.step()
    assert not market.projects.size.any()
    assert market.incumbent_index == pytest.approx(np.ones(len(market.province.sectors)))


def test_a_project_on_top_of_the_path_leaves_the_plans_of_the_others_alone() -> None:
    plain, more = _market(job_creation_response=0.0), _market(job_creation_response=0.0)
    sector, district = _sector(more), more.province.parks[0].district
    firm = open_project(more, sector, 900.0, district, more.month, extra=True, growth=3.0)
    assert firm is not None
    for _ in range(12):
        plain.step()
        more.step()
    staff = more.workplaces.headcount[_lines(more, firm)].sum()
    assert staff > 300
    others = np.ones(more.workplaces.rows, dtype=bool)
    others[_lines(more, firm)] = False
    assert more.incumbent_index[sector] == plain.incumbent_index[sector]
    taken = plain.workplaces.headcount[others].sum() - more.workplaces.headcount[others].sum()
    assert taken < staff  # some come from search and from home, the others lose the rest


def test_a_project_follows_the_searchers() -> None:
    market = _market(project_supply_elasticity=8.0)
    sector = _sector(market)
    market.tried_market[:] = 0.0
    far = [district.id for district in market.province.districts].index("mong_cai")
    market.tried_market[far] = 100.0
    from simulation.processes.investment import choose_park

    assert choose_park(market, sector, sector * 1000) == far


def test_slots_that_wait_are_no_firms() -> None:
    market = _market()
    waiting = market.employers.project == 1
    assert waiting.any() and not np.isin(np.flatnonzero(waiting), market.firms.rows).any()
