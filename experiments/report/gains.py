"""Who gains and who loses: groups whose effect can be told apart from zero, and a map of the districts."""

from collections.abc import Iterator
from math import isfinite

import pandas as pd

from experiments.effects import LAST
from experiments.figures.districts import Tile, district_map
from experiments.report.document import Picture
from experiments.report.story import Story
from experiments.tables import Table

GROUPINGS = ("sex", "age_band", "education", "urban", "district", "sector")
OUTCOMES = ("formal_wage_employment", "average_labour_income")
_SHOWN = 10
_DISTRICT = "district"


def gains_table(story: Story, scenario: str, outcome: str) -> Table | None:
    """Groups that gain most, then those that lose, each with its interval; None where the effects know no groups."""
    words, rows = story.words, _groups(story, scenario, outcome)
    if rows.empty:
        return None
    distinct = rows[((rows["low"] > 0.0) | (rows["high"] < 0.0)) & rows["low"].notna()]
    gain = distinct[distinct["mean"] > 0.0].sort_values("mean", ascending=False, kind="stable")
    loss = distinct[distinct["mean"] < 0.0].sort_values("mean", kind="stable")
    shown = pd.concat([gain.head(_SHOWN), loss.head(_SHOWN)])
    return Table(
        words("gains.caption", outcome=words.indicator(outcome), scenario=story.title(scenario)),
        [words("groups.group"), words("gains.kind"), f"{words('effects.mean')} ({words.unit(outcome)})"],
        [
            [
                words.group(row["by"], row["group"]),
                words(f"groups.{row['by']}"),
                words.effect(outcome, row["mean"], row["low"], row["high"]),
            ]
            for row in shown.to_dict("records")
        ],
        labels=2,
        note=words("gains.note", all=len(rows), gain=len(gain), loss=len(loss), rest=len(rows) - len(distinct)),
    )


def district_pictures(story: Story, scenario: str) -> Iterator[Picture]:
    """A map for each outcome that the districts have."""
    for outcome in OUTCOMES:
        rows = _groups(story, scenario, outcome)
        rows = rows[rows["by"] == _DISTRICT].set_index("group")
        placed = [name for name in story.tiles if name in rows.index]
        if placed:
            yield _picture(story, scenario, outcome, rows.loc[placed])


def _picture(story: Story, scenario: str, outcome: str, rows: pd.DataFrame) -> Picture:
    words = story.words
    tiles = {
        str(name): Tile(
            *story.tiles[str(name)],
            name=_short(words.group(_DISTRICT, str(name))),
            value=float(row["mean"]),
            text=words.change(outcome, row["mean"]),
            distinct=bool(isfinite(row["low"]) and (row["low"] > 0.0 or row["high"] < 0.0)),
        )
        for name, row in rows.iterrows()
    }
    about = {"outcome": words.indicator(outcome), "unit": words.unit(outcome), "scenario": story.title(scenario)}
    values = "; ".join(f"{tile.name} {tile.text}" for tile in tiles.values())
    return Picture(
        f"districts_{outcome}_{scenario}",
        words("gains.map", **about),
        words("gains.alt_map", values=values, **about),
        district_map(tiles, words("gains.map_title", **about)),
    )


def _short(name: str) -> str:
    """A district's own name, without what kind of unit it is."""
    for kind in ("thành phố ", "thị xã ", "huyện "):
        name = name.removeprefix(kind)
    for kind in (" city", " town", " district"):
        name = name.removesuffix(kind)
    return name


def _groups(story: Story, scenario: str, outcome: str) -> pd.DataFrame:
    rows = story.results.effects
    own = (rows["scenario"] == scenario) & (rows["month"] == LAST) & (rows["indicator"] == outcome)
    found: pd.DataFrame = rows[own & rows["by"].isin(GROUPINGS)]
    return found
