"""D: what published tables state as levels and shares: in the first month, and after five years that change nothing.

Both come of the run in which demand is constant and nobody ages, studies or moves in or out: what has drifted by its
sixth year drifted by itself. Drift is told too, from the first month to the end of the third year.
"""

from collections.abc import Mapping
from typing import Any

import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.series import Series
from calibration.evidence.watches.structure import Structure

STRUCTURE = Structure((0, 36, 60, 63, 66, 69, 72))
SERIES = Series(("vacancy_rate",))


def _levels(recording: Recording) -> Mapping[str, float]:
    return {name: float(values[0]) for name, values in _quantities(recording).items()} | {
        "vacancy_rate": float(recording["series.vacancy_rate"][0])
    }


def _later(recording: Recording) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for name, values in _quantities(recording).items():
        found |= {name: float(values[2:].mean()), f"drift_{name}": float(values[1] - values[0])}
    return found | {"vacancy_rate": float(recording["series.vacancy_rate"][60:].mean())}


def _quantities(recording: Recording) -> dict[str, npt.NDArray[Any]]:
    return {name.removeprefix("structure."): recording[name] for name in recording if name.startswith("structure.")}


def statistics(recordings: Recordings) -> Statistics:
    """Levels of the first month and of the sixth year."""
    still = recordings["still"]
    return {**by_seed("D.initial", _levels, still), **by_seed("D.persistent", _later, still)}


FACTS = (Fact(("D.initial", "D.persistent"), {"still": (STRUCTURE, SERIES)}, statistics),)
