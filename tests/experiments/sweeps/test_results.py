"""What a finished sweep gives its reader: a tidy table, plain Parquet, a report, an honest estimate."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import experiments
from experiments.run_folder import DestinationError, read_manifest
from experiments.sweeps.estimate import estimate
from experiments.sweeps.question import at_point
from experiments.sweeps.reading import read_sweep
from simulation import LabourMarket
from tests.experiments.sweeps.trials import RUNS, write_sweep

CARDS = "policies.study_card.cards"


def test_the_table_is_tidy_and_its_values_are_the_model_s_own(undisturbed: Path, tmp_path: Path) -> None:
    table = experiments.load(undisturbed)
    names = ["parameters.search_gain_elasticity", CARDS]
    assert list(table.columns) == ["point", "scenario", "seed", *names, "month", "indicator", "by", "group", "value"]
    keys = ["point", "scenario", "seed", "month", "indicator"]
    assert len(table) == RUNS * 4 * 2 and not table.duplicated(keys).any() and table["value"].notna().all()
    sweep = read_sweep(write_sweep(tmp_path))
    market = LabourMarket(scenario=at_point(sweep.scenarios[0], sweep.points[7]), rng=2).run()
    own = table[(table["point"] == 7) & (table["seed"] == 2) & (table["indicator"] == "unemployment_rate")]
    assert list(own["value"]) == list(market.observatory.series("unemployment_rate"))
    assert own[CARDS].iloc[0] == float(sweep.points[7][CARDS].split()[0])


def test_a_reader_can_ask_for_less(undisturbed: Path) -> None:
    few = experiments.load(undisturbed, ["spending"], months=["2021-04"], factors=False)
    assert list(few["month"].unique()) == ["2021-04"] and list(few["indicator"].unique()) == ["spending"]
    with pytest.raises(DestinationError, match="is not a sweep"):
        experiments.load(undisturbed / "parts")


def test_parts_are_plain_parquet_that_any_reader_joins_to_the_runs(undisturbed: Path) -> None:
    runs = pd.read_parquet(undisturbed / "runs.parquet")
    parts = pq.ParquetDataset([str(path) for path in (undisturbed / "parts").iterdir()]).read().to_pandas()
    joined = runs.merge(parts, on="run")
    assert len(joined[joined["by"] == "all"]) == len(experiments.load(undisturbed))
    assert {path.name for path in (undisturbed / "parts").iterdir()} == {f"{run}.parquet" for run in runs["run"]}


def test_the_manifest_says_what_was_asked_and_what_it_took(undisturbed: Path) -> None:
    manifest = read_manifest(undisturbed)
    assert (manifest["points"], manifest["runs"], manifest["design"]) == (12, RUNS, "latin_hypercube")
    assert 0.0 < manifest["timing"]["simulating"] <= 2.0 * manifest["timing"]["elapsed"]
    assert {"runs.parquet", "report.html", "figures/fan_unemployment_rate.svg"} <= set(manifest["files"])


def test_the_report_stands_alone_in_both_languages(undisturbed: Path) -> None:
    from experiments.sweeps.report import write_sweep_report
    from experiments.texts.phrasebook import Phrasebook

    page = (undisturbed / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 5 and 'src="http' not in page and 'href="http' not in page
    before = page
    try:
        vietnamese = write_sweep_report(undisturbed, Phrasebook("vi")).read_text(encoding="utf-8")
    finally:
        (undisturbed / "report.html").write_text(before, encoding="utf-8")
    assert '<html lang="vi">' in vietnamese and "Tương quan hạng" in vietnamese and "Rank correlation" not in vietnamese


def test_the_estimate_counts_runs_and_openings_and_the_disk_is_about_right(undisturbed: Path, tmp_path: Path) -> None:
    found = estimate(read_sweep(write_sweep(tmp_path)), workers=2)
    assert (found.points, found.runs, found.openings) == (12, RUNS, 12)
    used = sum(path.stat().st_size for path in (undisturbed / "parts").iterdir())
    assert np.isclose(found.disk, used, rtol=0.5) and 0.0 < found.seconds < 120.0
