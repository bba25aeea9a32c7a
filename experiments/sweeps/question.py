"""The question of a sweep: scenarios, factors, points and seeds, and the runs they make."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.sweeps.designs import Point
from experiments.sweeps.factors import Factor, Value
from experiments.sweeps.keys import SEED, resolve
from experiments.sweeps.simulating import Keep, SweepRun
from simulation.months import month_text
from simulation.scenario import Fault, ScenarioError

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Province


@dataclass(frozen=True)
class Sweep:
    """One sweep. Every scenario runs at every point under every seed; all points share the seeds' luck."""

    path: Path
    name: tuple[str, str]
    scenarios: tuple["Scenario", ...]
    province: "Province"
    factors: tuple[Factor, ...]
    design: str
    samples: int
    levels: int
    random: int
    points: tuple[Point, ...]
    seeds: tuple[int, ...]
    keep: Keep
    retries: int

    @cached_property
    def planned(self) -> list[tuple[int, SweepRun]]:
        """Every run with the number of its point, in the order of points, scenarios and seeds."""
        return [
            (number, run)
            for number, point in enumerate(self.points)
            for scenario in self.scenarios
            for run in self._runs(scenario, point)
        ]

    @property
    def first_month(self) -> str:
        """First month simulated."""
        return month_text(self.scenarios[0].start)

    @property
    def last_month(self) -> str:
        """Last month simulated."""
        return month_text(self.scenarios[0].end)

    @property
    def runs(self) -> list[SweepRun]:
        """The runs to simulate: points that ask the same of a scenario share one."""
        return list({run.key: run for _, run in self.planned}.values())

    def _runs(self, scenario: "Scenario", point: Point) -> Iterator[SweepRun]:
        laid = lean(self._laid(scenario, point))
        seeds = (int(point[SEED]),) if SEED in point else self.seeds
        for seed in seeds:
            yield SweepRun(laid, seed, 0, self.basis, keep=self.keep)

    def _laid(self, scenario: "Scenario", point: Point) -> "Scenario":
        """The scenario at a point. Raises ScenarioError that names the point where values do not go together."""
        try:
            return at_point(scenario, point)
        except ScenarioError as error:
            values = ", ".join(f"{key} = {value}" for key, value in point.items())
            faults = [
                Fault(str(self.path), 0, 0, f"{scenario.stem} with {values}: {fault.message}", fault.hint)
                for fault in error.faults
            ]
            raise ScenarioError(faults) from None

    @cached_property
    def basis(self) -> str:
        """Hash of the code and of the province's tables."""
        from simulation.compiling import SOURCES

        return f"{SOURCES} {self.province.content_hash}"

    def table(self) -> pd.DataFrame:
        """Table ``runs.parquet``: point, scenario, seed, run, and the factors' values as the file writes them."""
        rows = [
            {"point": number, "scenario": run.scenario.stem, "seed": run.seed, "run": run.key}
            for number, run in self.planned
        ]
        table = pd.DataFrame(rows)
        columns = {factor.key: self._column(factor) for factor in self.factors if factor.key != SEED}
        values = pd.DataFrame(columns, index=range(len(self.points)))
        return pd.concat([table, values.loc[table["point"]].reset_index(drop=True)], axis=1)

    def _column(self, factor: Factor) -> list[Value]:
        """Values at the points: numbers where they are numbers, else words; the scenarios' own where untouched."""
        values = [point.get(factor.key, factor.own) for point in self.points]
        if factor.is_numeric:
            return [factor.number(value) for value in values]
        return ["" if value is None else str(value) for value in values]

    def facts(self) -> dict[str, Any]:
        """What the manifest says of the question."""
        return {
            "name": {"vi": self.name[0], "en": self.name[1]},
            "design": self.design,
            "samples": self.samples,
            "levels": self.levels,
            "random": self.random,
            "points": len(self.points),
            "seeds": list(self.seeds),
            "scenarios": {
                one.stem: {"name": one.name.model_dump(), "hash": one.content_hash} for one in self.scenarios
            },
            "factors": [_factor_facts(factor) for factor in self.factors],
            "keep": {"indicators": self.keep.indicators, "by": self.keep.by, "months": self.keep.months},
            "basis": self.basis,
        }


def at_point(scenario: "Scenario", point: Point) -> "Scenario":
    """The scenario with a point's values; those of doses it does not have leave it alone. Raises ScenarioError."""
    found = {resolve(key, scenario): value for key, value in point.items() if key != SEED}
    values = {keys: value for keys, value in found.items() if keys is not None}
    return scenario.with_values(values) if values else scenario


def lean(scenario: "Scenario") -> "Scenario":
    """The scenario without what only messages need: less to send to a worker."""
    return replace(scenario, places={}, reference=None)


def _factor_facts(factor: Factor) -> dict[str, Any]:
    bounds = [end.with_number(end.number) for end in (factor.low, factor.high) if end is not None]
    return {
        "key": factor.key,
        "values": [*map(str, factor.values)],
        "range": [*map(str, bounds)],
        "low": None if factor.low is None else factor.low.number,
        "high": None if factor.high is None else factor.high.number,
        "shape": factor.shape if factor.is_range else "list",
        "own": None if factor.own is None else factor.number(factor.own),
        "unit": factor.unit,
        "assumed": factor.assumed,
    }
