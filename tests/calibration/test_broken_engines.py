"""Engines broken on purpose do not pass: two here, all of them by ``python -m benchmarks.broken_engines``."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.broken_engines import COPIED, ROOT, Breakage, Measured, Workshop, breakages, told, trials
from calibration.evidence.bands import bands


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Measured, Measured]]]:
    """What the item says of the whole engine and of the broken one: both leave the compiled rules as they are."""
    chosen = [breakages()[name] for name in ("tet_forgotten", "births_forgotten")]
    folder = tmp_path_factory.mktemp("broken")
    yield {one.name: (whole, broken) for one, whole, broken in trials(chosen, folder, workers=1)}


def test_a_forgotten_tet_is_caught(found: dict[str, tuple[Measured, Measured]]) -> None:
    whole, broken = found["tet_forgotten"]
    assert whole.status == 0 and not whole.misses
    assert broken.status == 1 and "A12.ended_tet" in broken.misses


def test_forgotten_births_are_caught(found: dict[str, tuple[Measured, Measured]]) -> None:
    whole, broken = found["births_forgotten"]
    assert whole.status == 0 and not whole.misses
    assert broken.status == 1 and "A3.unemployment" in broken.misses


@pytest.mark.parametrize("breakage", breakages().values(), ids=breakages())
def test_every_breakage_changes_one_place_and_its_item_must_pass(breakage: Breakage) -> None:
    assert (ROOT / breakage.file).read_text(encoding="utf-8").count(breakage.old) == 1
    assert breakage.file.split("/")[0] in COPIED
    mine = [band for band in bands() if (band.part, band.item) == (breakage.part, breakage.item)]
    assert any(band.must_pass for band in mine)


def test_there_are_breakages_enough() -> None:
    assert len(breakages()) >= 12


def test_an_engine_is_mended_after_its_trial_and_a_text_that_is_not_there_is_refused(tmp_path: Path) -> None:
    workshop, breakage = Workshop(tmp_path), breakages()["tet_forgotten"]
    place = workshop.folder / breakage.file
    with workshop.broken(breakage):
        assert breakage.new in place.read_text(encoding="utf-8")
        with pytest.raises(ValueError, match="stands 0 times"), workshop.broken(breakage):
            pass
    assert place.read_bytes() == (ROOT / breakage.file).read_bytes()


def test_only_a_miss_of_the_broken_engine_alone_is_told_as_caught() -> None:
    met, missed = Measured(0, {"A2.u": "pass"}), Measured(1, {"A2.u": "MISS"})
    assert told(met, missed) == "caught by A2.u"
    assert told(met, Measured(0, {"A2.u": "MISS"})) == "noticed by A2.u"
    assert told(met, met) == "NOT CAUGHT"
    assert told(met, Measured(1, {})) == "does not run"
    assert told(missed, missed).startswith("not measured")
