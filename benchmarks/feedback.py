"""Whether feedback is real: more searchers of one occupation against the jobs of everybody else.

In one arm inactive residents of working age of one occupation and district, drawn by lottery, begin to search. Job
creation does not respond (``job_creation_response`` 0). Gain is the formal jobs that the added hold beyond what they
hold in the other arm, loss what everybody else holds less; the loss is 20-100 % of the gain over the next twelve
months, mean over seeds, and offers of the occupation in the district are lower. Newcomers from outside are among the
others; how much of the loss is theirs is printed beside it.

    python -m benchmarks.feedback --scale 1.0 --added 200 --seeds 8 --months 12
"""

from typing import NamedTuple

import click
import numpy as np
import numpy.typing as npt

from benchmarks.arms import Rows, drawn, formal, of_working_age, over_seeds, rows_in
from simulation import LabourMarket, Scenario
from simulation.vocabulary import Status

Floats = npt.NDArray[np.float64]

#: Share of the gain that others lose.
LOWEST, HIGHEST = 0.2, 1.0


class Cell(NamedTuple):
    """An occupation in a district, rows of the province's tables."""

    occupation: int
    district: int


class Feedback(NamedTuple):
    """By month, (months,): formal jobs the added gain, the others lose, newcomers among them lose; change of offers.

    Jobs are rows; the change of the cell's mean log offer is in log points.
    """

    gain: Floats
    loss: Floats
    newcomers: Floats
    offer: Floats

    @property
    def crowding_out(self) -> float:
        """Loss over gain of all months together."""
        return float(self.loss.sum() / self.gain.sum())


def candidates(market: LabourMarket, cell: Cell) -> Rows:
    """Inactive residents of working age of the cell."""
    people = market.people
    rows = of_working_age(market, rows_in(market, Status.inactive))
    mine = (people.occupation[rows] == cell.occupation) & (people.district[rows] == cell.district)
    return np.asarray(rows[mine])


def largest_cell(market: LabourMarket) -> Cell:
    """The occupation and district in which most people search."""
    people, rows = market.people, rows_in(market, Status.unemployed)
    occupations = len(market.province.occupations)
    cell = people.district[rows].astype(np.int64) * occupations + people.occupation[rows]
    district, occupation = divmod(int(np.bincount(cell).argmax()), occupations)
    return Cell(occupation, district)


def begin_search(market: LabourMarket, rows: Rows) -> None:
    """Make inactive rows unemployed from this month; they can be matched from the next, as everybody who begins."""
    people = market.people
    people.status[rows] = Status.unemployed
    people.since[rows] = people.search_since[rows] = market.month
    people.note_written(rows)


def mean_offer(market: LabourMarket, cell: Cell) -> float:
    """Mean log offer of the cell's payroll lines, weighted by the first month's wanted staff."""
    places = market.workplaces
    lines = np.arange(1, 1 + places.payroll_lines)
    mine = lines[(places.occupation[lines] == cell.occupation) & (places.district[lines] == cell.district)]
    return float(np.average(places.offer[mine].astype(np.float64), weights=places.base[mine]))


def measure(seed: int, scale: float, added: int, months: int, cell: Cell | None = None) -> Feedback:
    """The two arms of a seed, month by month."""
    scenario = Scenario.baseline().with_(scale=scale, parameters={"job_creation_response": 0.0})
    still, more = LabourMarket(scenario=scenario, rng=seed), LabourMarket(scenario=scenario, rng=seed)
    cell = largest_cell(more) if cell is None else cell
    rows = drawn(more, candidates(more, cell), added, "added to the searchers")
    begin_search(more, rows)
    return Feedback(*np.array([_month(still, more, rows, cell) for _ in range(months)]).T)


def _month(still: LabourMarket, more: LabourMarket, added: Rows, cell: Cell) -> tuple[float, float, float, float]:
    still.step()
    more.step()
    change = formal(more).astype(np.int64) - formal(still)
    gain = change[added].sum()
    newcomers = change[more.residents : more.adults].sum()
    return float(gain), float(gain - change.sum()), -float(newcomers), mean_offer(more, cell) - mean_offer(still, cell)


@click.command()
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--added", type=click.IntRange(1), default=200, show_default=True, help="Persons who begin to search.")
@click.option("--seeds", type=click.IntRange(1), default=8, show_default=True)
@click.option("--months", type=click.IntRange(1, 60), default=12, show_default=True)
@click.option("--occupation", help="Occupation, id of the province's table (default: that of most searchers).")
@click.option("--district", help="District, id of the province's table.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(
    scale: float, added: int, seeds: int, months: int, occupation: str | None, district: str | None, workers: int
) -> None:
    """Print what the added gain and others lose, month by month, and the change of offers."""
    cell = _named(scale, occupation, district)
    found = over_seeds(measure, range(1, seeds + 1), workers, scale, added, months, cell)
    gain, loss, newcomers, offer = (np.array(parts) for parts in zip(*found, strict=True))
    click.echo(f"{added} searchers added to {cell}, scale {scale}, {seeds} seeds; formal jobs, mean over seeds")
    click.echo("month   gain   loss  of newcomers   offer, %")
    for month in range(months):
        parts = (gain[:, month].mean(), loss[:, month].mean(), newcomers[:, month].mean(), offer[:, month].mean())
        click.echo(f"{month + 1:5d} {parts[0]:6.1f} {parts[1]:6.1f} {parts[2]:13.1f} {100 * parts[3]:10.3f}")
    share = float(loss.sum() / gain.sum())
    spread = float(np.std(loss.sum(axis=1), ddof=1) / np.sqrt(seeds) / gain.sum(axis=1).mean()) if seeds > 1 else np.nan
    met = "met" if LOWEST <= share <= HIGHEST else "MISSED"
    click.echo(f"others lose {share:.1%} of the gain (standard error {spread:.1%}), {LOWEST:.0%}-{HIGHEST:.0%}: {met}")
    click.echo(f"offers {100 * offer.mean():+.3f} %, below zero: {'met' if offer.mean() < 0 else 'MISSED'}")


def _named(scale: float, occupation: str | None, district: str | None) -> Cell:
    """The cell asked for, else the largest. Raises click.BadParameter for an unknown id."""
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=scale), rng=1)
    largest = largest_cell(market)
    chosen = []
    for name, table, default in (
        (occupation, market.province.occupations, largest.occupation),
        (district, market.province.districts, largest.district),
    ):
        ids = [entry.id for entry in table]
        if name is not None and name not in ids:
            raise click.BadParameter(f"{name!r} is none of {', '.join(ids)}")
        chosen.append(default if name is None else ids.index(name))
    return Cell(*chosen)


if __name__ == "__main__":
    main()
