"""B16: who claims unemployment benefit: the monthly inflow of the insured, and claimants without a certificate.

Nation, fourth quarter of 2023: 255,473 decisions, 64.5 % of them for people without a certificate.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.claims import Claims

CLAIMS = Claims(12, 36)


def _found(recording: Recording) -> Mapping[str, float]:
    insured, new, bare = (recording[f"claims.{name}"].sum() for name in ("insured", "new", "new_without_certificate"))
    return {"inflow": float(new / insured), "without_certificate": float(bare / new) if new else float("nan")}


def statistics(recordings: Recordings) -> Statistics:
    """Inflow and share of 2022 and 2023."""
    return by_seed("B16", _found, recordings["baseline"])


FACTS = (Fact(("B16",), {"baseline": (CLAIMS,)}, statistics),)
