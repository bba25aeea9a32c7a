"""What is watched in a market on trial beside its flows: stocks and events of named groups, rows at a month's end."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from simulation import LabourMarket
from simulation.vocabulary import Channel, Credential, Status
from tests.levers.trial import Watch

Mask = npt.NDArray[np.bool_]
People = Callable[[LabourMarket], Mask]
Lines = Callable[[LabourMarket], Mask]


def code(market: LabourMarket, table: str, name: str) -> int:
    """Row of a name in a table of the province."""
    return [entry.id for entry in getattr(market.province, table)].index(name)


def line(market: LabourMarket) -> npt.NDArray[np.int32]:
    """Workplace of everybody of age, (people,)."""
    return market.people.workplace[: market.of_age]


def on_payroll(market: LabourMarket) -> Mask:
    return market.workplaces.firm[line(market)] >= 0


def of_state(market: LabourMarket) -> Mask:
    return on_payroll(market) & (market.employers.state[market.workplaces.firm[line(market)]] == 1)


def privately_employed(market: LabourMarket) -> Mask:
    return on_payroll(market) & ~of_state(market)


def in_sector(name: str) -> People:
    return lambda market: on_payroll(market) & (market.workplaces.sector[line(market)] == code(market, "sectors", name))


def certified(market: LabourMarket) -> Mask:
    return market.people.credential[: market.of_age] >= Credential.short_certificate


def aged(youngest: int, oldest: int) -> People:
    """Whether somebody is of the age in completed years."""

    def answer(market: LabourMarket) -> Mask:
        years = (market.age_month - market.people.birth[: market.of_age]) // 12
        return np.asarray((years >= youngest) & (years <= oldest))

    return answer


def persons(*groups: People) -> Watch:
    """How many belong to all of the groups."""
    return lambda market: float(np.logical_and.reduce([group(market) for group in groups]).sum())


def hired(*groups: People) -> Watch:
    """How many of the groups began a payroll job this month."""

    def begun(market: LabourMarket) -> Mask:
        return np.asarray(market.people.since[: market.of_age] == market.month - 1)

    return persons(on_payroll, begun, *groups)


def posts(of: Lines) -> Watch:
    """Open places of some payroll lines."""
    return lambda market: float(market.workplaces.posts[market.workplaces.payroll][of(market)].sum())


def lines_of(sector: str, district: str | None = None) -> Lines:
    def answer(market: LabourMarket) -> Mask:
        places, payroll = market.workplaces, market.workplaces.payroll
        mask = places.sector[payroll] == code(market, "sectors", sector)
        if district is not None:
            mask = mask & (places.district[payroll] == code(market, "districts", district))
        return np.asarray(mask)

    return answer


def applications_through(*channels: Channel) -> Watch:
    """Applications of the month that came through some channels."""
    return lambda market: float(np.isin(market.applications.channel, channels).sum())


def students(market: LabourMarket) -> float:
    """Residents in a course."""
    return float((market.people.status[: market.of_age] == Status.in_training).sum())


def trade_workers(market: LabourMarket) -> float:
    """People at work in household trades."""
    return float(market.workplaces.headcount[market.workplaces.trades].sum())
