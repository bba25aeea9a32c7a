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
