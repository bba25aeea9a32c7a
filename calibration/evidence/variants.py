"""Structural variants: assumptions about how the market works that can be laid over every run."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files


class UnknownVariantError(ValueError):
    """There is no variant of that name; the message names the nearest."""


@dataclass(frozen=True)
class Variant:
    """A named set of mechanisms and parameters; the empty name is the model as it stands."""

    name: str = ""
    vi: str = ""
    en: str = ""
    mechanisms: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)


@cache
def variants() -> dict[str, Variant]:
    """All variants by name, from ``variants.csv``."""
    with files("calibration.evidence").joinpath("variants.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {
        name: Variant(
            name,
            next(row["vi"] for row in rows if row["variant"] == name),
            next(row["en"] for row in rows if row["variant"] == name),
            {row["name"]: row["value"] for row in rows if (row["variant"], row["kind"]) == (name, "mechanism")},
            {row["name"]: float(row["value"]) for row in rows if (row["variant"], row["kind"]) == (name, "parameter")},
        )
        for name in dict.fromkeys(row["variant"] for row in rows)
    }


def variant(name: str) -> Variant:
    """The variant of a name. Raises UnknownVariantError."""
    if name not in variants():
        close = get_close_matches(name, variants(), n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(variants())}"
        raise UnknownVariantError(f"there is no variant {name!r}; {hint}")
    return variants()[name]
