"""Recalls: firms that have places again call back those whom they laid off, and nobody else gets those places."""

import numpy as np

from simulation import LabourMarket, Scenario
from simulation.vocabulary import Status

MONTHS = 18


def _market(**parameters: float) -> LabourMarket:
    return LabourMarket(scenario=Scenario.baseline().with_(scale=0.1, policies=(), parameters=parameters), rng=5)


def test_who_is_called_back_returns_to_the_line_that_let_them_go_within_the_time_and_from_no_other_payroll() -> None:
    market, called = _market(recall_waiting_share=0.7, recall_months=4.0), 0
    for _ in range(MONTHS):
        waiting, people = market.laid_off, market.people
        line = dict(zip(waiting.row.tolist(), waiting.line.tolist(), strict=True))
        since = dict(zip(waiting.row.tolist(), waiting.since.tolist(), strict=True))
        payroll = market.workplaces.firm[people.workplace] >= 0
        on_payroll = (people.status == Status.employed) & payroll & (people.workplace > 0)
        month = market.month
        market.step()
        assert market.flows["recalls"] == len(market.recalled) == len(np.unique(market.recalled))
        assert not on_payroll[market.recalled].any()
        for row in market.recalled.tolist():
            assert people.workplace[row] == line[row] and people.since[row] == month
            assert month - since[row] <= 4
        assert not np.isin(market.recalled, market.laid_off.row).any()
        called += len(market.recalled)
    assert called > 10


def test_where_nobody_waits_nobody_is_called_back_and_where_more_wait_more_are() -> None:
    counts = []
    for share in (0.0, 0.2, 0.7):
        market, called = _market(recall_waiting_share=share), 0
        for _ in range(MONTHS):
            market.step()
            called += market.flows["recalls"]
        counts.append(called)
    assert counts[0] == 0 < counts[1] < counts[2]
