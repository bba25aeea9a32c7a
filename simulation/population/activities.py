"""Expected numbers of residents by what they do: from published margins to one table, with who yields to whom.

Published margins contradict each other. They are met in the order of the reconciliation: age and sex, labour force,
then sectors, then employees, then informal terms; certificates follow the sectors. What is left over is reported, not
hidden.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.population.raking import RakingError, rake
from simulation.population.root import root
from simulation.province import Province
from simulation.vocabulary import Credential, Level, Sex

Floats = npt.NDArray[np.float64]

#: First ages of the age bands the tables are raked over.
BAND_STARTS = (15, 20, 25, 35, 45, 55, 60, 65)
#: Ages after the last of each band.
BAND_ENDS = (20, 25, 35, 45, 55, 60, 65, 101)
IN_SCHOOL, IN_TRAINING, INACTIVE, OWN_USE, UNEMPLOYED = range(5)
FIRST_JOB = 5
#: Kinds of work of a sector, in the order of its three activity codes.
FORMAL, INFORMAL_WAGE, HOUSEHOLD = range(3)


def job(sector: int, kind: int) -> int:
    """Activity code of a kind of work in a sector."""
    return FIRST_JOB + 3 * sector + kind


@dataclass(frozen=True)
class Activities:
    """Expected persons at 1:1: ``table`` (districts, sexes, bands, activities, credentials), float64."""

    table: Floats
    residents: Floats  # (2, 101) persons by sex and single age
    labour_force: Floats  # (2, 101) of them in the labour force
    school: Floats  # (2, 101) in upper-secondary school or university
    training: Floats  # (2, 101) in full-time vocational courses


def _students(province: Province, residents: Floats) -> tuple[Floats, Floats]:
    """Persons by sex and age in school and in full-time vocational courses: cohorts on the paths of 15 and of 18."""
    vocational_15 = province.value("share_lower_sec_leavers_to_vet")
    upper = province.value("upper_secondary_share")
    tertiary = upper * province.value("upper_secondary_to_tertiary_share")
    vocational_18 = upper * province.value("upper_secondary_to_vet_share")
    stay = 1.0 - province.value("vet_dropout_rate") / 2.0
    school, training = np.zeros_like(residents), np.zeros_like(residents)
    school[:, 15:18] = residents[:, 15:18] * upper
    school[:, 18:22] = residents[:, 18:22] * tertiary
    months_15 = _course_months(province, Level.intermediate)
    months_18 = _course_months(province, Level.college)
    for year in range(4):
        training[:, 15 + year] += residents[:, 15 + year] * vocational_15 * stay * np.clip(months_15 / 12 - year, 0, 1)
        training[:, 18 + year] += residents[:, 18 + year] * vocational_18 * stay * np.clip(months_18 / 12 - year, 0, 1)
    return school, training


def _course_months(province: Province, level: Level) -> float:
    """Mean length of the courses of a level, months, by seats."""
    rows = province.programmes.level == level
    duration, seats = (province.programmes.programme_array(name)[rows] for name in ("duration", "seats"))
    return float((duration * seats).sum() / seats.sum())


def _by_band(by_age: Floats) -> Floats:
    """Sum a (2, 101) table over the age bands: (2, bands)."""
    bands = zip(BAND_STARTS, BAND_ENDS, strict=True)
    return np.stack([by_age[:, first:end].sum(axis=1) for first, end in bands], axis=1)


def _labour_force(province: Province, residents: Floats, students: Floats) -> Floats:
    """Labour force by sex and age, scaled to the published total; students stand outside it.

    Raises RakingError where the published total is more than there are adults out of school.
    """
    total, room = province.margins["labour_force"].value, residents - students
    room[:, :15] = 0.0

    def scaled(log_factor: float) -> Floats:
        return np.asarray(np.minimum(residents * province.participation * np.exp(log_factor), room))

    if scaled(5.0).sum() < total:
        raise RakingError(f"a labour force of {total:,.0f} is more than there are adults out of school")
    return scaled(root(lambda log_factor: float(scaled(log_factor).sum() - total), -5.0, 5.0))


def _workforce(province: Province, force: Floats) -> Floats:
    """Labour force by (sex, band, activity): unemployed and the kinds of work of every sector."""
    total = force.sum()
    unemployed = province.margins["unemployment_rate"].value * total
    share = province.by_sector("employment_share")
    farm = np.array([sector.farm for sector in province.sectors])
    farm_share = province.margins["agriculture_share"].value
    share = np.where(farm, share * farm_share / share[farm].sum(), share * (1 - farm_share) / share[~farm].sum())
    employees = province.by_sector("employee_share")
    informal = province.by_sector("informal_wage_share")
    kinds = np.stack([employees * (1 - informal), employees * informal, 1 - employees], axis=1)
    employed = (total - unemployed) * share[:, None] * kinds
    sectors = len(share)
    activities = np.concatenate([[unemployed], employed.ravel()])
    bands, sectors = len(BAND_STARTS), len(share)
    seed = np.ones((2, bands, 1 + 3 * sectors))
    seed[:, :, 0] = np.array([5.0, 3.4, 1.2, 0.75, 0.65, 0.5, 0.4, 0.3])
    household_age = np.array([0.5, 0.6, 0.8, 1.0, 1.25, 1.6, 2.2, 3.0])
    payroll_age = np.array([0.6, 1.1, 1.2, 1.1, 1.0, 0.6, 0.06, 0.02])
    seed[:, :, 1:] = np.tile(np.stack([payroll_age, np.ones(bands), household_age], axis=1), sectors)
    by_sex = _activities_by_sex(province, activities, _by_band(force).sum(axis=1))
    return rake(seed, [((0, 2), by_sex), ((0, 1), _by_band(force))])


def _activities_by_sex(province: Province, activities: Floats, force: Floats) -> Floats:
    """Persons by (sex, activity): women's share of every sector, of the unemployed their share of the labour force.

    Published shares by sector and the labour force by sex do not add up to one another: the sectors yield, all by the
    same odds.
    """
    women = force[Sex.female] / force.sum()
    share = np.concatenate([[women], np.repeat(province.by_sector("female_share"), 3)])
    odds = share / (1.0 - share)

    def short(log_factor: float) -> float:
        shifted = odds[1:] * np.exp(log_factor)
        return float((activities[1:] * (shifted / (1.0 + shifted) - women)).sum())

    odds[1:] *= np.exp(root(short, -5.0, 5.0))
    female = odds / (1.0 + odds)
    return np.stack([activities * (1.0 - female), activities * female])


def _credentials_of_work(province: Province, totals: Floats) -> Floats:
    """Expected persons of the labour force, (activities, credentials); ``totals`` are persons by activity."""
    margin = province.margins
    certified = margin["certified_share"].value
    survey = margin["certified_share_survey"].value
    share = {
        name: province.value(f"share_{name}")
        for name in ("elementary_cert", "intermediate_cert", "college", "university_plus")
    }
    papers = np.array(list(share.values())) * survey / sum(share.values())
    trained = margin["trained_share"].value - certified
    columns = np.concatenate([[1 - certified - trained, trained, certified - survey], papers])
    sector_certified = np.repeat(province.by_sector("certified_share"), 3)
    tilt = np.tile([1.25, 0.6, 0.55], len(province.sectors))
    level = np.concatenate([[0.8 * certified], np.clip(sector_certified * tilt, 0.01, 0.97)])
    high = np.repeat(np.array([1.0 if s.civil else 0.35 for s in province.sectors]), 3)
    seed = np.empty((len(totals), len(Credential)))
    seed[:, :2] = (1 - level)[:, None]
    seed[:, 2:5] = level[:, None]
    seed[:, 5] = level * np.concatenate([[0.5], high])
    seed[:, 6] = level * np.concatenate(
        [[0.5], high * np.where(np.repeat([s.farm for s in province.sectors], 3), 0.2, 1.0)]
    )
    return rake(seed, [((0,), totals), ((1,), columns * totals.sum())])


def _spread_credentials(province: Province, workforce: Floats) -> Floats:
    """Labour force by (sex, band, activity, credential): papers of the activity, tilted by the band's schooling."""
    by_activity = _credentials_of_work(province, workforce.sum(axis=(0, 1)))
    bands = _education_by_band(province)
    mean = np.average(bands, axis=0, weights=workforce.sum(axis=(0, 2)))
    tilt = np.clip(bands / np.maximum(mean, 1e-6), 0.02, 6.0)
    seed = workforce[..., None] * by_activity[None, None] * tilt[None, :, None, :]
    return rake(seed, [((2, 3), by_activity), ((0, 1, 2), workforce)])


