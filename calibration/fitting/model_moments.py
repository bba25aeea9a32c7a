"""What the model says of the moments: everybody interviewed once a quarter while one run goes on."""

from collections.abc import Callable

import pandas as pd

from calibration.surveys.answers import Standard
from calibration.surveys.interviewing import Census
from calibration.surveys.moments import moments
from simulation import LabourMarket, Scenario


def model_moments(
    scenario: Scenario,
    seed: int,
    months: frozenset[int],
    standard: Standard,
    month_done: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """Moments of a run in the months given: name, value."""
    market = LabourMarket(scenario=scenario, rng=seed)
    census = Census(market, months)
    while market.month <= max(months):
        market.step()
        census.ask(market)
        month_done()
    found = moments(census.answers, standard)
    return pd.DataFrame({"name": list(found), "value": [one.value for one in found.values()]})
