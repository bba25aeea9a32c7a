"""The band table: what every statistic should be, by whose word, and what a miss means."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from calibration.evidence.places import evidence_province
from simulation.province import Province
from simulation.province.economy import Channel, FirmClass, Sector

Rule = Literal["within", "exact", "identity", "shown"]
RULES = ("within", "exact", "identity", "shown")
UNITS = ("share", "points", "number", "persons", "months", "million_vnd")
FAMILIES = ("sector", "size_class", "band", "channel")


@dataclass(frozen=True)
class Band:
    """One row.

    ``within`` passes from ``low`` to ``high`` (infinite where open); ``exact`` at ``target``, three standard errors
    wide; ``identity`` at ``target`` in every run, whatever the luck; ``shown`` is never scored. ``quantity`` names the
    published figure the band comes from.
    """

    part: str
    item: str
    statistic: str
    vi: str
    en: str
    rule: Rule
    target: float
    low: float
    high: float
    unit: str
    must_pass: bool
    quantity: str
    source: str
    status: str
    miss_vi: str
    miss_en: str

    @property
    def name(self) -> str:
        """``item.statistic``, the name of the estimate."""
        return f"{self.item}.{self.statistic}"


class BandError(ValueError):
    """The band table is wrong; the message names the row."""


@cache
def bands() -> tuple[Band, ...]:
    """All rows of ``bands.csv`` in order, families of sectors and classes spread over the province's own."""
    with files("calibration.evidence").joinpath("bands.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return read_bands(rows, evidence_province())


def read_bands(rows: Iterable[Mapping[str, str]], province: Province) -> tuple[Band, ...]:
    """Bands of the rows. Raises BandError with the row's name where one is not well-formed or stands twice."""
    found: dict[str, Band] = {}
    for row in rows:
        for spread in _spread(row, province):
            band = _band(spread, province)
            if band.name in found:
                raise BandError(f"{band.name} stands twice")
            found[band.name] = band
    return tuple(found.values())


def _members(province: Province) -> dict[str, dict[str, tuple[str, str]]]:
    """Ids of each family with their Vietnamese and English names."""
    named: dict[str, Sequence[Sector | FirmClass | Channel]] = {
        "sector": province.sectors,
        "size_class": province.firm_classes,
        "channel": province.channels,
    }
    found = {
        family: {entry.id: (entry.name_vi, entry.name_en) for entry in entries} for family, entries in named.items()
    }
    ages = dict.fromkeys(band.participation_band for band in province.bands)
    found["band"] = {age: (_years(age), _years(age)) for age in ages}
    return found


def _years(band: str) -> str:
    return band.replace("plus", "+").replace("_", "–")


def _spread(row: Mapping[str, str], province: Province) -> Iterable[Mapping[str, str]]:
    """The row itself, or one row a member where its statistic names a family: ``employment_share_<sector>``."""
    family = next((name for name in FAMILIES if f"<{name}>" in row["statistic"]), None)
    if family is None:
        yield row
        return
    for member, (vi, en) in _members(province)[family].items():
        put = {"statistic": member, "quantity": member, "vi": vi, "en": en}
        if row["quantity"] and not _is_published(row["quantity"].replace(f"<{family}>", member), province):
            continue  # a family is spread over the members that the tables have a figure of
        yield {key: value.replace(f"<{family}>", put[key]) if key in put else value for key, value in row.items()}


def _band(row: Mapping[str, str], province: Province) -> Band:
    name = f"{row['item']}.{row['statistic']}"
    rule = row["rule"]
    if rule not in RULES or row["unit"] not in UNITS or row["must_pass"] not in ("yes", "no"):
        raise BandError(f"{name}: rule, unit and must_pass are one of {RULES}, {UNITS}, yes or no")
    low, high, source, status = row["low"], row["high"], row["source"], row["status"]
    if row["quantity"]:
        published = _published(row["quantity"], province, name)
        low, high = low or repr(published[0]), high or repr(published[1])
        source, status = source or published[2], status or published[3]
    numbers = _number(row["target"], "nan"), _number(low, "-inf"), _number(high, "inf")
    _check(name, rule, low, high, numbers, source)
    return Band(
        row["part"], row["item"], row["statistic"], row["vi"], row["en"], cast(Rule, rule), *numbers, row["unit"],
        row["must_pass"] == "yes", row["quantity"], source, status, row["miss_vi"], row["miss_en"],
    )  # fmt: skip


def _check(name: str, rule: str, low: str, high: str, numbers: tuple[float, float, float], source: str) -> None:
    target, lowest, highest = numbers
    if rule == "within" and (not (low or high) or lowest > highest):
        raise BandError(f"{name}: a band has a low or a high end, in this order")
    if rule in ("exact", "identity") and target != target:
        raise BandError(f"{name}: an exact value needs its target")
    if rule != "shown" and not source:
        raise BandError(f"{name}: a band needs its source")


def _number(text: str, blank: str) -> float:
    return float(text or blank)


def _is_published(quantity: str, province: Province) -> bool:
    return any(quantity in table for table in (province.margins, province.evidence, province.parameters))


def _published(quantity: str, province: Province, name: str) -> tuple[float, float, str, str]:
    """Low, high, source and status of a figure of the province's tables, by name."""
    for table in (province.margins, province.evidence, province.parameters):
        if quantity in table:
            figure = table[quantity]
            return figure.low, figure.high, figure.source, figure.status
    raise BandError(f"{name}: the province's tables have no figure {quantity!r}")