def _education_by_band(province: Province) -> Floats:
    """Credential shares by the raking's age bands, (bands, credentials)."""
    firsts = [band.first_age for band in province.bands]
    rows = [int(np.searchsorted(firsts, start, side="right") - 1) for start in BAND_STARTS]
    return np.asarray(province.education[rows])


def _districts(province: Province, totals: Floats) -> Floats:
    """Share of each activity by district, (districts, activities): near the jobs, within the numbers of adults."""
    population = province.by_district("population")
    population /= population.sum()
    seed = np.repeat(population[:, None], len(totals), axis=1)
    for sector in range(len(province.sectors)):
        seed[:, job(sector, FORMAL) : job(sector, HOUSEHOLD) + 1] = province.sector_district[sector][:, None]
    farm = next(s for s, sector in enumerate(province.sectors) if sector.farm)
    seed[:, OWN_USE] = province.sector_district[farm]
    table = rake(seed + 1e-6, [((1,), totals), ((0,), population * totals.sum())])
    return np.asarray(table / np.maximum(table.sum(axis=0), 1e-12))


def expected_activities(province: Province, year: int) -> Activities:
    """The table of residents of the first month, from the province's margins, in the order of the reconciliation."""
    residents = province.age_sex(year).copy()
    residents[:, :15] = 0.0
    school, training = _students(province, residents)
    force = _labour_force(province, residents, school + training)
    workforce = _spread_credentials(province, _workforce(province, force))
    bands = _education_by_band(province)
    table = np.zeros((2, len(BAND_STARTS), FIRST_JOB + 3 * len(province.sectors), len(Credential)))
    table[:, :, UNEMPLOYED:] = workforce
    table[:, :, IN_SCHOOL, Credential.none] = _by_band(school)
    table[:, :, IN_TRAINING, Credential.none] = _by_band(training)
    idle = _by_band(residents - force - school - training)
    own_use = _own_use(province, idle)
    table[:, :, OWN_USE, :2] = own_use[..., None] * np.array([0.7, 0.3])
    table[:, :, INACTIVE] = (idle - own_use)[..., None] * bands
    shares = _districts(province, table.sum(axis=(0, 1, 3)))
    return Activities(shares[:, None, None, :, None] * table[None], residents, force, school, training)


def _own_use(province: Province, idle: Floats) -> Floats:
    """Own-use farmers by (sex, band): older members of farm households, at most half of the idle of a band."""
    weight = np.array([0.02, 0.1, 0.3, 0.5, 1.0, 1.4, 1.4, 1.0]) * idle
    wanted = weight / weight.sum() * province.margins["own_use_farmers"].value
    return np.asarray(np.minimum(wanted, 0.5 * idle))
