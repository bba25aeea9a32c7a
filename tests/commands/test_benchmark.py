"""`halong benchmark`: what it measures; how fast a machine is is never a test."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_names_speed_memory_and_the_share_of_each_process() -> None:
    command = [sys.executable, "-m", "experiments", "benchmark", "--months", "3", "--scale", "0.02", "--no-cold"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    for quantity in ("Person-months a second", "Bytes a person", "To the first month", "Share of time"):
        assert re.search(rf"^{quantity}.* [\d.,]+%?$", done.stdout, re.MULTILINE), quantity


def test_larger_markets_and_several_seeds_at_once_are_measured_when_asked_for() -> None:
    asked = ["--months", "2", "--scale", "0.02", "--no-cold", "--persons-factor", "3", "--at-once", "2"]
    command = [sys.executable, "-m", "experiments", "benchmark", *asked, "--language", "en"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    told = dict(re.findall(r"^(.+?) {2,}([\d.,]+)$", done.stdout, re.MULTILINE))
    persons = (float(told[f"Residents aged 15+{name}"].replace(",", "")) for name in ("", " of the larger market"))
    once, larger = persons
    assert 2.7 * once < larger < 3.3 * once
    assert float(told["Time a person-month with 3 times the persons, over that with once"]) > 0.0
    assert 0.0 < float(told["Throughput of 2 seeds at once, over that of one"]) < 4.0
