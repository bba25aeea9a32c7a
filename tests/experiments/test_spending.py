"""What counts as spending: neither money lent and paid back, nor what firms owe the State."""

import pandas as pd
import pytest

from experiments.spending import charges_by_year, is_spending, spending_by_year, spent, total_spending

ROWS = [
    ("province", "State", "real resource", 10.0),
    ("province", "person", "transfer", 5.0),
    ("province", "college", "foregone revenue", 3.0),
    ("fund", "person", "loan principal", 400.0),
    ("household", "bank", "repayment", 200.0),
    ("firm", "State", "transfer", 70.0),
]


def ledger() -> pd.DataFrame:
    rows = [
        ("plan", 1, f"202{3 + i % 2}-06", "lever", payer, to, kind, 1.0, paid)
        for i, (payer, to, kind, paid) in enumerate(ROWS)
    ]
    return pd.DataFrame(
        rows, columns=["scenario", "seed", "month", "lever", "payer", "recipient", "kind", "persons", "amount"]
    )


def test_principal_repayments_fines_and_contributions_are_no_spending() -> None:
    assert spent(ledger())["amount"].sum() == 18.0
    assert total_spending(ledger(), "plan", 2) == 9.0
    assert spending_by_year(ledger(), "plan", [], 1)["amount"].to_dict() == {"2023": 13.0, "2024": 5.0}


def test_what_the_state_takes_stands_apart() -> None:
    assert charges_by_year(ledger(), "plan", 1).to_dict() == {"2024": 70.0}
    assert charges_by_year(ledger(), "no plan", 1).empty


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_one_payment_is_judged_as_the_table_is(number: int) -> None:
    row = ledger().iloc[[number]]
    assert is_spending(row["kind"].item(), row["recipient"].item()) == (len(spent(row)) == 1)
