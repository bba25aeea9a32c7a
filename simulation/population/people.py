"""One row a person: residents drawn from the table of activities, children who come of age later, the outside pool."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from simulation.compiling import kernel
from simulation.population.activities import (
    BAND_ENDS,
    BAND_STARTS,
    FIRST_JOB,
    IN_SCHOOL,
    IN_TRAINING,
    OWN_USE,
    UNEMPLOYED,
    Activities,
)
from simulation.population.raking import whole
from simulation.province import Province
from simulation.randomness import Stream, month_key, uniform, uniforms
from simulation.vocabulary import Credential, Poverty, Sex, Status
from simulation.workers import Workers

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Groups whose single ages are drawn apart: labour force, school, vocational course, everybody else.
_LABOUR, _SCHOOL, _COURSE, _IDLE = range(4)


@dataclass(frozen=True)
class Roll:
    """Who is who among the residents: one entry a person, (n,) each, in row order (district by district)."""

    district: npt.NDArray[np.uint8]
    sex: npt.NDArray[np.uint8]
    band: npt.NDArray[np.uint8]
    activity: npt.NDArray[np.uint8]
    credential: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """Number of residents aged 15 and over."""
        return len(self.district)


@kernel
def _enlist(counts, district, sex, band, activity, credential):  # type: ignore[no-untyped-def]
    """Write one entry a person for the (D, 2, B, A, C) table of whole counts."""
    row = 0
    districts, sexes, bands, activities, credentials = counts.shape
    for d in range(districts):
        for s in range(sexes):
            for b in range(bands):
                for a in range(activities):
                    for c in range(credentials):
                        for _ in range(counts[d, s, b, a, c]):
                            district[row] = d
                            sex[row] = s
                            band[row] = b
                            activity[row] = a
                            credential[row] = c
                            row += 1


def enlist(activities: Activities, scale: float) -> Roll:
    """Whole persons for the expected table, ``scale`` of the province."""
    counts = whole(activities.table * scale)
    columns = [np.zeros(int(counts.sum()), dtype=np.uint8) for _ in range(5)]
    _enlist(counts, *columns)
    return Roll(*columns)


@kernel
def _draw_births(key, rows, start, cumulative, first_age, sex, band, group, birth):  # type: ignore[no-untyped-def]
    """Month of birth from the age distribution of the person's sex, band and group; months spread over the year."""
    for row in range(rows):
        draw = uniform(key, row)
        weights = cumulative[sex[row], group[row], band[row]]
        age = 0
        while age < weights.shape[0] - 1 and draw >= weights[age]:
            age += 1
        low = weights[age - 1] if age > 0 else 0.0
        inside = (draw - low) / max(weights[age] - low, 1e-12)
        birth[row] = start - 12 * (first_age[band[row]] + age) - int(min(inside, 0.999999) * 12.0)


def _age_tables(activities: Activities) -> Floats:
    """Cumulative shares of single ages, (2, groups, bands, widest band)."""
    parts = (
        activities.labour_force,
        activities.school,
        activities.training,
        activities.residents - activities.labour_force - activities.school - activities.training,
    )
    bands = list(zip(BAND_STARTS, BAND_ENDS, strict=True))
    width = max(end - start for start, end in bands)
    table = np.ones((2, 4, len(BAND_STARTS), width))
    for group, part in enumerate(parts):
        for band, (start, end) in enumerate(bands):
            share = np.maximum(part[:, start:end], 1e-9)
            table[:, group, band, : end - start] = np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)
    return table


@kernel
def _draw_traits(key, rows, district, farmer, share, rest, farm, value):  # type: ignore[no-untyped-def]
    """A 0/1 trait with the district's ``share``, times ``farm`` or ``rest`` for farm people or others."""
    for row in range(rows):
        where = district[row]
        chance = min(1.0, share[where] * (farm[where] if farmer[row] else rest[where]))
        value[row] = 1 if uniform(key, row) < chance else 0


def _trait(
    key: np.uint64, people: Workers, farm: npt.NDArray[np.bool_], share: Floats, tilt: float
) -> npt.NDArray[np.uint8]:
    """Whether each resident has a trait of a district's ``share``; farm people ``tilt`` times as often as the rest."""
    rows = len(farm)
    districts = len(share)
    total = np.bincount(people.district[:rows], minlength=districts).clip(1)
    farmers = np.bincount(people.district[:rows], weights=farm, minlength=districts) / total
    rest = 1.0 / (1.0 - farmers + farmers * tilt)
    value = np.zeros(rows, dtype=np.uint8)
    _draw_traits(key, rows, people.district, farm, share, rest, rest * tilt, value)
    return value


