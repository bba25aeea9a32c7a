"""Pages of HTML: one look and one set of templates for every page that the project writes."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from experiments.texts.phrasebook import Phrasebook

_LOADER = FileSystemLoader(
    [Path(__file__).parent / room / "templates" for room in ("report", "sweeps")], encoding="utf-8"
)


def render(template: str, words: Phrasebook, **content: Any) -> str:
    """A page that needs nothing outside itself."""
    look = {"style": Markup(stylesheet("report.css")), "words": words, "language": words.language}
    return _environment().get_template(template).render(**look, **content)


def stylesheet(*names: str) -> str:
    """Style sheets, one after the other."""
    return "".join(_LOADER.get_source(_environment(), name)[0] for name in names)


def macros(template: str) -> Any:
    """The parts that a template defines, to be called by name."""
    return _environment().get_template(template).module


@cache
def _environment() -> Environment:
    return Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
