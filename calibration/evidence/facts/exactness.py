"""A1 and A9: identities that hold in every month of the whole model, and lives that repeat to the last byte."""

from collections.abc import Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.identities import IDENTITIES, Identities
from calibration.evidence.watches.repeats import Repeat

REPEATS = (Repeat("same_seed"), Repeat("null_policy", "theory/null_card.yaml"))


def _violations(recording: Recording) -> Mapping[str, float]:
    return {name: float(recording[f"identities.{name}"].sum()) for name in IDENTITIES}


def _repeats(recording: Recording) -> Mapping[str, float]:
    return {repeat.name: float(recording[f"repeat.{repeat.name}"].sum()) for repeat in REPEATS}


def identities(recordings: Recordings) -> Statistics:
    """Violations over all months."""
    return by_seed("A1", _violations, recordings["sample"])


def repetition(recordings: Recordings) -> Statistics:
    """Columns that differ over all months."""
    return by_seed("A9", _repeats, recordings["sample"])


FACTS = (
    Fact(("A1",), {"sample": (Identities(),)}, identities),
    Fact(("A9",), {"sample": REPEATS}, repetition),
)
