"""The ledger: every payment of a lever, who pays, who receives, from which source, of what kind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from simulation.months import month_text

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["transfer", "real resource", "loan principal", "repayment", "foregone revenue"]
COLUMNS = ("month", "lever", "agency", "source", "payer", "recipient", "kind", "persons", "amount")


@dataclass(frozen=True)
class Payment:
    """One line: ``amount`` in million VND and ``persons`` both weighted to the whole province."""

    month: int
    lever: str
    agency: str
    source: str
    payer: str
    recipient: str
    kind: Kind
    persons: float
    amount: float


class Ledger:
    """Payments in the order they were made."""

    def __init__(self) -> None:
        """Begin with no payment."""
        self.payments: list[Payment] = []

    def pay(self, payment: Payment) -> None:
        """Enter a payment. Raises ValueError for a negative amount."""
        if payment.amount < 0:
            raise ValueError(f"{payment.lever} pays {payment.amount} million VND: a payment is never negative")
        self.payments.append(payment)

    def spent(self, lever: str, year: int) -> float:
        """What a lever has cost in a calendar year so far, million VND, loans' principal and foregone revenue apart."""
        spending = ("transfer", "real resource")
        return sum(
            entry.amount
            for entry in self.payments
            if entry.lever == lever and 1900 + entry.month // 12 == year and entry.kind in spending
        )

    def to_frame(self) -> "pd.DataFrame":
        """The ledger as a data frame, months as ``YYYY-MM``."""
        import pandas as pd

        rows = [
            (month_text(p.month), p.lever, p.agency, p.source, p.payer, p.recipient, p.kind, p.persons, p.amount)
            for p in self.payments
        ]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.astype({"persons": "float64", "amount": "float64"})
