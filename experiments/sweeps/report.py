"""The report of a sweep: a self-contained page with fan charts, tornado charts and heat maps, from the folder alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from experiments.figures import style
from experiments.figures.fans import fan_chart
from experiments.figures.heat_maps import correlation_map, outcome_map
from experiments.figures.tornados import MOST, tornado
from experiments.pages import render
from experiments.report.document import Picture
from experiments.run_folder import read_manifest
from experiments.sweeps.designs import GRID, ONE_AT_A_TIME
from experiments.sweeps.drivers import drivers, points_of_sweep
from experiments.sweeps.loading import load, runs_of
from experiments.sweeps.outcomes import LAST, main_indicators, months_of_window, outcomes
from experiments.tables import Table
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook

PAGE, FIGURES = "report.html", "figures"
_FANS, _TORNADOS, _COLUMNS = 6, 4, 8


@dataclass(frozen=True)
class SweepStory:
    """A finished sweep as its report reads it."""

    folder: Path
    words: Phrasebook

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Facts of the sweep."""
        return read_manifest(self.folder)

    @cached_property
    def indicators(self) -> list[str]:
        """Indicators shown."""
        return [name for name in main_indicators(self.folder, _COLUMNS) if name in self.outcomes.columns]

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Outcomes of the last months."""
        return outcomes(self.folder, main_indicators(self.folder, _COLUMNS), LAST)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Which run belongs to which point, with the factors' values."""
        return runs_of(self.folder)

    @property
    def design(self) -> str:
        """The design's name."""
        return str(self.manifest["design"])

    def title(self, scenario: str) -> str:
        """A scenario's name."""
        return str(self.manifest["scenarios"][scenario]["name"][self.words.language])

    @property
    def scenarios(self) -> list[tuple[str, str]]:
        """Stem and title of every scenario."""
        return [(stem, self.title(stem)) for stem in self.manifest["scenarios"]]

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """What each factor does to each outcome."""
        return drivers(points_of_sweep(self.runs, self.outcomes, self.manifest["factors"]), self.design)


def write_sweep_report(folder: Path, words: Phrasebook) -> Path:
    """Write ``report.html`` and ``figures/`` into a finished sweep; the page's place."""
    story = SweepStory(folder, words)
    with style.styled():
        drawn = [*_fans(story), *_tornados(story), *_maps(story)]
    shown = folder / FIGURES
    shown.mkdir(exist_ok=True)
    for picture in drawn:
        (shown / f"{picture.name}.svg").write_bytes(picture.svg)
        with style.styled():
            (shown / f"{picture.name}.png").write_bytes(style.as_png(picture.figure))
    page = render("sweep.html.j2", words, **_content(story, drawn))
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
    return folder / PAGE


def shown(picture: Picture) -> dict[str, Any]:
    """A picture as templates take it."""
    return {"caption": picture.caption, "svg": Markup(picture.element())}


def _content(story: SweepStory, drawn: Sequence[Picture]) -> dict[str, Any]:
    words, manifest = story.words, story.manifest
    return {
        "title": manifest["name"][words.language],
        "subtitle": words(
            "sweep.subtitle",
            design=words(f"design.{story.design}"),
            points=manifest["points"],
            seeds=len(manifest["seeds"]),
            runs=manifest["runs"],
            scale=words.number(manifest["scale"], 2),
            first=manifest["months"][0],
            last=manifest["months"][-1],
        ),
        "note": words("sweep.window", months=_window(story)),
        "sections": [
            {
                "title": words(f"sweep.section.{kind}"),
                "pictures": [shown(one) for one in drawn if one.name.startswith(kind)],
            }
            for kind in ("fan", "tornado", "map")
        ],
        "tables": [_factors(story), _outcomes(story)],
        "command": manifest["command"],
    }


def _window(story: SweepStory) -> str:
    months = months_of_window(story.folder, LAST)
    return f"{months[0]} – {months[-1]}"


