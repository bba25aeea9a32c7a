"""The report's pictures: which ones a run folder gives, their captions, their words for those who cannot see them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from math import isfinite

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.figures.effect_paths import effect_paths
from experiments.figures.employment import employment_by_contract
from experiments.figures.paths import Target, indicator_path
from experiments.figures.spending import spending_by_source
from experiments.report.story import PRIMARY, SECONDARY, Story
from experiments.spending import total_spending


@dataclass(frozen=True)
class Picture:
    """A figure with its file name, caption and alternative text."""

    name: str
    caption: str
    alt: str
    figure: Figure

    @cached_property
    def svg(self) -> bytes:
        """The figure as an SVG file."""
        with style.styled():
            return style.as_svg(self.figure)

    @property
    def element(self) -> str:
        """The figure as an SVG element to stand inside a page: named, described, its identifiers its own."""
        text = self.svg.decode("utf-8")
        text = text[text.index("<svg") :]
        text = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{self.name}-", text)
        label = escape(self.alt, quote=True)
        return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def pictures(story: Story) -> dict[str, Picture]:
    """All pictures of a run folder by file name, in the report's order."""
    with style.styled():
        return {picture.name: picture for picture in (*_paths(story), *_of_scenarios(story))}


def _paths(story: Story) -> Iterator[Picture]:
    """The targets' indicators, their second observers, then the outcomes levers are judged by."""
    present = set(story.results.indicators["indicator"].unique())
    names = dict.fromkeys([*story.results.scorecard["indicator"], *PRIMARY, *SECONDARY])
    for name in names:
        if name in present and name != "insurance_satisfaction":
            yield _path(story, name)


def _path(story: Story, name: str) -> Picture:
    words, frame = story.words, story.results.indicators
    figure = indicator_path(frame, name, story.lines, _target(story, name), story.policy_start, words)
    totals = frame[(frame["indicator"] == name) & (frame["by"] == "all")]
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
        if scenario in story.reference_of:
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
