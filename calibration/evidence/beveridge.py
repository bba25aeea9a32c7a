"""Statistics of unemployment and vacancies over cycles: correlation, slope, sense and size of the loop."""

import csv
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from calibration.evidence.regression import correlation, slope

Floats = npt.NDArray[np.float64]


def quarters(series: Floats) -> Floats:
    """Three-month means, (months // 3,)."""
    whole = len(series) // 3 * 3
    return np.asarray(series[:whole].reshape(-1, 3).mean(axis=1))


def without_season(series: Floats) -> Floats:
    """Quarterly values less their season: each over its calendar quarter's mean ratio to a centred year's mean."""
    centred = np.convolve(series, np.array([0.5, 1.0, 1.0, 1.0, 0.5]) / 4.0, mode="valid")
    ratio = np.concatenate([np.full(2, np.nan), series[2:-2] / centred, np.full(2, np.nan)])
    quarter = np.arange(len(series)) % 4
    season = np.array([np.nanmean(ratio[quarter == one]) for one in range(4)])
    return np.asarray(series / (season / season.mean())[quarter])


def signed_area(unemployment: Floats, vacancies: Floats) -> float:
    """Area that the path encloses, in points squared; positive when it runs counter-clockwise (u across, v up)."""
    across, up = 100.0 * unemployment, 100.0 * vacancies
    return float(0.5 * (across * np.roll(up, -1) - np.roll(across, -1) * up).sum())


def curve(unemployment: Floats, vacancies: Floats) -> dict[str, float]:
    """``correlation`` of the rates, ``slope`` of log v on log u, signed ``area`` of the loop. Rates are fractions."""
    return {
        "correlation": correlation(unemployment, vacancies),
        "slope": slope(np.log(unemployment), np.log(vacancies)),
        "area": signed_area(unemployment, vacancies),
    }


def united_states() -> tuple[Floats, Floats]:
    """Monthly unemployment rate and job-openings rate of the United States, 2001-01 to 2018-09, fractions."""
    table = files("calibration.evidence").joinpath("published/us_beveridge_2001_2018.csv")
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return (
        np.array([float(row["u"]) for row in rows]) / 100.0,
        np.array([float(row["v"]) for row in rows]) / 100.0,
    )
