"""B6 and B12: firm sizes near Zipf's law with coal giants (Axtell 2001); growth tent-shaped, gross flows far above net.

Sizes are payroll headcounts of firms with ten or more; the exponent is an input of the first month, so its drift since
then is shown. Growth is that of one year of firms that live through it (Stanley et al. 1996).
"""

from collections.abc import Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.tails import excess_kurtosis, zipf_exponent
from calibration.evidence.watches.firm_sizes import FirmSizes

SIZES = FirmSizes((0, 60, 72))
SMALLEST = 10


def _sizes(recording: Recording) -> Mapping[str, float]:
    now, first = recording["firms.size.72"], recording["firms.size.0"]
    exponent = zipf_exponent(now, SMALLEST)
    return {"exponent": exponent, "drift": exponent / zipf_exponent(first, SMALLEST)}


def _growth(recording: Recording) -> Mapping[str, float]:
    before, after = recording["firms.size.60"], recording["firms.size.72"]
    lives = (before >= SMALLEST) & (after > 0)
    change = after - before
    return {
        "kurtosis": excess_kurtosis(np.log(after[lives] / before[lives])),
        "gross_over_net": float(np.abs(change).sum() / max(abs(change.sum()), 1.0)),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Exponent and drift; kurtosis and flows."""
    constant = recordings["constant"]
    return {**by_seed("B6", _sizes, constant), **by_seed("B12", _growth, constant)}


def pictures(recordings: Recordings) -> list[Picture]:
    """Rank against size, first seed."""
    traces = []
    for name, title in (("firms.size.0", "evidence.first_month"), ("firms.size.72", "evidence.year_seven")):
        sizes = np.sort(recordings["constant"][0][name])[::-1]
        sizes = sizes[sizes >= 1]
        kept = np.unique(np.geomspace(1, len(sizes), 200).astype(int)) - 1
        traces.append(Trace(title, sizes[kept].tolist(), (kept + 1.0).tolist(), "points"))
    return [Picture("firm_sizes", "evidence.staff", "evidence.rank", traces, log="both")]


FACTS = (Fact(("B6", "B12"), {"constant": (SIZES,)}, statistics, pictures),)
