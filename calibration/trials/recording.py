"""A trial under one seed: the arm in which the assigned may have the lever beside the arm in which nobody has.

Followed are all who belong to the lever's group in the month before the trial starts. An econometrician sees their
outcomes in the first arm alone; the second tells what truly became of each.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.trials.assignment import NEVER, assign
from calibration.trials.file import Trial
from simulation import LabourMarket
from simulation.policies.base import NEVER as NO_RECEIPT
from simulation.policies.eligibility import belongs
from simulation.vocabulary import Contract, Credential, Insurance, Status

if TYPE_CHECKING:
    import pandas as pd

#: Outcomes of a person: states, and labour income in million VND a month (zero without work).
OUTCOMES = ("formal_wage_employment", "labour_income", "certified", "insured", "unemployed")
Floats = npt.NDArray[np.float64]


def record_trial(trial: Trial, seed: int, month_done: Callable[[], None]) -> "dict[str, pd.DataFrame]":
    """Simulate both arms. ``people`` has a row for each followed person, ``others`` sums over everybody else.

    Columns of ``people``: cluster, district, saturation, assigned_from (-1 never), reached_in (-1 never), and for each
    outcome and month followed its value (``outcome@month``, with month 0 that before the trial) and that in the arm
    without the lever (``outcome@month|without``).
    ``others``: months_on, outcome, total change over everybody not followed, persons of the province.
    """
    import pandas as pd

    ours, theirs = LabourMarket(scenario=trial.scenario, rng=seed), LabourMarket(scenario=trial.reference, rng=seed)
    arms = (ours, theirs)
    while ours.month < trial.start:
        _step(arms, month_done)
    assigned = assign(ours, trial.content.assign, trial.start)
    levers = [lever for lever in ours.government.levers if lever.dose.lever == trial.lever]
    adults = np.arange(ours.of_age)
    followed = adults[np.any([belongs(ours, lever.dose.eligible, adults) for lever in levers], axis=0)]
    for lever in levers:
        lever.assigned_from = assigned.since
    columns = {f"{name}@0": outcome(ours, name)[followed] for name in OUTCOMES}
    others = []
    for months_on in trial.follow:
        while ours.month < trial.start + months_on:
            _step(arms, month_done)
        for name in OUTCOMES:
            with_it, without = (outcome(arm, name) for arm in arms)
            columns[f"{name}@{months_on}"], columns[f"{name}@{months_on}|without"] = (
                with_it[followed],
                without[followed],
            )
            change = (with_it - without).sum() - (with_it - without)[followed].sum()
            others.append((months_on, name, change * ours.weight))
    since = assigned.since[followed]
    people = pd.DataFrame(
        {
            "cluster": assigned.cluster[followed],
            "district": ours.people.district[followed],
            "saturation": assigned.saturation[followed],
            "assigned_from": np.where(since == NEVER, -1, since),
            "reached_in": _reached(levers, followed),
            **columns,
        }
    )
    return {"people": people, "others": pd.DataFrame(others, columns=["months_on", "outcome", "change"])}


def outcome(market: LabourMarket, name: str) -> Floats:
    """An outcome of everybody of age or still to come of age, (people,): zero where not in the province."""
    people, places = market.people, market.workplaces
    at_work = people.status == Status.employed
    place = np.where(at_work, people.workplace, 0)
    here = (people.status != Status.child) & (people.status < Status.outside)
    if name == "formal_wage_employment":
        found = at_work & (places.contract[place] == Contract.formal_wage)
    elif name == "labour_income":
        found = np.where(at_work, places.pay[place] * people.pay_factor, 0.0)
    elif name == "certified":
        found = here & (people.credential >= Credential.short_certificate)
    elif name == "insured":
        found = here & (people.insurance != Insurance.none)
    else:
        found = people.status == Status.unemployed
    return np.asarray(found, dtype=np.float64)


def _step(arms: tuple[LabourMarket, LabourMarket], month_done: Callable[[], None]) -> None:
    for arm in arms:
        arm.step()
        month_done()


def _reached(levers: list[Any], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Month of the first receipt of each row, -1 where there is none."""
    months = np.full(len(rows), NEVER, dtype=np.int64)
    for lever in levers:
        if lever.first_receipt is not None:
            mine = lever.first_receipt[rows].astype(np.int64)
            months = np.minimum(months, np.where(mine == NO_RECEIPT, NEVER, mine))
    return np.where(months == NEVER, -1, months)
