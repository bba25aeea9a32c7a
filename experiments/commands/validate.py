"""``halong validate``: what the model must reproduce, measured on this machine, with its misses.

Exit status 1 when a fact that must be met is missed.
"""

import shlex
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from calibration.evidence.estimates import Recordings, Statistics
    from calibration.evidence.facts import Fact
    from calibration.evidence.judging import Finding
    from calibration.evidence.variants import Variant
    from experiments.texts.phrasebook import Phrasebook

_WORKERS = 2


@click.command("validate")
@click.option("--part", "parts", default="A,B,C,D", show_default=True, metavar="A,B,C,D", help="Parts of the evidence.")
@click.option("--item", "items", metavar="A2,B4", help="Only these items of the parts, and the runs that they need.")
@click.option(
    "--variant", "chosen", multiple=True, metavar="NAME", help="Structural variant beside the model; again for more."
)
@click.option("--seeds", type=click.IntRange(min=1), default=8, show_default=True, help="Runs of each arm.")
@click.option(
    "--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, help="Share of persons simulated."
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the table and the pictures.")
@click.option(
    "--write-docs",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Page to write, with every miss, and its table beside it.",
)
@click.option("--workers", type=click.IntRange(min=1), default=_WORKERS, show_default=True, help="Processes.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language (else the locale's).")
def command(
    parts: str,
    items: str | None,
    chosen: tuple[str, ...],
    seeds: int,
    scale: float,
    out: Path | None,
    page: Path | None,
    workers: int,
    language: str | None,
) -> int:
    """Measure the facts of the parts asked for and hold them against their published bands."""
    from calibration.evidence.facts import facts_of
    from calibration.evidence.variants import Variant
    from experiments.commands.exits import orderly
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    wanted, variants = _parts(parts, words), [Variant(), *_variants(chosen)]
    only = _items(items, wanted, words)
    facts = facts_of(wanted, only)
    with orderly(words), _workshop(out) as folder:
        recordings = {entry.name: _simulated(facts, seeds, scale, entry, folder, workers, words) for entry in variants}
        findings = _findings(wanted, only, facts, recordings)
        names = {entry.name: entry.vi if words.language == "vi" else entry.en for entry in variants}
        _print(findings, names, words)
        if out is not None:
            _write(out, findings, facts, recordings[""], words)
        if page is not None:
            _write_page(page, findings, names, seeds, scale, words)
    return int(any(finding.fails for finding in findings))


def _parts(text: str, words: "Phrasebook") -> list[str]:
    """Parts asked for that have facts here. Raises click.BadParameter for an unknown one."""
    from calibration.evidence.facts import PARTS

    asked = [part.strip().upper() for part in text.split(",") if part.strip()]
    if not asked or not set(asked) <= set(PARTS):
        raise click.BadParameter(f"{text!r} is not a list of {', '.join(PARTS)}", param_hint="--part")
    for part in asked:
        if not PARTS[part]:
            click.echo(words("validate.no_facts", part=part), err=True)
    return [part for part in PARTS if part in asked]


def _items(text: str | None, parts: Sequence[str], words: "Phrasebook") -> list[str]:
    """Items asked for; none for all. Raises click.BadParameter for one that the parts do not have."""
    from difflib import get_close_matches

    from calibration.evidence.bands import bands

    if text is None:
        return []
    known = {band.item.upper(): band.item for band in bands() if band.part in parts}
    asked = [item.strip() for item in text.split(",") if item.strip()]
    for item in asked or [text]:
        if item.upper() not in known:
            close = get_close_matches(item.upper(), known, n=1)
            near = words("validate.nearest", name=known[close[0]]) if close else ", ".join(known.values())
            raise click.BadParameter(words("validate.no_item", item=item, near=near), param_hint="--item")
    return [known[item.upper()] for item in asked]


def _variants(names: Sequence[str]) -> list["Variant"]:
    from calibration.evidence.variants import UnknownVariantError, variant

    try:
        return [variant(name) for name in dict.fromkeys(names)]
    except UnknownVariantError as error:
        raise click.BadParameter(str(error), param_hint="--variant") from None


@contextmanager
def _workshop(out: Path | None) -> Iterator[Path]:
    """Where recordings wait: beside the folder asked for, so that an interrupted command goes on; else nowhere."""
    if out is None:
        with tempfile.TemporaryDirectory(prefix="halong-validate-") as temporary:
            yield Path(temporary)
    else:
        folder = out / "recordings.partial"
        folder.mkdir(parents=True, exist_ok=True)
        yield folder


def _simulated(
    facts: Sequence["Fact"],
    seeds: int,
    scale: float,
    variant: "Variant",
    folder: Path,
    workers: int,
    words: "Phrasebook",
) -> "Recordings":
    from experiments.evidence_runs import plan, simulate_evidence
    from experiments.progress import Progress

    runs = plan(facts, seeds, scale, variant)
    arms = len({run.arm.name for run in runs})
    click.echo(words("validate.started", runs=len(runs), arms=arms, variant=variant.name or "–"), err=True)
    progress = Progress(len(runs), words("run.unit"))
    try:
        return simulate_evidence(runs, folder, workers, progress)
    finally:
        progress.close()


def _findings(
    parts: Sequence[str], items: Sequence[str], facts: Sequence["Fact"], recordings: Mapping[str, "Recordings"]
) -> list["Finding"]:
    from calibration.evidence.bands import bands
    from calibration.evidence.judging import findings
    from experiments.evidence_runs import statistics_of

    by_variant: dict[str, Statistics] = {name: statistics_of(facts, found) for name, found in recordings.items()}
    asked = [band for band in bands() if band.part in parts and (not items or band.item in items)]
    return findings(asked, by_variant)


def _print(findings: Sequence["Finding"], names: Mapping[str, str], words: "Phrasebook") -> None:
    """A table a part, misses in red on a terminal, and how many there are."""
    from experiments.validation_page import tally
    from experiments.verdicts import verdict_table

    for part in dict.fromkeys(finding.band.part for finding in findings):
        own = [finding for finding in findings if finding.band.part == part]
        caption, head, rule, *rows = (
            verdict_table(own, words(f"validate.part.{part}"), words, names).as_text().split("\n")
        )
        click.echo(f"{caption}\n{head}\n{rule}")
        for finding, row in zip(own, rows, strict=True):
            click.echo(click.style(row, fg="red") if finding.verdict == "MISS" else row)
        click.echo()
    click.echo(words("validate.tally", **tally(findings)))


def _write(
    out: Path, findings: Sequence["Finding"], facts: Sequence["Fact"], recordings: "Recordings", words: "Phrasebook"
) -> None:
    """The table and the pictures; recordings are not needed any more."""
    import shutil

    from experiments.figures import style
    from experiments.figures.evidence import evidence_picture
    from experiments.verdicts import write_csv

    write_csv(findings, out / "validation.csv")
    (out / "figures").mkdir(exist_ok=True)
    with style.styled():
        for fact in facts:
            for picture in fact.pictures(recordings):
                figure = evidence_picture(picture, words)
                (out / "figures" / f"{picture.name}.svg").write_bytes(style.as_svg(figure))
                (out / "figures" / f"{picture.name}.png").write_bytes(style.as_png(figure))
    shutil.rmtree(out / "recordings.partial", ignore_errors=True)
    click.echo(words("validate.written", out=out))


def _write_page(
    place: Path, findings: Sequence["Finding"], names: Mapping[str, str], seeds: int, scale: float, words: "Phrasebook"
) -> None:
    from experiments.report.misses import verdicts_text
    from experiments.validation_page import Page, page_text

    command = shlex.join(["halong", *sys.argv[1:]])
    text = page_text(Page(findings, names, command, seeds, scale), words)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    place.with_suffix(".csv").write_text(verdicts_text(findings), encoding="utf-8")
