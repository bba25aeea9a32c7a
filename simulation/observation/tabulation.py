"""One pass a month over the residents: everybody counted once in a table of profiles by outcomes.

A profile is district, sex, urban or rural, paper and age band. An outcome is what a person does, and for the employed
the kind of work, insurance and the wish for hours. A second table has the jobs (sector by contract) in the place of the
profile's home. Every indicator of every group is a small sum over the two. All room is taken once and used every month.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.observation.observed import Observed
from simulation.observation.standing import ELSEWHERE, SIDE_OF, SIDES, standings
from simulation.observation.standing import FIRST_WORK as FIRST_WORK_STANDING
from simulation.processes.insurance.insured_pay import insured_wage
from simulation.processes.insurance.rules import VOLUNTARY_GROUPS
from simulation.processes.insurance.voluntary import voluntary_group
from simulation.processes.matching import RETURN_MONTHS
from simulation.processes.moves import COMPULSORY_ONLY, VOLUNTARY
from simulation.processes.search.effort import wants_work
from simulation.randomness import Stream, month_key
from simulation.vocabulary import CONTRACTS, Contract, Credential, Insurance, Sex, Status

Floats = npt.NDArray[np.float64]

CHILD, INACTIVE, EMPLOYED, UNEMPLOYED, OUTSIDE = (
    int(Status.child),
    int(Status.inactive),
    int(Status.employed),
    int(Status.unemployed),
    int(Status.outside),
)
WAGE_JOBS = int(Contract.informal_wage)  # contracts up to this one are wage jobs

#: First ages of the bands in years; the last band has everybody at or over the statutory age of retirement.
BAND_STARTS = (15, 20, 25, 35, 45, 55)
AGE_BANDS = ("15-19", "20-24", "25-34", "35-44", "45-54", "55_to_retirement_age", "above_retirement_age")
#: Age classes of the definitions: young, other working age, above it; class of each band.
YOUNG, PRIME, OLD = range(3)
CLASS_OF_BAND = np.array([YOUNG, YOUNG, PRIME, PRIME, PRIME, PRIME, OLD])
OLDEST = 1500  # months; nobody is older

#: Outcomes: statuses outside employment (status less one; in the place of who is outside the province, the inactive who
#: want work), then work by insurance and wish for hours.
WANT_WORK = OUTSIDE - 1
FIRST_WORK = 8
KINDS = ("formal", "formal_farm", "informal", "informal_farm", "own_account", "farm")
TERMS = len(Insurance) * 2
OUTCOMES = FIRST_WORK + len(KINDS) * TERMS
JOBS_A_SECTOR = len(CONTRACTS) - 1
PAPERS = len(Credential)

_ONE, _TWO, _THREE, _AGES = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(OLDEST + 1)
_WANT_WORK = np.uint64(WANT_WORK)
_INNER, _FIRST_STANDING = np.uint64(ELSEWHERE), np.uint64(FIRST_WORK_STANDING + 1)
_PAPERS, _BANDS, _OUTCOMES, _TERMS = np.uint64(PAPERS), np.uint64(len(AGE_BANDS)), np.uint64(OUTCOMES), np.uint64(TERMS)


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
    contract, the last one stands for none. ``retrained`` (profiles,) counts the labour force with retraining.
    ``income`` (profiles, 2), off and on formal wage terms, and ``job_income`` (jobs,) are million VND a month.
    ``skill`` (sectors,) sums what skill adds to the output of one person. ``insured_pay`` (jobs, 2) is that of the
    compulsorily insured, without and with unemployment insurance, million VND a month, and ``members`` (groups,) of
    voluntary insurance are counted by the price they pay. ``payroll`` (2, districts or sectors) are
    payroll jobs, filled or still open. The rest are codes: ``job_of`` a workplace, ``outcome_of`` and ``formal`` of a
    job, ``band_of`` sex and age in months, ``class_of`` a band.

    ``before`` (people,) is everybody's standing at the last count. ``between`` (profiles, inner sides squared) counts
    who moved among residents by the profile of now, ``across`` (sides, sides) who came and went. ``side_of`` is the
    side of a standing. ``begun`` (profiles, 2) counts hires to a payroll and placements, ``hired`` (sectors,) hires.
    ``seekers`` (districts, occupations) counts the unemployed.
    """

    people: npt.NDArray[np.int32]
    jobs: npt.NDArray[np.int32]
    retrained: npt.NDArray[np.int32]
    income: Floats
    job_income: Floats
    skill: Floats
    insured_pay: Floats
    members: npt.NDArray[np.int64]
    payroll: npt.NDArray[np.int64]
    job_of: npt.NDArray[np.uint16]
    outcome_of: npt.NDArray[np.uint16]
    formal: npt.NDArray[np.uint8]
    band_of: npt.NDArray[np.uint8]
    class_of: npt.NDArray[np.uint8]
    before: npt.NDArray[np.uint8]
    between: npt.NDArray[np.int32]
    across: npt.NDArray[np.int64]
    side_of: npt.NDArray[np.uint8]
    begun: npt.NDArray[np.int32]
    hired: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int64]


