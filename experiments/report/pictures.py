"""The report's pictures: which ones a run folder gives, their captions, their words for those who cannot see them."""

from collections.abc import Iterator
from math import isfinite

import pandas as pd

from experiments.figures import style
from experiments.figures.changes import effect_paths
from experiments.figures.employment import employment_by_contract
from experiments.figures.flows import flow_names, monthly_flows
from experiments.figures.paths import Target, indicator_path
from experiments.figures.spending import spending_by_source
from experiments.report.document import Picture
from experiments.report.gains import district_pictures
from experiments.report.story import PRIMARY, SECONDARY, Story
from experiments.spending import total_spending


def pictures(story: Story) -> dict[str, Picture]:
    """All pictures of a run folder by file name, in the report's order."""
    with style.styled():
        return {picture.name: picture for picture in (*_paths(story), *_of_scenarios(story))}


def _paths(story: Story) -> Iterator[Picture]:
    """The targets' indicators, their second observers, then the outcomes levers are judged by."""
    names = dict.fromkeys([*story.results.scorecard["indicator"], *PRIMARY, *SECONDARY])
    for name in names:
        if name in story.present and name != "insurance_satisfaction":
            yield _path(story, name)


def _path(story: Story, name: str) -> Picture:
    words, frame = story.words, story.totals
    figure = indicator_path(frame, name, story.lines, _target(story, name), story.policy_start, words)
    totals = frame[frame["indicator"] == name]
    means = totals[totals["month"] == totals["month"].max()].groupby("scenario")["value"].mean()
    values = ", ".join(
        words("figure.alt_value", scenario=line.title, value=words.value(name, means[line.scenario]))
        for line in story.lines
        if isfinite(means[line.scenario])
    )
    caption = words.indicator(name)
    return Picture(f"path_{name}", caption, words("figure.alt_path", indicator=caption, values=values), figure)


def _target(story: Story, name: str) -> Target | None:
    card = story.results.scorecard
    rows: pd.DataFrame = card[card["indicator"] == name]
    return None if rows.empty else Target(float(rows["target"].iloc[0]), int(rows["target_year"].iloc[0]))


def _of_scenarios(story: Story) -> Iterator[Picture]:
    words, results = story.words, story.results
    contracts = (results.indicators["by"] == "contract").any()
    for scenario in story.asked:
        title = story.title(scenario)
        if contracts:
            yield Picture(
                f"employment_{scenario}",
                words("figure.employment_of", scenario=title),
                words("figure.alt_employment", scenario=title),
                employment_by_contract(results.indicators, scenario, words),
            )
        if story.present.issuperset(flow_names()):
            yield _flows(story, scenario)
        if scenario in story.reference_of:
            yield from district_pictures(story, scenario)
            yield Picture(
                f"effects_{scenario}",
                words("figure.effects_of", scenario=title),
                words("figure.alt_effects", scenario=title),
                effect_paths(results.effects, scenario, story.outcomes, story.policy_start, words),
            )
        if total_spending(results.ledger, scenario, story.runs):
            yield Picture(
                f"spending_{scenario}",
                words("figure.spending_of", scenario=title),
                words("figure.alt_spending", scenario=title),
                spending_by_source(results.ledger, scenario, story.runs, words),
            )


def _flows(story: Story, scenario: str) -> Picture:
    words, frame = story.words, story.totals
    rows = frame[(frame["scenario"] == scenario) & frame["indicator"].isin(flow_names())]
    rows = rows[rows["month"] >= sorted(rows["month"].unique())[-12:][0]].astype({"indicator": "object"})
    means = rows.groupby("indicator")["value"].mean()
    values = "; ".join(f"{words.indicator(str(name))}: {words.number(value)}" for name, value in means.items())
    title = story.title(scenario)
    return Picture(
        f"flows_{scenario}",
        words("flows.caption", scenario=title),
        words("flows.alt", scenario=title, values=values),
        monthly_flows(frame, scenario, words),
    )
