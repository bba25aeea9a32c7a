"""Three years ahead: the model from each origin, the last value, and the trend of the five years before.

Of the labour force and the trained share the model's change since its opening is added to the last value (as a ratio,
as a difference), since the series and the model count by their own definitions; of migration the model's own yearly
rate is taken. Demand is held constant: no growth by sector is published for the province of those years, and a forecast
may not know it. Population by age and the farm share cannot be scored: no observed series of them is at hand.
"""

import csv
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.hindcast.rebasing import rebased
from simulation import LabourMarket, Scenario
from simulation.province import load_province

AHEAD = 3
_TREND_YEARS = 5
SERIES = ("labour_force", "trained_share", "in_migration", "out_migration")
FIRST, LAST = 2009, 2018
RULES = ("model", "last_value", "trend")


@cache
def published() -> dict[str, dict[int, float]]:
    """Published series of the province: name, year, value."""
    found: dict[str, dict[int, float]] = {}
    with files(__package__).joinpath("series.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["series"], {})[int(row["year"])] = float(row["value"])
    return found


def origins() -> list[int]:
    """Years from which some series can be forecast and scored."""
    known = published()
    return [
        year
        for year in range(FIRST, LAST + 1 - AHEAD)
        if any(year in known[name] and year + AHEAD in known[name] for name in SERIES) and year in known["labour_force"]
    ]


def simulate(year: int, scale: float, seed: int) -> dict[str, float]:
    """What the model, opened on the tables of a year, says of the three years after it.

    ``labour_force`` as the ratio and ``trained_share`` as the difference of the last to the first twelve months' ends,
    migration as persons a year over the population.
    """
    known = published()
    base = Scenario.load("nothing.yaml")
    province = load_province(base.province)
    with tempfile.TemporaryDirectory() as name:
        folder = rebased(province, Path(name), year, known["population"][year], known["labour_force"][year])
        months = 12 * AHEAD + 1
        scenario = base.at_province(str(folder)).with_(
            scale=scale, end=base.start + months - 1, mechanisms={"demand": "constant"}
        )
        market = LabourMarket(scenario=scenario, rng=seed).run()
    told = market.indicators()
    totals = told[told["by"] == "all"].pivot(index="month", columns="indicator", values="value")
    moved = totals.iloc[-12:][["in_migrants", "migrants_gone_home", "out_migrants"]].sum()
    population = known["population"][year]
    return {
        "labour_force": float(totals["labour_force"].iloc[-1] / totals["labour_force"].iloc[0]),
        "trained_share": float(totals["certified_share_survey"].iloc[-1] - totals["certified_share_survey"].iloc[0]),
        "in_migration": float(moved["in_migrants"] / population),
        "out_migration": float((moved["out_migrants"] + moved["migrants_gone_home"]) / population),
    }


def trend(series: dict[int, float], year: int) -> float:
    """The straight line through the five years to ``year`` that are known, three years further."""
    known = [one for one in range(year - _TREND_YEARS + 1, year + 1) if one in series]
    if len(known) < 2:
        return float("nan")
    slope, level = np.polyfit(known, [series[one] for one in known], 1)
    return float(level + slope * (year + AHEAD))


def forecasts(scale: float, seeds: int, done: Callable[[int], None] = lambda year: None) -> pd.DataFrame:
    """A row an origin and series that is known three years later: actual, and the forecast of each rule."""
    known, rows = published(), []
    for year in origins():
        told = pd.DataFrame([simulate(year, scale, seed) for seed in range(1, seeds + 1)]).mean()
        for name in SERIES:
            series = known[name]
            if year not in series or year + AHEAD not in series:
                continue
            model = {"labour_force": series[year] * told[name], "trained_share": series[year] + told[name]}
            rows.append({
                "series": name,
                "origin": year,
                "year": year + AHEAD,
                "actual": series[year + AHEAD],
                "model": float(model.get(name, told[name])),
                "last_value": series[year],
                "trend": trend(series, year),
            })  # fmt: skip
        done(year)
    return pd.DataFrame(rows)


def scores(table: pd.DataFrame) -> pd.DataFrame:
    """Mean absolute error of each rule by series, the number of forecasts, and the rule that errs least."""
    errors = table[["series"]].copy()
    for rule in RULES:
        errors[rule] = (table[rule] - table["actual"]).abs()
    found = errors.groupby("series", sort=False).mean()
    return found.assign(best=found[list(RULES)].idxmin(axis=1), forecasts=errors.groupby("series").size()).reset_index()


#: Published figures of 2021 to 2023 and the indicator that answers each; shown, not scored: the opening knows 2021.
RECENT = {
    "labour_force_15plus_2021": ("labour_force", 2021),
    "urban_unemployment_rate_2021_as_reported": ("urban_unemployment_rate", 2021),
    "labour_productivity_growth_2022": ("productivity_growth", 2022),
    "certified_share_provincial_2023": ("certified_share", 2023),
    "trained_share_incl_uncertified": ("trained_share", 2023),
}


def recent(scale: float, seed: int = 1) -> pd.DataFrame:
    """The baseline's years 2021 to 2023 beside published figures: figure, year, published, model (mean of the year)."""
    base = Scenario.baseline()
    last = base.start + 35
    told = LabourMarket(scenario=base.with_(scale=scale, end=last), rng=seed).run().indicators()
    totals = told[told["by"] == "all"]
    evidence, rows = load_province(base.province).evidence, []
    for figure, (indicator, year) in RECENT.items():
        values = totals[(totals["indicator"] == indicator) & totals["month"].astype(str).str.startswith(str(year))]
        if figure in evidence and len(values):
            rows.append([figure, year, evidence[figure].value, float(values["value"].mean())])
    return pd.DataFrame(rows, columns=["figure", "year", "published", "model"])
