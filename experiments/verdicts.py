"""The table of verdicts: bands beside estimates, as text, as CSV, as lines of a page."""

from collections.abc import Mapping, Sequence
from math import isfinite, isinf
from pathlib import Path

import pandas as pd

from calibration.evidence.bands import Band
from calibration.evidence.estimates import Estimate
from calibration.evidence.judging import Finding
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

#: Decimals by unit, after shares and points are told in hundredths.
_DECIMALS = {"share": 2, "points": 2, "number": 3, "persons": 0, "months": 1, "million_vnd": 2}


def told(value: float, unit: str, words: Phrasebook, finer: int = 0) -> str:
    """A number in its unit: shares in percent, points in percentage points; ``finer`` adds decimals."""
    hundredths = unit in ("share", "points")
    text = words.number(100.0 * value if hundredths else value, _DECIMALS[unit] + finer)
    return f"{text}%" if unit == "share" and isfinite(value) else text


def fineness(band: Band) -> int:
    """A decimal more for shares of a few in a hundred, two for exact values."""
    if band.rule in ("exact", "identity"):
        return 2 if band.unit == "share" else 0
    ends = [abs(end) for end in (band.low, band.high) if isfinite(end)]
    return int(band.unit == "share" and bool(ends) and max(ends) < 0.05)


def band_text(band: Band, words: Phrasebook) -> str:
    """The band as people read it."""
    if band.rule in ("exact", "identity"):
        return f"= {_target(band, words)}"
    if isinf(band.low) and isinf(band.high):
        return "–"
    if isinf(band.low):
        return f"≤ {told(band.high, band.unit, words, fineness(band))}"
    if isinf(band.high):
        return f"≥ {told(band.low, band.unit, words, fineness(band))}"
    return words(
        "words.range",
        low=told(band.low, band.unit, words, fineness(band)),
        high=told(band.high, band.unit, words, fineness(band)),
    )


def _target(band: Band, words: Phrasebook) -> str:
    """An exact value with one decimal more than a model's number needs."""
    hundredths = 100.0 if band.unit in ("share", "points") else 1.0
    return words.number(hundredths * band.target, 4) + ("%" if band.unit == "share" else "")


def verdict_table(findings: Sequence[Finding], caption: str, words: Phrasebook, variants: Mapping[str, str]) -> Table:
    """Item, statistic, band, model, standard error, verdict; one column more a variant."""
    others = [name for name in variants if name]
    head = [words(f"validate.{column}") for column in ("item", "statistic", "band", "model", "error")]
    columns = [*head, *(variants[name] for name in others), words("validate.verdict")]
    rows = []
    for finding in findings:
        band, estimate = finding.band, finding.estimate
        numbers = [
            band_text(band, words),
            told(estimate.value, band.unit, words, fineness(band)),
            _error(estimate, band, words),
        ]
        beside = [told(finding.estimates[name].value, band.unit, words, fineness(band)) for name in others]
        verdict = words(f"validate.{finding.verdict}") + (" !" if finding.fails else "")
        title = band.vi if words.language == "vi" else band.en
        rows.append([band.item, title, *numbers, *beside, verdict])
    return Table(caption, columns, rows, labels=2)


def _error(estimate: Estimate, band: Band, words: Phrasebook) -> str:
    return told(estimate.error, band.unit, words, fineness(band)) if isfinite(estimate.error) else "–"


def write_csv(findings: Sequence[Finding], place: Path) -> None:
    """All numbers with full precision; a column pair a variant after the model's own."""
    rows = []
    for finding in findings:
        band = finding.band
        row = {
            "part": band.part, "item": band.item, "statistic": band.statistic, "vi": band.vi, "en": band.en,
            "rule": band.rule, "target": band.target, "low": band.low, "high": band.high, "unit": band.unit,
            "model": finding.estimate.value, "standard_error": finding.estimate.error, "verdict": finding.verdict,
            "must_pass": band.must_pass, "source": band.source, "status": band.status,
        }  # fmt: skip
        for name, estimate in finding.estimates.items():
            if name:
                row |= {name: estimate.value, f"{name}_standard_error": estimate.error}
        rows.append(row)
    pd.DataFrame(rows).to_csv(place, index=False, encoding="utf-8", lineterminator="\n")
