"""The quarterly labour balance: openings, seekers, graduates and shortage by occupation, as the bodies report it."""

import pandas as pd

from experiments.report.story import Story
from experiments.tables import Table

COLUMNS = ("openings", "seekers", "graduates", "shortage")


def quarter_table(story: Story, scenario: str, quarter: str | None = None) -> Table | None:
    """A row an occupation of the whole province in a quarter, the last by default; None where there is none."""
    words, frame = story.words, story.results.labour_balance
    mine = frame[frame["scenario"] == scenario]
    if mine.empty:
        return None
    asked = quarter or str(mine["quarter"].max())
    table = mine[mine["quarter"] == asked].groupby("occupation", sort=False)[list(COLUMNS)].sum()
    rows = [
        [words.group("occupation", str(occupation)), *map(words.number, values)]
        for occupation, values in zip(table.index, table.to_numpy().tolist(), strict=True)
    ]
    rows.append([words("ledger.total"), *map(words.number, table.sum().tolist())])
    return Table(
        words("quarters.caption", scenario=story.title(scenario), quarter=words.quarter(asked)),
        [words("balance.occupation"), *(words(f"quarters.{name}") for name in COLUMNS)],
        rows,
        note=words("quarters.note"),
    )


def balance_by_district(story: Story, scenario: str) -> pd.DataFrame:
    """Every quarter, occupation and district of a scenario, for the workbook."""
    frame = story.results.labour_balance
    mine: pd.DataFrame = frame[frame["scenario"] == scenario]
    return mine
