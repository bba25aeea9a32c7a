"""One language's words and numbers: which language is spoken, phrases by key, values in the manner of the country."""

import locale
import os
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any

import yaml

from experiments.texts import Language, indicator

_DECIMALS = {"share": 2, "growth": 2, "persons": 0, "million_vnd": 2, "ratio": 2, "number": 2}


def chosen_language(option: str | None) -> Language:
    """The language of ``--language``; without it Vietnamese under a Vietnamese locale, else English."""
    if option is not None:
        return "vi" if option == "vi" else "en"
    names = [os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "vi" if spoken.lower().startswith("vi") else "en"


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The phrases of all tables beside this file: key, language, text."""
    loaded: dict[str, dict[str, str]] = {}
    for table in sorted(files("experiments.texts").iterdir(), key=lambda entry: entry.name):
        if table.name.endswith(".yaml"):
            loaded |= yaml.load(table.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


class Phrasebook:
    """Words and numbers of one language. ``labels`` names a province's own groups: by, group, language."""

    def __init__(self, language: Language, labels: dict[str, dict[str, dict[str, str]]] | None = None) -> None:
        self.language = language
        self._labels = labels or {}

    def __call__(self, key: str, **values: Any) -> str:
        """The phrase ``key`` with ``values`` in its places."""
        return phrases()[key][self.language].format(**values)

    def indicator(self, name: str) -> str:
        """Title of an indicator."""
        return indicator(name).title(self.language)

    def group(self, by: str, group: str) -> str:
        """Title of a group: the province's own name for it, else the phrase of its code, else the code."""
        names = self._labels.get(by, {}).get(str(group)) or phrases().get(f"{by}.{group}")
        return names[self.language] if names else str(group).replace("_", " ")

    def number(self, value: float, decimals: int = 0, signed: bool = False) -> str:
        """A number with the country's marks; a dash where there is none; a true minus sign."""
        if value is None or not isfinite(value):
            return "–"
        rounded = round(value, decimals) + 0.0
        text = f"{rounded:{'+' if signed and rounded else ''},.{decimals}f}".replace("-", "−")
        return text.translate(str.maketrans(",.", ".,")) if self.language == "vi" else text

    def value(self, name: str, value: float) -> str:
        """A value of an indicator with its unit."""
        unit = indicator(name).unit
        if unit in ("share", "growth"):
            return f"{self.number(100.0 * value, 2)}%" if isfinite(value) else "–"
        return self.number(value, _DECIMALS[unit])

    def change(self, name: str, value: float) -> str:
        """A difference of an indicator: points for shares, its own unit otherwise, always with its sign."""
        unit = indicator(name).unit
        if unit in ("share", "growth"):
            return self.number(100.0 * value, 3, signed=True)
        return self.number(value, 3 if unit == "million_vnd" else _DECIMALS[unit], signed=True)

    def unit(self, name: str) -> str:
        """Unit of an indicator's differences, in words."""
        return self(f"unit.{indicator(name).unit}")

    def band(self, name: str, low: float, high: float) -> str:
        """A difference's interval."""
        if not isfinite(low):
            return "–"
        return self("words.range", low=self.change(name, low), high=self.change(name, high))
