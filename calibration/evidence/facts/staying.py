"""A12: the hazard that a job ends falls with tenure and peaks at Tết as the parameters say.

In a town where nothing else matters the sum of the monthly hazards is what must end: at short and at long tenure, in
the months of Tết and in the others. Statistics are jobs that ended over that sum, less one.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.staying import GROUPS, Staying

STAYING = Staying(48, 96)


def _off_law(recording: Recording) -> Mapping[str, float]:
    ratio = recording["staying.ended"] / recording["staying.law"] - 1.0
    return {f"ended_{name}": float(value) for name, value in zip(GROUPS, ratio, strict=True)}


def statistics(recordings: Recordings) -> Statistics:
    """Ends of jobs over their law by tenure and season."""
    return by_seed("A12", _off_law, recordings["staying"])


FACTS = (Fact(("A12",), {"staying": (STAYING,)}, statistics),)
