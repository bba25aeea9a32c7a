"""`halong benchmark`: what it measures; how fast a machine is is never a test."""

import csv
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.benchmark.loop import opened
from experiments.benchmark.minimal import engine, plain_mesa, vectorised
from experiments.benchmark.minimal.rules import Rules
from experiments.benchmark.sizes import measured_sizes, sizes_up_to

ROOT = Path(__file__).parents[2]
SMALL = ("--months", "2", "--scale", "0.02", "--no-cold", "--language", "en")


def _benchmark(*options: str) -> str:
    command = [sys.executable, "-m", "experiments", "benchmark", *SMALL, *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_tables_name_speed_memory_its_limit_and_the_share_of_each_process(tmp_path: Path) -> None:
    told = _benchmark("--largest", "10000", "--minimal", "3000", "--at-once", "1", "--out", str(tmp_path))
    for quantity in ("Person-months a second", "Bytes a person", "To the first month", "Limit of memory", "search"):
        assert re.search(rf"^{quantity}.* [\d.,]+%?$", told, re.MULTILINE), quantity
    rows = list(csv.DictReader((tmp_path / "benchmark.csv").read_text(encoding="utf-8").splitlines()))
    assert sum(float(row["value"]) for row in rows if row["item"] == "share") == pytest.approx(1.0, abs=0.1)
    assert {row["subject"] for row in rows if row["item"] == "minimal_market"} == {
        "mesa_random", "mesa_ordered", "engine", "numpy",
    }  # fmt: skip
    pictures = {path.name for path in tmp_path.glob("*.png")}
    assert {
        f"{name}_{language}.png" for name in ("shares", "sizes", "minimal_market") for language in ("vi", "en")
    } <= (pictures)


def test_several_seeds_at_once_are_measured_when_asked_for() -> None:
    told = _benchmark("--at-once", "2", "--largest", "0", "--minimal", "0")
    ratio = re.search(r"^Throughput of 2 seeds at once, over that of one +([\d.]+)$", told, re.MULTILINE)
    assert ratio is not None and 0.0 < float(ratio[1]) < 4.0


def test_the_minimal_market_has_the_same_unemployment_however_it_is_written() -> None:
    town = engine.scenario(20_000)
    rules = engine.rules_of(opened(town, 1))
    told = [
        engine.run(town, 36, 1),
        vectorised.run(rules, 36, 1),
        plain_mesa.run(rules, 36, 1, shuffled=False),
        plain_mesa.run(rules.shrunk(5_000), 36, 1, shuffled=True),
    ]
    assert rules.persons == pytest.approx(20_000, rel=0.02)
    expected = _steady_unemployment(rules)
    for rate in (one.unemployment for one in told):
        assert rate == pytest.approx(expected, abs=0.0025)


def _steady_unemployment(rules: Rules) -> float:
    """Unemployment at which as many are hired on the ring as lose their jobs (docs/theory.md, A6)."""
    share = rules.places / rules.persons
    low, high = 0.0, 1.0
    for _ in range(60):
        rate = (low + high) / 2
        lost = rules.separation * (1 - rate)
        looking, places = rules.contact * rate, share - (1 - rate) + lost
        hired = looking * places / (looking + places) if min(looking, places) > 0 else 0.0
        low, high = (low, rate) if hired > lost else (rate, high)
    return low


def test_a_size_without_memory_for_it_is_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.benchmark.sizes.available_bytes", lambda: 1e6)
    sizes = list(measured_sizes(40_000, 1, 1))
    assert [size.persons for size in sizes] == [10_000, 30_000, 40_000]
    assert all(math.isnan(size.nanoseconds) and math.isnan(size.peak_bytes) for size in sizes)
    assert sizes_up_to(0) == []
