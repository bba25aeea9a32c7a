"""Levers that cost the same every month: a twelfth of the year's cost, and nothing is done where it cannot be paid."""

from typing import TYPE_CHECKING

from simulation.policies.base import Lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


def pay_a_month(lever: Lever, market: "LabourMarket", cost_a_year: float, recipient: str) -> bool:
    """Pay a twelfth of a year's cost (million VND); returns whether the year's budget could bear it."""
    amount = cost_a_year / 12.0
    if amount > lever.left(market.month) + 1e-9:
        return False
    if amount > 0.0:
        lever.pay(market, "SR", "province", recipient, "real resource", 0.0, amount)
    return True
