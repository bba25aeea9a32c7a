"""The page of a fit: what the targets inform and what they do not, what is missed, and what the survey was."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.figures import style
from experiments.texts import Language
from experiments.texts.phrasebook import Phrasebook

PAGE = "report.html"
#: Misfit at which a parameter's profile leaves the 90 % interval: a quantile of chi-squared with one degree of freedom.
_NINETY = 2.706


def write_page(
    folder: Path, tables: dict[str, pd.DataFrame], targets: pd.DataFrame, facts: dict[str, Any], language: Language
) -> None:
    """Write ``report.html`` into a fit's folder."""
    words = Phrasebook(language)
    environment = Environment(
        loader=PackageLoader("experiments.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    source, _, _ = environment.loader.get_source(environment, "report.css")  # type: ignore[union-attr]
    page = environment.get_template("fit.html.j2").render(
        language=language,
        style=Markup(source),
        words=words,
        facts=facts,
        parameters=_parameters(tables["parameters"], words),
        silent=[row["parameter"] for _, row in tables["parameters"].iterrows() if row["informed"] == "no"],
        predictive=_predictive(tables["predictive"], words),
        missed=[row["target"] for _, row in tables["predictive"].iterrows() if abs(row["miss"]) > 3.0],
        suppressed=targets[targets["note"].astype(str).str.startswith("suppressed")]["name"].tolist(),
        report=tables["survey_report"].to_dict("records"),
        picture=Markup(_profiles(tables["profiles"], tables["parameters"])),
        spread=Markup(_spreads(tables["parameters"], words)),
    )
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")


def _parameters(table: pd.DataFrame, words: Phrasebook) -> list[dict[str, str]]:
    return [
        {
            "name": str(row["parameter"]),
            "prior": f"{_short(row['prior_low'])} – {_short(row['prior_high'])}",
            "posterior": f"{_short(row['mean'])} ({_short(row['low'])} – {_short(row['high'])})",
            "best": _short(row["best"]),
            "spread": words.number(float(row["spread"]), 2),
            "informed": words(f"fit.informed.{row['informed']}"),
            "unit": str(row["unit"]),
        }
        for _, row in table.iterrows()
    ]


def _predictive(table: pd.DataFrame, words: Phrasebook) -> list[dict[str, str]]:
    return [
        {
            "name": str(row["target"]),
            "value": _short(row["value"]),
            "error": _short(row["standard_error"]),
            "model": f"{_short(row['fresh_runs'])} ({_short(row['low'])} – {_short(row['high'])})",
            "miss": words.number(float(row["miss"]), 1, signed=True),
        }
        for _, row in table.iterrows()
    ]


def _short(value: float) -> str:
    return f"{value:.3g}"


def _profiles(table: pd.DataFrame, parameters: pd.DataFrame) -> str:
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
            axis.set_title(names[place], fontsize=8)
            axis.tick_params(labelsize=7)
        return _svg(figure)


def _spreads(table: pd.DataFrame, words: Phrasebook) -> str:
    """Posterior over prior standard deviation, a bar a parameter, as SVG."""
    import matplotlib.pyplot as plt

    ordered = table.sort_values("spread", ascending=False)
    with style.styled():
        figure, axis = plt.subplots(figsize=(9.0, 0.4 + 0.32 * len(table)), layout="constrained")
        axis.barh(ordered["parameter"], ordered["spread"])
        axis.axvline(0.4, linewidth=0.8, linestyle="--", color="grey")
        axis.set_xlim(0.0, max(1.05, float(ordered["spread"].max())))
        axis.set_xlabel(words("fit.spread"))
        axis.tick_params(labelsize=8)
        return _svg(figure)


def _svg(figure: Any) -> str:
    import matplotlib.pyplot as plt

    kept = BytesIO()
    figure.savefig(kept, format="svg", metadata={"Date": None})
    plt.close(figure)
    text = kept.getvalue().decode()
    return text[text.index("<svg") :]
