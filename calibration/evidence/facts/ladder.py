"""A5: the job ladder of staff who meet offers while they work.

A job ends with delta a month and staff meet an offer with kappa delta, of which they take the better; both chances
share the month's one number and exclude each other, so the engine's discrete time gives the textbook's continuous one
exactly: job-to-job moves over delta are (1 + kappa) ln(1 + kappa) / kappa - 1, and the median worker stands at the
offer quantile (1 + kappa) / (2 + kappa).
"""

from collections.abc import Callable, Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.ladder import Ladder

LADDER = Ladder(84, 132)
SEPARATION = 0.05
"""Monthly, of the scenarios ``ladder_*.yaml``."""
ARMS = ("one", "two", "five")


def _found(name: str) -> Callable[[Recording], Mapping[str, float]]:
    def found(recording: Recording) -> Mapping[str, float]:
        moves = float(recording["ladder.moves"].mean() / SEPARATION)
        return {f"moves_kappa_{name}": moves, f"median_kappa_{name}": float(recording["ladder.median"].mean())}

    return found


def statistics(recordings: Recordings) -> Statistics:
    """Moves and the median worker's place at each kappa."""
    found: Statistics = {}
    for name in ARMS:
        found |= by_seed("A5", _found(name), recordings[f"ladder_{name}"])
    return found


FACTS = (Fact(("A5",), {f"ladder_{name}": (LADDER,) for name in ARMS}, statistics),)
