"""One pass a month over the residents: everybody counted once in a table of profiles by outcomes.

A profile is district, sex, urban or rural, paper and age band. An outcome is what a person does, and for the employed
the kind of work, insurance and the wish for hours. A second table has the jobs (sector by contract) in the place of the
profile's home. Every indicator of every group is a small sum over the two. All room is taken once and used every month.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.observation.observed import Observed
from simulation.vocabulary import CONTRACTS, Contract, Credential, Insurance, Sex, Status

Floats = npt.NDArray[np.float64]

CHILD, EMPLOYED, UNEMPLOYED, OUTSIDE = (
    int(Status.child),
    int(Status.employed),
    int(Status.unemployed),
    int(Status.outside),
)
WAGE_JOBS = int(Contract.informal_wage)  # contracts up to this one are wage jobs

#: Age bands; the last has everybody at or over the statutory age of retirement, whatever that is.
AGE_BANDS = ("15-19", "20-24", "25-34", "35-44", "45-54", "55_to_retirement_age", "above_retirement_age")
#: Age classes of the definitions: young, other working age, above it; class of each band.
YOUNG, PRIME, OLD = range(3)
CLASS_OF_BAND = np.array([YOUNG, YOUNG, PRIME, PRIME, PRIME, PRIME, OLD])
AT_20, AT_25, AT_35, AT_45, AT_55 = (12 * years for years in (20, 25, 35, 45, 55))  # months
LAST_BAND = len(AGE_BANDS) - 1

#: Outcomes: statuses outside employment (status less one), who is no resident of age, work by insurance and hours.
NOBODY = 6
FIRST_WORK = 8
KINDS = ("formal", "formal_farm", "informal", "informal_farm", "own_account", "farm")
TERMS = len(Insurance) * 2
OUTCOMES = FIRST_WORK + len(KINDS) * TERMS
JOBS_A_SECTOR = len(CONTRACTS) - 1
PAPERS = len(Credential)
JOB_CELLS = PAPERS * 3 * TERMS
#: Rows worked on at a time, so that their codes stay in the fastest memory.
BLOCK = 2048
#: How long after a wage job a new one is a return, not a placement (months).
RETURN_MONTHS = 3


def work_outcome(kind: int, insurance: int, wish: int) -> int:
    """Outcome of an employed person by row of ``KINDS``, insurance and wish for hours."""
    return FIRST_WORK + kind * TERMS + insurance * 2 + wish


def work_kind(contract: Contract, farm: bool) -> int:
    """Row of ``KINDS`` of a contract in a farm sector or another; household work needs no more than the contract."""
    name = {Contract.formal_wage: "formal", Contract.informal_wage: "informal"}.get(contract)
    return KINDS.index(contract.name) if name is None else KINDS.index(f"{name}_farm" if farm else name)


class Tables(NamedTuple):
    """The tables as kernels take them.

    ``people`` (profiles, outcomes) and ``jobs`` (jobs, papers, age classes, terms) count rows; a job is a sector and a
    contract, the last one stands for none. ``retrained`` (profiles,) counts the labour force with retraining. ``income``
    (profiles, 2), off and on formal wage terms, and ``job_income`` (jobs,) are million VND a month. ``skill`` (sectors,)
    sums what skill adds to the output of one person. ``payroll`` (2, districts or sectors) are payroll jobs, filled or
    still open. ``job_of`` (workplaces,) and ``outcome_of`` (jobs,) lead from a workplace to its outcome.
    """

    people: npt.NDArray[np.int32]
    jobs: npt.NDArray[np.int32]
    retrained: npt.NDArray[np.int32]
    income: Floats
    job_income: Floats
    skill: Floats
    payroll: npt.NDArray[np.int64]
    job_of: npt.NDArray[np.uint16]
    outcome_of: npt.NDArray[np.uint16]


class Codes(NamedTuple):
    """Codes of one block of rows, (BLOCK,) each: band, profile, cell of ``people`` but for the work, cell of a job, notes.

    ``notes`` is not zero for the few rows with something else to count: retraining, skill, or a spell begun this month.
    """

    band: npt.NDArray[np.uint8]
    profile: npt.NDArray[np.int32]
    cell: npt.NDArray[np.int32]
    rest: npt.NDArray[np.uint8]
    notes: npt.NDArray[np.uint8]


def make_tables(farm: list[bool], districts: int, places: int) -> Tables:
    """Room for ``districts``, the sectors of the ``farm`` flags and ``places`` workplaces."""
    profiles = districts * len(Sex) * 2 * PAPERS * len(AGE_BANDS)
    kinds = [work_kind(Contract(1 + contract), flag) for flag in farm for contract in range(JOBS_A_SECTOR)]
    jobs = len(kinds) + 1
    return Tables(
        people=np.zeros((profiles, OUTCOMES), dtype=np.int32),
        jobs=np.zeros((jobs, PAPERS, 3, TERMS), dtype=np.int32),
        retrained=np.zeros(profiles, dtype=np.int32),
        income=np.zeros((profiles, 2)),
        job_income=np.zeros(jobs),
        skill=np.zeros(len(farm)),
        payroll=np.zeros((2, max(districts, len(farm))), dtype=np.int64),
        job_of=np.full(places, jobs - 1, dtype=np.uint16),
        outcome_of=np.array([*(work_outcome(kind, 0, 0) for kind in kinds), 0], dtype=np.uint16),
    )


def make_codes() -> Codes:
    """Room for the codes of a block."""
    whole, byte = np.int32, np.uint8
    kinds = (byte, whole, whole, byte, byte)
    return Codes(*(np.zeros(BLOCK, dtype=kind) for kind in kinds))


@kernel
def _band(first, number, age_month, men, women, birth, sex, band):  # type: ignore[no-untyped-def]
    """Age band of each row; ``men`` and ``women`` are the statutory ages in months."""
    for i in range(number):
        age = age_month - birth[first + i]
        young = (age >= AT_20) + (age >= AT_25) + (age >= AT_35) + (age >= AT_45) + (age >= AT_55)
        band[i] = LAST_BAND if age >= (women if sex[first + i] else men) else young


@kernel
def _profile(first, number, district, sex, urban, paper, band, profile):  # type: ignore[no-untyped-def]
    """Profile of each row: district, sex, area, paper, band, the last turning fastest."""
    for i in range(number):
        row = first + i
        profile[i] = (((district[row] * 2 + sex[row]) * 2 + urban[row]) * PAPERS + paper[row]) * (LAST_BAND + 1) + band[i]


@kernel
def _cell(first, number, status, insurance, wish, profile, cell):  # type: ignore[no-untyped-def]
    """Cell of ``people`` of each row; for the employed still without their kind of work."""
    for i in range(number):
        state = status[first + i]
        outcome = NOBODY if state == CHILD or state >= OUTSIDE else state - 1
        terms = insurance[first + i] * 2 + wish[first + i]
        cell[i] = profile[i] * OUTCOMES + (terms if state == EMPLOYED else outcome)


@kernel
def _rest(first, number, insurance, wish, paper, band, rest):  # type: ignore[no-untyped-def]
    """Cell of a job's table of each row: paper, age class, insurance, wish for hours."""
    for i in range(number):
        row = first + i
        age_class = (band[i] > 1) + (band[i] == LAST_BAND)
        rest[i] = ((paper[row] * 3 + age_class) * 4 + insurance[row]) * 2 + wish[row]


