"""A survey of a run folder's run: the same market, seed and months again, interviewed as it goes.

A run is a function of its scenario and seed, so it is simulated again instead of kept month by month. It is the run of
the folder only if it gives the folder's numbers: the indicators of every month surveyed are compared with those kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from calibration.surveys import SurveyError
from experiments.run_folder import SETS, read_manifest
from simulation.months import month_index, month_text

if TYPE_CHECKING:
    from simulation import LabourMarket, Scenario


class SurveyedRunError(SurveyError):
    """The run folder cannot be surveyed as asked; the message says why."""


class Sample(Protocol):
    """A survey under way."""

    def ask(self, market: "LabourMarket") -> None:
        """Interview those whose turn it is in the month simulated last."""

    @property
    def answers(self) -> pd.DataFrame:
        """All interviews so far."""


@dataclass(frozen=True)
class SurveyedRun:
    """One run of a run folder: its scenario with the parameters of its draw, and its seed."""

    folder: Path
    scenario: "Scenario"
    seed: int

    def take(self, survey: "Callable[[LabourMarket], Sample]", months: frozenset[int]) -> pd.DataFrame:
        """Simulate to the last of ``months`` and return the answers to the survey that is made of the market.

        Raises SurveyedRunError when the months do not come out as the folder has them.
        """
        from simulation import LabourMarket

        market = LabourMarket(scenario=self.scenario, rng=self.seed)
        asking = survey(market)
        while market.month <= max(months):
            market.step()
            asking.ask(market)
        self._compare(market, months)
        return asking.answers

    def _compare(self, market: "LabourMarket", months: frozenset[int]) -> None:
        kept = pq.read_table(
            self.folder / "indicators.parquet",
            filters=[("scenario", "=", self.scenario.stem), ("seed", "=", self.seed), ("by", "=", "all")],
        ).to_pandas()
        now = market.indicators()
        totals = now[now["by"] == "all"].set_index(["month", "indicator"])["value"]
        then = kept.set_index(["month", "indicator"])["value"]
        wanted = [month_text(month) for month in sorted(months)]
        then = then[then.index.get_level_values("month").isin(wanted)]
        both = then.align(totals, join="inner")  # some are told from their first event on, which may come later
        if not np.array_equal(both[0].to_numpy(), both[1].to_numpy(), equal_nan=True):
            raise SurveyedRunError(
                f"{self.folder} was made by another version or from other tables and comes out otherwise when simulated"
                " again; run it anew before surveying it"
            )


def open_run(folder: Path, scenario: str | None, seed: int | None) -> SurveyedRun:
    """A run of a run folder, the first by default. Raises SurveyedRunError when there is none such."""
    from simulation.scenario import Place, Scenario, read_parameter_sets
    from simulation.scenario.schema import Content

    manifest = read_manifest(folder)
    if (
        "scenarios" not in manifest
        or "seeds" not in manifest
        or "text" not in next(iter(manifest["scenarios"].values()))
    ):
        raise SurveyedRunError(f"{folder} was not made by halong run, so there is no run to survey")
    known, seeds = list(manifest["scenarios"]), [int(one) for one in manifest["seeds"]]
    stem = scenario or next(iter(manifest["reference_of"]), known[0])
    if stem not in known:
        raise SurveyedRunError(f"there is no scenario {stem!r} in {folder}; it has: {', '.join(known)}")
    number = seeds[0] if seed is None else seed
    if number not in seeds:
        raise SurveyedRunError(f"there is no seed {number} in {folder}; it has {seeds[0]} to {seeds[-1]}")
    values = json.loads(manifest["scenarios"][stem]["text"])
    kept = folder / SETS / f"{stem}.parquet"
    sets = read_parameter_sets(kept, Place(str(kept), 0, 0)) if values.pop("parameter_sets", None) else None
    content = Content.model_validate(values)
    found = Scenario(content, Path(f"{stem}.yaml"), province=_province(content.province), sets=sets)
    return SurveyedRun(folder, _with_draw(found, manifest, number), number)


def _province(name: str) -> str:
    if "/" in name:
        raise SurveyedRunError(
            f"the run's province is a folder of tables ({name}); only shipped provinces can be surveyed"
        )
    return name


def _with_draw(scenario: "Scenario", manifest: dict[str, Any], seed: int) -> "Scenario":
    """The scenario under the parameters of the run's draw, if it has one."""
    from experiments.draws import drawn_parameters
    from simulation.province import load_province

    draws = int(manifest["draws"])
    if not draws:
        return scenario
    seeds = len(manifest["seeds"]) // draws
    drawn = drawn_parameters(scenario, load_province(scenario.province), (seed - 1) // seeds + 1)
    return scenario.with_sets(None).with_(parameters={**drawn, **scenario.parameters})


def months_of(text: str, scenario: "Scenario") -> frozenset[int]:
    """Months of ``2021-03..2022-12``, of one month or of a list with commas. Raises SurveyedRunError."""
    months: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("..")
        try:
            ends = month_index(first), month_index(last or first)
        except ValueError as error:
            raise SurveyedRunError(f"--months: {error}; write 2021-03..2022-12, or months with commas") from None
        months |= set(range(ends[0], ends[1] + 1))
    if not months:
        raise SurveyedRunError(f"--months {text}: the last month comes before the first")
    outside = sorted(month for month in months if not scenario.start <= month <= scenario.end)
    if outside:
        span = f"{month_text(scenario.start)} to {month_text(scenario.end)}"
        raise SurveyedRunError(f"--months: {month_text(outside[0])} lies outside the run, {span}")
    return frozenset(months)
