"""Tiny markets whose rules run as Python, line by line: what a count of lines sees of compiled rules.

    python -m tests.interpreted [PERSONS]        (make coverage, under the count)

Numbers are read as wide as the compiler reads them: from a column of bytes comes an integer of any size. The whole
plan runs beside its reference and all levers at once beside none, with every person's events; every exact case for some
months; the province alone until laws have changed. Openings are made anew: a kept one would hide what makes it.
"""

import os

if __name__ == "__main__":
    os.environ["NUMBA_DISABLE_JIT"] = "1"

import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import numba
import numpy as np

MONTHS, FEW = 14, 3
#: Minimum pay, cover and retirement are by then under other laws than at the start.
LAWS_CHANGED = "2025-08"


#: Before its second version NumPy made a floating number of a whole one and an unsigned one.
_FLOATING_PLACES = int(np.__version__.split(".")[0]) < 2


def _place(place: Any) -> Any:
    if isinstance(place, tuple):
        return tuple(map(_place, place))
    return int(place) if isinstance(place, float) and place.is_integer() else place


class Wide(np.ndarray):
    """An array whose numbers are read as compiled rules read them."""

    def __setitem__(self, place: Any, value: Any) -> None:
        super().__setitem__(_place(place) if _FLOATING_PLACES else place, value)

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(_place(place) if _FLOATING_PLACES else place)
        if isinstance(found, np.bool_):
            return bool(found)
        if isinstance(found, np.integer) and not isinstance(found, np.uint64):
            return int(found)
        return np.float64(found) if isinstance(found, np.floating) else found


def widened(value: Any) -> Any:
    """An argument of a rule: arrays, and records of arrays, read wide."""
    if isinstance(value, np.ndarray):
        return value.view(Wide)
    if isinstance(value, tuple):
        parts = [widened(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value.item() if isinstance(value, np.generic) and not isinstance(value, np.uint64) else value


def _interpreter(*functions: Callable[..., Any], **options: Any) -> Callable[..., Any]:
    """What stands in for the compiler."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*arguments: Any) -> Any:
            return function(*map(widened, arguments))

        return run

    return made(functions[0]) if functions else made


def interpret() -> None:
    """From now on rules are Python; none may have been imported before."""
    numba.njit = _interpreter
    # asks the processor for what will be read soon
    vars(import_module("simulation.looking_ahead"))["request"] = lambda array, row: None
    warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)  # keys of numbers wrap round


def _pairs(folder: Path) -> Iterator[tuple[Any, Any]]:
    """Scenarios and their references: the whole plan, and all levers at once."""
    from simulation import Scenario
    from simulation.scenario.levers import registered_levers
    from tests.levers.trial import scenario, strong

    whole = Scenario.load("plan_66_full")
    yield whole, whole.reference
    levers = [strong(lever, id="trial") for lever in registered_levers()]
    yield scenario(folder, *levers, scale=1.0), Scenario.baseline()


def _exact_cases() -> Iterator[Any]:
    from simulation import Scenario
    from simulation.scenario.shipped import shipped_folder

    for path in sorted((shipped_folder() / "theory").glob("*.yaml")):
        yield Scenario.load(path)
    yield Scenario.load(shipped_folder() / "upland" / "short_courses.yaml")


def main(persons: int = 2500) -> None:
    """Run them all."""
    from experiments.parts import Run
    from experiments.simulating import simulate
    from simulation import LabourMarket, Scenario
    from simulation.months import month_index

    with tempfile.TemporaryDirectory() as folder:
        for arm, reference in _pairs(Path(folder)):
            arms = [one.with_(scale=persons / 1.1e6, end=one.start + MONTHS - 1) for one in (arm, reference)]
            print(arm.stem, flush=True)
            beside = Run(arms[1], 1, 0, "", events=True)
            simulate(Run(arms[0], 1, 0, "", events=True, reference=beside), Path(folder), lambda: None)
        for case in _exact_cases():
            print(case.stem, flush=True)
            LabourMarket(scenario=case.with_(scale=0.005, end=case.start + FEW - 1), rng=1).run().indicators()
        changed = Scenario.load("baseline").with_(scale=persons / 3.3e6, end=month_index(LAWS_CHANGED))
        LabourMarket(scenario=changed, rng=1).run()


if __name__ == "__main__":
    os.environ["HALONG_CACHE_DIR"] = tempfile.mkdtemp()
    interpret()
    main(*map(int, sys.argv[1:]))