def settle(people: Workers, roll: Roll, activities: Activities, province: Province, seed: int, start: int) -> None:
    """Fill the residents' rows: who they are, and what they do apart from the workplace."""
    rows = len(roll)
    for name in ("district", "sex", "credential"):
        people.column(name)[:rows] = getattr(roll, name)
    people.status[:rows] = _statuses(roll)
    group = np.array([_SCHOOL, _COURSE, _IDLE, _IDLE, _LABOUR], dtype=np.uint8)[np.minimum(roll.activity, UNEMPLOYED)]
    key = month_key(seed, Stream.synthesis, 1)
    first = np.array(BAND_STARTS)
    _draw_births(key, rows, start, _age_tables(activities), first, roll.sex, roll.band, group, people.birth)
    farm = _on_farms(roll, province)
    _settle_traits(people, farm, province, seed, start)
    settle_means(people, slice(0, rows), province, seed)


def _on_farms(roll: Roll, province: Province) -> npt.NDArray[np.bool_]:
    farm_sectors = [s for s, sector in enumerate(province.sectors) if sector.farm]
    sector = (roll.activity.astype(np.int64) - FIRST_JOB) // 3
    at_work = (roll.activity >= FIRST_JOB) & np.isin(sector, farm_sectors)
    return np.asarray(at_work | (roll.activity == OWN_USE))


def _settle_traits(people: Workers, farm: npt.NDArray[np.bool_], province: Province, seed: int, start: int) -> None:
    rows = len(farm)
    urban = province.by_district("urban_share")
    minority = province.by_district("ethnic_minority_share")
    poor = province.by_district("poor_household_share")
    people.urban[:rows] = _trait(month_key(seed, Stream.synthesis, 3), people, farm, urban, 0.3)
    people.minority[:rows] = _trait(month_key(seed, Stream.synthesis, 4), people, farm, minority, 1.3)
    key = month_key(seed, Stream.synthesis, 5)
    people.poor[:rows] = _standing([_trait(key, people, farm, share, 3.0) for share in _poverty(province, poor)])
    land = takes_on_land(people, slice(0, rows), start, province, seed)
    people.farm_household[:rows] = land | farm


def _poverty(province: Province, poor: Floats) -> tuple[Floats, Floats, Floats]:
    """Cumulative shares of households that are poor, near poor and lately out of poverty, of the shape of ``poor``."""
    near = poor * (1.0 + province.value("near_poor_ratio"))
    return poor, near, near + poor * province.value("left_poverty_ratio")


def _standing(below: list[npt.NDArray[Any]]) -> npt.NDArray[np.uint8]:
    """Code of ``Poverty`` from who is poor, who is that or near poor, and who is either or lately out of poverty."""
    standing = np.where(below[2], Poverty.left_poverty, Poverty.none)
    standing = np.where(below[1], Poverty.near_poor, standing)
    return np.where(below[0], Poverty.poor, standing).astype(np.uint8)


def takes_on_land(people: Workers, rows: slice, start: int, province: Province, seed: int) -> npt.NDArray[np.bool_]:
    """Who belongs to a household with land and would work it, (rows,): by area, and fewer of those under 25.

    Sons and daughters of farmers follow them less than their elders did: that cohorts differ carries about half of the
    move out of farming (Porzio, Rossi & Santangelo 2022).
    """
    value = province.value
    share = np.where(people.urban[rows] == 0, value("farm_household_share_rural"), value("farm_household_share_urban"))
    young = start - people.birth[rows].astype(np.int64) < 25 * 12
    share = np.where(young, share * value("farm_succession_share"), share)
    who = np.arange(rows.start, rows.stop)
    return np.asarray(uniforms(month_key(seed, Stream.farm_household), who) < share)


def settle_means(people: Workers, rows: slice, province: Province, seed: int) -> None:
    """Ability and savings, for good, keyed by identity: log-normal, women's pay gap and town premium in ability."""
    who = np.arange(rows.start, rows.stop)
    spread = province.value("ability_sd")
    gap = province.value("gender_pay_gap")
    town = province.value("urban_pay_premium")
    draw = ndtri(uniforms(month_key(seed, Stream.synthesis, 6), who).clip(1e-6, 1 - 1e-6))
    female = people.sex[rows] == Sex.female
    people.ability[rows] = spread * draw - gap * female + town * (people.urban[rows] - 0.65)
    people.savings[rows] = _savings(province, uniforms(month_key(seed, Stream.synthesis, 7), who))


