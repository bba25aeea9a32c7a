"""Why the certified share changed in a year: new papers, entry, exit, migration, and the growth of employment itself.

With C certified among E employed, the change from one December to the next is exactly
``C1/E1 - C0/E0 = (papers + entry - exit + migration) / E1 + C0 (1/E1 - 1/E0)``. Persons are compared one by one:

- *new papers*: employed at both ends and certified since;
- *entry*: employed now and not then, with a paper: cohorts from school and training, and people who came back to work
  or left unemployment, whenever they earned the paper;
- *exit*: certified and employed then, no longer employed;
- *migration*: certified who came from outside the province into work, less those who left work for outside;
- *denominator*: more employed persons thin out the certified ones.
"""

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.observation.observed import Observed
from simulation.vocabulary import Credential, Status

PARTS = ("new_papers", "entry", "exit", "migration", "denominator")
CERTIFIED, EMPLOYED, OUTSIDE = 1, 2, 4
_AT_WORK, _AWAY, _PAPER = int(Status.employed), int(Status.outside), int(Credential.short_certificate)


@kernel
def _compare(last, status, credential, before, counts, part):  # type: ignore[no-untyped-def]
    """Add each person to ``part`` (papers, entry, exit, migration), ``counts`` (C0, E0, C1, E1); renew ``before``."""
    for row in range(last):
        was = before[row]
        now = 0
        if credential[row] >= _PAPER:
            now |= CERTIFIED
        if status[row] == _AT_WORK:
            now |= EMPLOYED
        elif status[row] == _AWAY:
            now |= OUTSIDE
        then_certified = was == CERTIFIED | EMPLOYED
        now_certified = now == CERTIFIED | EMPLOYED
        counts[0] += then_certified
        counts[1] += (was & EMPLOYED) != 0
        counts[2] += now_certified
        counts[3] += (now & EMPLOYED) != 0
        if (was | now) & OUTSIDE:
            part[3] += now_certified - then_certified
        elif was & now & EMPLOYED:
            part[0] += now_certified - then_certified
        elif now_certified:
            part[1] += 1
        elif then_certified:
            part[2] -= 1
        before[row] = now


class CertifiedChange:
    """The change of the administrative certified share since the last December, in parts that add up exactly."""

    def __init__(self, market: Observed) -> None:
        self._before: npt.NDArray[np.uint8] = np.zeros(market.people.rows, dtype=np.uint8)
        self.since_last(market)

    def since_last(self, market: Observed) -> dict[str, float]:
        """Change and its parts since the last call, which this call becomes; missing without employed at both ends."""
        counts, part = np.zeros(4, dtype=np.int64), np.zeros(4, dtype=np.int64)
        people = market.people
        _compare(market.of_age, people.status, people.credential, self._before, counts, part)
        certified_then, employed_then, certified_now, employed_now = (int(count) for count in counts)
        if employed_then == 0 or employed_now == 0:
            return {f"certified_change{name}": float("nan") for name in ("", *(f"_{part}" for part in PARTS))}
        parts = [int(count) / employed_now for count in part]
        parts.append(certified_then / employed_now - certified_then / employed_then)
        change = certified_now / employed_now - certified_then / employed_then
        return {
            "certified_change": change,
            **{f"certified_change_{name}": value for name, value in zip(PARTS, parts, strict=True)},
        }
