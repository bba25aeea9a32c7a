"""Counts that are kept: whoever has changed since the last count is taken off the tables and entered anew.

Most people are next month what they are now. Whatever changes somebody marks the row (``Workers.changed``), age bands
mark the birthdays on which they begin, and the count looks at the marked rows alone. What a row was counted as is kept
in eight bytes, so that it can be taken off exactly; counts are whole numbers, so the tables are at every month's end
those that a count of everybody would give. Moves since the last count and work begun in the month are told by the same
rows, for nobody moves without a mark.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import AHEAD, look_ahead, request
from simulation.observation.standing import ELSEWHERE
from simulation.observation.tables import AGE_BANDS, FIRST_WORK, JOBS_A_SECTOR, OLDEST, PAPERS, TERMS, WANT_WORK
from simulation.processes.insurance.voluntary import voluntary_group
from simulation.processes.matching import RETURN_MONTHS
from simulation.processes.moves import EMPLOYED, INACTIVE, OUTSIDE, UNEMPLOYED, VOLUNTARY
from simulation.processes.search.effort import wants_work
from simulation.vocabulary import Contract, Status

BANDS = len(AGE_BANDS)
HOMES = 4 * PAPERS * BANDS  # profiles of a district: two sexes, two areas, papers, bands
CHILD = int(Status.child)
SEEKING = UNEMPLOYED - 1
WAGE_JOBS = int(Contract.informal_wage)  # contracts up to this one are wage jobs
#: Outcome of who is no resident of 15 and over, or has not been counted yet.
NOT_COUNTED = 255


class Kept(NamedTuple):
    """What everybody was counted as, (people,) each.

    Codes of ``tables``; ``retrained`` 0/1 of the labour force; ``member`` one more than the group of who is voluntarily
    insured, else 0; ``occupation`` counts for the unemployed.
    """

    profile: npt.NDArray[np.uint16]
    job: npt.NDArray[np.uint16]
    outcome: npt.NDArray[np.uint8]
    retrained: npt.NDArray[np.uint8]
    member: npt.NDArray[np.uint8]
    occupation: npt.NDArray[np.uint8]


def nobody_counted(rows: int) -> Kept:
    """Room for ``rows`` people, of whom nobody has been counted: one record of eight bytes each."""
    names, formats = Kept._fields, ["u2", "u2", "u1", "u1", "u1", "u1"]
    record: Any = np.zeros(rows, dtype={"names": names, "formats": formats, "offsets": [0, 2, 4, 5, 6, 7]})
    record["outcome"] = NOT_COUNTED
    return Kept._make(record[name] for name in names)


@piece
def _add(row, by, kept, tables):  # type: ignore[no-untyped-def]
    """Add ``by`` to the tables where a person was counted."""
    outcome = kept.outcome[row]
    if outcome == NOT_COUNTED:
        return
    profile = kept.profile[row]
    tables.people[profile, outcome] += by
    if outcome == SEEKING:
        tables.seekers[profile // HOMES, kept.occupation[row]] += by
        tables.retrained[profile] += by * kept.retrained[row]
    elif outcome >= FIRST_WORK:
        paper, band = profile // BANDS % PAPERS, profile % BANDS
        tables.jobs[kept.job[row], paper, tables.class_of[band], (outcome - FIRST_WORK) % TERMS] += by
        tables.retrained[profile] += by * kept.retrained[row]
        if kept.member[row] > 0:
            tables.members[kept.member[row] - 1] += by


@piece
def _profile(row, age_month, people, tables):  # type: ignore[no-untyped-def]
    """Profile of a person."""
    sex = people.sex[row]
    band = tables.band_of[sex, min(max(age_month - people.birth[row], 0), OLDEST)]
    home = (people.district[row] * 2 + sex) * 2 + people.urban[row]
    return (home * PAPERS + people.credential[row]) * BANDS + band


@piece
def _outcome(row, job, key, attached, people, tables):  # type: ignore[no-untyped-def]
    """Outcome of a person with a job."""
    status = people.status[row]
    if status == EMPLOYED:
        return tables.outcome_of[job] + people.insurance[row] * 2 + people.wish_hours[row]
    if status == CHILD or status >= OUTSIDE:
        return NOT_COUNTED
    if status == INACTIVE and wants_work(row, key, attached, people):
        return WANT_WORK
    return status - 1


@piece
def _keep(row, profile, job, outcome, people, kept):  # type: ignore[no-untyped-def]
    """Note what a person is counted as."""
    kept.profile[row], kept.job[row], kept.outcome[row] = profile, job, outcome
    kept.retrained[row], kept.occupation[row] = people.retrained[row], people.occupation[row]
    member = outcome >= FIRST_WORK and outcome != NOT_COUNTED and people.insurance[row] == VOLUNTARY
    kept.member[row] = 1 + voluntary_group(row, people) if member else 0


@piece
def _note_move(profile, before, now, tables):  # type: ignore[no-untyped-def]
    """Count who is on another side than at the last count, by outcomes before and now."""
    origin, destination = tables.side_of[before], tables.side_of[now]
    if origin == ELSEWHERE or destination == ELSEWHERE:
        tables.across[origin, destination] += 1
    else:
        tables.between[profile, origin * ELSEWHERE + destination] += 1


@piece
def _note_start(row, profile, job, month, people, tables):  # type: ignore[no-untyped-def]
    """Count a wage job that began this month: by profile if on a payroll and if a placement, by sector."""
    payroll = job % JOBS_A_SECTOR == 0
    placed = people.migrant[row] == 0 and month - people.last_wage_job[row] > RETURN_MONTHS
    tables.begun[profile, 0] += payroll
    tables.begun[profile, 1] += placed
    tables.hired[job // JOBS_A_SECTOR] += payroll


@piece
def _look_ahead(rows, index, people, kept):  # type: ignore[no-untyped-def]
    """Ask for what else the count reads of a person a few places on."""
    if index + AHEAD < rows.shape[0]:
        request(kept.profile, rows[index + AHEAD])
        request(people.retrained, rows[index + AHEAD])
        request(people.skill, rows[index + AHEAD])


@kernel
def count_anew(rows, month, age_month, key, attached, people, kept, tables, skilled):  # type: ignore[no-untyped-def]
    """Take the rows off the tables and enter them as they are now; list who is ``skilled`` by courses.

    Returns how many of the employed stand nowhere, and how many are skilled; ``skilled`` has an entry more than rows.
    """
    nowhere = 0
    number = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        _look_ahead(rows, index, people, kept)
        skilled[number] = row
        number += people.skill[row] != 0.0
        before = kept.outcome[row]
        _add(row, -1, kept, tables)
        job = tables.job_of[people.workplace[row]]
        outcome = _outcome(row, job, key, attached, people, tables)
        profile = _profile(row, age_month, people, tables)
        _keep(row, profile, job, outcome, people, kept)
        _add(row, 1, kept, tables)
        _note_move(profile, before, outcome, tables)
        if people.status[row] == EMPLOYED:
            nowhere += people.workplace[row] == 0
            if people.since[row] == month and job % JOBS_A_SECTOR < WAGE_JOBS:
                _note_start(row, profile, job, month, people, tables)
    return nowhere, number
