"""What is compiled does what it says: the same rules, run as Python line by line, make the same month."""

import json
import os
import subprocess
import sys
from pathlib import Path

from simulation import LabourMarket
from simulation.scenario.levers import registered_levers
from tests.levers.trial import scenario, strong

ROOT = Path(__file__).resolve().parents[2]
_AS_PYTHON = """
import sys
from pathlib import Path
from tests.interpreted import interpret
interpret()
from tests.engine.test_compiled_rules import months
print(months(Path(sys.argv[1])))
"""


def months(folder: Path) -> str:
    """Events of a small market's months under every lever, and where its people are at the end."""
    levers = [strong(lever, id="trial") for lever in registered_levers()]
    market = LabourMarket(scenario=scenario(folder, *levers, scale=0.002, end="2021-06"), rng=8)
    flows = []
    while market.month <= market.end:
        market.step()
        flows.append(dict(sorted((name, int(count)) for name, count in market.flows.items())))
    people = market.people
    places = [people.status.tolist(), people.workplace.tolist(), people.credential.tolist(), people.insurance.tolist()]
    return json.dumps([flows, places])


def test_compiled_rules_do_what_their_python_says(tmp_path: Path) -> None:
    compiled = months(tmp_path)
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _AS_PYTHON, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    flows, places = json.loads(compiled)
    assert sum(flows[-1].values()) > 50
    assert [flows, places] == json.loads(done.stdout)
