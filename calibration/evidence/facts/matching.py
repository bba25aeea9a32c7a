"""B2: the elasticities of matching, by impulses of one month.

All search a tenth more, or a tenth more open places, everything else of the month the same: hires from non-employment
answer with 0.4 to 0.7 on search, and with both together by about a tenth (Petrongolo & Pissarides 2001: constant
returns). Regressions of hires on stocks over a stationary run are not identified in a model whose stocks answer hires;
they are shown beside and not scored.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.regression import least_squares
from calibration.evidence.watches.impulses import LEVELS, MORE, Impulses
from calibration.evidence.watches.series import Series

IMPULSES = Impulses(60, 120, 5)
STOCKS = Series(("unemployed", "vacancies", "hires_from_unemployment"))
FIRST = 60


def elasticity(pairs: npt.NDArray[np.float64]) -> float:
    """Elasticity from pairs of hires without and with a tenth more, (impulses, 2)."""
    without, with_more = pairs.sum(axis=0)
    return float(np.log(with_more / without) / np.log(MORE))


def _measured(recording: Recording) -> Mapping[str, float]:
    search = recording["impulses.search"]
    places = elasticity(recording["impulses.places"])
    own = elasticity(search[:, -1])
    return {"search": own, "places": places, "sum": own + places} | _regressed(recording) | _curve(recording)


def _curve(recording: Recording) -> dict[str, float]:
    """Elasticity on search and applications a place at each level of search."""
    search = recording["impulses.search"]
    found = {f"search_at_level_{level + 1}": elasticity(search[:, level]) for level in range(len(LEVELS))}
    tension = recording["impulses.applications_per_place"].mean(axis=0)
    return found | {f"applications_at_level_{level + 1}": float(tension[level]) for level in range(len(LEVELS))}


def _regressed(recording: Recording) -> dict[str, float]:
    stocks = [np.log(recording[f"series.{name}"][FIRST:]) for name in ("unemployed", "vacancies")]
    hires = np.log(np.maximum(recording["series.hires_from_unemployment"][FIRST:], 1.0))
    _, on_unemployed, on_vacancies = least_squares(stocks, hires)
    return {"regression_unemployed": float(on_unemployed), "regression_vacancies": float(on_vacancies)}


def statistics(recordings: Recordings) -> Statistics:
    """Elasticities over all impulses of each seed."""
    return by_seed("B2", _measured, recordings["constant"])


def pictures(recordings: Recordings) -> list[Picture]:
    """Elasticity on search against applications a place, beside the ring's own law 1 / (1 + r)."""
    found = statistics(recordings)
    tension = [found[f"B2.applications_at_level_{level + 1}"].value for level in range(len(LEVELS))]
    search = [found[f"B2.search_at_level_{level + 1}"].value for level in range(len(LEVELS))]
    law = np.linspace(0.05, max(1.5, max(tension)), 40)
    traces = [
        Trace("evidence.model", tension, search, "points"),
        Trace("evidence.ring_law", list(law), list(1.0 / (1.0 + law))),
        Trace("evidence.urn_ball_law", list(law), list(law / np.expm1(law))),
    ]
    return [Picture("matching_elasticity", "evidence.applications_per_place", "evidence.elasticity_on_search", traces)]


FACTS = (Fact(("B2",), {"constant": (IMPULSES, STOCKS)}, statistics, pictures),)
