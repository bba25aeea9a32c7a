"""What the levers add once what would have happened anyway and what others lose are taken off, and what that costs."""

from typing import Any

import pandas as pd

from experiments.decomposition import PRICES, WANTED
from experiments.effects import LAST
from experiments.report.story import Story
from experiments.tables import Number, Table

OUTCOMES = ("formal_wage_employment", "certified", "insured", "unemployed", "labour_income")
_ALL = "all"
_PARTS = ("gross", "deadweight", "displaced_residents", "displaced_outside", "net")
#: Up to so many levers stand with all their parts; of more, the parts of all together and what each one's people have.
_FEW = 3
_FATES = ("reached", "anyway", "gained", "lost", "never")


def decomposition_table(story: Story, scenario: str) -> Table | None:
    """A row a lever and outcome over the last twelve months; None where no person was compared."""
    words = story.words
    table = story.results.decomposition
    rows = table[(table["scenario"] == scenario) & (table["month"] == LAST) & table["outcome"].isin(OUTCOMES)]
    own = story.manifest["job_creation_response"]
    rows = rows[rows["rho"].isna() if own is None else rows["rho"] == own]
    if _are_many(rows):
        rows = rows[rows["lever"] == _ALL]
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
    if rows.empty or _are_many(rows):
        return None
    rows = rows[rows["month"] == rows["month"].max()]
    month = words.month(str(rows["month"].iloc[0]))
    return Table(
        words("recipients.caption", scenario=story.title(scenario), month=month),
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


def levers_table(story: Story, scenario: str) -> Table | None:
    """Where levers are many: a row a lever, whom it reached and what they have more than without the levers."""
    words = story.words
    table = story.results.recipients
    rows = table[(table["scenario"] == scenario) & table["outcome"].isin(WANTED) & (table["reached"] > 0)]
    if rows.empty or not _are_many(rows):
        return None
    rows = rows[(rows["month"] == rows["month"].max()) & (rows["lever"] != _ALL)]
    year = str(rows["month"].iloc[0])[:4]
    more = (rows["gained"] - rows["lost"]).groupby([rows["lever"], rows["outcome"]], sort=False).sum().unstack()
    reached = rows.groupby("lever", sort=False)["reached"].max().sort_values(ascending=False, kind="stable")
    return Table(
        words("levers.caption", scenario=story.title(scenario), year=year),
        [words("true.lever"), words("levers.reached"), *(words(f"levers.{outcome}") for outcome in WANTED)],
        [
            [
                lever_name(story, str(lever)),
                words.number(persons),
                *(words.number(float(more.loc[lever, outcome]), 0, signed=True) for outcome in WANTED),
            ]
            for lever, persons in reached.items()
        ],
        note=words("levers.note"),
    )


def _are_many(rows: pd.DataFrame) -> bool:
    return int(rows.loc[rows["lever"] != _ALL, "lever"].nunique()) > _FEW


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
    return story.words("true.all") if lever == _ALL else story.words.lever(lever)


def _cost(story: Story, table: pd.DataFrame, key: Any) -> str:
    if key not in table.index:
        return "–"
    row = table.loc[key]
    if pd.isna(row["cost_per_net"]):
        return story.words("cost.none")
    return _with_band(story, row["cost_per_net"], row["cost_per_net_low"], row["cost_per_net_high"])


def _with_band(story: Story, mean: float, low: float, high: float) -> Number:
    middle = _number(story, mean)
    if pd.isna(low) or pd.isna(mean):
        return middle
    return middle.between(low, high, f"{middle}\n[{_number(story, low)}; {_number(story, high)}]")


def _number(story: Story, value: float) -> Number:
    return story.words.number(float(value), 0)


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