@kernel
def _note(first, number, month, since, skill, retrained, notes):  # type: ignore[no-untyped-def]
    """Which rows have something else to count."""
    for i in range(number):
        row = first + i
        notes[i] = (since[row] == month) | (skill[row] != 0.0) | (retrained[row] != 0)


@kernel
def _count_rest(row, month, profile, contract, sector, people, tables):  # type: ignore[no-untyped-def]
    """Retraining and skill of one row. Returns whether the row is a placement."""
    status = people.status[row]
    if people.retrained[row] and (status == EMPLOYED or status == UNEMPLOYED):
        tables.retrained[profile] += 1
    if status != EMPLOYED:
        return 0
    tables.skill[sector] += np.exp(np.float64(people.skill[row])) - 1.0
    began = people.since[row] == month and contract <= WAGE_JOBS and people.migrant[row] == 0
    return 1 if began and month - people.last_wage_job[row] > RETURN_MONTHS else 0


@kernel
def _count(last, month, age_month, men, women, people, pay, codes, tables):  # type: ignore[no-untyped-def]
    """Count the first ``last`` rows, block by block. Returns placements, and rows at work without a workplace or so."""
    placements = 0
    astray = 0
    cells, jobs, income = tables.people.reshape(-1), tables.jobs.reshape(-1), tables.income.reshape(-1)
    for first in range(0, last, BLOCK):
        number = min(BLOCK, last - first)
        _band(first, number, age_month, men, women, people.birth, people.sex, codes.band)
        _profile(
            first, number, people.district, people.sex, people.urban, people.credential, codes.band, codes.profile
        )
        _cell(first, number, people.status, people.insurance, people.wish_hours, codes.profile, codes.cell)
        _rest(first, number, people.insurance, people.wish_hours, people.credential, codes.band, codes.rest)
        _note(first, number, month, people.since, people.skill, people.retrained, codes.notes)
        for i in range(number):
            row = first + i
            place = np.uint32(people.workplace[row])
            job = np.uint32(tables.job_of[place])
            astray += (place > 0) != (people.status[row] == EMPLOYED)
            cells[np.uint32(codes.cell[i] + tables.outcome_of[job])] += 1
            jobs[job * np.uint32(JOB_CELLS) + codes.rest[i]] += 1
            earned = np.float64(pay[place]) * people.pay_factor[row]
            formal = (job & np.uint32(3)) == 0
            income[np.uint32(2 * codes.profile[i] + formal)] += earned
            tables.job_income[job] += earned
            if codes.notes[i]:
                contract, sector = 1 + job % JOBS_A_SECTOR, job // JOBS_A_SECTOR
                placements += _count_rest(row, month, codes.profile[i], contract, sector, people, tables)
    return placements, astray