def _fans(story: SweepStory) -> Iterator[Picture]:
    names = story.indicators[:_FANS]
    table = load(story.folder, names, factors=False).astype({"indicator": "object", "month": "object"})
    for name in names:
        rows = table[table["indicator"] == name]
        if rows["month"].nunique() < 2:
            continue
        caption = story.words("sweep.fan", indicator=story.words.indicator(name))
        yield Picture(f"fan_{name}", caption, caption, fan_chart(rows, name, story.scenarios, story.words))


def _tornados(story: SweepStory) -> Iterator[Picture]:
    stem = story.scenarios[0][0]
    for name in story.indicators[:_TORNADOS]:
        rows = story.drivers[(story.drivers["scenario"] == stem) & (story.drivers["indicator"] == name)]
        if len(rows):
            caption = story.words("sweep.tornado", indicator=story.words.indicator(name), scenario=story.title(stem))
            yield Picture(f"tornado_{name}", caption, caption, tornado(rows, name, story.words))


def _maps(story: SweepStory) -> Iterator[Picture]:
    stem = story.scenarios[0][0]
    varied = [key for key in story.drivers["factor"].unique() if key in story.runs.columns]
    if story.design == GRID and len(varied) >= 2:
        yield from _outcome_maps(story, stem, varied[:2])
    elif story.design != ONE_AT_A_TIME and len(varied) >= 2:
        yield from _correlations(story, stem)


def _outcome_maps(story: SweepStory, stem: str, keys: Sequence[str]) -> Iterator[Picture]:
    values = story.runs.drop_duplicates("point").set_index("point")[list(keys)]
    means = story.outcomes.loc[story.outcomes.index.get_level_values("scenario") == stem].groupby("point").mean()
    for name in story.indicators[:_TORNADOS]:
        table = values.assign(outcome=means[name]).pivot_table("outcome", keys[0], keys[1])
        caption = story.words("sweep.map", indicator=story.words.indicator(name), scenario=story.title(stem))
        yield Picture(f"map_{name}", caption, caption, outcome_map(table, name, story.words))


def _correlations(story: SweepStory, stem: str) -> Iterator[Picture]:
    rows = story.drivers[story.drivers["scenario"] == stem]
    table = rows.pivot_table("correlation", "factor", "indicator", sort=False)
    strongest = table.abs().max(axis=1).sort_values(ascending=False).index[: 2 * MOST]
    caption = story.words("sweep.correlations", scenario=story.title(stem))
    yield Picture("map_correlations", caption, caption, correlation_map(table.loc[strongest], story.words))


def _factors(story: SweepStory) -> Table:
    words = story.words
    rows = [
        [
            factor_label(words, factor["key"]),
            " – ".join(factor["range"]) or ", ".join(factor["values"][:12]),
            words(f"shape.{factor['shape']}"),
            factor["unit"] or "–",
            words("words.yes") if factor["assumed"] else "–",
        ]
        for factor in story.manifest["factors"]
    ]
    columns = [words(f"sweep.factor.{name}") for name in ("key", "values", "shape", "unit", "assumed")]
    return Table(words("sweep.factors"), columns, rows, labels=5)


def _outcomes(story: SweepStory) -> Table:
    """Mean and spread over points of each outcome, seeds averaged first."""
    words = story.words
    means = story.outcomes.groupby(["scenario", "point"]).mean()
    rows = []
    for stem, title in story.scenarios:
        table = means.loc[stem]
        for name in story.indicators:
            at = [table[name].mean(), *(table[name].quantile(share) for share in (0.0, 0.05, 0.95, 1.0))]
            rows.append([title, words.indicator(name), *(words.value(name, float(value)) for value in at)])
    columns = [
        words(f"sweep.outcome.{name}") for name in ("scenario", "indicator", "mean", "least", "p05", "p95", "most")
    ]
    return Table(words("sweep.outcomes"), columns, rows, labels=2)
