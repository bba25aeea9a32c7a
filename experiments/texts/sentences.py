"""What the program says in English sentences of its own, in the reader's language.

The model, the reader of scenarios and calibration know no texts: they speak English, as do the commands' own help and
refusals. Every such sentence stands in the catalogue under its English, with braces for what is filled in, and is told
in Vietnamese where it leaves the program. What is filled in may be a sentence of the catalogue itself.
"""

import re
from functools import cache
from string import Formatter

from experiments.texts import Language
from experiments.texts.phrasebook import phrases, sentence_keys

_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")


def said(sentence: str, language: Language) -> str:
    """The sentence in the language, line by line where the whole is unknown; what nobody translated stays English."""
    if language == "en":
        return sentence
    whole = _vietnamese(sentence)
    return whole if whole != sentence else "\n".join(map(_line, sentence.split("\n")))


def _line(line: str) -> str:
    inner = line.strip()
    return line.replace(inner, _vietnamese(inner)) if inner else line


def _vietnamese(sentence: str) -> str:
    """The sentence by the pattern that says most of it."""
    known = phrases().get(sentence)
    if known is not None and known["en"] == sentence:
        return known["vi"]
    if _THOUSANDS.fullmatch(sentence):
        return sentence.replace(",", ".")
    for pattern, vietnamese in _patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return vietnamese.format(*map(_vietnamese, found.groups()))
    return sentence


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with something filled in, those that say most by themselves first."""
    found = [(key, phrases()[key]["vi"]) for key in sentence_keys() if "{" in key and "!r}" not in key]
    found.sort(key=lambda entry: -len(_literal(entry[0])))
    return [_pattern(english, vietnamese) for english, vietnamese in found]


def _fields(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def _literal(text: str) -> str:
    return "".join(literal for literal, _, _, _ in Formatter().parse(text))


def _pattern(english: str, vietnamese: str) -> tuple[re.Pattern[str], str]:
    parts = list(Formatter().parse(english))
    text = "".join(re.escape(literal) + ("(.+?)" if name is not None else "") for literal, name, _, _ in parts)
    order = _fields(english)
    for place, name in enumerate(order):
        vietnamese = vietnamese.replace(f"{{{name}}}", f"{{{place}}}") if name else vietnamese
    return re.compile(text, re.DOTALL), vietnamese
