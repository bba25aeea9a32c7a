"""The table of an effect's uncertainty by where it comes from."""

import pandas as pd

from experiments.report.story import Story
from experiments.tables import Table
from experiments.uncertainty import NUMBERS, PARTS, latest


def uncertainty_table(story: Story, found: pd.DataFrame, scenario: str) -> Table | None:
    """Bands of the main effects over parameters, chance and both; None where they were not drawn apart."""
    words, rows = story.words, latest(found, scenario)
    if rows.empty:
        return None
    lines = []
    for name in story.outcomes:
        if name in rows.index:
            value = {column: float(rows[column].astype(float)[name]) for column in NUMBERS}
            ends = [words.band(name, value[f"low_{part}"], value[f"high_{part}"]) for part in PARTS]
            share = f"{words.number(100.0 * value['share_parameters'], 0)}%"
            title = f"{words.indicator(name)} ({words.unit(name)})"
            lines.append([title, words.change(name, value["mean"]), *ends, share])
    heads = [words(f"uncertainty.{part}") for part in ("mean", *PARTS, "share")]
    caption = words("uncertainty.caption", scenario=story.title(scenario))
    return Table(caption, [words("effects.indicator"), *heads], lines, note=words("uncertainty.note"))
