"""Who is turned away may apply once more in the month, to a place that is still open."""

from typing import Any

import numpy as np
import pytest

from simulation import LabourMarket, Scenario
from simulation.processes import matching
from simulation.processes.search import Applications
from simulation.vocabulary import Status

Months = list[tuple[LabourMarket, Any, Any, Applications]]


def _market(share: float, **changes: Any) -> LabourMarket:
    alone = {"recall_waiting_share": 0.0}  # those who are called back apply in place of others
    scenario = Scenario.baseline().with_(scale=0.05, parameters=alone | {"second_application_share": share}, **changes)
    return LabourMarket(scenario, rng=5)


@pytest.fixture
def months(monkeypatch: pytest.MonkeyPatch) -> Months:
    """Who was turned away, which places were taken and what was applied for then, in four months."""
    found: Months = []
    apply_again = matching.apply_again

    def watched(market: LabourMarket, turned_away: Any, taken: Any) -> Applications:
        second = apply_again(market, turned_away, taken)
        found.append((market, turned_away, taken, second))
        return second

    monkeypatch.setattr(matching, "apply_again", watched)
    market = _market(0.7)
    for _ in range(4):
        market.step()
    return found


def test_only_those_turned_away_apply_again_and_only_for_places_still_open(months: Months) -> None:
    for _, turned_away, taken, second in months:
        assert 0 < len(second.row) < 0.7 * len(turned_away)
        assert np.isin(second.row, turned_away).all() and len(np.unique(second.row)) == len(second.row)
        assert not taken[second.place].any()


def test_places_take_the_second_applicants_of_the_last_month_and_nobody_is_hired_twice(months: Months) -> None:
    market, _, taken, second = months[-1]
    people, last = market.people, market.month - 1
    line = market.ring.line[second.place]
    hired = (people.since[second.row] == last) & (people.workplace[second.row] == line)
    assert 0 < hired.sum() < len(second.row)
    assert market.flows["hires"] <= taken.sum() + hired.sum()
    assert market.flows["applications"] == len(market.applications.row)


def test_a_second_try_fills_places_and_counts_as_the_same_search() -> None:
    markets = {share: _market(share) for share in (0.0, 1.0)}
    for market in markets.values():
        for _ in range(6):
            market.step()
    none, some = markets[0.0], markets[1.0]
    assert some.observatory.series("vacancy_rate").mean() < 0.8 * none.observatory.series("vacancy_rate").mean()
    assert some.flows["searches"] == pytest.approx(none.flows["searches"], rel=0.1)
    assert (some.people.status[: some.of_age] == Status.employed).sum() > 0


def test_where_places_never_run_out_nobody_applies_again(monkeypatch: pytest.MonkeyPatch) -> None:
    market = LabourMarket(Scenario.load("theory/two_states.yaml").with_(scale=0.1), rng=1)
    monkeypatch.setattr(matching, "apply_again", lambda *_: pytest.fail("somebody applied again"))
    market.step()
