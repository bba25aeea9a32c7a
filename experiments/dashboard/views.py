"""What the page shows of a finished run: the report's own sentences, tables and pictures, laid out for a screen."""

from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup, escape

from experiments import pages
from experiments.report.answer import answer
from experiments.report.background import money_table
from experiments.report.changes import main_effects_table
from experiments.report.document import Picture
from experiments.report.gains import gains_table
from experiments.report.pictures import pictures
from experiments.report.scores import scorecard_tables
from experiments.report.story import Story
from experiments.tables import Table

#: The tabs of the page, in order.
TABS = ("answer", "paths", "map", "flows", "money", "life")


def stylesheet() -> str:
    """The look of the report and of the page."""
    return pages.stylesheet("report.css", "dashboard.css")


def tabs(story: Story) -> dict[str, str]:
    """HTML of each tab that needs no further choice."""
    scenario = story.asked[0]
    drawn = pictures(story)
    made: dict[str, Callable[[], Iterator[str]]] = {
        "answer": lambda: _answer(story, scenario),
        "paths": lambda: _grid(drawn, "path_"),
        "map": lambda: _map(story, scenario, drawn),
        "flows": lambda: _grid(drawn, "flows_", "employment_"),
        "money": lambda: _money(story, scenario, drawn),
    }
    return {name: "\n".join(parts()) for name, parts in made.items()}


def table_html(table: Table) -> str:
    """A table as the report lays it out."""
    return str(_macros().table(table))


def _answer(story: Story, scenario: str) -> Iterator[str]:
    words = story.words
    yield f'<h2>{escape(words("page.answer"))}</h2><ol class="answer">'
    yield from (f"<li>{escape(sentence)}</li>" for sentence in answer(story, scenario))
    yield f'</ol><p class="doses">{escape(words("page.doses"))}</p>'
    for table in scorecard_tables(story):
        yield table_html(table)
    if scenario in story.reference_of:
        yield table_html(main_effects_table(story, scenario))


def _map(story: Story, scenario: str, drawn: dict[str, Picture]) -> Iterator[str]:
    words = story.words
    yield from (_figure(picture) for name, picture in drawn.items() if name.startswith("districts_"))
    yield f'<p class="note">{escape(words("gains.map_note"))}</p>'
    if scenario in story.reference_of:
        table = gains_table(story, scenario, "formal_wage_employment")
        yield table_html(table) if table else ""


def _money(story: Story, scenario: str, drawn: dict[str, Picture]) -> Iterator[str]:
    yield from _grid(drawn, f"spending_{scenario}")
    for key in ("agency", "lever"):
        table = money_table(story, scenario, key)
        yield table_html(table) if table else _nothing_paid(story, scenario)


def _nothing_paid(story: Story, scenario: str) -> str:
    return f"<p>{escape(story.words('page.nothing_paid', scenario=story.title(scenario)))}</p>"


def _grid(drawn: dict[str, Picture], *prefixes: str) -> Iterator[str]:
    found = [picture for name, picture in drawn.items() if name.startswith(prefixes)]
    yield '<div class="pictures">'
    yield from map(_figure, found)
    yield "</div>"


def _figure(picture: Picture) -> str:
    return str(_macros().picture({"caption": picture.caption, "svg": Markup(picture.element("page-"))}))


def _macros() -> Any:
    return pages.macros("parts.html.j2")
