"""What an econometrician makes of a trial, and what truly happened, side by side.

Outcomes are changes since the month before the trial, compared within seed and district. From the arm with the lever
alone: intention to treat as a difference of means, the effect on who took the lever up (the same over the difference in
take-up), by saturation the effect on the assigned and on their neighbours against clusters without anybody assigned, in
a stepped wedge the difference to clusters whose turn has not come. Errors are robust by person and clustered where
clusters were assigned (statsmodels). Power is told as the effect that the design would find with 80 % chance at the 5 %
level.

True effects are means over the same persons of the outcome with the lever less that without. A trial estimates the
effect on the assigned less that on the controls, so that spill-overs onto controls are its bias.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.trials.file import Trial
from calibration.trials.recording import OUTCOMES

#: Estimands in the order of the table.
ITT, TAKEN_UP, DIRECT, SPILL_OVER, WEDGE = "intention_to_treat", "on_who_took_it_up", "direct", "spill_over", "wedge"
COLUMNS = [
    "outcome", "months_on", "estimand", "saturation", "estimate", "error", "low", "high", "p", "true",
    "spill_over_on_controls", "least_detectable", "persons", "clusters",
]  # fmt: skip
_POWER = 0.80
_LEVEL = 0.05

Floats = npt.NDArray[np.float64]


class Estimate(NamedTuple):
    """A coefficient, its standard error, and how many it rests on."""

    value: float
    error: float
    persons: int
    clusters: int


def analyse(trial: Trial, people: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The trial's table; ``people`` as :func:`record_trial` leaves them, one a seed."""
    joined = pd.concat([frame.assign(seed=seed) for seed, frame in enumerate(people)], ignore_index=True)
    design = trial.content.assign
    places = joined["district"] if design.by != "district" else 0  # where districts are assigned none can be its own
    joined["stratum"] = joined["seed"] * 1_000 + places
    rows: list[dict[str, Any]] = []
    for outcome in OUTCOMES:
        if design.wedge is not None:
            rows.append(
                _row(
                    _wedge(trial, joined, outcome),
                    outcome,
                    trial.follow[-1],
                    WEDGE,
                    *_true_wedge(trial, joined, outcome),
                )
            )
            continue
        for months_on in trial.follow:
            found = _by_saturation if design.by != "person" else _by_person
            rows += found(trial, joined, outcome, months_on)
    return pd.DataFrame(rows)[COLUMNS]


