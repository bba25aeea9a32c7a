"""B14: gross placements a year, as a local office would count them, with job-to-job moves and all hires beside.

Residents in a wage job at the end of a month who held none the month before, without people from outside and without
those who return to wage work within three months.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.series import Series

SERIES = Series(("placements", "job_to_job", "hires", "wage_employment"))
FIRST, END = 12, 36


def _found(recording: Recording) -> Mapping[str, float]:
    mean = {name: recording[f"series.{name}"][FIRST:END].mean() for name in SERIES.names}
    return {
        "placements": float(12.0 * mean["placements"]),
        "job_to_job": float(mean["job_to_job"] / mean["wage_employment"]),
        "all_hires": float(12.0 * mean["hires"]),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Placements, moves and hires of 2022 and 2023."""
    return by_seed("B14", _found, recordings["baseline"])


FACTS = (Fact(("B14",), {"baseline": (SERIES,)}, statistics),)
