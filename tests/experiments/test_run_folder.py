"""The run folder: complete or not there, and what its files promise."""

import errno
import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.run_folder import DestinationError, assembling, check_destination, read_manifest, workshop

COLUMNS = {
    "indicators.parquet": "scenario seed month indicator by group value",
    "effects.csv": "scenario indicator month mean low high seeds by group",
    "scorecard.csv": "scenario indicator observer target direction tolerance binding_at_start value low high gap"
    " met_in_seeds probability_met",
    "labour_balance.csv": "scenario quarter occupation district openings seekers graduates shortage",
    "ledger.csv": "scenario seed month lever agency source payer recipient kind persons amount",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_begins_with_the_columns_of_the_interface(run_folder: Path, name: str) -> None:
    path = run_folder / name
    frame = pd.read_parquet(path) if name.endswith("parquet") else pd.read_csv(path)
    wanted = COLUMNS[name].split()
    assert list(frame.columns)[: len(wanted)] == wanted


def test_the_labour_balance_is_the_mean_over_seeds(run_folder: Path) -> None:
    table = pd.read_csv(run_folder / "labour_balance.csv")
    assert set(table["scenario"]) == {"study_cards", "baseline"}
    assert table["openings"].unique().tolist() == [80.0]  # 40, 80 and 120
    assert not table.duplicated(["scenario", "quarter", "occupation", "district"]).any()


def test_the_manifest_names_every_file_with_its_hash(run_folder: Path) -> None:
    files = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    there = {path.relative_to(run_folder).as_posix() for path in run_folder.rglob("*") if path.is_file()}
    assert set(files) == there - {"manifest.json"}
    for name, digest in files.items():
        assert hashlib.sha256((run_folder / name).read_bytes()).hexdigest() == digest


def test_the_manifest_holds_the_question_whole(run_folder: Path) -> None:
    manifest = read_manifest(run_folder)
    assert manifest["seeds"] == [1, 2, 3]
    assert manifest["reference_of"] == {"study_cards": "baseline"}
    assert manifest["policy_start"] == "2023-07"
    text = manifest["scenarios"]["study_cards"]["text"]
    assert hashlib.sha256(text.encode()).hexdigest() == manifest["scenarios"]["study_cards"]["hash"]


def test_months_are_text_shares_are_fractions_and_no_row_stands_twice(run_folder: Path) -> None:
    frame = pd.read_parquet(run_folder / "indicators.parquet")
    assert all(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) for month in frame["month"].unique())
    assert frame.loc[frame["indicator"].str.endswith("_share"), "value"].between(0.0, 1.0).all()
    assert not frame.duplicated(["scenario", "seed", "month", "indicator", "by", "group"]).any()


def test_the_wide_table_opens_in_excel_and_holds_means_over_seeds(run_folder: Path) -> None:
    path = run_folder / "indicators.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfscenario,month,")
    long, wide = pd.read_parquet(run_folder / "indicators.parquet"), pd.read_csv(path, encoding="utf-8-sig")
    totals = long[(long["by"] == "all") & (long["indicator"] == "employed") & (long["month"] == "2025-12")]
    cell = wide[(wide["scenario"] == "baseline") & (wide["month"] == "2025-12")]["employed"]
    assert cell.item() == pytest.approx(totals[totals["scenario"] == "baseline"]["value"].mean())


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(DestinationError, match="not a run folder"):
        check_destination(tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


def test_an_earlier_run_folder_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    for number in ("first", "second"):
        check_destination(out)
        with assembling(out) as folder:
            (folder / "manifest.json").write_text("{}")
            (folder / f"{number}.csv").touch()
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "second.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_a_full_disk_leaves_the_earlier_folder_and_nothing_half_written(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    with assembling(out) as folder:
        (folder / "manifest.json").write_text("{}")

    def write_until_full() -> None:
        with assembling(out) as folder:
            (folder / "half.csv").touch()
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_until_full()
    assert [path.name for path in out.iterdir()] == ["manifest.json"]
    assert not list(workshop(out).iterdir())
