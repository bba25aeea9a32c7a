"""The hindcast on a terminal and as a file: printed also where the model loses."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from calibration.hindcast.scoring import RULES, forecasts, recent, scores
from experiments.run_folder import assembling, write_manifest
from experiments.tables import Table

if TYPE_CHECKING:
    from experiments.texts.phrasebook import Phrasebook

SCALE, SEEDS = 0.05, 4
_DECIMALS = {"labour_force": 0, "trained_share": 4, "in_migration": 5, "out_migration": 5}


def hindcast(place: Path, command: str, scale: float | None, words: "Phrasebook") -> list[Table]:
    """Run and score the hindcast, keep it in ``place``, and return what is printed."""
    import click

    table = forecasts(scale or SCALE, SEEDS, lambda year: click.echo(words("hindcast.done", year=year), err=True))
    judged, latest = scores(table), recent(scale or SCALE)
    with assembling(place) as folder:
        table.to_csv(folder / "forecasts.csv", index=False, lineterminator="\n")
        latest.to_csv(folder / "recent.csv", index=False, lineterminator="\n")
        judged.to_csv(folder / "scores.csv", index=False, lineterminator="\n")
        write_manifest(folder, {"command": command, "scale": scale or SCALE, "seeds": SEEDS})
    return [_forecasts(table, words), _scores(judged, words), _recent(latest, words)]


def _forecasts(table: pd.DataFrame, words: "Phrasebook") -> Table:
    columns = ["series", "origin", "year", "actual", *RULES]
    rows = [
        [
            words(f"hindcast.{row['series']}"),
            str(row["origin"]),
            str(row["year"]),
            *(words.number(float(row[column]), _DECIMALS[row["series"]]) for column in ("actual", *RULES)),
        ]
        for _, row in table.iterrows()
    ]
    return Table(words("hindcast.caption"), [words(f"hindcast.column.{name}") for name in columns], rows)


def _scores(judged: pd.DataFrame, words: "Phrasebook") -> Table:
    rows = [
        [
            words(f"hindcast.{row['series']}"),
            *(words.number(float(row[rule]), _DECIMALS[row["series"]]) for rule in RULES),
            words(f"hindcast.column.{row['best']}"),
            str(row["forecasts"]),
        ]
        for _, row in judged.iterrows()
    ]
    heads = [words(f"hindcast.column.{name}") for name in ("series", *RULES, "best", "forecasts")]
    return Table(words("hindcast.scores"), heads, rows, note=words("hindcast.note"))


def _recent(latest: pd.DataFrame, words: "Phrasebook") -> Table:
    rows = [
        [
            words(f"hindcast.recent.{row['figure']}"),
            str(row["year"]),
            *(
                words.number(float(row[column]), 0 if row["published"] > 1.0 else 4)
                for column in ("published", "model")
            ),
        ]
        for _, row in latest.iterrows()
    ]
    heads = [words(f"hindcast.column.{name}") for name in ("series", "year", "actual", "model")]
    return Table(words("hindcast.recent"), heads, rows)
