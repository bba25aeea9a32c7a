"""How long a person waits: for help, for the first month of a first run ever, and of every run after it."""

import os
import subprocess
import sys
import tempfile
from time import monotonic

_FIRST_MONTH = """
from simulation import LabourMarket, Scenario
market = LabourMarket(scenario=Scenario.baseline().with_(scale={scale}), rng={seed})
market.step()
"""
_TRIES = 3


def seconds_to_help() -> float:
    """Seconds until ``halong --help`` has answered, the best of several tries."""
    return min(_seconds([sys.executable, "-m", "experiments", "--help"], {}) for _ in range(_TRIES))


def seconds_of_a_first_run(scale: float, seed: int) -> float:
    """Seconds to the first month where nothing is compiled and no opening is kept."""
    with tempfile.TemporaryDirectory() as empty:
        return _to_the_first_month(scale, seed, {"HALONG_CACHE_DIR": empty, "NUMBA_CACHE_DIR": ""})


def seconds_of_a_later_run(scale: float, seed: int) -> float:
    """Seconds to the first month where code and opening are kept; a run before sees to that."""
    return _to_the_first_month(scale, seed, {})


def _to_the_first_month(scale: float, seed: int, environment: dict[str, str]) -> float:
    return _seconds([sys.executable, "-c", _FIRST_MONTH.format(scale=scale, seed=seed)], environment)


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    began = monotonic()
    subprocess.run(command, check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    return monotonic() - began
