"""What matching gives: the answer of hires to more search and to more posts, and how finding a job falls with duration.

Paired impulses: in every month after the first year the same market is matched three times from the same state, as it
is, with all search effort a tenth higher, and with a tenth more open posts; only the first counts. The elasticity is
the response of hires from non-employment. Bars: that on effort is 0.4-0.7, the sum of both 0.85-1.15 (Petrongolo and
Pissarides 2001). The hazard of leaving unemployment for work in the eighth month is 0.3-0.8 of that in the first.

    python -m benchmarks.matching --scale 1.0 --seeds 2 --months 36
"""

from collections.abc import Callable
from typing import NamedTuple

import click
import numpy as np
import numpy.typing as npt

from benchmarks.arms import over_seeds
from simulation import LabourMarket, Scenario
from simulation.columns import ColumnStore
from simulation.processes.matching import fill_places
from simulation.processes.search import apply_for_work
from simulation.processes.vacancies import post_vacancies
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Status

Floats = npt.NDArray[np.float64]

IMPULSE = 0.1
FIRST = 12  # months before the first impulse
EFFORT, SUM, HAZARD = (0.4, 0.7), (0.85, 1.15), (0.3, 0.8)
LONGEST = 12  # months of unemployment shown
STORES = ("people", "employers", "workplaces")
COUNTERS = ("posts_year", "hires_year", "hires_by_channel")  # written in place


class Found(NamedTuple):
    """Of one seed: hires and posts by month and arm, (months, 3); exits to work and persons at risk, (LONGEST, 2, 2).

    Arms: as it is, more effort, more posts. The middle axis of ``spells`` is any work, wage work; the last one exits
    and persons at risk.
    """

    hires: Floats
    posts: Floats
    spells: Floats


class ImpulseMarket(LabourMarket):
    """A market that tries every month's matching three times before it is done."""

    def __init__(self, scenario: Scenario, rng: int) -> None:
        """Open as any market."""
        super().__init__(scenario=scenario, rng=rng)
        self.trials: list[list[tuple[float, float]]] = []

    def _timed(self, name: str, process: Callable[[], object]) -> None:
        if name == "vacancies" and self.month >= self.start + FIRST:
            self.trials.append([self._trial(*arm) for arm in ((0.0, 0.0), (IMPULSE, 0.0), (0.0, IMPULSE))])
        super()._timed(name, process)

    def _trial(self, effort: float, posts: float) -> tuple[float, float]:
        """Hires from non-employment and posts of the month under impulses; the market is left as it was."""
        state = dict(self.__dict__) | {name: getattr(self, name).copy() for name in COUNTERS}
        flows, left = dict(self.flows), self.people.leavers.number.copy()
        columns = {name: _copied(getattr(self, name)) for name in STORES}
        _add_posts(self, posts)
        self.search_rule = self.search_rule._replace(intensity=1.0 + effort)
        for process in (post_vacancies, apply_for_work, fill_places):
            process(self)
        hires = self.flows["hires_from_unemployment"] + self.flows["hires_from_inactivity"]
        found = float(hires), float(self.flows["vacancies"])
        self.__dict__.update(state)
        self.flows, self.people.leavers.number[:] = flows, left
        for name in STORES:
            getattr(self, name).restore(columns[name])
        return found


def _copied(store: ColumnStore) -> dict[str, npt.NDArray[np.generic]]:
    return {name: column.copy() for name, column in store.snapshot().items()}


def _add_posts(market: LabourMarket, share: float) -> None:
    """Let every line want ``share`` more than its open places; the fraction of a place goes by a keyed lottery."""
    places = market.workplaces
    lines = places.payroll
    open_now = np.floor(places.wanted[lines] + market.rounding[lines]) - places.headcount[lines]
    closed = market.employers.closed_until[places.firm[lines]] > market.month
    draw = uniforms(month_key(market.seed, Stream.card, market.month), np.arange(lines.start, lines.stop))
    places.wanted[lines] += np.where(closed, 0.0, np.floor(np.maximum(open_now, 0.0) * share + draw))