def make_tables(
    farm: list[bool], districts: int, occupations: int, places: int, standing: npt.NDArray[np.uint8]
) -> Tables:
    """Room for ``districts``, the sectors of the ``farm`` flags, ``places`` workplaces, people of a first standing."""
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
        insured_pay=np.zeros((jobs, 2)),
        members=np.zeros(len(VOLUNTARY_GROUPS), dtype=np.int64),
        payroll=np.zeros((2, max(districts, len(farm))), dtype=np.int64),
        job_of=np.full(places, jobs - 1, dtype=np.uint16),
        outcome_of=np.array([work_outcome(kind, 0, 0) for kind in [*kinds, 0]], dtype=np.uint16),
        formal=np.array([KINDS[kind].startswith("formal") for kind in kinds] + [False], dtype=np.uint8),
        band_of=np.zeros((len(Sex), OLDEST + 1), dtype=np.uint8),
        class_of=CLASS_OF_BAND.astype(np.uint8),
        before=standing,
        between=np.zeros((profiles, ELSEWHERE * ELSEWHERE), dtype=np.int32),
        across=np.zeros((len(SIDES), len(SIDES)), dtype=np.int64),
        side_of=SIDE_OF.copy(),
        begun=np.zeros((profiles, 2), dtype=np.int32),
        hired=np.zeros(len(farm), dtype=np.int64),
        seekers=np.zeros((districts, occupations), dtype=np.int64),
    )


@piece
def _note_move(row, profile, standing, before, side_of, between, across):  # type: ignore[no-untyped-def]
    """Count a resident whose standing is another than last month's, and keep the new one."""
    if before[row] != standing:
        origin, destination = side_of[before[row]], side_of[standing]
        if origin == ELSEWHERE:
            across[origin, destination] += 1
        else:
            between[(profile * _INNER + origin) * _INNER + destination] += 1
        before[row] = standing


@piece
def _note_absence(row, standing, before, side_of, across):  # type: ignore[no-untyped-def]
    """Count somebody who is no resident any more, and keep it."""
    if before[row] != standing:
        across[side_of[before[row]], ELSEWHERE] += 1
        before[row] = standing


