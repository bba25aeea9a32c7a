"""What a sensitivity analysis explains: an indicator of a scenario, or the lead of one scenario over another.

The lead is taken seed by seed, so that luck both share cancels out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.run_folder import DestinationError, read_manifest
from experiments.sweeps.drivers import as_numbers
from experiments.sweeps.loading import runs_of
from experiments.sweeps.outcomes import LAST, outcomes

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """Values (points, seeds) of an indicator; ``scenario`` is a stem, or two stems with a minus between them."""

    scenario: str
    indicator: str
    values: Floats

    @property
    def by_point(self) -> Floats:
        """Mean over seeds, (points,). Raises DestinationError where a value is missing: indices would be wrong."""
        if not np.isfinite(self.values).all():
            lost = int((~np.isfinite(self.values)).any(axis=1).sum())
            raise DestinationError(f"{lost} points have no value of {self.indicator}: finish the sweep with --resume")
        return np.asarray(self.values.mean(axis=1))


@dataclass(frozen=True)
class Analysis:
    """A sweep with the answers that are explained: ``numbers`` has the factors' values, a row a point."""

    manifest: dict[str, Any]
    numbers: pd.DataFrame
    answers: list[Answer]
    leads: list[Answer]

    @property
    def design(self) -> str:
        """The design's name."""
        return str(self.manifest["design"])

    @property
    def factors(self) -> list[dict[str, Any]]:
        """Facts of the factors, in the order of the columns of ``numbers``."""
        return [factor for factor in self.manifest["factors"] if factor["key"] in self.numbers.columns]


def analyse(
    folder: Path, indicators: Sequence[str], window: str = LAST, between: tuple[str, str] | None = None
) -> Analysis:
    """Read a sweep. ``between`` names two scenarios whose difference is explained too; the first two if not given.

    Raises DestinationError for what the sweep has not.
    """
    manifest, runs = read_manifest(folder), runs_of(folder)
    stems = list(manifest["scenarios"])
    table = outcomes(folder, indicators, window)
    missing = [name for name in indicators if name not in table.columns]
    if missing:
        raise DestinationError(f"the sweep kept no indicator {missing[0]!r}; it has: {', '.join(_kept(folder))}")
    pair = between or (tuple(stems[:2]) if len(stems) > 1 else None)
    for stem in pair or ():
        if stem not in stems:
            raise DestinationError(f"the sweep has no scenario {stem!r}; it has: {', '.join(stems)}")
    values = {
        (stem, name): _points_and_seeds(table, stem, name, manifest["points"]) for stem in stems for name in indicators
    }
    answers = [Answer(stem, name, found) for (stem, name), found in values.items()]
    leads = [_lead(values, pair, name) for name in indicators] if pair else []
    keys = [factor["key"] for factor in manifest["factors"] if factor["key"] in runs.columns]
    numbers = runs.drop_duplicates("point").set_index("point").sort_index()[keys].apply(as_numbers).astype("float64")
    return Analysis(manifest, numbers, answers, leads)


def _lead(values: dict[tuple[str, str], Floats], pair: tuple[str, ...], name: str) -> Answer:
    first, second = pair
    return Answer(f"{first} − {second}", name, values[first, name] - values[second, name])


def _points_and_seeds(table: pd.DataFrame, stem: str, name: str, points: int) -> Floats:
    if stem not in table.index.unique("scenario"):
        return np.full((points, 1), np.nan)
    values = table.xs(stem, level="scenario")[name].unstack("seed").reindex(range(points))
    return values.to_numpy(dtype=np.float64)


def _kept(folder: Path) -> list[str]:
    from experiments.sweeps.loading import load

    return sorted(load(folder, factors=False)["indicator"].astype(str).unique())
