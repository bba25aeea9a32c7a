"""The scorecard as a table: every target under reference and scenario, and in how many runs it is met."""

from collections.abc import Sequence

import pandas as pd

from experiments.report.story import Story
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook


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
            f"{words('score.' + row['direction'])} {words.value(row['indicator'], row['target'])}",
            _at_start(words, row["binding_at_start"]),
            *(cell for scenario in scenarios for cell in _reached(story, by_arm.loc[(scenario, row["indicator"])])),
        ]
        for _, row in first.iterrows()
    ]
    return Table(words("score.caption"), columns, rows, note=_note(story, first))


def _at_start(words: Phrasebook, binding: object) -> str:
    return words(f"score.binding_{binding}") if str(binding) in ("True", "False") else "–"


def _reached(story: Story, row: pd.Series) -> list[str]:
    words = story.words
    value = words.value(str(row["indicator"]), row["value"])
    if isinstance(row["probability_met"], float) and row["probability_met"] == row["probability_met"]:
        return [value, f"{words.number(100.0 * row['probability_met'])}%"]
    met = str(row["met_in_seeds"])
    return [value, words("score.of", met=met.split("/")[0], runs=met.split("/")[1]) if "/" in met else "–"]


def _note(story: Story, card: pd.DataFrame) -> str:
    words = story.words
    early = sorted(
        {str(row["period"]) for _, row in card.iterrows() if str(row["period"])[-7:-3] < str(row["target_year"])}
    )
    return words("score.note") + (" " + words("score.early", periods=", ".join(early)) if early else "")
