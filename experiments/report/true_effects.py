"""What the levers add once what would have happened anyway and what others lose are taken off, and what that costs."""

from typing import Any

import pandas as pd

from experiments.decomposition import PRICES, WANTED
from experiments.effects import LAST
from experiments.report.story import Story
from experiments.tables import Table

OUTCOMES = ("formal_wage_employment", "certified", "insured", "unemployed", "labour_income")
_PARTS = ("gross", "deadweight", "displaced_residents", "displaced_outside", "net")
_FATES = ("reached", "anyway", "gained", "lost", "never")


def decomposition_table(story: Story, scenario: str) -> Table | None:
    """A row a lever and outcome over the last twelve months; None where no person was compared."""
    words = story.words
    table = story.results.decomposition
    rows = table[(table["scenario"] == scenario) & (table["month"] == LAST) & table["outcome"].isin(OUTCOMES)]
    own = story.manifest["job_creation_response"]
    rows = rows[rows["rho"].isna() if own is None else rows["rho"] == own]
    if rows.empty:
        return None
    return Table(
        words("true.caption", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])),
        [words("true.lever"), words("effects.indicator"), *(words(f"true.{part}") for part in _PARTS)],
        [
            [
                lever_name(story, row["lever"]),
                words(f"true.outcome.{row['outcome']}"),
                *(_number(story, row[part]) for part in _PARTS[:-1]),
                _with_band(story, row["net"], row["low"], row["high"]),
            ]
            for row in _records(rows)
        ],
        labels=2,
        note=words("true.note"),
    )


def recipients_table(story: Story, scenario: str) -> Table | None:
    """Whom each lever reached by the end of the last year, and what they have in either arm."""
    words = story.words
    table = story.results.recipients
    rows = table[(table["scenario"] == scenario) & table["outcome"].isin(OUTCOMES) & (table["reached"] > 0)]
    if rows.empty:
        return None
    rows = rows[rows["month"] == rows["month"].max()]
    return Table(
        words("recipients.caption", scenario=story.title(scenario), month=str(rows["month"].iloc[0])),
        [words("true.lever"), words("effects.indicator"), *(words(f"recipients.{fate}") for fate in _FATES)],
        [
            [
                lever_name(story, row["lever"]),
                words(f"true.outcome.{row['outcome']}"),
                *(_number(story, row[fate]) for fate in _FATES),
            ]
            for row in _records(rows)
        ],
        labels=2,
        note=words("recipients.note"),
    )


def cost_table(story: Story, scenario: str) -> Table | None:
    """What one net person costs at the three prices; None where nothing was spent beyond the reference."""
    words = story.words
    table = story.results.cost_effectiveness
    rows = table[(table["scenario"] == scenario) & table["outcome"].isin(WANTED) & (table["spending"] > 0.0)]
    if rows.empty:
        return None
    by_price = rows.set_index(["lever", "outcome", "price"])
    series = list(dict.fromkeys(zip(rows["lever"], rows["outcome"], strict=True)))
    return Table(
        words("cost.caption", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])),
        [words("true.lever"), words("effects.indicator"), *(words(f"cost.{price}") for price in PRICES)],
        [
            [
                lever_name(story, lever),
                words(f"true.outcome.{outcome}"),
                *(_cost(story, by_price, (lever, outcome, price)) for price in PRICES),
            ]
            for lever, outcome in series
        ],
        labels=2,
        note=words("cost.note"),
    )


def lever_name(story: Story, lever: str) -> str:
    """The lever's name in the reader's language where there is one; all levers together by that name."""
    name, _, one = lever.partition(":")
    title = story.words("true.all") if lever == "all" else story.words.group("lever", name)
    return f"{title} ({one})" if one else title


def _cost(story: Story, table: pd.DataFrame, key: Any) -> str:
    if key not in table.index:
        return "–"
    row = table.loc[key]
    if pd.isna(row["cost_per_net"]):
        return story.words("cost.none")
    return _with_band(story, row["cost_per_net"], row["cost_per_net_low"], row["cost_per_net_high"])


def _with_band(story: Story, mean: float, low: float, high: float) -> str:
    middle = _number(story, mean)
    return middle if pd.isna(low) or pd.isna(mean) else f"{middle}\n[{_number(story, low)}; {_number(story, high)}]"


def _number(story: Story, value: float) -> str:
    return "–" if pd.isna(value) else story.words.number(float(value), 0)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
