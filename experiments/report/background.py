"""What the answer rests on: money by lever, agency and year, the first month against published figures, assumptions."""

from typing import Any

import pandas as pd

from experiments.report.story import Story
from experiments.spending import charges_by_year, spending_by_year
from experiments.tables import Number, Table
from experiments.texts.phrasebook import Phrasebook

# Rows of the assumptions table; the folder's parameters.csv has them all.
_SHOWN = 25


def money_table(story: Story, scenario: str, key: str) -> Table | None:
    """A row a lever or agency (``key``), a column a year: million VND, mean over runs. None if nothing is paid."""
    words = story.words
    table = spending_by_year(story.results.ledger, scenario, [key], story.runs)
    if table.empty:
        return None
    wide = table["amount"].unstack("year").fillna(0.0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    wide["all"] = wide.sum(axis=1)
    rows = [
        [_named(words, key, str(part)), *(words.number(amount, 0) for amount in amounts)]
        for part, amounts in zip(wide.index, wide.to_numpy().tolist(), strict=True)
        if any(amounts)
    ]
    total = [words("ledger.total"), *(words.number(amount, 0) for amount in wide.sum())]
    charges = charges_by_year(story.results.ledger, scenario, story.runs).reindex(wide.columns[:-1], fill_value=0.0)
    paid = (
        [[words("ledger.charges"), *(words.number(one, 0) for one in (*charges, charges.sum()))]]
        if any(charges)
        else []
    )
    columns = [words(f"ledger.{key}"), *map(str, wide.columns[:-1]), words("ledger.total")]
    caption = words("money.agencies" if key == "agency" else "money.levers", scenario=story.title(scenario))
    return Table(caption, columns, [*rows, total, *paid], note=words("money.note"))


def reconciliation_table(story: Story) -> Table:
    """The first month beside the published figures, and which figure yields where they contradict each other."""
    words, frame = story.words, story.results.reconciliation
    columns = ["published", "low", "high", "value", "residual"]
    return Table(
        words("reconciliation.caption"),
        [
            words("reconciliation.margin"),
            words("reconciliation.unit"),
            words("reconciliation.yields"),
            *(words(f"reconciliation.{name}") for name in columns),
        ],
        [
            [
                _margin(words, _plain(row["margin"])),
                words.group("unit_of", _plain(row["unit"])),
                _yields(words, _plain(row["yields"])),
                *(_significant(story, row[name]) for name in columns[:-1]),
                _remaining(story, row["residual"], row["value"]),
            ]
            for _, row in frame.iterrows()
        ],
        labels=3,
    )


def _margin(words: Phrasebook, name: str) -> str:
    """Name of a published figure: a share by sector, a phrase of its own, or the indicator of that name."""
    for family in ("employment_share", "employee_share"):
        if name.startswith(f"{family}_"):
            return words(f"margin.{family}", sector=words.group("sector", name.removeprefix(f"{family}_")))
    own = words.group("margin", name)
    return words.indicator(name) if own == name.replace("_", " ") else own


def _yields(words: Phrasebook, text: str) -> str:
    """What a figure yields to, in short; the folder's table says it at length."""
    short = text.removeprefix("yields to ").partition(";")[0].partition(":")[0]
    return words.group("yields_to", short)


def _parameter(words: Phrasebook, name: str) -> str:
    """What a parameter is, and under which name a scenario sets it."""
    return f"{words.parameter(name)}\n({name})"


def _process(words: Phrasebook, text: str) -> str:
    """The parts of the model that read a number."""
    parts = [part.strip() for part in text.split(";")]
    return "; ".join(
        words.group("lever", part.removeprefix("lever:")) if part.startswith("lever:") else words.group("process", part)
        for part in parts
    )


def status_counts(story: Story) -> list[tuple[str, int]]:
    """How many parameters are measured, from the literature, recalled, assumed."""
    counts = story.results.parameters["status"].value_counts()
    return [(story.words.group("status_of", str(status)), int(count)) for status, count in counts.items()]


def assumptions_table(story: Story) -> Table:
    """Assumed values with the most room, those that the scenarios' own levers read before the others."""
    words = story.words
    frame = story.results.parameters
    assumed = frame[(frame["status"] == "assumed") & (frame["low"] < frame["high"])]
    read = {name for scenario in story.manifest["scenarios"].values() for name in scenario["lever_parameters"]}
    room = (assumed["high"] - assumed["low"]) / assumed["value"].abs().clip(lower=1e-12)
    order = assumed.assign(own=~assumed["name"].isin(read), room=-room).sort_values(["own", "room", "name"])
    columns = ["value", "low", "high"]
    return Table(
        words("assumptions.caption"),
        [
            words("assumptions.name"),
            words("assumptions.process"),
            words("assumptions.unit"),
            *(words(f"assumptions.{name}") for name in columns),
        ],
        [
            [
                _parameter(words, _plain(row["name"])),
                _process(words, _plain(row["process"])),
                words.group("unit_of", _plain(row["unit"])),
                *(_significant(story, row[name]) for name in columns),
            ]
            for _, row in order.head(_SHOWN).iterrows()
        ],
        labels=3,
        note=words("assumptions.note", shown=min(_SHOWN, len(order)), all=int((frame["status"] == "assumed").sum())),
    )


def _named(words: Phrasebook, key: str, part: str) -> str:
    return words.lever(part) if key == "lever" else words.group(key, part)


def _plain(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _remaining(story: Story, residual: float, value: float) -> Number:
    """What is left of a figure, as fine as the figure itself is told."""
    return story.words.number(float(residual), _significant(story, value).decimals, signed=True)


def _significant(story: Story, value: float) -> Number:
    """A figure to four significant digits, without idle zeros."""
    return story.words.plain(float(value), 4)
