"""The page of a fit: what the targets inform and what they do not, what is missed, and what the survey was."""

from collections.abc import Hashable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from experiments.figures import style
from experiments.pages import render
from experiments.texts import Language
from experiments.texts.phrasebook import Phrasebook
from experiments.texts.sentences import said

PAGE = "report.html"
#: Misfit at which a parameter's profile leaves the 90 % interval: a quantile of chi-squared with one degree of freedom.
_NINETY = 2.706
_DIGITS = 3
#: Most steps between the ticks of a small picture, so that long numbers stand apart.
_FEW_TICKS = 4


def write_page(
    folder: Path, tables: dict[str, pd.DataFrame], targets: pd.DataFrame, facts: dict[str, Any], language: Language
) -> None:
    """Write ``report.html`` into a fit's folder."""
    words = Phrasebook(language)
    page = render(
        "fit.html.j2",
        words,
        facts=facts,
        parameters=_parameters(tables["parameters"], words),
        silent=[words.parameter(name) for name in _silent(tables["parameters"])],
        predictive=_predictive(tables["predictive"], words),
        missed=[words.moment(row["target"]) for _, row in tables["predictive"].iterrows() if abs(row["miss"]) > 3.0],
        suppressed=[words.moment(name) for name in _suppressed(targets)],
        report=_records(tables["survey_report"], words),
        picture=Markup(_profiles(tables["profiles"], tables["parameters"], words)),
        spread=Markup(_spreads(tables["parameters"], words)),
    )
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")


def _parameters(table: pd.DataFrame, words: Phrasebook) -> list[dict[str, str]]:
    return [
        {
            "name": words.parameter(str(row["parameter"])),
            "key": str(row["parameter"]),
            **ranges(row, words),
            "best": words.plain(row["best"], _DIGITS),
            "spread": words.number(float(row["spread"]), 2),
            "informed": words(f"fit.informed.{row['informed']}"),
            "unit": words.group("unit_of", str(row["unit"])),
        }
        for _, row in table.iterrows()
    ]


def _predictive(table: pd.DataFrame, words: Phrasebook) -> list[dict[str, str]]:
    return [
        {
            "name": words.moment(str(row["target"])),
            "value": words.plain(row["value"], _DIGITS),
            "error": words.plain(row["standard_error"], _DIGITS),
            "model": _between(words, row["fresh_runs"], row["low"], row["high"]),
            "miss": words.number(float(row["miss"]), 1, signed=True),
        }
        for _, row in table.iterrows()
    ]


def ranges(row: Any, words: Phrasebook) -> dict[str, str]:
    """A parameter's range before, and its mean and interval after."""
    low, high = (words.plain(row[f"prior_{end}"], _DIGITS) for end in ("low", "high"))
    return {"prior": f"{low} – {high}", "posterior": _between(words, row["mean"], row["low"], row["high"])}


def _between(words: Phrasebook, middle: float, low: float, high: float) -> str:
    return "{} ({} – {})".format(*(words.plain(value, _DIGITS) for value in (middle, low, high)))


def _silent(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table[table["informed"] == "no"]["parameter"]]


def _suppressed(targets: pd.DataFrame) -> list[str]:
    return [str(name) for name in targets[targets["note"].astype(str).str.startswith("suppressed")]["name"]]


def _records(table: pd.DataFrame, words: Phrasebook) -> list[dict[Hashable, Any]]:
    return [
        {**row, "records": words.number(row["records"]), "note": said(str(row["note"]), words.language)}
        for row in table.to_dict("records")
    ]


def _profiles(table: pd.DataFrame, parameters: pd.DataFrame, words: Phrasebook) -> str:
    """Profile of every parameter, small multiples, as SVG."""
    import matplotlib.pyplot as plt

    names = list(parameters["parameter"])
    columns = 3
    rows = int(np.ceil(len(names) / columns))
    with style.styled():
        figure, axes = plt.subplots(rows, columns, figsize=(10.0, 2.3 * rows), squeeze=False, layout="constrained")
        for place, axis in enumerate(axes.flat):
            if place >= len(names):
                axis.set_visible(False)
                continue
            part = table[table["parameter"] == names[place]]
            axis.plot(part["value"], part["misfit"])
            axis.axhline(_NINETY, linewidth=0.8, linestyle="--", color="grey")
            axis.set_ylim(0.0, 4.0 * _NINETY)
            axis.set_title(words.parameter(names[place]), fontsize=8, wrap=True)
            axis.tick_params(labelsize=7)
            axis.locator_params(axis="x", nbins=_FEW_TICKS)
            style.number_across(axis, words)
            style.plain_axis(axis, words)
        return _svg(figure)


def _spreads(table: pd.DataFrame, words: Phrasebook) -> str:
    """Posterior over prior standard deviation, a bar a parameter, as SVG."""
    import matplotlib.pyplot as plt

    ordered = table.sort_values("spread", ascending=False)
    with style.styled():
        figure, axis = plt.subplots(figsize=(9.0, 0.4 + 0.32 * len(table)), layout="constrained")
        axis.barh([words.parameter(name) for name in ordered["parameter"]], ordered["spread"])
        axis.axvline(0.4, linewidth=0.8, linestyle="--", color="grey")
        axis.set_xlim(0.0, max(1.05, float(ordered["spread"].max())))
        axis.set_xlabel(words("fit.spread"))
        axis.tick_params(labelsize=8)
        style.number_across(axis, words)
        return _svg(figure)


def _svg(figure: Any) -> str:
    import matplotlib.pyplot as plt

    kept = BytesIO()
    figure.savefig(kept, format="svg", metadata={"Date": None})
    plt.close(figure)
    text = kept.getvalue().decode()
    return text[text.index("<svg") :]
