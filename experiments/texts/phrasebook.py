"""One language's words and numbers: which language is spoken, phrases by key, values in the manner of the country."""

import re
from functools import cache
from importlib.resources import files
from math import isfinite, nan
from string import Formatter
from typing import Any, Protocol

from experiments.tables import Number
from experiments.texts import LANGUAGES, Language, indicator
from experiments.texts.speaking import chosen_language

__all__ = ["Phrasebook", "chosen_language", "phrases"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DECIMALS = {"share": 2, "growth": 2, "persons": 0, "million_vnd": 2, "ratio": 2, "number": 2}


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The catalogue, from all tables beside this file: key, language, text. A sentence is its own key."""
    loaded: dict[str, dict[str, str]] = {}
    for name in sorted(entry.name for entry in files("experiments.texts").iterdir()):
        if name.endswith(".yaml"):
            loaded |= table(name)
    return loaded


def table(name: str) -> dict[str, dict[str, str]]:
    """One table: ``key: {vi, en}`` for what is asked for by key, ``English: Vietnamese`` for whole sentences."""
    import yaml  # help in English needs no table

    text = files("experiments.texts").joinpath(name).read_text(encoding="utf-8")
    entries = yaml.load(text, Loader=yaml.CSafeLoader)
    return {key: entry if isinstance(entry, dict) else {"en": key, "vi": entry} for key, entry in entries.items()}


def sentence_keys() -> list[str]:
    """Sentences of the catalogue: entries that stand under their own English."""
    return [key for key, texts in phrases().items() if texts["en"] == key]


@cache
def _families() -> list[tuple[re.Pattern[str], str, dict[str, str]]]:
    """Parameters that stand once for each group, such as ``parameters_of.sector.turnover_*_monthly``."""
    found = (key.removeprefix("parameters_of.").split(".") for key in phrases() if key.startswith("parameters_of."))
    return [
        (re.compile(name.replace("*", "(.+)")), by, phrases()[f"parameters_of.{by}.{name}"])
        for by, name in sorted(found, key=lambda entry: -len(entry[1]))
    ]


@cache
def _moments() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Moments that stand for several groups or months, such as ``moments_of.finding_hazard_*``."""
    found = [(key.removeprefix("moments_of."), texts) for key, texts in phrases().items() if "moments_of." in key]
    return [(re.compile(name.replace("*", "(.+)")), texts) for name, texts in found]


class LocalName(Protocol):
    """A name in both languages, as scenarios have it."""

    vi: str
    en: str


def renamed(name: LocalName, key: str, **values: Any) -> dict[str, str]:
    """A name in both languages inside the phrase ``key``."""
    return {language: Phrasebook(language)(key, name=getattr(name, language), **values) for language in LANGUAGES}


class _Counting(Formatter):
    """Fills in a number with its noun: ``{runs:run|runs}`` is "1 run" and "2 runs"."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, divided, many = format_spec.partition("|")
        if not divided:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == '1' else many}"


_COUNTING = _Counting()


class Phrasebook:
    """Words and numbers of one language. ``labels`` names a province's own groups: by, group, language."""

    def __init__(self, language: Language, labels: dict[str, dict[str, dict[str, str]]] | None = None) -> None:
        self.language = language
        self._labels = labels or {}

    def __call__(self, key: str, **values: Any) -> str:
        """The phrase ``key`` with ``values`` in its places."""
        return _COUNTING.vformat(phrases()[key][self.language], (), values)

    def indicator(self, name: str) -> str:
        """Title of an indicator."""
        return indicator(name).title(self.language)

    def group(self, by: str, group: str) -> str:
        """Title of a group: the province's own name for it, else the phrase of its code, else the code."""
        names = self._labels.get(by, {}).get(str(group)) or phrases().get(f"{by}.{group}")
        return names[self.language] if names else str(group).replace("_", " ")

    def lever(self, key: str) -> str:
        """Name of a lever, with that of its dose where the key has one behind a colon."""
        name, _, dose = key.partition(":")
        return self.group("lever", name) + (f" ({self.group('dose_id', dose)})" if dose else "")

    def parameter(self, name: str) -> str:
        """What a parameter is: a phrase of its own, or that of its family with the group it is told for."""
        own = phrases().get(f"parameter.{name}")
        if own:
            return own[self.language]
        for pattern, by, texts in _families():
            found = pattern.fullmatch(name)
            if found:
                return texts[self.language].format(self.group(by, found[1]))
        return name.replace("_", " ")

    def moment(self, name: str) -> str:
        """What a survey tells of a person or a pair of interviews: a phrase of its own, or that of its family."""
        own = phrases().get(f"moment.{name}")
        if own:
            return own[self.language]
        for pattern, texts in _moments():
            found = pattern.fullmatch(name)
            if found:
                return texts[self.language].format(*(self.group("moment_part", part) for part in found.groups()))
        return self.indicator(name)

    def plain(self, value: float, digits: int = 6) -> Number:
        """A figure of a table to so many digits, without idle zeros."""
        if not isfinite(value):
            return self.number(value)
        rounded = float(f"{value:.{digits}g}")
        decimals = next((places for places in range(9) if round(rounded, places) == rounded), 9)
        return self.number(rounded, decimals)

    def number(self, value: float, decimals: int = 0, signed: bool = False) -> Number:
        """A number with the country's marks; a dash where there is none; a true minus sign."""
        if value is None or not isfinite(value):
            return Number("–", nan)
        rounded = round(value, decimals) + 0.0
        text = f"{rounded:{'+' if signed and rounded else ''},.{decimals}f}".replace("-", "−")
        marked = text.translate(str.maketrans(",.", ".,")) if self.language == "vi" else text
        return Number(marked, value, decimals, signed=signed)

    def percent(self, share: float, decimals: int = 2) -> Number:
        """A share in percent."""
        return Number(f"{self.number(100.0 * share, decimals)}%", share, decimals, percent=True)

    def value(self, name: str, value: float) -> Number:
        """A value of an indicator with its unit."""
        unit = indicator(name).unit
        if unit in ("share", "growth"):
            return self.percent(value) if isfinite(value) else Number("–", nan)
        return self.number(value, _DECIMALS[unit])

    def change(self, name: str, value: float) -> Number:
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

    def effect(self, name: str, mean: float, low: float, high: float) -> Number:
        """A difference with its interval on a line below; without it where there is none or nothing moved."""
        change = self.change(name, mean)
        if not isfinite(low) or low == high == 0.0:
            return change
        lowest, highest = self.change(name, low), self.change(name, high)
        return change.between(lowest.value, highest.value, f"{change}\n{self.band(name, low, high)}")

    def month(self, month: str) -> str:
        """A month of the form YYYY-MM as people write it: tháng 7/2023, July 2023."""
        year, number = month.split("-")
        if self.language == "vi":
            return f"tháng {int(number)}/{year}"
        return f"{_MONTHS[int(number) - 1]} {year}"

    def months(self, period: str) -> str:
        """A month, or the first and last of ``YYYY-MM..YYYY-MM``."""
        first, _, last = period.partition("..")
        return self("words.months", first=self.month(first), last=self.month(last)) if last else self.month(first)

    def quarter(self, quarter: str) -> str:
        """A quarter of the form YYYY-Qn: quý III/2024, third quarter of 2024."""
        year, number = quarter.split("-Q")
        return self(f"words.quarter_{number}", year=year)
