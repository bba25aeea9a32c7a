"""The table of an effect's uncertainty by where it comes from."""

import pandas as pd

from experiments.report.story import Story
from experiments.tables import Table
from experiments.uncertainty import PARTS, latest


def uncertainty_table(story: Story, found: pd.DataFrame, scenario: str) -> Table | None:
    """Bands of the main effects over parameters, chance and both; None where they were not drawn apart."""
    words, rows = story.words, latest(found, scenario)
    if rows.empty:
        return None
    lines = []
    for name in story.outcomes:
        if name in rows.index:
            row = rows.loc[name]
            ends = [words.band(name, float(row[f"low_{part}"]), float(row[f"high_{part}"])) for part in PARTS]
            share = f"{words.number(100.0 * float(row['share_parameters']), 0)}%"
            lines.append(
                [f"{words.indicator(name)} ({words.unit(name)})", words.change(name, row["mean"]), *ends, share]
            )
    heads = [words(f"uncertainty.{part}") for part in ("mean", *PARTS, "share")]
    caption = words("uncertainty.caption", scenario=story.title(scenario))
    return Table(caption, [words("effects.indicator"), *heads], lines, note=words("uncertainty.note"))
