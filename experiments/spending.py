"""Money from the ledger: what counts as spending, summed by whatever the reader asks for."""

import pandas as pd

# Money that comes back is never spending (its subsidy, fees and defaults stand on lines of their own).
LENT = ("loan principal", "repayment", "loan repayment")


def spent(ledger: pd.DataFrame) -> pd.DataFrame:
    """The rows that are spending: money lent and paid back left out."""
    return ledger[~ledger["kind"].isin(LENT)]


def supports(ledger: pd.DataFrame) -> float:
    """Persons supported, counted once a month and lever though several rows pay for one support; all runs together."""
    rows = ledger.astype({"lever": "object", "month": "object"})
    return float(rows.groupby(["seed", "lever", "month"])["persons"].max().sum())


def spending_by_year(ledger: pd.DataFrame, scenario: str, keys: list[str], runs: int) -> pd.DataFrame:
    """Mean over ``runs`` runs of ``persons`` and ``amount`` (million VND), by year and ``keys``; loans left out."""
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
