"""A6 and A7: how many meet in a month, and whose meetings are another's loss.

Places stand at independent points of a circle and seekers take the next place clockwise from theirs, so the chance
that a place is found by none of S seekers is (V - 1) / (V - 1 + S) and the month has M = V S / (V - 1 + S) hires:
constant returns, elasticity 1 / (1 + r) on search at r = S / V. If places stood at equal distances it would be the
textbook's urn and balls, M = V (1 - exp(-r)). With the posts of the month frozen, what treated seekers win is
another's loss up to one less the elasticity. Statistics are differences from the ring's own law at the numbers of
places and seekers that the month had, so their exact value is zero; the textbook stands beside.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.ring import BOOST, RATIOS, SHARE, Ring

RING = Ring(12, 72, 4)
Floats = npt.NDArray[np.float64]


def expected_hires(places: Floats, seekers: Floats) -> Floats:
    """Mean hires on the ring."""
    return np.asarray(places * seekers / (places - 1.0 + seekers))


def _names() -> list[str]:
    return [f"{ratio:g}".replace(".", "_") for ratio in RATIOS]


def _meeting(recording: Recording) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for place, name in enumerate(_names()):
        plain, more = recording["ring.plain"][:, place], recording["ring.more"][:, place]
        law, law_more = expected_hires(plain[:, 0], plain[:, 1]).sum(), expected_hires(more[:, 0], more[:, 1]).sum()
        effort = np.log(more[:, 1].sum() / plain[:, 1].sum())
        elasticity = float(np.log(more[:, 2].sum() / plain[:, 2].sum()) / effort)
        found |= {
            f"hires_at_{name}": float(plain[:, 2].sum() / law - 1.0),
            f"elasticity_at_{name}": elasticity,
            f"elasticity_off_law_at_{name}": elasticity - float(np.log(law_more / law) / effort),
        }
    return found


def _displacement(recording: Recording) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for place, name in enumerate(_names()):
        plain, trial = recording["ring.plain"][:, place].sum(axis=0), recording["ring.trial"][:, place].sum(axis=0)
        gained = trial[3] - plain[3]
        displaced = 1.0 - (trial[2] - plain[2]) / gained
        found |= {
            f"displaced_at_{name}": float(displaced),
            f"off_law_at_{name}": float(displaced - _law(recording, place)),
        }
    return found


def _law(recording: Recording, place: int) -> float:
    """Displaced share on the ring at the month's places and seekers: a share treated, all searching at their boost."""
    plain, trial = recording["ring.plain"][:, place], recording["ring.trial"][:, place]
    with_trial, without = expected_hires(trial[:, 0], trial[:, 1]), expected_hires(plain[:, 0], plain[:, 1])
    weight = SHARE * BOOST / (SHARE * BOOST + 1.0 - SHARE)
    gained = (with_trial * weight - without * SHARE).sum()
    return float(1.0 - (with_trial - without).sum() / gained)


def statistics(recordings: Recordings) -> Statistics:
    """Hires, elasticities and displacement against the law of the ring."""
    ring = recordings["ring"]
    return {**by_seed("A6", _meeting, ring), **by_seed("A7", _displacement, ring)}


FACTS = (Fact(("A6", "A7"), {"ring": (RING,)}, statistics),)
