"""The baseline of 2021-2023 against what was published: levels, changes and flows by year, nothing aligned.

Each bar names the published or assumed figures it is built around. Unemployment is that of working age, the certified
share the administrative one, the farm share that of ICLS-19, placements the gross ones of the observation's definition.

    python -m benchmarks.baseline --scale 1.0 --seeds 8 --until 2023-12
"""

from collections.abc import Callable
from dataclasses import dataclass

import click
import numpy as np
import numpy.typing as npt

from benchmarks.arms import over_seeds
from simulation import LabourMarket, Scenario
from simulation.months import month_index

Floats = npt.NDArray[np.float64]

PARTS = ("new_papers", "entry", "exit", "migration", "denominator")


@dataclass(frozen=True)
class Bar:
    """A band for a yearly figure, in the unit it is printed in; ``year`` restricts it to one year."""

    figure: str
    low: float
    high: float
    wording: str
    year: int | None = None


BARS = (
    Bar("unemployment, %", 2.0, 3.3, "3.29 % published for 2020; the nation 2.3 % in 2022 and 2023"),
    Bar("certified, %", 48.5, 51.0, "about 50 % published for the end of 2023, administrative concept", 2023),
    Bar("certified change, points", 0.7, 2.0, "from 46 % assumed for January 2021 to 50 % at the end of 2023"),
    Bar("vocational intake, 000", 35.0, 43.0, "39,500 published for 2023, of whom 32,600 elementary and short"),
    Bar("new certificates, 000", 10.0, 17.0, "assumed: most short courses add no newly certified person"),
    Bar("farm share change, points", -1.5, -0.3, "from 21.5 % assumed for January 2021 to 20.5 % in 2022"),
    Bar("placements, 000", 18.0, 40.0, "28,900 a year published for 2016-20, gross; the two official series lie apart"),
    Bar("income growth, %", 4.0, 9.0, "the nation 6.9 % in 2023, nominal, all employed"),
)


def yearly(seed: int, scale: float, until: int) -> dict[str, Floats]:
    """Figures by year, (years,) each.

    Shares at the end of a year are December's. Farm share and income change from one yearly mean to the next; in the
    first year, which has none before it, from its first month to December, at a year's pace.
    """
    scenario = Scenario.baseline().with_(scale=scale, end=until)
    market = LabourMarket(scenario=scenario, rng=seed).run()
    series = market.observatory.series

    def of_years(name: str) -> Floats:
        return series(name).reshape(-1, 12)

    def one_year_on(name: str, change: Callable[[Floats, Floats], Floats]) -> Floats:
        means = of_years(name).mean(axis=1)
        first = change(series(name)[:1], series(name)[11:12]) * 12.0 / 11.0
        return np.concatenate([first, change(means[:-1], means[1:])])

    figures = {
        "unemployment, %": 100.0 * of_years("unemployment_rate").mean(axis=1),
        "certified, %": 100.0 * of_years("certified_share")[:, -1],
        "certified change, points": 100.0 * of_years("certified_change")[:, -1],
        **{f"  {part}": 100.0 * of_years(f"certified_change_{part}")[:, -1] for part in PARTS},
        "vocational intake, 000": of_years("vet_enrolment").sum(axis=1) / 1e3,
        "new certificates, 000": of_years("new_certificates").sum(axis=1) / 1e3,
        "farm share, %": 100.0 * of_years("agriculture_share").mean(axis=1),
        "farm share change, points": 100.0 * one_year_on("agriculture_share", lambda before, now: now - before),
        "placements, 000": of_years("placements").sum(axis=1) / 1e3,
        "income growth, %": 100.0 * one_year_on("average_labour_income", lambda before, now: now / before - 1.0),
    }
    return {name: np.asarray(values) for name, values in figures.items()}


def verdict(figure: str, years: list[int], means: Floats) -> str:
    """Whether every year concerned lies within its bar; empty for figures without one."""
    words = []
    for bar in BARS:
        if bar.figure != figure:
            continue
        concerned = [mean for year, mean in zip(years, means, strict=True) if bar.year in (None, year)]
        met = all(bar.low <= mean <= bar.high for mean in concerned)
        words.append(f"{bar.low:g} to {bar.high:g}: {'met' if met else 'MISSED'}")
    return "; ".join(words)


def _until(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """The last month, a December. Raises click.BadParameter for any other month."""
    try:
        month = month_index(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if month % 12 != 11:
        raise click.BadParameter("a December, for example 2023-12")
    return month


@click.command()
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--seeds", type=click.IntRange(1), default=8, show_default=True)
@click.option("--until", default="2023-12", show_default=True, callback=_until, help="Last month, a December.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(scale: float, seeds: int, until: int, workers: int) -> None:
    """Print yearly figures of the baseline, mean and range over seeds, beside their bars."""
    found = over_seeds(yearly, range(1, seeds + 1), workers, scale, until)
    first = 1900 + Scenario.baseline().start // 12
    years = list(range(first, first + len(found[0]["unemployment, %"])))
    click.echo(f"baseline, scale {scale}, {seeds} seeds: mean (lowest to highest)")
    click.echo(f"{'':26}" + "".join(f"{year:>24d}" for year in years) + "   bar")
    for name in found[0]:
        values = np.array([one[name] for one in found])
        cells = [
            f"{of_year.mean():8.2f} ({of_year.min():.2f} to {of_year.max():.2f})".rjust(24) for of_year in values.T
        ]
        click.echo(f"{name:26}" + "".join(cells) + f"   {verdict(name, years, values.mean(axis=0))}")
    unemployment = np.mean([one["unemployment, %"] for one in found], axis=0)
    fell = "met" if unemployment[0] > unemployment[-1] else "MISSED"
    click.echo(f"unemployment higher in {years[0]} than in {years[-1]}: {fell}")


if __name__ == "__main__":
    main()
