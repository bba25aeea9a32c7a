"""B10: Viet Nam's own experiment, the third and fourth quarter of 2021.

GDP fell 6.2 % on the year, unemployment of working age rose from about 2.5 to 3.98 %, participation fell by 2.6 points
and underemployment more than doubled. Demand 12 % below trend for two quarters, paired with the run of the same seed
without it, largest quarterly difference. Whoever leaves the labour force is counted for each additional unemployed.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.beveridge import quarters
from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.watches.series import Series

Floats = npt.NDArray[np.float64]
NAMES = ("unemployment_rate", "unemployed", "labour_force", "participation_rate", "underemployment_rate")
SERIES = Series(NAMES)
MONTHS, BEGINS, ENDS = 36, 12, 18
#: The slump is over when what is left of the rise is below this share of its largest.
LEFT_OVER = 0.2


def _quarters(recording: Recording, name: str) -> Floats:
    return quarters(recording[f"series.{name}"][:MONTHS])


def _months_to_recover(rise: Floats) -> float:
    """Months from the end of the slump until the rise of unemployment is below a fifth of its peak, in quarters.

    Where it never is, all months that are left.
    """
    after = rise[ENDS // 3 :]
    over = np.flatnonzero(after < LEFT_OVER * rise.max())
    return float(3 * (over[0] if len(over) else len(after)))


def _answer(slump: Recording, calm: Recording) -> Mapping[str, float]:
    rise = _quarters(slump, "unemployment_rate") - _quarters(calm, "unemployment_rate")
    peak = int(np.argmax(rise[BEGINS // 3 : ENDS // 3])) + BEGINS // 3
    unemployed = (_quarters(slump, "unemployed") - _quarters(calm, "unemployed"))[peak]
    force = (_quarters(slump, "labour_force") - _quarters(calm, "labour_force"))[peak]
    short = (_quarters(slump, "underemployment_rate") / _quarters(calm, "underemployment_rate"))[peak]
    away = (_quarters(slump, "participation_rate") - _quarters(calm, "participation_rate"))[peak]
    return {
        "unemployment_rise": float(rise[peak]),
        "leavers_per_unemployed": float(-force / unemployed),
        "underemployment_ratio": float(short),
        "months_to_recover": _months_to_recover(rise),
        "participation_change": float(away),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Answers to the slump."""
    return by_seed("B10", _answer, recordings["slump"], recordings["calm"])


def pictures(recordings: Recordings) -> list[Picture]:
    """Differences of unemployment, participation and underemployment, quarterly, points."""
    traces = []
    for name in ("unemployment_rate", "participation_rate", "underemployment_rate"):
        pairs = zip(recordings["slump"], recordings["calm"], strict=False)
        mean = 100.0 * np.mean([_quarters(slump, name) - _quarters(calm, name) for slump, calm in pairs], axis=0)
        traces.append(Trace(f"evidence.{name}", (np.arange(len(mean)) + 1.0 - BEGINS // 3).tolist(), mean.tolist()))
    return [Picture("slump_of_2021", "evidence.quarters_since", "evidence.points", traces)]


FACTS = (Fact(("B10",), {"calm": (SERIES,), "slump": (SERIES,)}, statistics, pictures),)
