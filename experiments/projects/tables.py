"""What a planner reads of a project: sentences first, then the tables they are made from."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

import pandas as pd

from experiments.projects.card import Card
from experiments.projects.results import NET, StaffingResults
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook
from simulation.months import month_text
from simulation.observation.project_staff import PLACES

#: Changes below which a sector or district is left to the file, persons: both hires from it and work there.
LEAST_SHOWN = 15.0
#: Decimals of quantities that are no persons.
_DECIMALS = {"commute_minutes": 2, "room_rent": 3, "sector_pay": 3, "all_pay": 3}


class _Cells:
    """Numbers of a row: mean and interval, in the reader's marks."""

    def __init__(self, words: Phrasebook) -> None:
        self.words = words

    def both(self, row: Any, decimals: int = 0, signed: bool = False, factor: float = 1.0, mark: str = "") -> str:
        """Mean, then the interval in brackets where there is one."""
        mean, low, high = (factor * float(row[name]) for name in ("mean", "low", "high"))
        low = low if signed else max(low, 0.0)  # nothing that is counted lies below zero
        text = self.words.number(mean, decimals, signed) + (mark if isfinite(mean) else "")
        if not isfinite(low):
            return text
        ends = (self.words.number(end, decimals, signed) for end in (low, high))
        return f"{text} {self.words('words.range', **dict(zip(('low', 'high'), ends, strict=True)))}"


def answer(card: Card, results: StaffingResults, words: Phrasebook) -> list[str]:
    """The sentences of the first page."""
    return list(_sentences(card, results, words, _Cells(words)))


def _sentences(card: Card, results: StaffingResults, words: Phrasebook, cells: _Cells) -> Iterator[str]:
    project = card.project
    by, name = ("park", project.park) if project.park else ("district", project.district)
    yield words(
        "project.what", name=card.scenario.name.vi if words.language == "vi" else card.scenario.name.en,
        jobs=words.number(project.jobs), sector=words.group("sector", project.sector),
        place=words.group(by, str(name)), month=words.month(month_text(project.arrives)),
    )  # fmt: skip
    times = ", ".join(_time(row, words, cells) for row in results.filled.to_dict("records"))
    yield words("project.filled", times=times)
    shares = results.origins[results.origins["lens"] == "came_from_share"].sort_values("mean", ascending=False)
    if len(shares):
        parts = "; ".join(
            f"{words('project.place.' + row['place'])} {words.number(100.0 * row['mean'])}%"
            for row in shares.to_dict("records")
        )
        yield words("project.origin", look=results.look, parts=parts)
    yield from _of_everybody(results, words, cells)


def _time(row: Any, words: Phrasebook, cells: _Cells) -> str:
    share = words.number(100.0 * row["share"])
    if not row["reached_in"]:
        return words("project.not_reached", share=share)
    some = "" if row["reached_in"] == row["seeds"] else words("project.in_some", met=row["reached_in"], of=row["seeds"])
    return words("project.reached", share=share, months=cells.both(row, 1)) + some


