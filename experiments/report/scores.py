"""The scorecard as a table: every target under reference and scenario, and in how many runs it is met."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import pandas as pd

from experiments.report.story import Story
from experiments.tables import Number, Table
from experiments.texts.phrasebook import Phrasebook

#: Least probability of each word, the largest first.
_LIKELIHOODS = (
    (0.99, "certain"),
    (0.9, "very_likely"),
    (0.66, "likely"),
    (0.33, "even"),
    (0.1, "unlikely"),
    (0.01, "very_unlikely"),
    (0.0, "hardly"),
)


def scorecard_tables(story: Story) -> list[Table]:
    """One table for each reference with the scenarios measured against it beside it, and one for those without."""
    by_reference: dict[str | None, list[str]] = {}
    for scenario in story.asked:
        by_reference.setdefault(story.reference_of.get(scenario), []).append(scenario)
    return [
        scorecard_table(story, [*([reference] if reference else []), *scenarios])
        for reference, scenarios in by_reference.items()
    ]


def scorecard_table(story: Story, scenarios: Sequence[str]) -> Table:
    """A row a target and observer; value and runs that meet it for each of ``scenarios``."""
    words, card = story.words, story.results.scorecard
    columns = [words("score.indicator"), words("score.target"), words("score.at_start")]
    for scenario in scenarios:
        columns += [story.title(scenario), words("score.met" if not story.manifest["draws"] else "score.probability")]
    first = card[card["scenario"] == scenarios[0]]
    by_arm = card.set_index(["scenario", "indicator"], drop=False)
    rows = [
        [
            words.indicator(row["indicator"]),
            aim(words, row["indicator"], row["direction"], row["target"]),
            _at_start(words, row["binding_at_start"]),
            *(cell for scenario in scenarios for cell in _reached(story, by_arm.loc[(scenario, row["indicator"])])),
        ]
        for _, row in first.iterrows()
    ]
    return Table(words("score.caption"), columns, rows, note=_note(story, first))


def aim(words: Phrasebook, indicator: str, direction: str, target: float) -> str:
    """What the plan wants, in words: below 2.5%, about 25%; nothing lies above the whole."""
    value = words.value(indicator, target)
    return value if direction == "above" and target >= 1.0 else f"{words(f'score.{direction}')} {value}"


def _at_start(words: Phrasebook, binding: object) -> str:
    return words(f"score.binding_{binding}") if str(binding) in ("True", "False") else "–"


def _reached(story: Story, row: pd.Series) -> list[str]:
    return [story.words.value(str(row["indicator"]), row["value"]), chance(story, row)]


def chance(story: Story, row: "pd.Series[Any]") -> str:
    """How sure it is that a target is met: a probability in number and words where parameters were drawn."""
    words, probability, met = story.words, row["probability_met"], str(row["met_in_seeds"])
    if isinstance(probability, float) and isfinite(probability):
        text = words(
            "chance.told",
            share=words.percent(probability, 0),
            words=words(f"chance.{likelihood(probability, story.manifest['draws'])}"),
        )
        return Number(text, probability, 0, percent=True)
    if "/" not in met:
        return "–"
    reached, runs = map(int, met.split("/"))
    kind = "all" if reached == runs else "some" if reached else "none"
    return words(f"chance.seeds_{kind}", met=reached, runs=runs)


def likelihood(probability: float, draws: int) -> str:
    """The word for a share of so many draws; of few of them none is called certain (Jeffreys' estimate)."""
    sure = (probability * draws + 0.5) / (draws + 1.0)
    return next(word for least, word in _LIKELIHOODS if sure >= least)


def _note(story: Story, card: pd.DataFrame) -> str:
    words = story.words
    early = sorted(
        {str(row["period"]) for _, row in card.iterrows() if str(row["period"])[-7:-3] < str(row["target_year"])}
    )
    kind = "seeds" if not story.manifest["draws"] else "fitted" if story.fitted else "draws"
    how = words(f"chance.note_{kind}", draws=story.manifest["draws"])
    return " ".join([words("score.note"), how]) + (
        " " + words("score.early", periods=", ".join(map(words.months, early))) if early else ""
    )
