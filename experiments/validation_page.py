"""The page of the evidence: what was run, every verdict by part, every miss and what it means for a planner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calibration.evidence.judging import Finding
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook
from experiments.verdicts import band_text, fineness, told, verdict_table


@dataclass(frozen=True)
class Page:
    """What the page is made of; ``command`` is how to make it again."""

    findings: Sequence[Finding]
    variants: Mapping[str, str]
    command: str
    seeds: int
    scale: float


def page_text(page: Page, words: Phrasebook) -> str:
    """The page in Markdown."""
    parts = dict.fromkeys(finding.band.part for finding in page.findings)
    lines = [f"# {words('validate.page.title')}", "", words("validate.page.what"), "", f"    {page.command}", ""]
    lines += [words("validate.page.how", seeds=page.seeds, scale=words.number(page.scale, 2)), ""]
    lines += _summary(page, words)
    lines += _misses(page, words)
    for part in parts:
        own = [finding for finding in page.findings if finding.band.part == part]
        lines += [f"## {words(f'validate.part.{part}')}", ""]
        lines += _markdown(verdict_table(own, "", words, page.variants))
    return "\n".join(lines).rstrip() + "\n"


def tally(findings: Sequence[Finding]) -> dict[str, int]:
    """How many were scored, met, missed, and missed though they must be met."""
    verdicts = [finding.verdict for finding in findings]
    met, missed = verdicts.count("pass"), verdicts.count("MISS")
    return {"scored": met + missed, "met": met, "missed": missed, "failed": sum(f.fails for f in findings)}


def _summary(page: Page, words: Phrasebook) -> list[str]:
    rows = []
    for item in dict.fromkeys(finding.band.item for finding in page.findings):
        own = [finding for finding in page.findings if finding.band.item == item]
        counts = tally(own)
        if counts["scored"]:
            must = words("validate.yes") if any(finding.band.must_pass for finding in own) else ""
            rows.append([item, must, str(counts["scored"]), str(counts["met"]), str(counts["missed"])])
    head = [words(f"validate.{name}") for name in ("item", "must_pass", "scored", "met", "missed")]
    return [f"## {words('validate.page.summary')}", "", *_markdown(Table("", head, rows, labels=2))]


def _misses(page: Page, words: Phrasebook) -> list[str]:
    """Misses, those that must not be first; rows of one item with one meaning are told together."""
    missed = sorted((f for f in page.findings if f.verdict == "MISS"), key=lambda finding: not finding.fails)
    lines = [f"## {words('validate.page.misses')}", ""]
    if not missed:
        return [*lines, words("validate.page.no_miss"), ""]
    meanings: dict[tuple[str, str], list[str]] = {}
    for finding in missed:
        band = finding.band
        title, meaning = (band.vi, band.miss_vi) if words.language == "vi" else (band.en, band.miss_en)
        value = told(finding.estimate.value, band.unit, words, fineness(band))
        mark = " **!**" if finding.fails else ""
        text = words("validate.page.miss", title=title, value=value, band=band_text(band, words)) + mark
        meanings.setdefault((band.item, meaning), []).append(text)
    for (item, meaning), found in meanings.items():
        lines += [f"- **{item}** {meaning}", *(f"    - {text}" for text in found)]
    return [*lines, ""]


def _markdown(table: Table) -> list[str]:
    rule = ["---" if place < table.labels else "---:" for place in range(len(table.columns))]
    rows = [list(table.columns), rule, *(list(row) for row in table.rows)]
    return [*(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows), ""]
