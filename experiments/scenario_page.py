"""A scenario as `halong show` prints it: what differs from the reference, doses, and the assumed values it rests on."""

from collections.abc import Iterable, Sequence
from typing import Any

from experiments.texts.dose_words import value_text
from experiments.texts.phrasebook import Phrasebook

_NOTHING = "–"


def page_of(facts: dict[str, Any], words: Phrasebook) -> str:
    """The page, from the facts that ``--json`` prints."""
    reference = facts["reference"]
    head = [("file", facts["file"]), ("reference", reference["file"] if reference else _NOTHING)]
    shown = "differences" if reference else "values"
    return "\n".join([
        f"{facts['scenario']}: {facts['name'][words.language]}",
        *aligned([(words(f"show.{name}"), value) for name, value in (*head, ("hash", facts["hash"]))]),
        *_section(words, shown, ("key", "value", "reference", "source"), (_value(one, words) for one in facts[shown])),
        *_section(words, "parameters", ("name", "what", "value", "in_table", "status"),
                  (_replaced(one, words) for one in facts["parameters"])),
        *_section(words, "doses", ("lever", "months", "clauses", "verb"),
                  (_dose(one, words) for one in facts["doses"])),
        *([f"  {facts['note'][words.language]}"] if facts["doses"] else []),
        *_section(words, "assumed", ("name", "what", "value", "unit", "levers"),
                  (_assumed(one, words) for one in facts["assumed"])),
    ])  # fmt: skip


def aligned(rows: Iterable[Sequence[str]], indent: int = 2) -> list[str]:
    """Columns as wide as their widest cell."""
    table = list(rows)
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))] if table else []
    return [" " * indent + "  ".join(map(str.ljust, row, widths)).rstrip() for row in table]


def verbs(words: Phrasebook, names: Iterable[str]) -> str:
    """What the plan says is to be done: implement, continue, coordinate, propose."""
    return ", ".join(words(f"verb.{name}") for name in names)


def figure(words: Phrasebook, row: dict[str, Any]) -> str:
    """A value of the table with its range."""
    return words("show.figure", **{part: words.plain(row[part]) for part in ("value", "low", "high")})


def _section(words: Phrasebook, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Heading and aligned table; nothing when there are no rows."""
    found = list(rows)
    heads = [words(f"show.column.{column}") for column in columns]
    return ["", words(f"show.{name}"), *aligned([heads, *found])] if found else []


def _value(one: dict[str, Any], words: Phrasebook) -> tuple[str, str, str, str]:
    key, unit = one["key"], one["unit"]
    bare = isinstance(one["value"], int | float) and not isinstance(one["value"], bool)
    value = _told(words, key, one["value"]) + (f" {words.group('unit_of', unit)}" if bare and unit else "")
    source = words("show.default") if one["source"] == "default" else one["source"]
    return key, value, _told(words, key, one["reference"]), source


def _told(words: Phrasebook, key: str, value: Any) -> str:
    return _NOTHING if value is None else value_text(words, key.rpartition(".")[2], value)


def _replaced(one: dict[str, Any], words: Phrasebook) -> tuple[str, ...]:
    table = one["table"]
    status = words.group("status_of", table["status"])
    told = status if one["inside_range"] else words("show.outside", status=status)
    name, known = table["name"], f"{figure(words, table)} {words.group('unit_of', table['unit'])}"
    return name, words.parameter(name), words.plain(one["value"]), known, told


def _dose(dose: dict[str, Any], words: Phrasebook) -> tuple[str, str, str, str]:
    lever = f"{dose['lever']}:{dose['id']}" if dose["id"] else dose["lever"]
    months = words.months(f"{dose['from']}..{dose['to']}")
    return words.lever(lever), months, ", ".join(dose["clauses"]), verbs(words, dose["verb"])


def _assumed(row: dict[str, Any], words: Phrasebook) -> tuple[str, ...]:
    unit = words.group("unit_of", row["unit"])
    levers = ", ".join(map(words.lever, row["levers"]))
    return row["name"], words.parameter(row["name"]), figure(words, row), unit, levers