@kernel
def _look_over(places, jobs_a_sector, job_of, payroll):  # type: ignore[no-untyped-def]
    """Job of every workplace, and payroll jobs, filled or still open, by district (row 0) and sector (row 1)."""
    for place in range(1, job_of.shape[0]):
        sector = places.sector[place]
        job_of[place] = sector * jobs_a_sector + places.contract[place] - 1
        if places.firm[place] >= 0:
            jobs = places.headcount[place] + places.posts[place]
            payroll[0, places.district[place]] += jobs
            payroll[1, sector] += jobs


class Tabulation:
    """The month's tables of a market, written anew by ``tabulate``. ``placements`` counts rows."""

    def __init__(self, market: Observed) -> None:
        province = market.province
        farm = [sector.farm for sector in province.sectors]
        self.tables = make_tables(farm, len(province.districts), market.workplaces.rows)
        self.placements = 0
        self._codes = make_codes()

    def tabulate(self, market: Observed) -> None:
        """Count the month. Raises RuntimeError when somebody is employed in no workplace, or has one without work."""
        tables, places = self.tables, market.place_arrays
        for table in (tables.people, tables.jobs, tables.retrained, tables.income, tables.job_income, tables.skill):
            table.fill(0)
        tables.payroll.fill(0)
        _look_over(places, JOBS_A_SECTOR, tables.job_of, tables.payroll)
        men, women = (int(age) for age in market.legal_age)
        self.placements, astray = _count(
            market.of_age, market.month, market.age_month, men, women, market.person_arrays, places.pay, self._codes, tables
        )
        if astray:
            raise RuntimeError(f"status and workplace of {astray} persons contradict each other")
