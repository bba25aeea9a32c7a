"""A9: luck belongs to persons. Who is dismissed changes no life of whom the market does not tie to them.

Where places never run out nobody takes a place from anybody, so a hundredth dismissed in one month leaves everybody
else's months in work and out of it as they were, to the last person: a draw that depended on the order or the number
of others would not.
"""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.paths import Paths

PATHS = Paths(0.01)


def _others(shocked: Recording, calm: Recording) -> Mapping[str, float]:
    """Months of a person that differ in status or in when it began."""
    differ = (shocked["paths.status"] != calm["paths.status"]) | (shocked["paths.since"] != calm["paths.since"])
    return {"others_differ": float(differ.sum())}


def statistics(recordings: Recordings) -> Statistics:
    """Lives of others that a dismissal changes."""
    return by_seed("A9", _others, recordings["some_dismissed"], recordings["none_dismissed"])


FACTS = (Fact(("A9",), dict.fromkeys(("some_dismissed", "none_dismissed"), (PATHS,)), statistics),)
