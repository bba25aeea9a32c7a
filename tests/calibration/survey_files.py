"""A survey file that can be read, and ways to break it."""

from functools import cache
from pathlib import Path

import pandas as pd

from calibration.surveys.codebook import open_codebook
from calibration.surveys.sampling import RotatingSample
from calibration.surveys.writing import as_lfs
from simulation import LabourMarket, Scenario

CODE = 22


@cache
def told() -> pd.DataFrame:
    """A year's survey of the baseline at a small scale, under the survey's column names."""
    scenario = Scenario.baseline()
    months = frozenset(range(scenario.start, scenario.start + 12))
    market = LabourMarket(scenario=scenario.with_(scale=0.03, end=max(months)), rng=7)
    survey = RotatingSample(market, months, 1200)
    while market.month <= max(months):
        market.step()
        survey.ask(market)
    assert open_codebook("halong").place is not None
    return as_lfs(survey.answers, market.province, CODE)


def written(frame: pd.DataFrame, folder: Path, name: str = "survey.csv") -> Path:
    """The frame as a CSV file."""
    path = folder / name
    frame.to_csv(path, index=False)
    return path
