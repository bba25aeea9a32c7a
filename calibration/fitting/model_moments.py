"""What the model says of the moments: everybody interviewed once a quarter while one run goes on."""

from collections.abc import Callable

import pandas as pd

from calibration.surveys.answers import Standard
from calibration.surveys.interviewing import Census
from calibration.surveys.moments import moments
from calibration.surveys.targets import population_covariance
from simulation import LabourMarket, Scenario


def model_moments(
    scenario: Scenario,
    seed: int,
    months: frozenset[int],
    standard: Standard,
    month_done: Callable[[], None] = lambda: None,
    errors: bool = False,
) -> pd.DataFrame:
    """Moments of a run in the months given: name, value.

    With ``errors`` also a column a moment: its covariance with each over populations of the run's size.
    """
    market = LabourMarket(scenario=scenario, rng=seed)
    census = Census(market, months)
    while market.month <= max(months):
        market.step()
        census.ask(market)
        month_done()
    answers = census.answers
    found = moments(answers, standard)
    frame = pd.DataFrame({"name": list(found), "value": [one.value for one in found.values()]})
    if not errors:
        return frame
    covariance = pd.DataFrame(population_covariance(found, answers), columns=list(found))
    return pd.concat([frame, covariance], axis=1)
