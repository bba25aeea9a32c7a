"""What a mix of doses is worth: its runs, and from their files the objectives, the budget and the plan's targets.

A constraint's score is at most zero where it holds. Of a target that must be met with a probability it is the gap at
that quantile: how far the worst of the runs that count is from the target, which tells a search where to go even
where no run meets it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from experiments.intervals import band
from experiments.scorecard import met, period_of
from experiments.search.question import Constraint, Objective, Search
from experiments.sweeps.designs import Point
from experiments.sweeps.outcomes import LAST
from experiments.sweeps.question import at_point, lean
from experiments.sweeps.simulating import SPENDING, Keep, SweepRun
from experiments.texts import indicator

if TYPE_CHECKING:
    from simulation import Scenario

Floats = NDArray[np.float64]
_Asked = TypeVar("_Asked", Objective, Constraint)


@dataclass(frozen=True)
class Mix:
    """Doses that were tried, and the runs that tell what they do."""

    number: int
    point: Point
    runs: tuple[SweepRun, ...]


def mix_of(search: Search, number: int, point: Point, seeds: Sequence[int]) -> Mix:
    """The mix at a point: a run for every draw and seed."""
    keep = Keep(search.indicators)
    laid = at_point(search.scenario, point)
    runs = []
    for draw, parameters in enumerate(search.draws or ({},)):
        scenario = lean(_under(laid, parameters) if parameters else laid)
        runs += [SweepRun(scenario, seed, draw + 1 if search.draws else 0, search.basis, keep=keep) for seed in seeds]
    return Mix(number, point, tuple(runs))


def _under(scenario: "Scenario", parameters: dict[str, float]) -> "Scenario":
    """The scenario under a parameter set; what its own file sets stays."""
    return scenario.with_sets(None).with_(parameters={**parameters, **scenario.parameters})


@dataclass(frozen=True)
class Scores:
    """A mix's values by run, (runs,), and what follows from them."""

    search: Search
    draws: NDArray[np.int64]
    objectives: tuple[Floats, ...]
    targets: tuple[Floats, ...]
    by_year: Floats  # (years, runs): what the budget's sources spend in each calendar year

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The objectives in their own units."""
        pairs = zip(self.search.objectives, self.objectives, strict=True)
        return tuple(_objective(objective, values, self.draws) for objective, values in pairs)

    @property
    def violations(self) -> tuple[float, ...]:
        """At most zero where a constraint holds: the budget first if there is one, then the targets."""
        pairs = zip(self.search.constraints, self.targets, strict=True)
        gaps = [_gap(constraint, values, self.draws) for constraint, values in pairs]
        budget = self.search.budget
        return (*([] if budget is None else [self.dearest_year / budget.most - 1.0]), *gaps)

    @property
    def feasible(self) -> bool:
        """Whether all constraints hold."""
        return all(violation <= 0.0 for violation in self.violations)

    @property
    def dearest_year(self) -> float:
        """Mean over runs of the spending of the calendar year in which it is largest, million VND."""
        return float(self.by_year.mean(axis=1).max()) if len(self.by_year) else 0.0

    @property
    def probabilities(self) -> tuple[float, ...]:
        """Share of draws (of seeds where nothing is drawn) in which each target is met."""
        pairs = zip(self.search.constraints, self.targets, strict=True)
        return tuple(float(_by_draw(met(values, one.target), self.draws).mean()) for one, values in pairs)

    def interval(self, place: int) -> tuple[float, float]:
        """90 % interval of an objective's mean."""
        _, low, high = band(self.objectives[place][None, :], self.draws)
        return float(low[0]), float(high[0])


def score(search: Search, mix: Mix, parts: Path) -> Scores:
    """The scores of a mix whose runs are finished."""
    tables = [_table(parts / name) for run in mix.runs for name in run.part_names]
    return Scores(
        search=search,
        draws=np.array([run.draw for run in mix.runs], dtype=np.int64),
        objectives=tuple(_each(tables, _windowed, one) for one in search.objectives),
        targets=tuple(_each(tables, _at_target, one) for one in search.constraints),
        by_year=_spending_by_year(search, tables),
    )


def _each(tables: list[pd.DataFrame], value: "Callable[[pd.DataFrame, _Asked], float]", asked: _Asked) -> Floats:
    """Value of what is asked for in each table, (tables,)."""
    return np.array([value(table, asked) for table in tables], dtype=np.float64)


def _table(path: Path) -> pd.DataFrame:
    """Values of a run: month (rows), and a column an indicator or, for money, indicator and source."""
    frame = pq.read_table(path, columns=["month", "indicator", "by", "group", "value"]).to_pandas()
    names = frame["indicator"].where(frame["by"] == "all", frame["indicator"] + "." + frame["group"])
    table: pd.DataFrame = frame.assign(name=names).pivot(index="month", columns="name", values="value")
    return table


def _windowed(table: pd.DataFrame, objective: Objective) -> float:
    values = _money(table, objective.sources) if objective.sources else table.get(objective.indicator)
    if values is None:
        return float("nan")
    values = values.dropna()
    rows = values.iloc[-12:] if objective.window == LAST else values[values.index.str.startswith(objective.window)]
    return float(rows.mean())


def _at_target(table: pd.DataFrame, constraint: Constraint) -> float:
    name = constraint.target.indicator
    period = period_of(indicator(name), constraint.target.year, list(table.index))
    return float(period.value(table[[name]])[0])


def _spending_by_year(search: Search, tables: list[pd.DataFrame]) -> Floats:
    sources = search.budget.sources if search.budget else ()
    yearly = [_money(table, sources).groupby(table.index.str[:4]).sum() for table in tables]
    return np.stack([one.to_numpy(dtype=np.float64) for one in yearly], axis=1)


def _money(table: pd.DataFrame, sources: tuple[str, ...]) -> pd.Series:
    """Spending by month of the sources named, of all where none is."""
    names = [f"{SPENDING}.{source}" for source in sources] or [SPENDING]
    return table.reindex(columns=names).sum(axis=1)


def _by_draw(values: Floats, draws: NDArray[np.int64]) -> Floats:
    """Means over the seeds of each draw; the seeds' own values where nothing is drawn."""
    if not draws.any():
        return values
    return np.array([values[draws == draw].mean() for draw in np.unique(draws)])


def _objective(objective: Objective, values: Floats, draws: NDArray[np.int64]) -> float:
    known = _by_draw(values, draws)
    if objective.assurance is None:
        return float(known.mean())
    # The worst that still counts: with nine tenths assured, the tenth that is worse does not.
    return float(objective.sign * np.quantile(objective.sign * known, objective.assurance))


def _gap(constraint: Constraint, values: Floats, draws: NDArray[np.int64]) -> float:
    """How far the target is missed at the quantile that must meet it, at most zero where it is met."""
    target = constraint.target
    known = _by_draw(values, draws)
    missed = {
        "below": known - (target.target + target.tolerance),
        "above": (target.target - target.tolerance) - known,
        "about": np.abs(known - target.target) - target.tolerance,
    }[target.direction]
    return float(np.quantile(missed, constraint.probability, method="inverted_cdf"))
