"""A8: the model of occupational mobility of del Rio-Chanona et al. (2021) on one node.

Their process of opening places and dismissing staff is written from outside; leaving, search, meeting and hiring are
the engine's. The exact values are those of the engine's own month without luck (``path`` below), in which places that
open are looked for in the same month and seekers meet on the ring; the paper's, where they meet as balls and urns,
stand beside. Rates are those of the stocks that meet: unemployed over labour force, places over places and staff.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.arms import arms
from calibration.evidence.beveridge import curve
from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.facts.meeting import expected_hires
from calibration.evidence.theory_shocks import OccupationalDemand
from calibration.evidence.watches.matching_stocks import MatchingStocks

Floats = npt.NDArray[np.float64]

STOCKS = MatchingStocks()
SETTLED = 50


def path(shock: OccupationalDemand, months: int, persons: float = 1e5) -> tuple[Floats, Floats]:
    """Unemployment and vacancy rates of the stocks that meet, month by month, in the engine's order without luck."""
    staff, left, found = 0.95 * persons, 0.02 * persons, []
    for month in range(months):
        opened, dismissed = shock.flows(staff, staff + left, persons * (1.0 + shock.wave(month)))
        leaving = shock.closing * (staff - dismissed) + dismissed
        places = left + opened - shock.closing * dismissed
        found.append((persons - staff + dismissed, places, staff - dismissed))
        hires = float(expected_hires(np.array(places), np.array(persons - staff)))
        staff, left = staff - leaving + hires, places - hires
    seekers, places_open, at_work = np.array(found).T
    return _rates(seekers, places_open, at_work)


def _rates(seekers: Floats, places: Floats, staff: Floats) -> tuple[Floats, Floats]:
    return seekers / (seekers + staff), places / (places + staff)


def _recorded(recording: Recording) -> tuple[Floats, Floats]:
    return _rates(*(recording[f"meeting.{name}"] for name in ("unemployed", "places", "staff")))


def rest(unemployment: Floats, vacancies: Floats) -> Mapping[str, float]:
    """Mean rates of the settled months."""
    return {"unemployment": float(unemployment[SETTLED:].mean()), "vacancies": float(vacancies[SETTLED:].mean())}


def cycle(unemployment: Floats, vacancies: Floats) -> Mapping[str, float]:
    """Beveridge curve of the last whole wave."""
    found = curve(unemployment[-WAVE:], vacancies[-WAVE:])
    return {f"cycle_{name}": value for name, value in found.items()}


WAVE = 103


def target(arm: str) -> tuple[Floats, Floats]:
    """The path without luck that an arm should follow."""
    shock = next(shock for shock in arms()[arm].shocks if isinstance(shock, OccupationalDemand))
    return path(shock, arms()[arm].months)


def statistics(recordings: Recordings) -> Statistics:
    """Rates at rest, and the curve over waves."""
    return {
        **by_seed("A8", lambda recording: rest(*_recorded(recording)), recordings["occupation"]),
        **by_seed("A8", lambda recording: cycle(*_recorded(recording)), recordings["occupation_cycle"]),
    }


FACTS = (Fact(("A8",), {"occupation": (STOCKS,), "occupation_cycle": (STOCKS,)}, statistics),)
