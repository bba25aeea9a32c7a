"""The report of a run folder: one self-contained page, and each picture as SVG and PNG. It reads the folder alone."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.figures import style
from experiments.report.answer import answer
from experiments.report.background import assumptions_table, ledger_table, reconciliation_table, status_counts
from experiments.report.balance import growth_table, shortages_table
from experiments.report.changes import answers_table, effects_table, group_tables
from experiments.report.pictures import Picture, pictures
from experiments.report.scores import scorecard_tables
from experiments.report.spreading import ripples_table
from experiments.report.story import Story, read_story
from experiments.report.true_effects import cost_table, decomposition_table, recipients_table
from experiments.tables import Table
from experiments.texts import Language

PAGE = "report.html"
PICTURES = "figures"


def write_report(folder: Path, language: Language, formats: frozenset[str] = frozenset({"html", "png"})) -> None:
    """Write ``report.html`` and ``figures/`` (PNG if asked for) into a run folder, from its tables and manifest."""
    story = read_story(folder, language)
    drawn = pictures(story)
    shown = folder / PICTURES
    shown.mkdir(exist_ok=True)
    for name, picture in drawn.items():
        (shown / f"{name}.svg").write_bytes(picture.svg)
        if "png" in formats:
            with style.styled():
                (shown / f"{name}.png").write_bytes(style.as_png(picture.figure))
    if "html" in formats:
        (folder / PAGE).write_text(page(story, drawn), encoding="utf-8", newline="\n")


def page(story: Story, drawn: dict[str, Picture]) -> str:
    """The report as HTML, in need of nothing outside itself."""
    environment = Environment(
        loader=PackageLoader("experiments.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    source, _, _ = environment.loader.get_source(environment, "report.css")  # type: ignore[union-attr]
    template = environment.get_template("report.html.j2")
    return template.render(language=story.words.language, style=Markup(source), **_content(story, drawn))


def _content(story: Story, drawn: dict[str, Picture]) -> dict[str, Any]:
    words = story.words
    return {
        "words": words,
        "titles": [story.title(scenario) for scenario in story.asked],
        "subtitle": _subtitle(story),
        "scenarios": [{"title": story.title(name), "answer": answer(story, name)} for name in story.asked],
        "scorecards": scorecard_tables(story),
        "paths": [_shown(picture) for name, picture in drawn.items() if name.startswith(("path_", "employment_"))],
        "effects": [_effects(story, name, drawn) for name in story.reference_of],
        "balances": [
            content
            for name in story.asked
            for content in (shortages_table(story, name), growth_table(story, name))
            if content
        ],
        "money": [_money(story, name, drawn) for name in story.scenarios],
        "reconciliation": reconciliation_table(story),
        "counts": _counts(story),
        "assumptions": assumptions_table(story),
        "reproduce": _reproduce(story),
    }


def _subtitle(story: Story) -> str:
    months = story.manifest["months"]
    return story.words(
        "page.subtitle",
        province=story.manifest["province"]["name"][story.words.language],
        first=months[0],
        last=months[-1],
        runs=story.runs,
        scale=story.words.number(story.manifest["scale"], 2),
    )


def _effects(story: Story, scenario: str, drawn: dict[str, Picture]) -> dict[str, Any]:
    return {
        "title": story.title(scenario),
        "picture": _shown(drawn[f"effects_{scenario}"]),
        "table": effects_table(story, scenario),
        "answers": answers_table(story, scenario),
        "truly": [
            made(story, scenario)
            for made in (decomposition_table, recipients_table, ripples_table, cost_table)
            if made(story, scenario) is not None
        ],
        "groups": group_tables(story, scenario),
    }


def _money(story: Story, scenario: str, drawn: dict[str, Picture]) -> dict[str, Any]:
    picture = drawn.get(f"spending_{scenario}")
    return {
        "title": story.title(scenario),
        "picture": _shown(picture) if picture else None,
        "table": ledger_table(story, scenario),
    }


def _shown(picture: Picture) -> dict[str, Any]:
    return {"caption": picture.caption, "svg": Markup(picture.element)}


def _counts(story: Story) -> str:
    counts = status_counts(story)
    text = ", ".join(f"{count} {status}" for status, count in counts)
    return story.words("assumptions.counts", all=sum(count for _, count in counts), counts=text)


def _reproduce(story: Story) -> Table:
    words, manifest = story.words, story.manifest
    seeds = manifest["seeds"]
    rows = [
        [words("reproduce.command"), manifest["command"]],
        [words("reproduce.version"), manifest["version"]],
        [words("reproduce.seeds"), f"{seeds[0]}–{seeds[-1]}" if len(seeds) > 1 else str(seeds[0])],
        [words("reproduce.draws"), str(manifest["draws"])],
        [words("reproduce.province"), manifest["province"]["hash"]],
        [words("reproduce.code"), manifest["code_hash"]],
        *([words("reproduce.scenario", scenario=stem), facts["hash"]] for stem, facts in manifest["scenarios"].items()),
    ]
    columns = [words("reproduce.item"), words("reproduce.fact")]
    return Table(words("page.reproduce"), columns, rows, labels=2, note=words("reproduce.note"))