def measure(seed: int, scale: float, months: int) -> Found:
    """One seed's trials and spells."""
    market = ImpulseMarket(Scenario.baseline().with_(scale=scale), seed)
    spells = np.zeros((LONGEST, 2, 2))
    for _ in range(FIRST + months):
        _follow(market, spells)
    trials = np.array(market.trials)
    return Found(trials[:, :, 0], trials[:, :, 1], spells)


def _follow(market: LabourMarket, spells: Floats) -> None:
    """One month of the market; who was unemployed before it, by months of search, and who has work after it."""
    people = market.people
    rows = np.flatnonzero(people.status[: market.of_age] == Status.unemployed)
    waited = market.month - people.search_since[rows].astype(np.int64)
    rows, waited = rows[(waited >= 1) & (waited <= LONGEST)], waited[(waited >= 1) & (waited <= LONGEST)]
    market.step()
    working = people.status[rows] == Status.employed
    payroll = working & (market.workplaces.firm[people.workplace[rows]] >= 0)
    for kind, left in enumerate((working, payroll)):
        spells[:, kind, 0] += np.bincount(waited - 1, weights=left, minlength=LONGEST)
        spells[:, kind, 1] += np.bincount(waited - 1, minlength=LONGEST)


def elasticities(found: list[Found]) -> tuple[float, float, float]:
    """Elasticity of hires from non-employment on effort and on posts, and the standard error of their sum."""
    hires, posts = (np.concatenate([getattr(one, name) for one in found]) for name in ("hires", "posts"))
    base = hires[:, 0].mean()
    on_effort = (hires[:, 1] - hires[:, 0]) / base / np.log1p(IMPULSE)
    on_posts = (hires[:, 2] - hires[:, 0]) / base / np.log(posts[:, 2].sum() / posts[:, 0].sum())
    both = on_effort + on_posts
    return float(on_effort.mean()), float(on_posts.mean()), float(both.std(ddof=1) / np.sqrt(len(both)))


def hazards(found: list[Found]) -> Floats:
    """Monthly hazard of leaving unemployment for any work and for wage work by months of search, (2, LONGEST)."""
    spells = np.sum([one.spells for one in found], axis=0)
    return np.asarray((spells[:, :, 0] / np.maximum(spells[:, :, 1], 1.0)).T)


def _verdict(value: float, bar: tuple[float, float]) -> str:
    return f"{value:.2f}, {bar[0]:g}-{bar[1]:g}: {'met' if bar[0] <= value <= bar[1] else 'MISSED'}"


@click.command()
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=1.0, show_default=True)
@click.option("--seeds", type=click.IntRange(1), default=2, show_default=True)
@click.option("--months", type=click.IntRange(2), default=36, show_default=True, help="Months with impulses.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(scale: float, seeds: int, months: int, workers: int) -> None:
    """Print both elasticities and the hazards by duration beside their bars."""
    found = over_seeds(measure, range(1, seeds + 1), workers, scale, months)
    on_effort, on_posts, error = elasticities(found)
    click.echo(f"impulses of {IMPULSE:.0%} in {months} months, scale {scale}, {seeds} seeds")
    click.echo(f"hires from non-employment on effort {_verdict(on_effort, EFFORT)}")
    click.echo(f"on posts {on_posts:.2f}; sum {_verdict(on_effort + on_posts, SUM)} (standard error {error:.2f})")
    table = hazards(found)
    for kind, name in enumerate(("any work", "wage work")):
        click.echo(f"exit to {name} by month: " + " ".join(f"{value:.3f}" for value in table[kind]))
        click.echo(f"  eighth over first {_verdict(table[kind][7] / table[kind][0], HAZARD)}")


if __name__ == "__main__":
    main()
