"""B1: the Beveridge curve over waves of demand.

Without informal fallback and migration the market should trace a curve like that of the United States in 2001-2018
(correlation -0.767, slope of logs -0.66), counter-clockwise. With both, unemployment moves less than vacancies: in Viet
Nam work off the payroll takes people in. Rates are three-month means after the waves have begun, adjusted for the
season as the American ones are: Tết alone moves both.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.beveridge import curve, quarters, united_states, without_season
from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed, exact
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.regression import correlation
from calibration.evidence.watches.series import Series

Floats = npt.NDArray[np.float64]
SERIES = Series(("unemployment_rate_15plus", "vacancy_rate", "labour_underutilisation_rate"))
#: The first wave has begun to show and the run has settled without what is switched off.
SETTLED = 36


def _rates(recording: Recording, name: str) -> Floats:
    return without_season(quarters(recording[f"series.{name}"][SETTLED:]))


def _closed(recording: Recording) -> Mapping[str, float]:
    return curve(_rates(recording, "unemployment_rate_15plus"), _rates(recording, "vacancy_rate"))


def _whole(recording: Recording) -> Mapping[str, float]:
    unemployment, vacancies = (
        np.log(_rates(recording, "unemployment_rate_15plus")),
        np.log(_rates(recording, "vacancy_rate")),
    )
    idle = np.log(_rates(recording, "labour_underutilisation_rate"))
    return {
        "correlation": correlation(unemployment, vacancies),
        "spread_ratio": float(unemployment.std() / vacancies.std()),
        "underutilisation_correlation": correlation(idle, vacancies),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Curves of both arms, and that of the United States by the same code."""
    abroad = curve(*united_states())
    return {
        **by_seed("B1a", _closed, recordings["closed_cycles"]),
        **{f"B1a.united_states_{name}": exact(value) for name, value in abroad.items()},
        **by_seed("B1b", _whole, recordings["cycles"]),
    }


def pictures(recordings: Recordings) -> list[Picture]:
    """Both arms beside the United States, first seed."""
    traces = [_trace("evidence.united_states", *map(quarters, united_states()))]
    for arm in ("closed_cycles", "cycles"):
        first = recordings[arm][0]
        traces.append(
            _trace(f"evidence.arm.{arm}", _rates(first, "unemployment_rate_15plus"), _rates(first, "vacancy_rate"))
        )
    return [Picture("beveridge", "evidence.unemployment_rate", "evidence.vacancy_rate", traces)]


def _trace(title: str, unemployment: Floats, vacancies: Floats) -> Trace:
    return Trace(title, list(100.0 * unemployment), list(100.0 * vacancies), "path")


FACTS = (Fact(("B1a", "B1b"), {"closed_cycles": (SERIES,), "cycles": (SERIES,)}, statistics, pictures),)
