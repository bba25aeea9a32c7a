"""The whole evidence at a small scale: every band has its statistic, pictures can be drawn, the hindcast is told."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration.evidence.arms import arms
from calibration.evidence.bands import bands
from calibration.evidence.estimates import Recordings, Statistics
from calibration.evidence.facts import PARTS, Fact, facts_of, needs_of
from calibration.evidence.measuring import measure
from calibration.evidence.variants import Variant
from experiments import hindcasting
from experiments.figures.evidence import evidence_picture
from experiments.figures.style import as_svg
from experiments.texts.phrasebook import Phrasebook

SCALE = 0.01
#: Ratios to what hardly anybody lives through among so few persons: who was helped, who was locked in by a course.
RARE = {"C2", "C4"}
Evidence = tuple[list[Fact], Recordings, Statistics]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Every fact measured once on the real engine."""
    facts = facts_of(list(PARTS))
    found = {
        name: [measure(arms()[name], arms()[name].question(SCALE, Variant()), 1, watches)]
        for name, watches in needs_of(facts).items()
    }
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics = {name: one for fact in facts for name, one in fact.statistics(found).items()}
    return facts, found, statistics


def test_every_band_has_a_statistic_with_a_value(evidence: Evidence) -> None:
    _, _, statistics = evidence
    assert {band.name for band in bands()} <= set(statistics)
    empty = {band.name for band in bands() if not np.isfinite(statistics[band.name].value)}
    assert {name.split(".")[0] for name in empty} <= RARE


def test_what_holds_without_luck_holds_at_any_scale(evidence: Evidence) -> None:
    _, _, statistics = evidence
    always = [band for band in bands() if band.item == "A1"]
    assert len(always) > 5
    broken = {band.name for band in always if not band.low <= statistics[band.name].value <= band.high}
    assert broken == set()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_picture_can_be_drawn(evidence: Evidence, language: str) -> None:
    facts, found, _ = evidence
    drawn = [picture for fact in facts for picture in fact.pictures(found)]
    assert len(drawn) > 2
    for picture in drawn:
        assert b"<svg" in as_svg(evidence_picture(picture, Phrasebook("vi" if language == "vi" else "en")))


def test_the_hindcast_is_kept_and_told_with_rules_that_anybody_can_compute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hindcasting, "SEEDS", 1)
    told = hindcasting.hindcast(tmp_path / "hindcast", "halong calibrate", SCALE, Phrasebook("en"))
    assert [len(table.rows) > 0 for table in told] == [True, True, True]
    kept = pd.read_csv(tmp_path / "hindcast" / "forecasts.csv")
    assert len(kept) == len(told[0].rows) and kept["actual"].notna().all() and kept["model"].notna().all()
    assert (tmp_path / "hindcast" / "manifest.json").is_file()
