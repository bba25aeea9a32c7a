"""The response to a dose as a table that people read."""

import numpy as np
import pandas as pd

from experiments.attribution.doses import Response
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

#: Outcomes shown, in the order of the columns.
SHOWN = ("certified", "formal_wage_employment", "unemployed")


def dose_table(table: pd.DataFrame, asked: Response, words: Phrasebook) -> Table:
    """A line a dose: whom it reaches, what it costs, net of each outcome with its interval, and what binds."""
    reference = asked.question.reference.name
    caption = words(
        "doses.caption",
        lever=words.group("lever", asked.lever),
        field=asked.field,
        reference=reference.vi if words.language == "vi" else reference.en,
    )
    titles = [words(f"doses.{column}") for column in ("factor", "dose", "reached", "spending")]
    titles += [f"{words('true.net')}: {words(f'true.outcome.{name}')}" for name in SHOWN]
    lines = [_line(rows.set_index("outcome"), words) for _, rows in table.groupby("factor", sort=True)]
    return Table(caption, [*titles, words("doses.binding")], lines, note=words("doses.note"))


def _line(rows: pd.DataFrame, words: Phrasebook) -> list[str]:
    first = rows.iloc[0]
    factor, dose, reached, spending = (float(first[column]) for column in ("factor", "dose", "reached", "spending"))
    cells = [f"{words.number(factor, 2)}×", words.number(dose, 0 if dose >= 100.0 else 2), words.number(reached)]
    cells.append(words.number(spending, 1))
    for name in SHOWN:
        net, low, high = map(float, rows.loc[name, ["net", "low", "high"]].to_numpy(dtype=np.float64))
        between = words("words.range", low=words.number(low, signed=True), high=words.number(high, signed=True))
        cells.append(f"{words.number(net, signed=True)}\n{between}")
    return [*cells, ", ".join(words(f"doses.binds.{limit}") for limit in str(first["binding"]).split("+"))]
