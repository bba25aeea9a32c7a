"""B4: the hazard of leaving unemployment for work falls as it lasts (Kroft, Lange & Notowidigdo 2013).

In a homogeneous town (one trade, one place, no ability, no age that counts) the hazard is flat without effects of
duration and falls to 0.5-0.8 of the first month's by the eighth with them; in the whole model who is left adds to it.
Exits are to work of any kind, as surveys count them; exits to wage work are shown beside.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.watches.seeking import Seeking

Floats = npt.NDArray[np.float64]
WHOLE = Seeking(60, 120)
TOWN = Seeking(36, 96)
MONTH = 8
ARMS = {"even_town": "without_duration", "fading_town": "with_duration", "constant": "whole"}


def hazards(recording: Recording, to: str = "to_work") -> Floats:
    """Monthly hazard by duration, (durations,); duration 1 is the first month in which a seeker can be matched."""
    at_risk = recording["seeking.at_risk"]
    unknown = np.full(len(at_risk), np.nan)
    return np.asarray(np.divide(recording[f"seeking.{to}"], at_risk, out=unknown, where=at_risk > 0))


def _ratio(name: str) -> Callable[[Recording], Mapping[str, float]]:
    def ratio(recording: Recording) -> Mapping[str, float]:
        found = {}
        for to, ending in (("to_work", ""), ("to_wage_work", "_wage_work")):
            hazard = hazards(recording, to)
            found[name + ending] = float(hazard[MONTH] / hazard[1])
        return found

    return ratio


def statistics(recordings: Recordings) -> Statistics:
    """Hazard of the eighth month over that of the first."""
    found: Statistics = {}
    for arm, name in ARMS.items():
        found |= by_seed("B4", _ratio(name), recordings[arm])
    return found


def pictures(recordings: Recordings) -> list[Picture]:
    """Hazards over the first year, mean over seeds, relative to the first month."""
    months = np.arange(1, 13)
    traces = []
    for arm in ARMS:
        mean = np.nanmean([hazards(recording)[1:13] for recording in recordings[arm]], axis=0)
        traces.append(Trace(f"evidence.arm.{arm}", months.tolist(), (mean / mean[0]).tolist()))
    return [Picture("duration", "evidence.months_unemployed", "evidence.relative_hazard", traces)]


FACTS = (Fact(
    ("B4",), {"constant": (WHOLE,), "even_town": (TOWN,), "fading_town": (TOWN,)}, statistics, pictures
),)  # fmt: skip