def take_up(trial: Trial, people: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Share of the assigned and of the controls who received something, by months since the start."""
    joined = pd.concat(people, ignore_index=True)
    assigned = joined["assigned_from"] >= 0
    rows = []
    for months_on in trial.follow:
        reached = _reached(trial, joined, months_on)
        shares = [float(reached[one].mean()) if one.any() else np.nan for one in (assigned, ~assigned)]
        rows.append((months_on, *shares))
    return pd.DataFrame(rows, columns=["months_on", "assigned", "controls"])


def _by_person(trial: Trial, people: pd.DataFrame, outcome: str, months_on: int) -> Iterator[dict[str, Any]]:
    """Intention to treat, and the effect on who took the lever up."""
    assigned = (people["assigned_from"] >= 0).to_numpy()
    seen, change = _outcome(people, outcome, months_on)
    true = change[assigned].mean(), change[~assigned].mean() if (~assigned).any() else np.nan
    itt = _difference(seen, assigned, people)
    yield _row(itt, outcome, months_on, ITT, *true)
    took = _reached(trial, people, months_on)
    share = float(took[assigned].mean() - took[~assigned].mean())
    if share > 0.0:
        taken = Estimate(itt.value / share, itt.error / share, itt.persons, itt.clusters)
        yield _row(taken, outcome, months_on, TAKEN_UP, change[assigned].sum() / max(took[assigned].sum(), 1), true[1])


def _by_saturation(trial: Trial, people: pd.DataFrame, outcome: str, months_on: int) -> Iterator[dict[str, Any]]:
    """At each saturation the assigned, and their neighbours, against clusters where nobody is assigned."""
    seen, change = _outcome(people, outcome, months_on)
    assigned, level = (people["assigned_from"] >= 0).to_numpy(), people["saturation"].to_numpy()
    pure = level == 0.0
    if not pure.any():  # without clusters at zero there is only the comparison within clusters
        yield from _by_person(trial, people, outcome, months_on)
        return
    for saturation in sorted(set(level) - {0.0}):
        for estimand, group in ((DIRECT, assigned), (SPILL_OVER, ~assigned)):
            mine = group & (level == saturation)
            if mine.any():
                both = mine | pure
                estimate = _difference(seen[both], mine[both], people[both], clustered=True)
                true = change[mine].mean(), change[pure].mean()
                yield _row(estimate, outcome, months_on, estimand, *true, saturation=float(saturation))


def _difference(
    seen: Floats, treated: npt.NDArray[np.bool_], people: pd.DataFrame, clustered: bool = False
) -> Estimate:
    """Difference of means within seed and district, with robust or clustered errors; missing where none has both."""
    import statsmodels.api as sm

    inside = pd.DataFrame({"seen": seen, "treated": treated.astype(np.float64)})
    inside = inside - inside.groupby(people["stratum"].to_numpy()).transform("mean")
    telling = np.abs(inside["treated"].to_numpy()) > 1e-12
    if not telling.any():
        return Estimate(np.nan, np.nan, 0, 0)
    inside, cluster = inside[telling], _places(people)[telling]
    model = sm.OLS(inside["seen"].to_numpy(), inside[["treated"]].to_numpy())
    kind = {"cov_type": "cluster", "cov_kwds": {"groups": cluster}} if clustered else {"cov_type": "HC1"}
    fitted = model.fit(**kind)
    number = len(np.unique(cluster)) if clustered else 0
    return Estimate(float(fitted.params[0]), float(fitted.bse[0]), len(inside), number)


def _places(people: pd.DataFrame) -> npt.NDArray[np.int64]:
    """A number for each cluster of each seed."""
    return np.asarray(people["seed"].to_numpy(dtype=np.int64) * 100_000 + people["cluster"].to_numpy())


def _wedge(trial: Trial, people: pd.DataFrame, outcome: str) -> Estimate:
    """Clusters assigned by now less those whose turn has not come, in the change since before the trial.

    Months in which all or none are assigned tell nothing and drop out. Clusters are never compared with their own past
    alone: where effects grow, effects of cluster and month would set the early against the late and miss the sign
    (Goodman-Bacon 2021).
    """
    import statsmodels.api as sm

    cells = []
    for months_on in _contrasts(trial, people):
        change = _outcome(people, outcome, months_on)[0]
        frame = pd.DataFrame({"seen": change, "on": _on(trial, people, months_on)}).astype(np.float64)
        found = frame.groupby([people["seed"], people["cluster"]]).agg(["mean", "size"])
        cell = pd.DataFrame({"seen": found["seen"]["mean"], "on": found["on"]["mean"], "size": found["on"]["size"]})
        cells.append(cell.reset_index().assign(month=months_on))
    panel = pd.concat(cells, ignore_index=True)
    place, time = (panel["seed"] * 100_000 + panel[name] for name in ("cluster", "month"))
    root = np.sqrt(panel["size"].to_numpy(dtype=np.float64))
    total = panel["size"].groupby(time).transform("sum")
    centred = {
        name: (panel[name] - (panel[name] * panel["size"]).groupby(time).transform("sum") / total).to_numpy() * root
        for name in ("seen", "on")
    }
    model = sm.OLS(centred["seen"], centred["on"][:, None])
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": place.to_numpy()})
    return Estimate(float(fitted.params[0]), float(fitted.bse[0]), int(panel["size"].sum()), place.nunique())


def _contrasts(trial: Trial, people: pd.DataFrame) -> list[int]:
    """Months followed in which some are assigned and some are not yet."""
    shares = {months_on: _on(trial, people, months_on).mean() for months_on in trial.follow}
    return [months_on for months_on, share in shares.items() if 0.0 < share < 1.0]


def _on(trial: Trial, people: pd.DataFrame, months_on: int) -> npt.NDArray[np.bool_]:
    """Who is assigned by the month, (people,)."""
    return np.asarray(people["assigned_from"] <= trial.start + months_on - 1)


def _true_wedge(trial: Trial, people: pd.DataFrame, outcome: str) -> tuple[float, float]:
    """Mean change of who is assigned by now, and of who is not yet, over the months that tell.

    Months weigh as in the estimate, by how much their contrast tells.
    """
    found, weight = [], []
    for months_on in _contrasts(trial, people):
        on, change = _on(trial, people, months_on), _outcome(people, outcome, months_on)[1]
        found.append((change[on].mean(), change[~on].mean()))
        weight.append(on.mean() * (1.0 - on.mean()))
    with_it, without = np.average(np.array(found), axis=0, weights=weight)
    return float(with_it), float(without)


def _outcome(people: pd.DataFrame, outcome: str, months_on: int) -> tuple[Floats, Floats]:
    """Change since before the trial as it is seen, and what the lever truly changed, (people,) each."""
    now, before, without = (
        people[f"{outcome}@{name}"].to_numpy(dtype=np.float64) for name in (months_on, 0, f"{months_on}|without")
    )
    return now - before, now - without


def _reached(trial: Trial, people: pd.DataFrame, months_on: int) -> npt.NDArray[np.bool_]:
    month = people["reached_in"].to_numpy()
    return np.asarray((month >= 0) & (month < trial.start + months_on))


def _row(
    estimate: Estimate,
    outcome: str,
    months_on: int,
    estimand: str,
    true: float,
    on_controls: float,
    saturation: float = np.nan,
) -> dict[str, Any]:
    from scipy.stats import t

    freedom = (estimate.clusters or estimate.persons) - 1.0
    wide = float(t.ppf(1.0 - _LEVEL / 2.0, freedom))
    p = 2.0 * float(t.sf(abs(estimate.value / estimate.error), freedom)) if estimate.error > 0.0 else np.nan
    return {
        "outcome": outcome,
        "months_on": months_on,
        "estimand": estimand,
        "saturation": saturation,
        "estimate": estimate.value,
        "error": estimate.error,
        "low": estimate.value - wide * estimate.error,
        "high": estimate.value + wide * estimate.error,
        "p": p,
        "true": float(true),
        "spill_over_on_controls": float(on_controls),
        "least_detectable": (wide + float(t.ppf(_POWER, freedom))) * estimate.error,
        "persons": estimate.persons,
        "clusters": estimate.clusters,
    }
