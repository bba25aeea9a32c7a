"""The answer on page one: four sentences made from the numbers, and nothing the numbers do not say."""

from math import isfinite

import pandas as pd

from experiments.effects import LAST
from experiments.report.story import PRIMARY, Story
from experiments.spending import total_spending


def answer(story: Story, scenario: str) -> list[str]:
    """What changes, which targets are met, what it costs, how sure: a sentence each."""
    reference = story.reference_of.get(scenario)
    if reference is None:
        return [_targets(story, scenario), _cost(story, scenario), _sure(story, scenario)]
    return [
        _changes(story, scenario, reference),
        _targets_against(story, scenario, reference),
        _cost_against(story, scenario, reference),
        _sure(story, scenario),
    ]


def headline(story: Story, scenario: str) -> pd.DataFrame:
    """Effects on the primary outcomes over the last twelve months, a row an indicator."""
    rows = story.results.effects
    rows = rows[(rows["scenario"] == scenario) & (rows["by"] == "all") & (rows["month"] == LAST)].set_index("indicator")
    return rows.loc[[name for name in PRIMARY if name in rows.index]]


def is_distinct(row: pd.Series) -> bool:
    """Whether the interval excludes zero."""
    return bool(isfinite(row["low"]) and (row["low"] > 0.0 or row["high"] < 0.0))


def _kind_of_change(row: pd.Series) -> str:
    """The phrase of a change: with its interval, told apart from zero or not; a single run has none."""
    if not isfinite(row["low"]):
        return "answer.change_single"
    return "answer.change" if is_distinct(row) else "answer.change_indistinct"


def _changes(story: Story, scenario: str, reference: str) -> str:
    words = story.words
    clauses = [
        words(
            _kind_of_change(row),
            outcome=_in_sentence(words.indicator(str(name))),
            change=words.change(str(name), row["mean"]),
            unit=words.unit(str(name)),
            band=words.band(str(name), row["low"], row["high"]),
        )
        for name, row in headline(story, scenario).iterrows()
    ]
    months = sorted(story.totals["month"].unique())[-12:]
    return words(
        "answer.changes",
        scenario=story.title(scenario),
        reference=story.title(reference),
        first=words.month(months[0]),
        last=words.month(months[-1]),
        clauses="; ".join(clauses),
    )


def _in_sentence(title: str) -> str:
    return title[0].lower() + title[1:]


def _met(story: Story, scenario: str) -> tuple[int, int, int]:
    """Targets met in more than half of the runs, targets scored, targets met before anything was done."""
    card = story.results.scorecard
    card = card[(card["scenario"] == scenario) & card["met_in_seeds"].notna()]
    counts = [tuple(map(int, text.split("/"))) for text in card["met_in_seeds"] if "/" in str(text)]
    at_start = int((card["binding_at_start"].astype(str) == "False").sum())
    return sum(2 * reached > runs for reached, runs in counts), len(counts), at_start


def _targets(story: Story, scenario: str) -> str:
    met, scored, at_start = _met(story, scenario)
    return story.words("answer.targets", met=met, scored=scored, at_start=at_start)


def _targets_against(story: Story, scenario: str, reference: str) -> str:
    met, scored, at_start = _met(story, scenario)
    without, _, _ = _met(story, reference)
    return story.words("answer.targets_against", met=met, scored=scored, without=without, at_start=at_start)


def _cost(story: Story, scenario: str) -> str:
    amount = total_spending(story.results.ledger, scenario, story.runs)
    return story.words("answer.cost", amount=_billion(story, amount))


def _cost_against(story: Story, scenario: str, reference: str) -> str:
    ledger = story.results.ledger
    total = total_spending(ledger, scenario, story.runs)
    return story.words(
        "answer.cost_against",
        amount=_billion(story, total),
        more=_billion(story, total - total_spending(ledger, reference, story.runs), signed=True),
    )


def _billion(story: Story, million: float, signed: bool = False) -> str:
    return story.words.number(million / 1000.0, 1, signed)


def _sure(story: Story, scenario: str) -> str:
    words = story.words
    rows = headline(story, scenario)
    assumed = int((story.results.parameters["status"] == "assumed").sum())
    known = {
        "runs": story.runs,
        "distinct": sum(is_distinct(row) for _, row in rows.iterrows()),
        "outcomes": len(rows),
        "assumed": assumed,
        "parameters": len(story.results.parameters),
    }
    if rows.empty or story.runs == 1:
        return words("answer.sure_single" if story.runs == 1 else "answer.sure_alone", **known)
    if story.fitted and story.manifest["draws"]:
        return words("answer.sure_fitted", fitted=len(story.fitted), **known)
    return words("answer.sure_draws" if story.manifest["draws"] else "answer.sure_seeds", **known)
