"""One-time withdrawal: who has been out of social insurance for a year takes the money and leaves the record.

Two months' insured pay for each year paid (Social Insurance Law 2014, article 60). Who first joins from 2025-07 may no
longer withdraw, nor who has paid for long enough to draw a pension.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.randomness import Lot

if TYPE_CHECKING:
    from simulation.model import LabourMarket

MONTHS_A_YEAR_PAID = 2.0


@kernel
def _withdraw(rows, luck, month, hazard, wait, pension, ban, people, paid):  # type: ignore[no-untyped-def]
    """Empty the record of who withdraws; adds the money to ``paid`` (1,). Returns how many."""
    number = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        if luck[index] >= hazard:
            continue
        months = people.insured_months[row]
        if people.insurance[row] > 0 or months <= 0 or months >= pension:
            continue
        until = people.insured_until[row]
        if month - until < wait or until - months >= ban:
            continue
        paid[0] += MONTHS_A_YEAR_PAID * people.insured_wage[row] * months / 12.0
        people.insured_months[row] = 0
        number += 1
    return number


def monthly_hazard(yearly: float) -> float:
    """Monthly probability that adds up to a yearly one."""
    return float(1.0 - (1.0 - yearly) ** (1.0 / 12.0))


def withdraw(market: "LabourMarket") -> None:
    """Withdrawals of the month."""
    rows, luck = market.lots.of(Lot.withdrawal)
    law, paid = market.insurance_law, np.zeros(1)
    number = _withdraw(
        rows, luck, market.month, monthly_hazard(market.province.value("si_one_time_withdrawal")),
        law.withdrawal_wait, law.pension_months, market.withdrawal_ban, market.person_arrays, paid,
    )  # fmt: skip
    market.flows["withdrawals"] = int(number)
    market.flows["one_time_withdrawals"] = float(paid[0])
