"""Contributions of levers and agencies as tables people read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from experiments.attribution.contributions import REMAINDERS
from experiments.attribution.plan import AGENCY, ALONE, LEFT_OUT, SHAPLEY, TOGETHER
from experiments.effects import LAST
from experiments.report.story import PRIMARY, SECONDARY
from experiments.tables import Number, Table
from experiments.texts.phrasebook import Phrasebook

if TYPE_CHECKING:
    from simulation.province import Province
    from simulation.scenario.schema import Name


def contribution_tables(
    table: pd.DataFrame, province: "Province", words: Phrasebook, scenario: "Name"
) -> Iterator[Table]:
    """For each outcome a table of levers (alone, left out, Shapley's value), then one of agencies; last twelve months.

    Levers and agencies stand in the order of what leaving them out takes away.
    """
    rows = table[table["month"] == LAST].set_index(["kind", "name", "indicator"])
    kinds = [kind for kind in (ALONE, LEFT_OUT, SHAPLEY) if kind in rows.index.get_level_values("kind")]
    agencies = {
        agency.id: agency.name_vi if words.language == "vi" else agency.name_en for agency in province.agencies.values()
    }
    for outcome in (*PRIMARY, *SECONDARY):
        if (TOGETHER, outcome) not in {(kind, name) for kind, _, name in rows.index}:
            continue
        of_levers = _names(rows, LEFT_OUT, outcome)
        title = scenario.vi if words.language == "vi" else scenario.en
        caption = words(
            "attribute.caption", indicator=words.indicator(outcome), unit=words.unit(outcome), scenario=title
        )
        lines = [
            [words.group("lever", lever), *(_cell(words, rows, (kind, lever, outcome)) for kind in kinds)]
            for lever in of_levers
        ]
        for name, kind in (("attribute.remainder", REMAINDERS),):
            cells = [_cell(words, rows, (kind[one], "all", outcome)) if one in kind else "–" for one in kinds]
            lines.append([words(name), *cells])
        whole = next(name for kind, name, _ in rows.index if kind == TOGETHER)
        lines.append([words("attribute.together"), *([_cell(words, rows, (TOGETHER, whole, outcome))] * len(kinds))])
        columns = [words("true.lever"), *(words(f"attribute.{kind}") for kind in kinds)]
        yield Table(caption, columns, lines, note=words("attribute.note"))
        yield Table(
            words("attribute.agencies", indicator=words.indicator(outcome), unit=words.unit(outcome)),
            [words("attribute.agency"), words(f"attribute.{LEFT_OUT}")],
            [
                [agencies.get(name, name), _cell(words, rows, (AGENCY, name, outcome))]
                for name in _names(rows, AGENCY, outcome)
            ],
        )


def _names(rows: pd.DataFrame, kind: str, outcome: str) -> list[str]:
    """Names of a kind by the size of their effect, the largest first."""
    effects = rows.loc[(kind, slice(None), outcome), "effect"]
    return [str(name) for name in effects.abs().sort_values(ascending=False).index.get_level_values("name")]


def _cell(words: Phrasebook, rows: pd.DataFrame, key: tuple[str, str, str]) -> Number:
    row = rows.loc[pd.MultiIndex.from_tuples([key])]
    return words.effect(key[2], *(float(row[column].iloc[0]) for column in ("effect", "low", "high")))
