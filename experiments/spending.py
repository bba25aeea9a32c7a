"""Money from the ledger: what counts as spending, summed by whatever the reader asks for."""

from typing import Any

import pandas as pd

# Money that comes back is never spending (its subsidy, fees and defaults stand on lines of their own).
LENT = ("loan principal", "repayment", "loan repayment")


def is_spending(kind: str, recipient: str) -> bool:
    """Whether a payment is spending: nothing lent or paid back, and no charge that the State takes."""
    return kind not in LENT and not _is_charge(kind, recipient)


def spent(ledger: pd.DataFrame) -> pd.DataFrame:
    """The rows that are spending."""
    other: pd.Series = ledger["kind"].isin(LENT) | _is_charge(ledger["kind"], ledger["recipient"])
    return ledger[~other]


def _is_charge(kind: Any, recipient: Any) -> Any:
    """Whether a payment, or each of many, is a fine, fee or contribution to the State: a cost to who pays it alone."""
    return (kind == "transfer") & (recipient == "State")


def charges_by_year(ledger: pd.DataFrame, scenario: str, runs: int) -> pd.Series:
    """Mean over ``runs`` runs of fines, fees and contributions that levers had the State take, million VND, by year."""
    charged: pd.Series = (ledger["scenario"] == scenario) & _is_charge(ledger["kind"], ledger["recipient"])
    rows = ledger[charged]
    return rows.groupby(rows["month"].astype("object").str[:4])["amount"].sum() / runs


def supports(ledger: pd.DataFrame) -> float:
    """Persons supported, counted once a month and lever though several rows pay for one support; all runs together."""
    rows = ledger.astype({"lever": "object", "month": "object"})
    return float(rows.groupby(["seed", "lever", "month"])["persons"].max().sum())


def spending_by_year(ledger: pd.DataFrame, scenario: str, keys: list[str], runs: int) -> pd.DataFrame:
    """Mean over ``runs`` runs of ``persons`` and ``amount`` (million VND), by year and ``keys``."""
    rows = spent(ledger[ledger["scenario"] == scenario])
    if rows.empty:
        return pd.DataFrame(
            {"persons": [], "amount": []},
            index=pd.MultiIndex.from_arrays([[]] * (1 + len(keys)), names=["year", *keys]),
        )
    named = rows.astype({key: "object" for key in keys}).assign(year=rows["month"].astype("object").str[:4])
    return named.groupby(["year", *keys])[["persons", "amount"]].sum() / runs


def total_spending(ledger: pd.DataFrame, scenario: str, runs: int) -> float:
    """Mean over ``runs`` runs of all spending of a scenario, million VND."""
    return float(spending_by_year(ledger, scenario, [], runs)["amount"].sum())
