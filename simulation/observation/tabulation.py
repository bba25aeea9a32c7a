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

#: Age bands: first age in years; above them everybody at or over the statutory age of retirement, whatever that is.
BAND_STARTS = (15, 20, 25, 35, 45, 55)
AGE_BANDS = ("15-19", "20-24", "25-34", "35-44", "45-54", "55_to_retirement_age", "above_retirement_age")
#: Age classes of the definitions: young, other working age, above it; class of each band.
YOUNG, PRIME, OLD = range(3)
CLASS_OF_BAND = np.array([YOUNG, YOUNG, PRIME, PRIME, PRIME, PRIME, OLD])
OLDEST = 1500  # months; nobody is older

#: Outcomes: statuses outside employment (status less one), then work by insurance and wish for hours.
FIRST_WORK = 8
KINDS = ("formal", "formal_farm", "informal", "informal_farm", "own_account", "farm")
TERMS = len(Insurance) * 2
OUTCOMES = FIRST_WORK + len(KINDS) * TERMS
JOBS_A_SECTOR = len(CONTRACTS) - 1
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
    contract. ``retrained`` (profiles,) counts the labour force with retraining. ``income`` (profiles, 2), off and on
    formal wage terms, and ``job_income`` (jobs,) are million VND a month. ``skill`` (sectors,) sums what skill adds to
    the output of one person. ``payroll`` (2, districts or sectors) are payroll jobs, filled or still open.
    """

    people: npt.NDArray[np.int32]
    jobs: npt.NDArray[np.int32]
    retrained: npt.NDArray[np.int32]
    income: Floats
    job_income: Floats
    skill: Floats
    payroll: npt.NDArray[np.int64]
    job_of: npt.NDArray[np.int16]
    band_of: npt.NDArray[np.uint8]
    outcome_of: npt.NDArray[np.int64]


def make_tables(farm: list[bool], districts: int, places: int) -> Tables:
    """Room for ``districts``, the sectors of the ``farm`` flags and ``places`` workplaces."""
    profiles = districts * len(Sex) * 2 * len(Credential) * len(AGE_BANDS)
    jobs = len(farm) * JOBS_A_SECTOR
    kinds = [work_kind(Contract(1 + contract), flag) for flag in farm for contract in range(JOBS_A_SECTOR)]
    return Tables(
        people=np.zeros((profiles, OUTCOMES), dtype=np.int32),
        jobs=np.zeros((jobs, len(Credential), 3, TERMS), dtype=np.int32),
        retrained=np.zeros(profiles, dtype=np.int32),
        income=np.zeros((profiles, 2)),
        job_income=np.zeros(jobs),
        skill=np.zeros(len(farm)),
        payroll=np.zeros((2, max(districts, len(farm))), dtype=np.int64),
        job_of=np.zeros(places, dtype=np.int16),
        band_of=np.zeros((len(Sex), OLDEST + 1), dtype=np.uint8),
        outcome_of=np.array([work_outcome(kind, 0, 0) for kind in kinds]),
    )


@kernel
def _count(last, month, age_month, people, pay, class_of_band, tables):  # type: ignore[no-untyped-def]
    """Count the residents among the first ``last`` rows. Returns placements and the employed who stand nowhere."""
    placements = 0
    nowhere = 0
    for row in range(last):
        status = people.status[row]
        if status == CHILD or status >= OUTSIDE:
            continue
        sex = people.sex[row]
        band = tables.band_of[sex, min(max(age_month - people.birth[row], 0), OLDEST)]
        paper = people.credential[row]
        profile = (((people.district[row] * 2 + sex) * 2 + people.urban[row]) * 7 + paper) * 7 + band
        if status != EMPLOYED:
            tables.people[profile, status - 1] += 1
            if status == UNEMPLOYED and people.retrained[row]:
                tables.retrained[profile] += 1
            continue
        place = people.workplace[row]
        if place == 0:
            nowhere += 1
            continue
        job = tables.job_of[place]
        contract = 1 + job % JOBS_A_SECTOR
        terms = people.insurance[row] * 2 + people.wish_hours[row]
        tables.people[profile, tables.outcome_of[job] + terms] += 1
        tables.jobs[job, paper, class_of_band[band], terms] += 1
        earned = np.float64(pay[place]) * people.pay_factor[row]
        tables.income[profile, 1 if contract == 1 else 0] += earned
        tables.job_income[job] += earned
        if people.retrained[row]:
            tables.retrained[profile] += 1
        if people.skill[row] != 0.0:
            tables.skill[job // JOBS_A_SECTOR] += np.exp(np.float64(people.skill[row])) - 1.0
        if people.since[row] == month and contract <= WAGE_JOBS and people.migrant[row] == 0:
            placements += month - people.last_wage_job[row] > RETURN_MONTHS
    return placements, nowhere


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


def set_bands(band_of: npt.NDArray[np.uint8], legal_age: npt.NDArray[np.integer]) -> None:
    """Write the age band of every age in months by sex, (2, OLDEST + 1), for statutory ages in months."""
    months = np.arange(band_of.shape[1])
    by_age = np.searchsorted(np.array(BAND_STARTS[1:]) * 12, months, side="right")
    for sex in range(len(band_of)):
        band_of[sex] = np.where(months >= legal_age[sex], len(AGE_BANDS) - 1, by_age)


class Tabulation:
    """The month's tables of a market, written anew by ``tabulate``. ``placements`` counts rows."""

    def __init__(self, market: Observed) -> None:
        province = market.province
        farm = [sector.farm for sector in province.sectors]
        self.tables = make_tables(farm, len(province.districts), market.workplaces.rows)
        self.placements = 0

    def tabulate(self, market: Observed) -> None:
        """Count the month. Raises RuntimeError when an employed person stands in no workplace."""
        tables = self.tables
        for table in (tables.people, tables.jobs, tables.retrained, tables.income, tables.job_income, tables.skill):
            table.fill(0)
        tables.payroll.fill(0)
        set_bands(tables.band_of, market.legal_age)
        places = market.place_arrays
        _look_over(places, JOBS_A_SECTOR, tables.job_of, tables.payroll)
        self.placements, nowhere = _count(
            market.of_age, market.month, market.age_month, market.person_arrays, places.pay, CLASS_OF_BAND, tables
        )
        if nowhere:
            raise RuntimeError(f"{nowhere} employed persons stand in no workplace")
