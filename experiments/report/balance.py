"""What employers do not find, by occupation and district, and how much of growth was given and not simulated."""

import numpy as np
import pandas as pd

from experiments.report.story import Story
from experiments.tables import Table

_SHOWN = 12
_QUARTERS = 4
_GROWTH = ("real_grdp_growth", "real_grdp_growth_exogenous")
_DECEMBER = "-12"


def shortages_table(story: Story, scenario: str) -> Table | None:
    """The largest shortages of the last four quarters, their mean (of graduates the sum). None where there is none."""
    words, frame = story.words, story.results.labour_balance
    mine = frame[frame["scenario"] == scenario]
    last = sorted(mine["quarter"].unique())[-_QUARTERS:]
    cells = mine[mine["quarter"].isin(last)].groupby(["occupation", "district"], sort=False)
    table = cells[["shortage", "openings", "seekers"]].mean().assign(graduates=cells["graduates"].sum())
    table = table[table["shortage"] > 0].sort_values("shortage", ascending=False, kind="stable").head(_SHOWN)
    if table.empty:
        return None
    return Table(
        words(
            "balance.caption",
            scenario=story.title(scenario),
            first=words.quarter(last[0]),
            last=words.quarter(last[-1]),
        ),
        [words(f"balance.{name}") for name in ("occupation", "district", *table.columns)],
        [
            [words.group("occupation", occupation), words.group("district", district), *map(words.number, values)]
            for (occupation, district), values in zip(table.index, table.to_numpy().tolist(), strict=True)
        ],
        labels=2,
        note=words("balance.note"),
    )


def growth_table(story: Story, scenario: str) -> Table | None:
    """Growth of real GRDP by year, the part that is the exogenous productivity path, and the rest."""
    words, frame = story.words, story.totals
    mine = frame[(frame["scenario"] == scenario) & frame["indicator"].isin(_GROWTH)]
    mine = mine[mine["month"].astype(str).str.endswith(_DECEMBER)]
    if mine.empty:
        return None
    keys = [mine["indicator"].astype(str), mine["month"].astype(str).str[:4].rename("year")]
    years: pd.DataFrame = mine.groupby(keys)["value"].mean().unstack("year")
    grown, given = (years.loc[name].to_numpy(dtype=np.float64) for name in _GROWTH)
    rest = (1.0 + grown) / (1.0 + given) - 1.0
    titles = [*map(words.indicator, _GROWTH), words("growth.rest")]
    return Table(
        words("growth.caption", scenario=story.title(scenario)),
        [words("growth.quantity"), *years.columns],
        [
            [title, *(words.value(_GROWTH[0], float(value)) for value in values)]
            for title, values in zip(titles, (grown, given, rest), strict=True)
        ],
        note=words("growth.note"),
    )
