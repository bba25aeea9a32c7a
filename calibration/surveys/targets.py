"""Targets: what a fit must reproduce, each with its standard error, cell size and source; and their covariance.

Survey targets are moments with design-based errors: influences are added up within clusters, and the variance is that
of cluster totals within strata (Binder 1983). Cells smaller than a minimum are suppressed: no estimate of them leaves
the survey. Published figures come from the province's tables with the range printed there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys import SurveyError
from calibration.surveys.answering import Survey
from calibration.surveys.answers import Standard
from calibration.surveys.moments import Moment, moments
from simulation.province import Province

Floats = npt.NDArray[np.float64]

FEWEST = 30
#: Half the width of a published range in standard errors: ranges are read as 90 % intervals.
_RANGE = 1.645
COLUMNS = ("name", "value", "standard_error", "cell", "standard", "kind", "source", "note")


class TargetError(SurveyError):
    """Targets cannot be built; the message says why."""


@dataclass(frozen=True)
class Targets:
    """The targets in use and their covariance, (targets, targets); ``table`` shows the suppressed ones too.

    ``freedom`` is how many clusters, less strata, the covariance was estimated from; 0 where it is no estimate.
    """

    names: tuple[str, ...]
    values: Floats
    covariance: Floats
    standard: Standard
    table: pd.DataFrame
    freedom: int = 0

    @property
    def errors(self) -> Floats:
        """Standard errors, (targets,)."""
        return np.sqrt(np.diag(self.covariance))

    def write(self, folder: Path) -> None:
        """Write ``targets.csv`` and ``targets_covariance.csv``; nothing of single records is in them."""
        self.table.to_csv(folder / "targets.csv", index=False, lineterminator="\n")
        frame = pd.DataFrame(self.covariance, index=pd.Index(self.names, name="name"), columns=list(self.names))
        frame.to_csv(folder / "targets_covariance.csv", lineterminator="\n")


def design_covariance(found: Mapping[str, Moment], answers: pd.DataFrame) -> Floats:
    """Covariance of the moments under the sampling design, (moments, moments).

    Strata of a single cluster are taken together: by themselves they would seem certain.
    """
    named = answers["stratum"].to_numpy(dtype=np.int64), answers["cluster"].to_numpy(dtype=np.int64)
    order = np.lexsort(named[::-1])
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.any([np.diff(one[order]) != 0 for one in named], axis=0)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    clusters = int(first.sum())
    totals = np.stack([np.bincount(place, one.effect, clusters) for one in found.values()], axis=1)
    return _between(totals, named[0][order][first])


def population_covariance(found: Mapping[str, Moment], answers: pd.DataFrame) -> Floats:
    """Covariance of the moments over populations of this size: every person a draw by itself, (moments, moments)."""
    persons = answers[["person"]].assign(stratum=0, cluster=answers["person"])
    return design_covariance(found, persons)


def _between(totals: npt.NDArray[Any], stratum_of: npt.NDArray[np.int64]) -> Floats:
    """Covariance of sums of cluster totals (clusters, moments), clusters drawn within strata."""
    stratum = np.unique(stratum_of, return_inverse=True)[1].ravel()
    size = np.bincount(stratum)
    stratum = np.where(size[stratum] == 1, len(size), stratum)
    size = np.bincount(stratum, minlength=len(size) + 1).astype(np.float64)
    means = np.zeros((len(size), totals.shape[1]))
    np.add.at(means, stratum, totals)
    means /= np.maximum(size, 1.0)[:, None]
    spread = totals - means[stratum]
    factor = size / np.maximum(size - 1.0, 1.0)
    return np.asarray((spread * factor[stratum][:, None]).T @ spread)


def correlated_as(targets: Targets, likeness: Floats) -> Floats:
    """Covariance of the targets, their correlation drawn towards that of ``likeness`` (targets, targets).

    A covariance of k moments from few clusters makes combinations of moments seem far too certain (Hartlap, Simon &
    Schneider 2007). The moments of a large population show how they hang together; the errors stay the survey's.
    """
    if not targets.freedom:
        return targets.covariance
    error, spread = targets.errors, np.sqrt(np.diag(likeness))
    weight = min(1.0, 2.0 * len(error) / targets.freedom)
    own, like = targets.covariance / np.outer(error, error), likeness / np.outer(spread, spread)
    return np.asarray(((1.0 - weight) * own + weight * like) * np.outer(error, error))


def _freedom(answers: pd.DataFrame) -> int:
    clusters = answers[["stratum", "cluster"]].drop_duplicates()
    return max(1, len(clusters) - clusters["stratum"].nunique())


def survey_targets(survey: Survey, standard: Standard, fewest: int = FEWEST, share_drawn: float = 0.0) -> Targets:
    """All moments of a survey by a definition of employment. Raises TargetError when it tells none.

    ``share_drawn`` of the population was interviewed: known only where the population is the model's.
    """
    if standard not in survey.codebook.standards:
        known = " or ".join(survey.codebook.standards)
        raise TargetError(f"{survey.file} tells employment by {known}, not by {standard}: set standard in the fit")
    found = moments(survey.answers, standard)
    covariance = design_covariance(found, survey.answers) * (1.0 - share_drawn) if found else np.zeros((0, 0))
    errors = np.sqrt(np.diag(covariance))
    kept = [place for place, one in enumerate(found.values()) if one.cell >= fewest and errors[place] > 0]
    if not kept:
        raise TargetError(f"{survey.file} tells no moment from at least {fewest} records")
    chosen = list(found.values())
    rows = [
        _row(one, errors[place], place in kept, standard, survey, fewest) for place, one in enumerate(found.values())
    ]
    return Targets(
        tuple(chosen[place].name for place in kept),
        np.array([chosen[place].value for place in kept]),
        covariance[np.ix_(kept, kept)],
        standard,
        pd.DataFrame(rows, columns=list(COLUMNS)),
        _freedom(survey.answers),
    )


def _row(one: Moment, error: float, kept: bool, standard: Standard, survey: Survey, fewest: int) -> tuple[object, ...]:
    source = f"{Path(survey.file).name}, {survey.codebook.name.en}"
    if kept:
        return one.name, one.value, error, one.cell, standard, "survey", source, ""
    note = f"suppressed: fewer than {fewest} records" if one.cell < fewest else "no variance"
    return one.name, np.nan, np.nan, np.nan, standard, "survey", source, note


def published_targets(figures: Mapping[str, str], province: Province, standard: Standard) -> Targets:
    """Published figures of the province's tables as targets: moment to name of the figure. Raises TargetError."""
    rows = []
    for name, figure in figures.items():
        found = next((table[figure] for table in (province.margins, province.evidence) if figure in table), None)
        if found is None or not found.low < found.high:
            raise TargetError(f"published: the province's tables have no figure {figure!r} with a range")
        error = (found.high - found.low) / (2.0 * _RANGE)
        rows.append((name, found.value, error, np.nan, standard, "published", found.source, figure))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    values, errors = table["value"].to_numpy(dtype=np.float64), table["standard_error"].to_numpy(dtype=np.float64)
    return Targets(tuple(figures), values, np.diag(errors**2), standard, table)


