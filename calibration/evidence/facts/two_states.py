"""A2, A3 and A9: markets whose steady state is a formula.

A2: with separation s and job finding f, first search a month after separation, u = s / (s + f). A3: with entry b into
search and exit d by death, in the engine's order, u = (s + b) / (s + b + f (1 - d)); the textbook's lake model, where
survivors only are separated, is 0.03 points lower. A9: the spread of u over months falls with the square root of the
number of persons. Derivations: docs/theory.md.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.stocks import Stocks
from calibration.evidence.watches.turnover import Turnover

STOCKS = Stocks()
SETTLED = 24


def _rates(recording: Recording) -> npt.NDArray[np.float64]:
    employed, unemployed = recording["stocks.employed"][SETTLED:], recording["stocks.unemployed"][SETTLED:]
    return np.asarray(unemployed / (employed + unemployed))


def _mean(recording: Recording) -> Mapping[str, float]:
    return {"unemployment": float(_rates(recording).mean())}


def _slow_lake(recording: Recording) -> Mapping[str, float]:
    return {"unemployment_slow": float(_rates(recording).mean())}


def _noise(few: Recording, many: Recording) -> Mapping[str, float]:
    """Exponent of the spread on the number of persons, from runs of one and of ten."""
    return {"noise_exponent": float(np.log(_rates(many).std() / _rates(few).std()) / np.log(10.0))}


def _turnover(recording: Recording) -> Mapping[str, float]:
    """A market at rest could stand at the right rate: what is found and lost a month is told too."""
    return {name: float(recording[f"turnover.{name}"][SETTLED:].mean()) for name in ("finding", "losing")}


def two_states(recordings: Recordings) -> Statistics:
    """Mean unemployment, job finding and job loss of the settled months."""
    two = recordings["two_states"]
    return {**by_seed("A2", _mean, two), **by_seed("A2", _turnover, two)}


def lakes(recordings: Recordings) -> Statistics:
    """The same with entry and exit."""
    return {**by_seed("A3", _mean, recordings["lake"]), **by_seed("A3", _slow_lake, recordings["slow_lake"])}


def noise(recordings: Recordings) -> Statistics:
    """How the noise falls with the number of persons."""
    return by_seed("A9", _noise, recordings["tenth_of_two_states"], recordings["two_states"])


FACTS = (
    Fact(("A2",), {"two_states": (STOCKS, Turnover())}, two_states),
    Fact(("A3",), dict.fromkeys(("lake", "slow_lake"), (STOCKS,)), lakes),
    Fact(("A9",), dict.fromkeys(("two_states", "tenth_of_two_states"), (STOCKS,)), noise),
)