def _of_everybody(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Iterator[str]:
    """Sentences on net jobs, housing and pay."""
    change = results.net[(results.net["what"] == "change") & (results.net["since"] == results.look)]
    if len(change):
        by = change.set_index("quantity")
        yield words(
            "project.net", look=results.look, jobs=cells.both(by.loc["formal_jobs"], signed=True),
            unemployed=cells.both(by.loc["unemployed"], signed=True),
            outside=cells.both(by.loc["people_from_outside"], signed=True),
        )  # fmt: skip
    if len(results.housing):
        by = results.housing.set_index("quantity")
        yield words(
            "project.housing", need=cells.both(by.loc["need"]), missing=cells.both(by.loc["missing"]),
            own=words.number(dict(by["mean"])["own_places"]),
        )  # fmt: skip
    if len(results.pay):
        by = results.pay.set_index("quantity")
        yield words(
            "project.pay", pay=cells.both(by.loc["project"], 2),
            ratio=cells.both(by.loc["over_sector"], 1, factor=100.0),
        )  # fmt: skip


def all_tables(card: Card, results: StaffingResults, words: Phrasebook) -> list[Table]:
    """Every table of the page, in its order."""
    cells = _Cells(words)
    made = (_filled_table, _path_table, _origins_table, _sectors_table, _districts_table, _housing_table, _net_table)
    return [table for make in made for table in [make(results, words, cells)] if table.rows]


def _filled_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    rows = [
        [
            f"{words.number(100.0 * row['share'])}%",
            cells.both(row, 1),
            words("score.of", met=row["reached_in"], runs=row["seeds"]),
        ]
        for row in results.filled.to_dict("records")
    ]
    columns = [words(f"project.filled.{name}") for name in ("share", "months", "runs")]
    return Table(words("project.filled.caption"), columns, rows, note=words("project.filled.note"))


def _path_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    """Posts and staff every third month."""
    path = results.path
    rows = []
    for since in sorted(path["since"].unique()):
        if since % 3 == 0 and (since <= 24 or since % 6 == 0):
            month = path[path["since"] == since].set_index("quantity")
            named = [cells.both(month.loc[name]) for name in ("wanted", "staff", "posts", "from_outside")]
            rows.append([words.month(str(month["month"].iloc[0])), str(since), *named, cells.both(month.loc["pay"], 2)])
    columns = [
        words(f"project.path.{name}") for name in ("month", "since", "wanted", "staff", "posts", "outside", "pay")
    ]
    return Table(words("project.path.caption"), columns, rows)


def _origins_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    origins = results.origins.set_index(["lens", "place"]) if len(results.origins) else results.origins
    rows = []
    for place in PLACES:
        cell = [
            _of(origins, (lens, place), cells, factor, mark)
            for lens, factor, mark in (
                ("came_from", 1.0, ""), ("came_from_share", 100.0, "%"), ("would_be", 1.0, ""),
                ("would_be_share", 100.0, "%"),
            )
        ]  # fmt: skip
        if any(text != "–" for text in cell):
            rows.append([words(f"project.place.{place}"), *cell])
    names = ("from", "came", "share", "would", "share")
    columns = [words(f"project.origins.{name}") for name in names]
    note = words("project.origins.note", look=results.look)
    return Table(words("project.origins.caption", look=results.look), columns, rows, note=note)


def _of(frame: pd.DataFrame, key: Any, cells: _Cells, factor: float = 1.0, mark: str = "", signed: bool = False) -> str:
    return cells.both(frame.loc[key], 0, signed, factor, mark) if key in frame.index else "–"


def _sectors_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    return _losers_table(results, words, cells, "sector")


def _districts_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    return _losers_table(results, words, cells, "district")


def _losers_table(results: StaffingResults, words: Phrasebook, cells: _Cells, by: str) -> Table:
    """Who came from payrolls and household work there, and what is lost there in the end."""
    mine = results.losers[results.losers["by"] == by]
    keyed = mine.set_index(["group", "work", "what"])
    kinds = [(work, what) for work in ("other_firms", "household_work") for what in ("came_from", "against_without")]
    size = mine.assign(size=mine["mean"].abs()).groupby("group")["size"].max()
    groups = size[size >= LEAST_SHOWN].sort_values(ascending=False, kind="stable").index
    rows = [
        [words.group(by, group), *(_of(keyed, (group, *kind), cells, signed=kind[1] != "came_from") for kind in kinds)]
        for group in groups
    ]
    columns = [words(f"project.losers.{by}"), *(words(f"project.losers.{work}.{what}") for work, what in kinds)]
    note = words("project.losers.note", least=words.number(LEAST_SHOWN))
    return Table(words(f"project.losers.caption_{by}", look=results.look), columns, rows, note=note)


def _housing_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    rows = [
        [words(f"project.housing.{row['quantity']}"), cells.both(row)] for row in results.housing.to_dict("records")
    ]
    columns = [words("project.housing.what"), words("project.housing.persons")]
    caption = words("project.housing.caption", look=results.look)
    return Table(caption, columns, rows, note=words("project.housing.note"))


def _net_table(results: StaffingResults, words: Phrasebook, cells: _Cells) -> Table:
    net: Any = results.net.set_index(["since", "quantity", "what"])
    sinces = sorted(results.net["since"].unique())[-3:]
    rows = []
    for name in NET:
        decimals = _DECIMALS.get(name, 0)
        changes = [cells.both(net.loc[(since, name, "change")], decimals, signed=True) for since in sinces]
        without = words.number(float(net.loc[(results.look, name, "without"), "mean"]), decimals) if sinces else ""
        rows.append([words(f"project.net.{name}"), without, *changes])
    columns = [
        words("project.net.what"), words("project.net.without", look=results.look),
        *(words("project.net.since", since=since) for since in sinces),
    ]  # fmt: skip
    return Table(words("project.net.caption"), columns, rows if sinces else [], note=words("project.net.note"))