def together(survey: Targets, published: Targets) -> Targets:
    """Targets of both kinds; a published figure of a moment that the survey tells too stands beside it under its name.

    The two are independent observations of one moment, so the name may stand twice.
    """
    names = (*survey.names, *published.names)
    covariance = np.zeros((len(names), len(names)))
    first = len(survey.names)
    covariance[:first, :first], covariance[first:, first:] = survey.covariance, published.covariance
    table = pd.concat([survey.table, published.table], ignore_index=True) if len(published.table) else survey.table
    values = np.concatenate([survey.values, published.values])
    return Targets(names, values, covariance, survey.standard, table, survey.freedom)


def chosen(targets: Targets, wanted: tuple[str, ...]) -> Targets:
    """Only the targets of these names; all where none are named. Raises TargetError for one that is not there."""
    if not wanted:
        return targets
    missing = [name for name in wanted if name not in targets.names]
    if missing:
        raise TargetError(f"no target {missing[0]!r}, or too few records of it; there are: {', '.join(targets.names)}")
    kept = [place for place, name in enumerate(targets.names) if name in wanted]
    names = tuple(targets.names[place] for place in kept)
    covariance = targets.covariance[np.ix_(kept, kept)]
    return Targets(names, targets.values[kept], covariance, targets.standard, targets.table, targets.freedom)
