"""Whether the model drifts by itself: ten years of constant demand, nobody ages, papers stay as they are, nobody moves.

No lever is in force. Shares are yearly means; drift is the slope of a straight line through them, points a year, of the
mean over seeds. The bar: no share drifts by more than 0.3 points a year. Growth of incomes and placements are shown
beside it.

    python -m benchmarks.drift --scale 1.0 --seeds 2 --years 10
"""

import tempfile
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from benchmarks.arms import over_seeds
from simulation import LabourMarket, Scenario

Floats = npt.NDArray[np.float64]

#: Points a year.
BAR = 0.3
SHARES = ("unemployment_rate", "certified_share", "agriculture_share")
#: Shown, not scored.
OTHERS = ("informal_share", "social_insurance_share", "underemployment_rate")
YEARLY = (*SHARES, *OTHERS, "average_labour_income", "placements")

_FROZEN = """
name: {vi: Mọi thứ đứng yên, en: Everything held still}
extends: baseline.yaml
mechanisms: {demand: constant, demography: frozen, training: frozen, migration: off}
"""


def held_still(scale: float, years: int) -> Scenario:
    """The baseline without levers, with demand constant, demography and training frozen and migration off."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "held_still.yaml"
        path.write_text(_FROZEN, encoding="utf-8")
        scenario = Scenario.load(path)
    return scenario.with_(scale=scale, policies=(), end=scenario.start + 12 * years - 1)


def yearly(seed: int, scale: float, years: int) -> dict[str, Floats]:
    """Yearly means by indicator, and placements a year, (years,) each."""
    market = LabourMarket(scenario=held_still(scale, years), rng=seed).run()
    means = {name: market.observatory.series(name).reshape(years, 12).mean(axis=1) for name in YEARLY}
    return means | {"placements": 12.0 * means["placements"]}


def slope(values: Floats) -> float:
    """Slope of a straight line through yearly values."""
    return float(np.polyfit(np.arange(len(values)), values, 1)[0])


@click.command()
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--seeds", type=click.IntRange(1), default=2, show_default=True)
@click.option("--years", type=click.IntRange(2, 15), default=10, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(scale: float, seeds: int, years: int, workers: int) -> None:
    """Print yearly means with everything held still, and their drift."""
    found = over_seeds(yearly, range(1, seeds + 1), workers, scale, years)
    means = {name: np.mean([one[name] for one in found], axis=0) for name in YEARLY}
    click.echo(f"everything held still, scale {scale}, mean of {seeds} seeds; shares in %")
    click.echo(f"{'year':24}" + "".join(f"{year:8d}" for year in range(1, years + 1)) + "   drift a year")
    for name in (*SHARES, *OTHERS):
        points = 100.0 * means[name]
        met = "" if name in OTHERS else "met" if abs(slope(points)) <= BAR else "MISSED"
        click.echo(f"{name:24}" + "".join(f"{value:8.2f}" for value in points) + f"   {slope(points):+.3f} {met}")
    income = means["average_labour_income"]
    growth = "".join(f"{value:8.2f}" for value in 100.0 * (income[1:] / income[:-1] - 1.0))
    click.echo(f"{'income growth, %':24}{'':8}{growth}")
    click.echo(f"{'placements':24}" + "".join(f"{value:8.0f}" for value in means["placements"]))


if __name__ == "__main__":
    main()
