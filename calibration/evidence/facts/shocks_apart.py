"""B3: separation shocks move unemployment and vacancies together, demand shocks move them apart (Shimer 2005).

Paired with the run of the same seed without the shock; mean difference of the half year from the shock on, as a share
of the level without it.
"""

from collections.abc import Callable, Mapping

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.watches.series import Series

SERIES = Series(("unemployed", "vacancies"))
SHOCK, WINDOW = 12, 6


def _answer(to: str) -> Callable[[Recording, Recording], Mapping[str, float]]:
    def answer(shocked: Recording, calm: Recording) -> Mapping[str, float]:
        months = slice(SHOCK, SHOCK + WINDOW)
        found = {}
        for name in ("unemployed", "vacancies"):
            with_shock, without = shocked[f"series.{name}"][months].mean(), calm[f"series.{name}"][months].mean()
            found[f"{to}_{name}"] = float(with_shock / without - 1.0)
        return found

    return answer


def statistics(recordings: Recordings) -> Statistics:
    """Relative answers of both stocks to both shocks."""
    calm = recordings["calm"]
    return {
        **by_seed("B3", _answer("separations"), recordings["separation_shock"], calm),
        **by_seed("B3", _answer("demand"), recordings["demand_shock"], calm),
    }


FACTS = (Fact(
    ("B3",), {"calm": (SERIES,), "separation_shock": (SERIES,), "demand_shock": (SERIES,)}, statistics
),)  # fmt: skip
