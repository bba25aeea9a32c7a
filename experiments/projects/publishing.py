"""The folder of a project: tables as CSV, one self-contained page, and the manifest that seals it."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.pages import render
from experiments.projects.card import Card
from experiments.projects.results import StaffingResults
from experiments.projects.tables import all_tables, answer
from experiments.publishing import machine_facts
from experiments.report.document import Picture
from experiments.report.story import standing
from experiments.run_folder import assembling, write_manifest
from experiments.texts.phrasebook import Phrasebook
from simulation.months import month_text

PAGE = "project.html"


def publish_project(card: Card, results: StaffingResults, place: Path, command: str, words: Phrasebook) -> None:
    """Write the folder ``place``; ``command`` is how to do it again. Raises OSError when the disk refuses."""
    with assembling(place) as folder:
        for name, frame in results.frames().items():
            frame.to_csv(folder / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")
        (folder / PAGE).write_text(page(card, results, command, words), encoding="utf-8", newline="\n")
        write_manifest(folder, {**_facts(card, results, command), "machine": machine_facts()})


def _facts(card: Card, results: StaffingResults, command: str) -> dict[str, Any]:
    from simulation import __version__
    from simulation.compiling import SOURCES

    scenario = card.scenario
    return {
        "version": __version__,
        "command": command,
        "card": {"name": {"vi": scenario.name.vi, "en": scenario.name.en}, "hash": scenario.content_hash},
        "text": scenario.text,
        "seeds": list(range(1, results.seeds + 1)),
        "scale": scenario.scale,
        "months": [month_text(scenario.start), month_text(scenario.end)],
        "code_hash": SOURCES,
    }


def page(card: Card, results: StaffingResults, command: str, words: Phrasebook) -> str:
    """The page as HTML, in need of nothing outside itself."""
    sentences = answer(card, results, words)
    return render(
        "project.html.j2", words, title=sentences[0], answer=sentences[1:],
        subtitle=words("project.subtitle", runs=results.seeds, scale=words.number(card.scenario.scale, 2),
                       market=_market(card, words)),
        picture_of=_picture(results, words), tables=all_tables(card, results, words), command=command,
        standing=standing(words, card.scenario.sets.names if card.scenario.sets else ()),
    )  # fmt: skip


def _market(card: Card, words: Phrasebook) -> str:
    """Name of the market the project arrives in."""
    named = card.scenario.reference or card.scenario
    return named.name.vi if words.language == "vi" else named.name.en


def _picture(results: StaffingResults, words: Phrasebook) -> dict[str, Any]:
    with style.styled():
        picture = Picture("staffing", words("project.figure"), words("project.figure"), _staffing(results, words))
        return {"caption": picture.caption, "svg": Markup(picture.element())}


def _staffing(results: StaffingResults, words: Phrasebook) -> Figure:
    """Posts wanted and posts with staff by month since arrival, with the spread over seeds."""
    figure, (axes,) = style.new_figure()
    for name, colour, dash in (("wanted", style.REFERENCE_COLOUR, "--"), ("staff", style.SCENARIO_COLOURS[0], "-")):
        line = results.path[results.path["quantity"] == name].sort_values("since")
        axes.plot(line["since"], line["mean"], color=colour, linestyle=dash, label=words(f"project.path.{name}"))
        axes.fill_between(line["since"], line["low"], line["high"], color=colour, alpha=0.15, linewidth=0)
    axes.set_xlabel(words("project.path.since"))
    axes.set_ylim(bottom=0.0)
    axes.legend(frameon=False, loc="lower right")
    axes.set_title(words("project.figure"))
    style.plain_axis(axes, words)
    return figure