@piece
def _note_start(profile, job, placed, begun, hired):  # type: ignore[no-untyped-def]
    """Count a wage job that began this month: by profile if on a payroll and if a placement, by sector."""
    payroll = job % JOBS_A_SECTOR == 0
    begun[profile * _TWO] += payroll
    begun[profile * _TWO + _ONE] += placed
    hired[job // JOBS_A_SECTOR] += payroll


@kernel
def _count(  # type: ignore[no-untyped-def]
    last, month, age_month, attached_key, attached_share, people, pay, insured_terms, tables
):  # fmt: skip
    """Count the residents among the first ``last`` rows. Returns how many of the employed stand nowhere.

    Codes are unsigned throughout and tables flat: signed indices would be tested for counting from the end.
    """
    nowhere = 0
    cells, jobs, income = tables.people.reshape(-1), tables.jobs.reshape(-1), tables.income.reshape(-1)
    retrained, job_income = tables.retrained, tables.job_income
    insured_pay, members = tables.insured_pay.reshape(-1), tables.members
    job_of, outcome_of, formal = tables.job_of, tables.outcome_of, tables.formal
    band_of, class_of = tables.band_of.reshape(-1), tables.class_of
    begun, hired, seekers = tables.begun.reshape(-1), tables.hired, tables.seekers
    before, between, across, side_of = tables.before, tables.between.reshape(-1), tables.across, tables.side_of
    birth = people.birth
    credential = people.credential
    district = people.district
    insurance = people.insurance
    last_wage_job = people.last_wage_job
    migrant = people.migrant
    occupation = people.occupation
    pay_factor = people.pay_factor
    retraining = people.retrained
    sexes = people.sex
    since = people.since
    statuses = people.status
    urban = people.urban
    wish_hours = people.wish_hours
    workplace = people.workplace
    for row in range(last):
        status = statuses[row]
        if status == CHILD or status >= OUTSIDE:
            _note_absence(row, status, before, side_of, across)
            continue
        sex = sexes[row]
        age = np.uint32(min(max(age_month - birth[row], 0), OLDEST))
        band = band_of[sex * _AGES + age]
        paper = credential[row]
        profile = ((district[row] * _TWO + sex) * _TWO + urban[row]) * _PAPERS + paper
        profile = profile * _BANDS + band
        if status != EMPLOYED:
            outcome = status - _ONE
            if status == INACTIVE and wants_work(row, attached_key, attached_share, people):
                outcome = _WANT_WORK
            cells[profile * _OUTCOMES + outcome] += 1
            _note_move(row, profile, status, before, side_of, between, across)
            if status == UNEMPLOYED:
                seekers[district[row], occupation[row]] += 1
                retrained[profile] += retraining[row]
            continue
        place = np.uint32(workplace[row])
        nowhere += place == 0
        job = job_of[place]
        standing = _FIRST_STANDING + job % JOBS_A_SECTOR
        _note_move(row, profile, standing, before, side_of, between, across)
        terms = insurance[row] * _TWO + wish_hours[row]
        cells[profile * _OUTCOMES + outcome_of[job] + terms] += 1
        jobs[((job * _PAPERS + paper) * _THREE + class_of[band]) * _TERMS + terms] += 1
        earned = np.float64(pay[place]) * pay_factor[row]
        income[profile * _TWO + formal[job]] += earned
        job_income[job] += earned
        if insurance[row] >= COMPULSORY_ONLY:
            insured_pay[job * _TWO + insurance[row] - _TWO] += insured_wage(place, pay_factor[row], insured_terms)
        elif insurance[row] == VOLUNTARY:
            members[voluntary_group(row, people)] += 1
        retrained[profile] += retraining[row]
        if since[row] == month and job % JOBS_A_SECTOR < WAGE_JOBS:
            placed = migrant[row] == 0 and month - last_wage_job[row] > RETURN_MONTHS
            _note_start(profile, job, placed, begun, hired)
    return nowhere


@kernel
def _add_skill(last, people, job_of, skill):  # type: ignore[no-untyped-def]
    """Add what skill from courses adds to the output of each employed person, by sector."""
    for row in range(last):
        if people.skill[row] != 0.0 and people.status[row] == EMPLOYED:
            sector = job_of[people.workplace[row]] // JOBS_A_SECTOR
            skill[sector] += np.exp(np.float64(people.skill[row])) - 1.0


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


def set_bands(band_of: npt.NDArray[np.uint8], legal_age: npt.NDArray[np.integer[Any]]) -> None:
    """Write the age band of every age in months by sex, (2, OLDEST + 1), for statutory ages in months."""
    months = np.arange(band_of.shape[1])
    by_age = np.searchsorted(np.array(BAND_STARTS[1:]) * 12, months, side="right")
    for sex in range(len(band_of)):
        band_of[sex] = np.where(months >= legal_age[sex], len(AGE_BANDS) - 1, by_age)


class Tabulation:
    """The month's tables of a market, written anew by ``tabulate``."""

    def __init__(self, market: Observed) -> None:
        province = market.province
        farm = [sector.farm for sector in province.sectors]
        self.tables = make_tables(
            farm, len(province.districts), len(province.occupations), market.workplaces.rows, standings(market)
        )

    def tabulate(self, market: Observed) -> None:
        """Count the month. Raises RuntimeError when an employed person stands in no workplace."""
        tables, places = self.tables, market.place_arrays
        for table in (tables.people, tables.jobs, tables.retrained, tables.income, tables.job_income, tables.skill):
            table.fill(0)
        tables.payroll.fill(0)
        tables.insured_pay.fill(0)
        tables.members.fill(0)
        tables.between.fill(0)
        tables.across.fill(0)
        tables.begun.fill(0)
        tables.hired.fill(0)
        tables.seekers.fill(0)
        set_bands(tables.band_of, market.legal_age)
        _look_over(places, JOBS_A_SECTOR, tables.job_of, tables.payroll)
        nowhere = _count(
            market.of_age,
            market.month,
            market.age_month,
            month_key(market.seed, Stream.attached),
            market.search_rule.attached,
            market.person_arrays,
            places.pay,
            market.insured_terms,
            tables,
        )
        _add_skill(market.of_age, market.person_arrays, tables.job_of, tables.skill)
        if nowhere:
            raise RuntimeError(f"{nowhere} employed persons stand in no workplace")
