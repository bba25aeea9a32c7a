"""B9: the wage curve: where unemployment is higher, pay is lower, elasticity about -0.07 (Nijkamp & Poot 2005).

Log pay of all employees by district and year, with sex, age, paper, occupation and sector held, on log unemployment of
the district, with effects of districts and years. Seeds are panels of their own. New jobs answer more.
"""

from collections.abc import Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.pictures import Picture, Trace
from calibration.evidence.regression import elasticity_in_panel, within
from calibration.evidence.watches.districts import Districts

PANEL = Districts(60, 120)


def _elasticity(recording: Recording) -> Mapping[str, float]:
    unemployment = np.log(np.maximum(recording["districts.unemployment"], 1e-4)).T
    return {
        "all_wages": elasticity_in_panel(recording["districts.pay"].T, unemployment),
        "new_jobs": elasticity_in_panel(np.nan_to_num(recording["districts.new_pay"].T), unemployment),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Elasticities, mean over seeds."""
    return by_seed("B9", _elasticity, recordings["constant"])


def pictures(recordings: Recordings) -> list[Picture]:
    """All districts, years and seeds, less the effects of districts and years."""
    across, up = [], []
    for recording in recordings["constant"]:
        across += within(np.log(np.maximum(recording["districts.unemployment"], 1e-4)).T).ravel().tolist()
        up += within(recording["districts.pay"].T).ravel().tolist()
    trace = Trace("evidence.districts_and_years", across, up, "points")
    return [Picture("wage_curve", "evidence.log_unemployment", "evidence.log_pay", [trace])]


FACTS = (Fact(("B9",), {"constant": (PANEL,)}, statistics, pictures),)
