"""`halong schema`: the JSON Schema of scenario files, for completion and checks in editors."""

import json
from typing import Any

import click

from experiments.texts import Language
from experiments.texts.sentences import said
from experiments.texts.speaking import chosen_language
from simulation.scenario.json_schema import scenario_schema, schema_text

_SAID = ("description", "title")


@click.command("schema", help="Print the JSON Schema of scenario files, for completion and checks in editors.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the descriptions (English if absent).")
def command(language: str | None) -> None:
    """Print the schema; in English the same text that is shipped beside the scenarios."""
    if chosen_language(language or "en") == "en":
        click.echo(schema_text(), nl=False)
    else:
        told = _told(scenario_schema(), "vi")
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True))


def _told(part: Any, language: Language) -> Any:
    """The same tree with its descriptions in a language."""
    if isinstance(part, list):
        return [_told(one, language) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: said(value, language) if key in _SAID and isinstance(value, str) else _told(value, language)
        for key, value in part.items()
    }
