"""Effects as tables: province totals by window, and who gains and loses by group."""

import pandas as pd

from experiments.effects import LAST
from experiments.report.story import PRIMARY, Story
from experiments.tables import Number, Table
from experiments.texts.phrasebook import Phrasebook

GROUPINGS = ("sex", "age_band", "education", "district")


def effects_table(story: Story, scenario: str) -> Table:
    """A row an outcome, a column a window: mean difference and its 90 % interval."""
    words = story.words
    rows = story.results.effects
    rows = rows[(rows["scenario"] == scenario) & (rows["by"] == "all") & (rows["month"].str.len() != 7)]
    names = list(dict.fromkeys(rows["month"]))
    by_place = rows.set_index(["indicator", "month"])
    shown = [*story.outcomes, *_others(story, rows)]
    return Table(
        words("effects.caption", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])),
        [words("effects.indicator"), *(words("effects.last12") if name == LAST else name for name in names)],
        [
            [_with_unit(words, name), *(_cell(story, name, by_place.loc[(name, window)]) for window in names)]
            for name in shown
        ],
        note=words("effects.note_draws" if story.manifest["draws"] else "effects.note"),
    )


def main_effects_table(story: Story, scenario: str) -> Table:
    """The primary and secondary outcomes over the last twelve months, for the terminal."""
    words = story.words
    rows = story.results.effects
    rows = rows[(rows["scenario"] == scenario) & (rows["by"] == "all") & (rows["month"] == LAST)].set_index("indicator")
    mean, low, high = (rows[column].astype(float) for column in ("mean", "low", "high"))
    return Table(
        words("effects.caption", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])),
        [words("effects.indicator"), words("effects.mean"), words("effects.band"), words("effects.measured_in")],
        [
            [
                words.indicator(name),
                words.change(name, mean[name]),
                words.band(name, low[name], high[name]),
                words.unit(name),
            ]
            for name in story.outcomes
        ],
        note=words("effects.last12"),
    )


def answers_table(story: Story, scenario: str) -> Table | None:
    """The same outcomes where job creation answers hiring not at all, partly or fully; None where it was not asked."""
    words = story.words
    rows = story.results.effects_by_rho
    rows = rows[(rows["scenario"] == scenario) & (rows["month"] == LAST)]
    answers = sorted(rows["rho"].unique())
    if len(answers) < 2:
        return None
    by_place = rows.set_index(["indicator", "rho"])
    return Table(
        words("effects.by_rho", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])),
        [words("effects.indicator"), *(f"rho = {words.number(rho, 1)}" for rho in answers)],
        [
            [_with_unit(words, name), *(_cell(story, name, by_place.loc[(name, rho)]) for rho in answers)]
            for name in story.outcomes
        ],
        note=words("effects.rho_note"),
    )


def group_tables(story: Story, scenario: str) -> list[Table]:
    """For each grouping a table: a row a group, a column a primary outcome, over the last twelve months."""
    rows = story.results.effects
    rows = rows[(rows["scenario"] == scenario) & (rows["month"] == LAST)]
    return [
        _group_table(story, rows[rows["by"] == grouping], grouping)
        for grouping in GROUPINGS
        if (rows["by"] == grouping).any()
    ]


def _group_table(story: Story, rows: pd.DataFrame, grouping: str) -> Table:
    words = story.words
    outcomes = [name for name in (*PRIMARY, "unemployment_rate") if name in set(rows["indicator"])]
    by_place = rows.set_index(["group", "indicator"])
    frame = story.results.indicators
    groups = frame.loc[frame["by"] == grouping, "group"].unique()
    return Table(
        words(f"groups.{grouping}"),
        [words("groups.group"), *(_with_unit(words, name) for name in outcomes)],
        [
            [
                words.group(grouping, group),
                *(
                    _cell(story, name, by_place.loc[(group, name)]) if (group, name) in by_place.index else "–"
                    for name in outcomes
                ),
            ]
            for group in groups
        ],
    )


def _others(story: Story, rows: pd.DataFrame) -> list[str]:
    """What the plan's readers also ask for: people in each state, so that a fall in unemployment is seen whole."""
    present = set(rows["indicator"])
    wanted = ("employed", "unemployed", "in_training", "inactive", "vet_enrolment", "new_certificates", "placements")
    return [name for name in wanted if name in present and name not in story.outcomes]


def _with_unit(words: Phrasebook, name: str) -> str:
    return f"{words.indicator(name)} ({words.unit(name)})"


def _cell(story: Story, name: str, row: pd.Series) -> Number:
    return story.words.effect(name, row["mean"], row["low"], row["high"])
