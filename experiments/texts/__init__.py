"""What people read, in Vietnamese and English, from two tables: ``indicators.csv`` and ``phrases.yaml``."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, Language] = ("vi", "en")


@dataclass(frozen=True)
class Indicator:
    """How an indicator is printed and read at a target's year.

    ``unit`` is share, growth, persons, ratio or million_vnd. ``period`` is what the target's definition needs: its
    year's mean, its December, or the geometric mean of the plan's years. ``observer`` tells two definitions of one
    ``headline`` apart. ``scored`` is false for a figure that is carried but not simulated from people.
    """

    name: str
    unit: str
    period: str
    observer: str
    headline: str
    scored: bool
    vi: str
    en: str

    def title(self, language: Language) -> str:
        """Name in the language asked for."""
        return self.vi if language == "vi" else self.en


@cache
def indicators() -> dict[str, Indicator]:
    """The table of indicators, in its printing order."""
    with files(__package__).joinpath("indicators.csv").open(encoding="utf-8") as table:
        return {
            row["indicator"]: Indicator(
                name=row["indicator"],
                unit=row["unit"],
                period=row["period"],
                observer=row["observer"],
                headline=row["headline"],
                scored=row["scored"] == "yes",
                vi=row["vi"],
                en=row["en"],
            )
            for row in csv.DictReader(table)
        }


def indicator(name: str) -> Indicator:
    """The indicator's entry; one that the table lacks is a plain number under its own name."""
    unnamed = name.replace("_", " ")
    return indicators().get(name) or Indicator(name, _guessed_unit(name), "year", "", name, True, unnamed, unnamed)


def _guessed_unit(name: str) -> str:
    return "share" if name.endswith(("_share", "_rate")) else "number"
