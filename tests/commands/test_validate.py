"""`halong validate` as a researcher meets it: a small sample, the real command."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from calibration.evidence.bands import bands
from calibration.evidence.estimates import Estimate, Statistics
from calibration.evidence.facts import facts_of, needs_of
from calibration.evidence.judging import findings
from experiments.commands import validate
from experiments.texts.phrasebook import Phrasebook
from experiments.validation_page import Page, page_text, tally
from experiments.verdicts import verdict_table
from tests.command_line import halong

ROOT = Path(__file__).parents[2]


def _middle(miss: str = "") -> Statistics:
    """Estimates in the middle of every band, but one that is far off."""
    found = {}
    for band in bands():
        low, high = max(band.low, -1e6), min(band.high, 1e6)
        value = (low + high) / 2 if band.rule == "within" else band.target
        found[band.name] = Estimate(1e7 if band.name == miss else value, 0.0)
    return found


def _run(monkeypatch: pytest.MonkeyPatch, statistics: Statistics, *options: str) -> tuple[int, str]:
    monkeypatch.setattr("experiments.evidence_runs.simulate_evidence", lambda *_: {})
    monkeypatch.setattr("experiments.evidence_runs.statistics_of", lambda *_: statistics)
    done = CliRunner().invoke(validate.command, ["--language", "en", *options], standalone_mode=False)
    assert done.exception is None, done.output
    return int(done.return_value), done.output


def test_without_a_miss_the_status_is_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    status, printed = _run(monkeypatch, _middle(), "--part", "B")
    assert status == 0 and "MISS" not in printed and "0 missed" in printed


def test_a_miss_that_must_not_be_ends_with_status_one(monkeypatch: pytest.MonkeyPatch) -> None:
    status, printed = _run(monkeypatch, _middle("B2.search"), "--part", "B")
    assert status == 1 and "MISS !" in printed


def test_any_other_miss_is_printed_and_ends_with_status_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    status, printed = _run(monkeypatch, _middle("B9.all_wages"), "--part", "B")
    assert status == 0 and "MISS" in printed and "1 missed" in printed


def test_misses_are_red_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.evidence_runs.simulate_evidence", lambda *_: {})
    monkeypatch.setattr("experiments.evidence_runs.statistics_of", lambda *_: _middle("B9.all_wages"))
    done = CliRunner().invoke(validate.command, ["--part", "B", "--language", "en"], color=True, standalone_mode=False)
    red = [line for line in done.output.splitlines() if "\x1b[31m" in line]
    assert len(red) == 1 and "Wage curve" in red[0]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--part", "E"), "--part"),
        (("--item", "A22"), "A2"),
        (("--part", "A", "--item", "B2"), "A2"),
        (("--variant", "fixed_job"), "fixed_jobs"),
        (("--seeds", "0"), "--seeds"),
    ],
)
def test_what_does_not_exist_is_refused(options: tuple[str, ...], word: str) -> None:
    done = halong("validate", *options, cwd=ROOT)
    assert done.returncode == 2 and word in done.stderr and "Traceback" not in done.stderr


def test_an_item_alone_is_judged_alone_and_needs_its_own_runs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    status, printed = _run(monkeypatch, _middle("B2.search"), "--part", "A,B", "--item", "a2, B5")
    items = {line.split()[0] for line in printed.splitlines() if line.startswith(("A", "B"))}
    assert status == 0 and items == {"A.", "A2", "B.", "B5"}
    assert set(needs_of(facts_of(["A", "B"], ["A2", "B5"]))) == {"two_states", "constant"}


def test_a_variant_has_a_column_of_its_own() -> None:
    found = findings([band for band in bands() if band.item == "B2"], {"": _middle(), "fixed_jobs": _middle("B2.sum")})
    table = verdict_table(found, "", Phrasebook("en"), {"": "", "fixed_jobs": "Jobs are fixed"})
    assert "Jobs are fixed" in table.columns and table.rows[1][-1] == "pass"
    assert table.rows[1][-2] == "10,000,000.000"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_tells_every_miss_and_what_it_means(language: str) -> None:
    found = findings(bands(), {"": _middle("B2.search")})
    text = page_text(Page(found, {"": ""}, "halong validate", 8, 1.0), Phrasebook("vi" if language == "vi" else "en"))
    band = next(band for band in bands() if band.name == "B2.search")
    assert (band.miss_vi if language == "vi" else band.miss_en) in text
    assert tally(found)["failed"] == 1


def test_the_command_measures_a_fact_on_the_real_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One fact, one arm, one seed, few people: through the runner, the table, the folder and the page."""
    from calibration.evidence import facts
    from calibration.evidence.facts import placements

    monkeypatch.setattr(facts, "facts_of", lambda *_: list(placements.FACTS))
    options = ["--part", "B", "--seeds", "1", "--scale", "0.02", "--workers", "1", "--language", "vi"]
    place, page = tmp_path / "out", tmp_path / "page.md"
    done = CliRunner().invoke(
        validate.command, [*options, "--out", str(place), "--write-docs", str(page)], standalone_mode=False
    )
    assert done.exception is None, done.output
    table = pd.read_csv(place / "validation.csv").set_index("statistic")
    assert 10_000 < table.loc["placements", "model"] < 100_000
    assert table.loc["correlation", "verdict"].tolist() == ["MISS", "MISS"]  # no experiment delivered them
    assert not (place / "recordings.partial").exists() and "LỆCH" in page.read_text(encoding="utf-8")
