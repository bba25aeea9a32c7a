"""A trial's table as people read it: estimates beside what truly happened."""

from typing import Any

import pandas as pd

from calibration.trials.analysis import DIRECT, SPILL_OVER
from calibration.trials.file import Trial
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

#: Outcomes told in points of a hundred; income is told in million VND.
_POINTS = ("formal_wage_employment", "certified", "insured", "unemployed")


def trial_table(table: pd.DataFrame, trial: Trial, words: Phrasebook, outcome: str) -> Table:
    """A line an estimand and month followed."""
    title = trial.content.name.vi if words.language == "vi" else trial.content.name.en
    unit = words("trial.points" if outcome in _POINTS else "trial.million_vnd")
    rows = table[table["outcome"] == outcome]
    columns = ("months_on", "estimand", "estimate", "interval", "p", "true", "on_controls", "least_detectable")
    return Table(
        words("trial.caption", trial=title, outcome=words(f"trial.outcome.{outcome}"), unit=unit),
        [words(f"trial.{column}") for column in columns],
        [_line({str(key): value for key, value in row.items()}, words, outcome) for row in rows.to_dict("records")],
        labels=2,
        note=words("trial.note"),
    )


def take_up_table(table: pd.DataFrame, words: Phrasebook) -> Table:
    """Who received something, among the assigned and among the controls."""
    return Table(
        words("trial.take_up"),
        [words(f"trial.{column}") for column in ("months_on", "assigned", "controls")],
        [
            [str(int(month)), f"{words.number(100.0 * assigned, 1)}%", f"{words.number(100.0 * controls, 1)}%"]
            for month, assigned, controls in table.itertuples(index=False)
        ],
    )


def _line(row: dict[str, Any], words: Phrasebook, outcome: str) -> list[str]:
    factor, decimals = (100.0, 2) if outcome in _POINTS else (1.0, 3)

    def told(name: str) -> str:
        return words.number(factor * row[name], decimals, signed=name != "least_detectable")

    estimand = words(f"trial.estimand.{row['estimand']}")
    if row["estimand"] in (DIRECT, SPILL_OVER):
        estimand = f"{estimand}, {words.number(100.0 * row['saturation'])}%"
    interval = words("words.range", low=told("low"), high=told("high"))
    p = words.number(row["p"], 3)
    cells = [str(row["months_on"]), estimand, told("estimate"), interval, p, told("true")]
    return [*cells, told("spill_over_on_controls"), told("least_detectable")]
