"""The doses of a draft as a form: the plan's sections, under each its doses, under each their fields with a slider.

What can be moved is read from the dose as it was at first: every number of its entry, in the unit the file writes it
in. What is written into a field since, right or wrong, stays in that field, and its slider keeps its ends.
"""

import re
from collections.abc import Iterator
from math import log10
from typing import Any

from experiments.dashboard.draft import Dose, Draft
from experiments.texts.dose_words import dose_text, field_label, quantity
from experiments.texts.phrasebook import Phrasebook

_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)(.*)$", re.DOTALL)
_MONTH = re.compile(r"^\d{4}-\d{2}$")
#: Sections of the plan in the order in which a lever is sought in them: the special before the general.
_SECTIONS = ("II.4.1", "II.4.2", "II.4.3", "II.4.4", "II.4.5", "II.5", "II.6", "II.7", "II.3", "II.1", "IV")
_ASIDE = ("id",)
_ROOM = 3.0


def form(draft: Draft, words: Phrasebook) -> list[dict[str, Any]]:
    """Sections with their doses, as plain values for the page."""
    found: dict[str, list[dict[str, Any]]] = {}
    for dose in draft.doses.values():
        found.setdefault(_section(dose), []).append(_dose(dose, words))
    order = [*sorted(_SECTIONS[:-1]), _SECTIONS[-1], ""]
    return [
        {"name": name, "title": words(f"section.{name or 'other'}"), "doses": found[name]}
        for name in sorted(found, key=order.index)
    ]


def _section(dose: Dose) -> str:
    """The section of the plan that a lever stands in."""
    clauses = " ".join(dose.kind.clauses)
    return next((name for name in _SECTIONS if re.search(rf"\b{re.escape(name)}\b", clauses)), "")


def _dose(dose: Dose, words: Phrasebook) -> dict[str, Any]:
    kept = {key: value for key, value in dose.first.items() if not _is_movable(value)}
    return {
        "key": dose.key,
        "title": words.lever(dose.key),
        "clauses": ", ".join(dose.kind.clauses),
        "on": dose.on,
        "inherited": dose.inherited,
        "fields": list(_fields(words, dose.lever, dose.first, dose.entry)),
        "fixed": dose_text(words, dose.lever, {key: value for key, value in kept.items() if key not in ("from", "to")}),
    }


def _is_movable(value: Any) -> bool:
    """Whether there is something to move in a value of an entry."""
    if isinstance(value, dict):
        return any(_is_movable(one) for one in value.values())
    if isinstance(value, list):
        return any(isinstance(one, dict) for one in value)
    return not isinstance(value, bool) and bool(_NUMBER.match(str(value))) and ".." not in str(value)


def _fields(
    words: Phrasebook, lever: str, first: dict[str, Any], now: dict[str, Any], above: str = ""
) -> Iterator[dict[str, Any]]:
    for key, one in first.items():
        path = f"{above}{key}"
        if (key in _ASIDE and not above) or key in ("eligible", "employers"):
            continue
        if isinstance(one, dict):
            yield from _fields(words, lever, one, now[key], f"{path}.")
        elif isinstance(one, list):
            for place, entry in enumerate(one):
                if isinstance(entry, dict):
                    yield from _fields(words, lever, entry, now[key][place], f"{path}[{place}].")
        elif _is_movable(one):
            yield _field(words, lever, path, (str(one), str(now[key])), first)


def _field(words: Phrasebook, lever: str, path: str, texts: tuple[str, str], beside: dict[str, Any]) -> dict[str, Any]:
    """A field with its label, its text at first and now, and its slider."""
    (first, now), plain = texts, re.sub(r"\[\d+\]", "", path)
    label = _label(words, lever, plain)
    if "district" in beside:
        label = f"{words.group('district', beside['district'])}: {label}"
    elif "field" in beside and "[" in path:
        label = f"{words.group('field', beside['field'])}: {label}"
    return {"path": path, "label": label, "first": first, "text": now, "shown": quantity(words, now), **_slider(first)}


def _label(words: Phrasebook, lever: str, plain: str) -> str:
    if plain.startswith(("budgets.", "projects.occupations.")):
        return f"{words('dose.budgets')}: {words.group('source', plain.rpartition('.')[2])}"
    return field_label(words, lever, plain)


def _slider(text: str) -> dict[str, Any]:
    """Ends and step of a slider for a quantity; months have none."""
    number = _NUMBER.match(text)
    if number is None or _MONTH.match(text):
        return {"slider": False, "low": 0.0, "high": 0.0, "step": 0.0}
    value = float(number[1])
    if number[2].startswith("%"):
        return {"slider": True, "low": 0.0, "high": 100.0, "step": 0.1 if value < 1.0 else 1.0}
    high = _nice(_ROOM * value) if value else 100.0
    whole = "." not in number[1] and high >= 30.0
    return {"slider": True, "low": 0.0, "high": high, "step": max(_nice(high / 100.0), 1.0 if whole else 0.0)}


def _nice(value: float) -> float:
    """The next number of one, two or five times a power of ten."""
    power = 10.0 ** int(log10(value) // 1)
    return float(f"{next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value - 1e-12):.6g}")
