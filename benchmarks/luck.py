"""Whose life changes when a few persons are sent to a course: others who differ between two arms of the same seed.

Some unemployed persons, drawn by lottery, begin a four-month full-time course in one arm. What differs for others is
displacement plus the noise of hiring chains. The bar stands at twelve months: at most 20 others a person sent differ in
status or employer at 1:1, mean over seeds. Beyond twelve months the figure is shown, not scored.

    python -m benchmarks.luck --scale 1.0 --persons 100 --seeds 4 --months 24
"""

import click
import numpy as np
import numpy.typing as npt

from benchmarks.arms import Rows, differing, drawn, of_working_age, over_seeds, rows_in
from simulation import LabourMarket, Scenario
from simulation.vocabulary import Level, Status

Floats = npt.NDArray[np.float64]

#: Others who may differ a person sent, after this many months.
BAR, BAR_MONTH = 20.0, 12
COURSE_MONTHS = 4


def send_to_course(market: LabourMarket, rows: Rows, months: int = COURSE_MONTHS) -> None:
    """Begin a full-time elementary course of ``months`` for unemployed rows, as training's own enrolment would.

    Everybody finishes. The unemployment clock stands still meanwhile. Nobody pays, and no seat is taken from others.
    """
    programmes, people = market.province.programmes, market.people
    option = int(np.flatnonzero(programmes.full_time & (programmes.level == Level.elementary))[0])
    people.status[rows] = Status.in_training
    people.since[rows] = market.month
    people.programme[rows] = option
    people.course_ends[rows] = market.month + months
    people.note_written(rows)


def two_arms(scenario: Scenario, seed: int, persons: int) -> tuple[LabourMarket, LabourMarket, Rows]:
    """Two markets of one seed before the first month, in the second of which the rows returned begin a course."""
    left, sent = LabourMarket(scenario=scenario, rng=seed), LabourMarket(scenario=scenario, rng=seed)
    rows = drawn(sent, of_working_age(sent, rows_in(sent, Status.unemployed)), persons, "sent to a course")
    send_to_course(sent, rows)
    return left, sent, rows


def ripple(seed: int, scale: float, persons: int, months: int) -> Floats:
    """Others who differ a person sent, after 1 .. ``months`` months, (months,)."""
    scenario = Scenario.baseline().with_(scale=scale)
    left, sent, rows = two_arms(scenario, seed, persons)
    found = np.zeros(months)
    for month in range(months):
        left.step()
        sent.step()
        found[month] = differing(left, sent, rows).sum() / len(rows)
    return found


@click.command()
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--persons", type=click.IntRange(1), default=100, show_default=True, help="Persons sent to the course.")
@click.option("--seeds", type=click.IntRange(1), default=4, show_default=True)
@click.option("--months", type=click.IntRange(BAR_MONTH, 60), default=24, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(scale: float, persons: int, seeds: int, months: int, workers: int) -> None:
    """Print how many others differ in status or employer, a person sent, month by month."""
    found = np.array(over_seeds(ripple, range(1, seeds + 1), workers, scale, persons, months))
    click.echo(f"others who differ in status or employer, a person sent; {persons} sent, scale {scale}, {seeds} seeds")
    click.echo("month    mean     min     max")
    for month in range(months):
        of_month = found[:, month]
        click.echo(f"{month + 1:5d} {of_month.mean():7.2f} {of_month.min():7.2f} {of_month.max():7.2f}")
    at_bar = found[:, BAR_MONTH - 1].mean()
    click.echo(f"month {BAR_MONTH}: {at_bar:.1f}, at most {BAR:.0f}: {'met' if at_bar <= BAR else 'MISSED'}")


if __name__ == "__main__":
    main()