def _savings(province: Province, luck: Floats) -> Floats:
    """What households could pay now, months of income: a share can prepay 3 million VND, the rest less than that.

    Of those who can, savings are log-normal above the threshold; of the others they are spread evenly below it.
    """
    value = province.value
    threshold = 3.0 / province.margins["average_labour_income"].value
    able = value("prepay_3m_share")
    below = luck / (1.0 - able) * threshold
    middle, spread = np.log(value("liquid_savings_months")), value("liquid_savings_sd")
    least = ndtr((np.log(threshold) - middle) / spread)
    rank = least + np.clip((luck - (1.0 - able)) / able, 0.0, 1.0) * (1.0 - least)
    above = np.exp(middle + spread * ndtri(rank.clip(1e-6, 1 - 1e-6)))
    return np.where(luck < 1.0 - able, below, above)


def _statuses(roll: Roll) -> npt.NDArray[np.uint8]:
    """Status by activity; retirement is told from other inactivity by the law, in the month the model opens."""
    by_activity = np.full(256, int(Status.employed), dtype=np.uint8)
    by_activity[IN_SCHOOL] = Status.in_school
    by_activity[IN_TRAINING] = Status.in_training
    by_activity[2] = Status.inactive
    by_activity[OWN_USE] = Status.own_use_farmer
    by_activity[UNEMPLOYED] = Status.unemployed
    return by_activity[roll.activity]


def settle_outside(people: Workers, first: int, count: int, province: Province, seed: int, start: int) -> None:
    """Rows of the outside pool: adults of other provinces, 18 to 44, whom firms of the province can reach."""
    rows = slice(first, first + count)
    who = np.arange(first, first + count)
    people.status[rows] = Status.outside
    people.since[rows] = start - 60
    people.migrant[rows] = 1
    people.registered[rows] = 1
    people.birth[rows] = start - 216 - (uniforms(month_key(seed, Stream.synthesis, 1), who) * 27 * 12).astype(np.int16)
    people.sex[rows] = uniforms(month_key(seed, Stream.synthesis, 8), who) < 0.45
    shares = province.education[2]
    draw = uniforms(month_key(seed, Stream.synthesis, 9), who)
    people.credential[rows] = np.searchsorted(np.cumsum(shares)[:-1], draw, side="right")
    people.minority[rows] = uniforms(month_key(seed, Stream.synthesis, 4), who) < province.value(
        "outside_minority_share"
    )
    settle_means(people, rows, province, seed)


def settle_children(
    people: Workers, first: int, births: Ints, districts: Ints, province: Province, seed: int, start: int
) -> None:
    """Rows of children in the order they come of age: month of birth and district given, (n,) each."""
    rows = slice(first, first + len(births))
    who = np.arange(first, first + len(births))
    people.status[rows] = Status.child
    people.birth[rows] = births
    people.district[rows] = districts
    people.sex[rows] = uniforms(month_key(seed, Stream.synthesis, 8), who) < 0.48
    people.credential[rows] = Credential.none
    first_trade = uniforms(month_key(seed, Stream.synthesis, 31), who)
    chances = np.cumsum(occupations_by_paper(province)[Credential.none])
    people.occupation[rows] = np.searchsorted(chances[:-1], first_trade, side="right")
    for name, stream, share in (
        ("urban", 3, "urban_share"),
        ("minority", 4, "ethnic_minority_share"),
    ):
        draw = uniforms(month_key(seed, Stream.synthesis, stream), who)
        people.column(name)[rows] = draw < province.by_district(share)[districts]
    draw = uniforms(month_key(seed, Stream.synthesis, 5), who)
    poor = province.by_district("poor_household_share")[districts]
    people.poor[rows] = _standing([draw < share for share in _poverty(province, poor)])
    people.farm_household[rows] = takes_on_land(people, rows, start, province, seed)
    settle_means(people, rows, province, seed)


def coming_of_age(province: Province, start: int, months: int, scale: float) -> tuple[Ints, Ints]:
    """Birth months and districts of those who turn 15 in the ``months`` from ``start``, in that order."""
    by_age = province.age_sex(1900 + start // 12).sum(axis=0)[:15]
    population = province.by_district("population")
    expected = np.array([by_age[14 - min(month // 12, 14)] / 12.0 for month in range(months)]) * scale
    counts = whole(expected[:, None] * (population / population.sum())[None, :])
    month, district = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), counts.shape[1])
    return start + month - 180, district


def occupations_by_paper(province: Province) -> Floats:
    """Chances of occupations for people off the job, (credentials, occupations): none far above their paper."""
    weights = province.by_sector("employment_share")
    mean = weights @ province.sector_occupation
    level = np.array([occupation.level for occupation in province.occupations])
    paper = np.arange(len(Credential))[:, None]
    table = mean[None, :] * np.where(level[None, :] > paper + 1, 0.02, 1.0) * np.where(paper > level + 2, 0.4, 1.0)
    return np.asarray(table / table.sum(axis=1, keepdims=True))
