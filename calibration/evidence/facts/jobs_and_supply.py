"""A10 and A11: what more search of half of the people does when jobs are fixed, and when they follow supply.

Fixed jobs: staff and open places add up to what firms want, so wage employment can change by the change of the stock of
places only, to a person. Jobs that follow effective labour supply: the untreated lose nothing once demand has followed,
so displacement, one less the change of employment over that of the treated, is zero within ten points after five years.
"""

from collections.abc import Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.stocks import Stocks

STOCKS = Stocks(0.5)
TRIAL, FIVE_YEARS = 24, slice(72, 96)


def _gain(trial: Recording, calm: Recording, name: str, months: slice) -> float:
    return float((trial[f"stocks.{name}"] - calm[f"stocks.{name}"])[months].mean())


def _displaced(trial: Recording, calm: Recording) -> float:
    treated = _gain(trial, calm, "treated", FIVE_YEARS)
    return 1.0 - _gain(trial, calm, "employed", FIVE_YEARS) / treated


def _fixed(trial: Recording, calm: Recording) -> Mapping[str, float]:
    """Largest gap over the months between the change of employment and the opposite of that of places."""
    change = {name: trial[f"stocks.{name}"] - calm[f"stocks.{name}"] for name in ("employed", "open", "surplus")}
    gap = np.abs(change["employed"] + change["open"] - change["surplus"])[TRIAL:].max()
    return {"identity_gap": float(gap), "displaced": _displaced(trial, calm)}


def _following(trial: Recording, calm: Recording) -> Mapping[str, float]:
    return {"displaced": _displaced(trial, calm), "treated_gain": _gain(trial, calm, "treated", FIVE_YEARS)}


def fixed(recordings: Recordings) -> Statistics:
    """Identity and displacement with fixed jobs."""
    return by_seed("A10", _fixed, recordings["fixed_jobs_trial"], recordings["fixed_jobs"])


def following(recordings: Recordings) -> Statistics:
    """Displacement where jobs follow."""
    return by_seed("A11", _following, recordings["jobs_follow_trial"], recordings["jobs_follow"])


FACTS = (
    Fact(("A10",), dict.fromkeys(("fixed_jobs", "fixed_jobs_trial"), (STOCKS,)), fixed),
    Fact(("A11",), dict.fromkeys(("jobs_follow", "jobs_follow_trial"), (STOCKS,)), following),
)
