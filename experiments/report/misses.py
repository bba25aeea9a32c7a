"""Where the model is known to be off: the misses of the last published validation and what they mean for a planner."""

import csv
from functools import cache
from pathlib import Path

from calibration.evidence.bands import bands
from calibration.evidence.judging import Finding
from experiments.tables import Number, Table
from experiments.texts.phrasebook import Phrasebook

_PACKAGE = Path(__file__).resolve().parent
COLUMNS = ("item", "statistic", "value", "verdict")


@cache
def verdicts() -> dict[tuple[str, str], tuple[float, str]]:
    """The model's value and the verdict of each statistic, as the page of the validation prints them."""
    inside = _PACKAGE / "validation.csv"
    published = inside if inside.is_file() else _PACKAGE.parent.parent / "docs" / "validation.csv"
    with published.open(encoding="utf-8") as table:
        return {(row["item"], row["statistic"]): (float(row["value"]), row["verdict"]) for row in csv.DictReader(table)}


def verdicts_text(findings: "list[Finding]") -> str:
    """The table that stands beside the page of the validation: docs/validation.csv, in the package once installed."""
    lines = [",".join(COLUMNS)]
    for finding in findings:
        band, value = finding.band, finding.estimate.value
        lines.append(f"{band.item},{band.statistic},{value!r},{finding.verdict}")
    return "\n".join(lines) + "\n"


def misses_table(words: Phrasebook) -> Table:
    """A row a miss: what it means, the statistic, the model's value and the published band; grave ones first."""
    from experiments.verdicts import band_text, fineness, told

    missed = [band for band in bands() if verdicts().get((band.item, band.statistic), (0.0, ""))[1] == "MISS"]
    missed.sort(key=lambda band: not band.must_pass)
    rows = []
    for band in missed:
        value = verdicts()[(band.item, band.statistic)][0]
        vi = words.language == "vi"
        title, meaning = (band.vi, band.miss_vi) if vi else (band.en, band.miss_en)
        text = told(value, band.unit, words, fineness(band))
        number = Number(text, value, 3, percent=band.unit == "share")
        rows.append([title + (" (!)" if band.must_pass else ""), meaning, number, band_text(band, words)])
    columns = [words(f"misses.{name}") for name in ("statistic", "meaning", "value", "band")]
    scored = [verdict for _, verdict in verdicts().values() if verdict in ("pass", "MISS")]
    note = words("misses.note", missed=len(rows), scored=len(scored), grave=sum(band.must_pass for band in missed))
    return Table(words("misses.caption"), columns, rows, labels=2, note=note)
