"""The ledger: what a lever has cost in a year, what does not count as its cost, and the table of payments."""

from dataclasses import FrozenInstanceError, astuple

import pytest

from simulation.months import month_index
from simulation.observation.ledger import COLUMNS, Ledger, Payment


def _payment(month: str, amount: float, lever: str = "study_card", kind: str = "transfer") -> Payment:
    agency, source, payer, recipient = "Department of Home Affairs", "province", "treasury", "learner"
    return Payment(month_index(month), lever, agency, source, payer, recipient, kind, 3.0, amount)  # type: ignore[arg-type]


@pytest.fixture
def ledger() -> Ledger:
    """Payments of two levers over three years, of every kind."""
    ledger = Ledger()
    for payment in (
        _payment("2021-12", 1.0),
        _payment("2022-01", 2.0),
        _payment("2022-12", 4.0, kind="real resource"),
        _payment("2023-01", 8.0),
        _payment("2022-06", 16.0, lever="worker_housing"),
        _payment("2022-06", 32.0, kind="loan principal"),
        _payment("2022-06", 64.0, kind="repayment"),
        _payment("2022-06", 128.0, kind="foregone revenue"),
    ):
        ledger.pay(payment)
    return ledger


def test_a_lever_has_cost_its_transfers_and_resources_from_january_to_december(ledger: Ledger) -> None:
    assert [ledger.spent("study_card", year) for year in (2020, 2021, 2022, 2023, 2024)] == [0.0, 1.0, 6.0, 8.0, 0.0]


def test_what_another_lever_pays_is_not_its_cost(ledger: Ledger) -> None:
    assert [ledger.spent(lever, 2022) for lever in ("worker_housing", "study", "z")] == [16.0, 0.0, 0.0]


def test_a_lever_s_name_is_known_by_its_letters(ledger: Ledger) -> None:
    assert ledger.spent("".join(("study", "_", "card")), 2022) == 6.0


@pytest.mark.parametrize("amount", [-1.0, -0.25, -1e-9])
def test_a_negative_payment_is_refused_and_not_entered(amount: float) -> None:
    ledger = Ledger()
    with pytest.raises(ValueError, match=r"study_card pays -.* million VND: a payment is never negative"):
        ledger.pay(_payment("2022-01", amount))
    assert ledger.payments == []


@pytest.mark.parametrize("amount", [0.0, 0.5, 1.0])
def test_a_payment_of_nothing_or_little_is_entered(amount: float) -> None:
    ledger = Ledger()
    ledger.pay(_payment("2022-01", amount))
    assert [payment.amount for payment in ledger.payments] == [amount]


def test_a_payment_once_made_stands(ledger: Ledger) -> None:
    with pytest.raises(FrozenInstanceError):
        ledger.payments[0].amount = 5.0  # type: ignore[misc]


def test_the_table_has_the_payments_as_they_were_made(ledger: Ledger) -> None:
    frame = ledger.to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["month"][:4]) == ["2021-12", "2022-01", "2022-12", "2023-01"]
    assert [tuple(row)[1:] for row in frame.itertuples(index=False)] == [astuple(one)[1:] for one in ledger.payments]
    assert Ledger().to_frame().dtypes[["persons", "amount"]].eq("float64").all()
