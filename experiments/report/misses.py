"""Where the model is known to be off: the misses of the last published validation and what they mean for a planner."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from calibration.evidence.bands import Band, bands
from calibration.evidence.judging import Finding
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

_PACKAGE = Path(__file__).resolve().parent
#: Statistics told of each meaning; docs/validation.md has them all.
_SHOWN = 6
COLUMNS = ("item", "statistic", "value", "verdict")


@cache
def verdicts() -> dict[tuple[str, str], tuple[float, str]]:
    """The model's value and the verdict of each statistic, as the page of the validation prints them."""
    inside = _PACKAGE / "validation.csv"
    published = inside if inside.is_file() else _PACKAGE.parent.parent / "docs" / "validation.csv"
    with published.open(encoding="utf-8") as table:
        return {(row["item"], row["statistic"]): (float(row["value"]), row["verdict"]) for row in csv.DictReader(table)}


def verdicts_text(findings: Sequence[Finding]) -> str:
    """The table that stands beside the page of the validation: docs/validation.csv, in the package once installed."""
    lines = [",".join(COLUMNS)]
    for finding in findings:
        band, value = finding.band, finding.estimate.value
        lines.append(f"{band.item},{band.statistic},{value!r},{finding.verdict}")
    return "\n".join(lines) + "\n"


def misses_table(words: Phrasebook) -> Table:
    """A row a meaning, grave ones first: how many statistics miss their band with it, and which."""
    missed = [band for band in bands() if verdicts().get((band.item, band.statistic), (0.0, ""))[1] == "MISS"]
    missed.sort(key=lambda band: not band.must_pass)
    meanings: dict[str, list[Band]] = {}
    for band in missed:
        meanings.setdefault(band.miss_vi if words.language == "vi" else band.miss_en, []).append(band)
    rows = [
        [meaning + (" (!)" if found[0].must_pass else ""), _which(found, words), words.number(len(found))]
        for meaning, found in meanings.items()
    ]
    scored = [verdict for _, verdict in verdicts().values() if verdict in ("pass", "MISS")]
    note = words("misses.note", missed=len(missed), scored=len(scored), grave=sum(band.must_pass for band in missed))
    columns = [words(f"misses.{name}") for name in ("meaning", "which", "count")]
    return Table(words("misses.caption"), columns, rows, labels=2, note=note)


def _which(found: list[Band], words: Phrasebook) -> str:
    """Some of the statistics with the model's value and the band."""
    told_ones = [_told(band, words) for band in found[:_SHOWN]]
    more = [words("misses.more", count=len(found) - _SHOWN)] if len(found) > _SHOWN else []
    return "; ".join([*told_ones, *more])


def _told(band: Band, words: Phrasebook) -> str:
    from experiments.verdicts import band_text, fineness, told

    title = band.vi if words.language == "vi" else band.en
    value = told(verdicts()[(band.item, band.statistic)][0], band.unit, words, fineness(band))
    return words("validate.page.miss", title=title, value=value, band=band_text(band, words))
