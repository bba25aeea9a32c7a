"""Loans that levers give: principal paid out comes back by equal monthly parts, less what is lost.

Principal out = repaid + lost + outstanding, batch by batch. A loan is never spending; what it costs is the interest
that is not asked and the principal that is lost.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.months import month_of

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.policies.base import Lever

#: Who receives a loan, by who pays it back.
RECIPIENT = {"household": "person", "firm": "firm"}


@dataclass
class Batch:
    """Loans paid out in one month: who pays back, how many, principal (million VND), term (months), what is back.

    Repayment begins in the month after ``begun``, the month of the loan or the last of a time of grace.
    """

    begun: int
    payer: str
    persons: float
    principal: float
    term: int
    lost_share: float
    repaid: float = 0.0
    lost: float = 0.0

    @property
    def outstanding(self) -> float:
        """Principal neither repaid nor lost, million VND."""
        return self.principal - self.repaid - self.lost


@dataclass
class Loans:
    """Batches of a lever's loans, at a ``rate`` of interest a year: the policy bank's where none is stated."""

    batches: list[Batch] = field(default_factory=list)
    rate: float | None = None

    @property
    def outstanding(self) -> float:
        """Capital that is out, million VND."""
        return sum(batch.outstanding for batch in self.batches)

    def lend(
        self, market: "LabourMarket", lever: "Lever", payer: str, persons: float, principal: float, term: int,
        lost_share: float, grace: int = 0,
    ) -> None:  # fmt: skip
        """Pay out loans of this month, from the fund's capital, to those who pay them back after months of grace."""
        self.batches.append(Batch(market.month + grace, payer, persons, principal, term, lost_share))
        lever.pay(market, "FU", "fund", RECIPIENT[payer], "loan principal", persons, principal)

    def collect(self, market: "LabourMarket", lever: "Lever") -> None:
        """Take the month's repayments of all batches; what defaults is lost when a term ends."""
        for payer in ("household", "firm"):
            back, persons, lost, losers = 0.0, 0.0, 0.0, 0.0
            for batch in self.batches:
                if batch.payer != payer or market.month <= batch.begun:
                    continue
                part = batch.principal * (1.0 - batch.lost_share) / batch.term
                batch.repaid += part
                back, persons = back + part, persons + batch.persons
                if market.month - batch.begun == batch.term:
                    batch.lost = batch.principal * batch.lost_share
                    lost, losers = lost + batch.lost, losers + batch.persons * batch.lost_share
            self._enter(market, lever, payer, back, persons, lost, losers)
        self.batches = [batch for batch in self.batches if market.month - batch.begun < batch.term]

    def _enter(
        self, market: "LabourMarket", lever: "Lever", payer: str, back: float, persons: float, lost: float,
        losers: float,
    ) -> None:  # fmt: skip
        """Enter what borrowers of a kind paid back this month and what they will not."""
        if back > 0.0:
            lever.pay(market, "FU", payer, "bank", "repayment", persons, back)
        if lost > 0.0:
            lever.pay(market, "FU", "fund", RECIPIENT[payer], "transfer", losers, lost)

    def room(self, market: "LabourMarket", lever: "Lever") -> float:
        """Principal whose interest the province's budget can still make up for, this year and later; million VND."""
        rate = self.interest_not_asked(market)
        if rate <= 0.0:
            return float("inf")
        rest = (13 - month_of(market.month)) / 12.0
        this_year = lever.left(market.month) / (rate * rest)
        later = lever.left(market.month + 12) / rate
        return max(min(this_year, later) - self.outstanding, 0.0)

    def subsidise(self, market: "LabourMarket", lever: "Lever") -> None:
        """Make up to the bank for this month's interest below the market's on what is out."""
        amount = self.outstanding * self.interest_not_asked(market) / 12.0
        if amount > 0.0:
            lever.pay(market, "SR", "province", "bank", "transfer", 0.0, amount)

    def interest_not_asked(self, market: "LabourMarket") -> float:
        """Interest asked below the market's, share of principal a year."""
        value = market.province.value
        asked = value("vbsp_loan_rate") if self.rate is None else self.rate
        return max(value("credit_market_rate") - asked, 0.0)
