"""Faults of scenario files in the reader's language.

The reader of scenarios speaks English, for it knows no texts; what it says follows few patterns, and the table of
faults has each of them in Vietnamese as well. A sentence that follows none stays as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from string import Formatter

from experiments.texts import Language
from experiments.texts.phrasebook import phrases
from simulation.scenario import Fault, ScenarioError

_PREFIX = "fault."


def told(fault: Fault, language: Language) -> str:
    """A fault on its lines, as `halong check` prints it."""
    if language == "en":
        return str(fault)
    plain = replace(fault, message=in_vietnamese(fault.message), hint=in_vietnamese(fault.hint), warning=False)
    if not fault.warning:
        return str(plain)
    return str(replace(plain, message=phrases()["fault.warning"]["vi"].format(message=plain.message)))


def told_all(faults: Iterable[Fault] | ScenarioError, language: Language) -> str:
    """Every fault, a paragraph each."""
    found = faults.faults if isinstance(faults, ScenarioError) else faults
    return "\n".join(told(fault, language) for fault in found)


def in_vietnamese(sentence: str) -> str:
    """The sentence in Vietnamese where a pattern knows it; what it quotes is told in Vietnamese where it is a unit."""
    for pattern, names, vietnamese in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            quoted = dict(zip(names, (in_vietnamese(part) for part in found.groups()), strict=True))
            return vietnamese.format(**quoted)
    return sentence


@cache
def _patterns() -> list[tuple[re.Pattern[str], list[str], str]]:
    """Patterns of the table, those without anything quoted first, then in its order."""
    found = [_pattern(texts["en"], texts["vi"]) for key, texts in phrases().items() if key.startswith(_PREFIX)]
    return sorted(found, key=lambda entry: bool(entry[1]))


def _pattern(english: str, vietnamese: str) -> tuple[re.Pattern[str], list[str], str]:
    parts = list(Formatter().parse(english))
    text = "".join(re.escape(literal) + ("(.+?)" if name else "") for literal, name, _, _ in parts)
    return re.compile(text, re.DOTALL), [name for _, name, _, _ in parts if name], vietnamese
