"""B5: the hazard that a job ends falls with the time it has lasted (Farber 1999).

All ends of payroll jobs of persons under 50, so that retirement does not hide the fall.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.watches.moves import TENURES, Moves

Floats = npt.NDArray[np.float64]
MOVES = Moves(60, 84)


def _hazards(recording: Recording) -> Floats:
    return np.asarray(recording["moves.left_by_tenure"] / recording["moves.staff_by_tenure"])


def _falls(recording: Recording) -> Mapping[str, float]:
    """Largest step up from one bin to the next, as a ratio less one: below zero where the hazard falls throughout."""
    hazard = _hazards(recording)
    found = {f"from_{start}_months": float(rate) for start, rate in zip(TENURES, hazard, strict=True)}
    return {"largest_step_up": float((hazard[1:] / hazard[:-1]).max() - 1.0), **found}


def statistics(recordings: Recordings) -> Statistics:
    """Whether the hazard falls from bin to bin, and the hazard in each."""
    return by_seed("B5", _falls, recordings["constant"])


def pictures(recordings: Recordings) -> list[Picture]:
    """Monthly hazard by tenure."""
    mean = np.mean([_hazards(recording) for recording in recordings["constant"]], axis=0)
    trace = Trace("evidence.model", list(TENURES), (100.0 * mean).tolist())
    return [Picture("tenure", "evidence.months_of_tenure", "evidence.separations_percent", [trace])]


FACTS = (Fact(("B5",), {"constant": (MOVES,)}, statistics, pictures),)
