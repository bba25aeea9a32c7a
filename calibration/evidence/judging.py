"""A statistic against its band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from calibration.evidence.bands import Band
from calibration.evidence.estimates import Estimate, Statistics

Verdict = Literal["pass", "MISS", "shown"]
NOISE = 3.0
"""Standard errors of the simulation within which an exact value must lie."""
EXACT = 1e-9
"""What counts as equal where there is no luck."""
ROUNDING = 0.0005
"""Half of the last digit of a published share: the width of a band that is one number."""


@dataclass(frozen=True)
class Finding:
    """A band with what was found for it: by variant, the model as it stands first."""

    band: Band
    estimates: Mapping[str, Estimate]

    @property
    def estimate(self) -> Estimate:
        """Of the model as it stands, or of the first variant asked for."""
        return next(iter(self.estimates.values()))

    @property
    def verdict(self) -> Verdict:
        """Verdict on the first estimate."""
        return judge(self.band, self.estimate)

    @property
    def fails(self) -> bool:
        """Whether a band that must be met is missed."""
        return self.band.must_pass and self.verdict == "MISS"


def judge(band: Band, estimate: Estimate) -> Verdict:
    """Whether the estimate meets the band. What could not be measured misses it."""
    if band.rule == "shown":
        return "shown"
    if not isfinite(estimate.value):
        return "MISS"
    if band.rule == "within":
        room = ROUNDING if band.low == band.high else 0.0
        return "pass" if band.low - room <= estimate.value <= band.high + room else "MISS"
    luck = band.rule == "exact" and isfinite(estimate.error)
    room = max(NOISE * estimate.error if luck else 0.0, EXACT)
    return "pass" if abs(estimate.value - band.target) <= room else "MISS"


def findings(bands: Sequence[Band], by_variant: Mapping[str, Statistics]) -> list[Finding]:
    """Every band with its estimates; a statistic that no fact delivered is missing."""
    missing = Estimate(float("nan"), float("nan"))
    return [
        Finding(band, {name: found.get(band.name, missing) for name, found in by_variant.items()}) for band in bands
    ]
