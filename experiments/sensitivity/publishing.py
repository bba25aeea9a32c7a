"""What a sensitivity analysis leaves in the folder of its sweep: two tables, pictures and a page."""

from collections.abc import Hashable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures import style
from experiments.figures.indices import index_bars
from experiments.figures.turning import turning_points
from experiments.pages import render
from experiments.report.document import Picture
from experiments.sensitivity.answers import Analysis
from experiments.sensitivity.flips import NO_LEAD, TURNS
from experiments.sensitivity.indices import RANKED_BY
from experiments.sweeps.report import shown
from experiments.tables import Table
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook

FOLDER, PAGE = "sensitivity", "sensitivity.html"
_SHOWN = 12
#: Measures in the units of the outcome.
_IN_UNITS = ("mu", "mu_star", "sigma", "at_low", "at_high")


def publish_sensitivity(
    folder: Path, analysis: Analysis, found: pd.DataFrame, turned: pd.DataFrame, command: str, words: Phrasebook
) -> Path:
    """Write ``sensitivity/`` into the sweep's folder; the page's place."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    for name, table in (("indices", found), ("flips", turned)):
        table.to_csv(place / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")
    with style.styled():
        pictures = [*_bars(analysis, found, words), *_turning(turned, words)]
    for picture in pictures:
        (place / f"{picture.name}.svg").write_bytes(picture.svg)
    content = {
        "title": words("sensitivity.title", sweep=analysis.manifest["name"][words.language]),
        "subtitle": words(f"sensitivity.by.{_manner(analysis)}"),
        "note": words("sensitivity.note"),
        "sections": [{"title": words("sensitivity.pictures"), "pictures": [shown(picture) for picture in pictures]}],
        "tables": tables(analysis, found, turned, words),
        "command": command,
    }
    (place / PAGE).write_text(render("sweep.html.j2", words, **content), encoding="utf-8", newline="\n")
    return place / PAGE


def tables(analysis: Analysis, found: pd.DataFrame, turned: pd.DataFrame, words: Phrasebook) -> list[Table]:
    """The strongest factors of each answer, and the assumptions that turn the ranking."""
    made = [_index_table(group, answer, analysis, words) for answer, group in _answers(found)]
    return [*made, _flip_table(analysis, turned, words)] if len(turned) else made


def _answers(found: pd.DataFrame) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    for key, group in found.groupby(["scenario", "indicator"], sort=False):
        assert isinstance(key, tuple)
        yield (str(key[0]), str(key[1])), group


def strongest(group: pd.DataFrame, analysis: Analysis) -> list[str]:
    """Factors of an answer, the strongest first."""
    measure = RANKED_BY.get(analysis.design, "rank_correlation")
    of_measure = group[group["measure"].isin([measure, "at_low"] if measure == "at_high" else [measure])]
    size = of_measure.assign(size=of_measure["value"].abs()).groupby("factor", sort=False)["size"].max()
    return list(size.sort_values(ascending=False, kind="stable").index)


def _index_table(group: pd.DataFrame, answer: tuple[str, str], analysis: Analysis, words: Phrasebook) -> Table:
    scenario, name = answer
    measures = list(dict.fromkeys(group["measure"]))
    cells = group.set_index(["factor", "measure"])
    rows = [
        [factor_label(words, factor), *(_cell(cells.loc[(factor, one)], one, name, words) for one in measures)]
        for factor in strongest(group, analysis)[:_SHOWN]
    ]
    caption = words("sensitivity.of", indicator=words.indicator(name), scenario=_title(analysis, scenario, words))
    return Table(caption, [words("sensitivity.factor"), *(words(f"measure.{one}") for one in measures)], rows)


def _cell(row: Any, measure: str, name: str, words: Phrasebook) -> str:
    def tell(value: float) -> str:
        return words.change(name, value) if measure in _IN_UNITS else words.number(value, 3)

    interval = words("words.range", low=tell(row["low"]), high=tell(row["high"])) if isfinite(row["low"]) else ""
    return f"{tell(row['value'])} {interval}".strip()


def _flip_table(analysis: Analysis, turned: pd.DataFrame, words: Phrasebook) -> Table:
    """Those that turn first, the nearest of them on top."""
    order = turned.assign(last=turned["verdict"] != TURNS).sort_values(["last", "distance"], kind="stable")
    rows = [_flip_row(row, words) for row in order.head(3 * _SHOWN).to_dict("records")]
    names = ("factor", "indicator", "assumed", "lead", "own", "range", "verdict")
    caption = words("sensitivity.flips", scenarios=_title(analysis, turned["scenarios"].iloc[0], words))
    return Table(caption, [words(f"flip.{name}") for name in names], rows, labels=2, note=words("flip.note"))


def _flip_row(row: dict[Hashable, Any], words: Phrasebook) -> list[str]:
    name = str(row["indicator"])
    return [
        factor_label(words, str(row["factor"])),
        words.indicator(name),
        words("words.yes") if row["assumed"] else "–",
        words.change(name, row["lead"]),
        words.plain(row["own"]),
        f"{words.plain(row['range_low'])} – {words.plain(row['range_high'])}",
        _verdict(row, words),
    ]


def _verdict(row: dict[Hashable, Any], words: Phrasebook) -> str:
    if row["verdict"] == TURNS:
        low, high, turns = (words.plain(row[name], 4) for name in ("flip_low", "flip_high", "flip"))
        interval = f" {words('words.range', low=low, high=high)}" if isfinite(row["flip_low"]) else ""
        return words("flip.turns", value=f"{turns}{interval}")
    return words("flip.no_lead" if row["verdict"] == NO_LEAD else "flip.holds")


def _bars(analysis: Analysis, found: pd.DataFrame, words: Phrasebook) -> Iterator[Picture]:
    for number, ((scenario, name), group) in enumerate(_answers(found)):
        order = strongest(group, analysis)[:_SHOWN]
        caption = words("sensitivity.of", indicator=words.indicator(name), scenario=_title(analysis, scenario, words))
        yield Picture(f"indices_{number + 1}_{name}", caption, caption, index_bars(group, order, caption, words))


def _turning(turned: pd.DataFrame, words: Phrasebook) -> Iterator[Picture]:
    for name in dict.fromkeys(turned["indicator"]):
        rows = turned[(turned["indicator"] == name) & (turned["verdict"] == TURNS)].head(_SHOWN)
        if len(rows):
            caption = words("sensitivity.turning", indicator=words.indicator(name))
            yield Picture(f"turning_{name}", caption, caption, turning_points(rows, caption, words))


def _title(analysis: Analysis, scenario: str, words: Phrasebook) -> str:
    """Name of a scenario, or of two with a minus between them."""
    known = analysis.manifest["scenarios"]
    return " − ".join(known[stem]["name"][words.language] for stem in scenario.split(" − "))


def _manner(analysis: Analysis) -> str:
    return analysis.design if analysis.design in RANKED_BY else "other"
