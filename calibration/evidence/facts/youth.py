"""B11: the young are unemployed several times as often as adults.

Red River Delta 2016: 9.69 % at 15-24, 1.32 % at 25-49, 0.65 % at 50 and over.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.structure import Structure

#: Four times of one year: school leavers look for work in summer.
YEAR_SIX = Structure((60, 63, 66, 69))


def _rates(recording: Recording) -> Mapping[str, float]:
    rate = {band: recording[f"structure.unemployment_rate_{band}"].mean() for band in ("15_24", "25_49", "50plus")}
    found = {f"rate_{band}": float(value) for band, value in rate.items()}
    return {"ratio": float(rate["15_24"] / rate["25_49"]), **found}


def statistics(recordings: Recordings) -> Statistics:
    """Rate of the young over that of adults of 25 to 49."""
    return by_seed("B11", _rates, recordings["constant"])


FACTS = (Fact(("B11",), {"constant": (YEAR_SIX,)}, statistics),)
