"""A13: lock-in. Who studies beside search looks for work less, by the share that the parameter takes.

In the market of two states half of the people are in a course whenever they are unemployed, so their chance to find
work over that of the others is one less the share of search lost while training.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.locked_in import LockedIn

LOCKED_IN = LockedIn(24, 96, 0.5)


def _ratio(recording: Recording) -> Mapping[str, float]:
    others, students = recording["locked_in.found"] / recording["locked_in.seekers"]
    return {"search_left": float(students / others)}


def statistics(recordings: Recordings) -> Statistics:
    """Job finding of students over that of others."""
    return by_seed("A13", _ratio, recordings["in_courses"])


FACTS = (Fact(("A13",), {"in_courses": (LOCKED_IN,)}, statistics),)
