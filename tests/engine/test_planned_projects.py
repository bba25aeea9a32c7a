"""Projects that a scenario names: they touch nobody before they arrive, and are what the card says."""

from pathlib import Path

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.processes.planned_projects import lines_of, staff_on
from tests.levers.trial import fingerprint

CARD = """\
name: {vi: Thử, en: Trial}
extends: baseline.yaml
economy:
  projects:
    - sector: tourism
      district: van_don
      arrives: 2021-04
      jobs: 2000
      ramp_up: 2 months
      offer: 120%
      occupations: {hospitality_workers: 75%, elementary: 25%}
      worker_places: {places: 400, rent: 0.1 million VND/month, ready: 2021-06}
"""


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> tuple[LabourMarket, LabourMarket]:
    """A market with a resort and one without, at the end of March."""
    path: Path = tmp_path_factory.mktemp("cards") / "resort.yaml"
    path.write_text(CARD, encoding="utf-8")
    scenario = Scenario.load(path).with_(scale=0.05)
    arms = LabourMarket(scenario=scenario, rng=2), LabourMarket(scenario=scenario.with_(projects=()), rng=2)
    for _ in range(3):
        for market in arms:
            market.step()
        assert fingerprint(arms[0]) == fingerprint(arms[1])
    return arms


def test_a_resort_gets_the_staff_and_the_pay_that_its_card_says(arms: tuple[LabourMarket, LabourMarket]) -> None:
    ours, theirs = arms
    while ours.month <= month_index("2022-03"):
        ours.step()
        theirs.step()
    firm = ours.planned_firms[0]
    lines, places = lines_of(ours, firm), ours.workplaces
    assert places.base[lines].sum() == pytest.approx(100.0)
    wanted = {ours.province.occupations[places.occupation[line]].id: places.base[line] for line in lines}
    assert {name: float(jobs) for name, jobs in wanted.items() if jobs > 0} == pytest.approx(
        {"hospitality_workers": 75.0, "elementary": 25.0}
    )
    staffed = lines[places.base[lines] > 0]
    usual = ours.usual_offer[places.sector[staffed], places.occupation[staffed]]
    assert places.start_offer[staffed] - usual == pytest.approx(np.full(len(staffed), np.log(1.2)), abs=1e-5)
    assert places.headcount[lines].sum() > 50
    assert firm not in theirs.firms.rows
    staff = staff_on(ours.people.workplace, lines)
    estate = 2 + ours.estates.number["project", 0]
    housed, people = np.flatnonzero(ours.people.housing == estate), ours.people
    left = np.setdiff1d(housed, staff)
    assert len(left) < len(housed) / 4, "who lives there works there, or left a short while ago"
    in_district = (places.firm[people.workplace[left]] >= 0) & (
        places.district[people.workplace[left]] == ours.estates.district[estate - 2]
    )
    assert (in_district | (ours.month - people.since[left] <= ours.province.value("worker_place_grace_months"))).all()
    assert ours.employers.closed_until[firm] <= ours.month and ours.employers.shock[firm] == 0.0
