"""The month's tables of persons: what is counted, by which codes, and the room for it.

A profile is district, sex, urban or rural, paper and age band. An outcome is what a person does, and for the employed
the kind of work, insurance and the wish for hours. A second table has the jobs (sector by contract) in the place of the
profile's home. Every indicator of every group is a small sum over the two. All room is taken once and used every month.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.observation.standing import ELSEWHERE, SIDE_OF, SIDES
from simulation.observation.standing import FIRST_WORK as STANDING_OF_WORK
from simulation.processes.insurance.rules import VOLUNTARY_GROUPS
from simulation.vocabulary import CONTRACTS, Contract, Credential, Insurance, Sex, Status

Floats = npt.NDArray[np.float64]

#: First ages of the bands in years; the last band has everybody at or over the statutory age of retirement.
BAND_STARTS = (15, 20, 25, 35, 45, 55)
AGE_BANDS = ("15-19", "20-24", "25-34", "35-44", "45-54", "55_to_retirement_age", "above_retirement_age")
#: Age classes of the definitions: young, other working age, above it; class of each band.
YOUNG, PRIME, OLD = range(3)
CLASS_OF_BAND = np.array([YOUNG, YOUNG, PRIME, PRIME, PRIME, PRIME, OLD])
OLDEST = 1500  # months; nobody is older

#: Outcomes: statuses outside employment (status less one; in the place of who is outside the province, the inactive who
#: want work), then work by insurance and wish for hours.
WANT_WORK = int(Status.outside) - 1
FIRST_WORK = 8
KINDS = ("formal", "formal_farm", "informal", "informal_farm", "own_account", "farm")
TERMS = len(Insurance) * 2
OUTCOMES = FIRST_WORK + len(KINDS) * TERMS
JOBS_A_SECTOR = len(CONTRACTS) - 1
PAPERS = len(Credential)


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

    ``between`` (profiles, inner sides squared) counts who moved among residents since the last count by the profile of
    now, ``across`` (sides, sides) who came and went; ``side_of`` is the side of an outcome,
    ``cover_of`` its row in ``insured_pay`` and one more, 0 for none. ``begun`` (profiles, 2)
    counts hires to a payroll and placements, ``hired`` (sectors,) hires. ``seekers`` (districts, occupations) counts
    the unemployed.
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
    between: npt.NDArray[np.int32]
    across: npt.NDArray[np.int64]
    side_of: npt.NDArray[np.uint8]
    cover_of: npt.NDArray[np.uint8]
    begun: npt.NDArray[np.int32]
    hired: npt.NDArray[np.int64]
    seekers: npt.NDArray[np.int64]


#: Tables that are written anew every month; the others hold from one month to the next.
OF_THE_MONTH = ("income", "job_income", "skill", "insured_pay", "payroll", "between", "across", "begun", "hired")


def make_tables(farm: list[bool], districts: int, occupations: int, places: int) -> Tables:
    """Room for ``districts``, the sectors of the ``farm`` flags, ``occupations`` and ``places`` workplaces."""
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
        between=np.zeros((profiles, ELSEWHERE * ELSEWHERE), dtype=np.int32),
        across=np.zeros((len(SIDES), len(SIDES)), dtype=np.int64),
        side_of=_sides(),
        cover_of=_covers(),
        begun=np.zeros((profiles, 2), dtype=np.int32),
        hired=np.zeros(len(farm), dtype=np.int64),
        seekers=np.zeros((districts, occupations), dtype=np.int64),
    )


def _sides() -> npt.NDArray[np.uint8]:
    """Side of every outcome, (256,): who is not counted stands elsewhere."""
    side = np.full(256, ELSEWHERE, dtype=np.uint8)
    side[: Status.outside - 1] = SIDE_OF[1 : Status.outside]
    side[WANT_WORK] = SIDE_OF[Status.inactive]
    for contract in range(1, len(CONTRACTS)):
        for farm in (False, True):
            first = work_outcome(work_kind(Contract(contract), farm), 0, 0)
            side[first : first + TERMS] = SIDE_OF[STANDING_OF_WORK + contract]
    return side


def _covers() -> npt.NDArray[np.uint8]:
    """Compulsory insurance of every outcome, (256,): 0 none, 1 without that against unemployment, 2 with it."""
    cover = np.zeros(256, dtype=np.uint8)
    for kind in range(len(KINDS)):
        for wish in (0, 1):
            cover[work_outcome(kind, Insurance.compulsory_only, wish)] = 1
            cover[work_outcome(kind, Insurance.compulsory, wish)] = 2
    return cover


def set_bands(band_of: npt.NDArray[np.uint8], legal_age: npt.NDArray[np.integer[Any]]) -> None:
    """Write the age band of every age in months by sex, (2, OLDEST + 1), for statutory ages in months."""
    months = np.arange(band_of.shape[1])
    by_age = np.searchsorted(np.array(BAND_STARTS[1:]) * 12, months, side="right")
    for sex in range(len(band_of)):
        band_of[sex] = np.where(months >= legal_age[sex], len(AGE_BANDS) - 1, by_age)
