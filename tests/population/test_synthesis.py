"""The people and employers that the province's margins are made into, before the warm-up moves them."""

import numpy as np
import pytest

from simulation.population import Population, synthesise
from simulation.population import people as persons
from simulation.population.activities import FIRST_JOB
from simulation.province import Province
from simulation.vocabulary import Contract, Insurance, Sex, Status
from tests.population.first_month import BANDS, SCALE, START, residents, sector_shares


@pytest.mark.parametrize("scale", [0.02, SCALE, 0.25])
def test_weights_keep_the_province_s_totals_at_every_scale(province: Province, scale: float) -> None:
    made = residents(synthesise(province, scale, START))
    assert len(made.rows) / scale == pytest.approx(province.age_sex(2021)[:, 15:].sum(), abs=2 / scale)
    assert made.labour_force.sum() / scale == pytest.approx(province.margins["labour_force"].value, rel=1e-3)
    own_use = (made.column("status") == Status.own_use_farmer).sum() / scale
    assert own_use == pytest.approx(province.margins["own_use_farmers"].value, rel=1e-2)


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize(("first", "last"), BANDS)
def test_age_and_sex_follow_the_projection(
    province: Province, population: Population, sex: Sex, first: int, last: int
) -> None:
    projected = province.age_sex(2021)[sex, first : last + 1].sum()
    assert residents(population).aged(sex, first, last).sum() / SCALE == pytest.approx(projected, abs=80)


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize(("first", "last"), BANDS)
def test_labour_force_by_age_and_sex_follows_participation(
    province: Province, population: Population, sex: Sex, first: int, last: int
) -> None:
    made = residents(population)
    assert population.activities is not None
    expected = population.activities.labour_force[sex, first : last + 1].sum()
    assert made.labour_force[made.aged(sex, first, last)].sum() / SCALE == pytest.approx(expected, abs=80)


def test_every_sector_has_its_published_share_of_the_employed(province: Province, population: Population) -> None:
    made = residents(population)
    share = np.bincount(made.place("sector")[made.employed], minlength=len(province.sectors)) / made.employed.sum()
    assert share == pytest.approx(sector_shares(province), abs=5e-4)


def test_every_sector_has_its_published_share_of_employees(province: Province, population: Population) -> None:
    made = residents(population)
    sector, contract = made.place("sector")[made.employed], made.place("contract")[made.employed]
    on_wages = np.isin(contract, (Contract.formal_wage, Contract.informal_wage))
    share = np.bincount(sector, weights=on_wages) / np.bincount(sector)
    assert share == pytest.approx(province.by_sector("employee_share"), abs=5e-3)


def test_districts_have_their_share_of_adults(province: Province, population: Population) -> None:
    share = np.bincount(residents(population).column("district")) / population.residents
    published = province.by_district("population")
    assert share == pytest.approx(published / published.sum(), abs=1e-4)


@pytest.mark.parametrize(
    ("trait", "published"),
    [("urban", "urban_share"), ("minority", "ethnic_minority_share"), ("poor", "poor_household_share")],
)
def test_districts_have_their_own_towns_minorities_and_poor(
    province: Province, population: Population, trait: str, published: str
) -> None:
    made = residents(population)
    share = np.bincount(made.column("district"), weights=made.column(trait) == 1) / np.bincount(made.column("district"))
    assert share == pytest.approx(province.by_district(published), abs=0.04)


def test_everybody_works_in_one_workplace_of_the_own_sector(province: Province, population: Population) -> None:
    assert population.activities is not None
    activity = persons.enlist(population.activities, SCALE).activity.astype(np.int64)
    made = residents(population)
    assert np.array_equal(made.column("workplace") > 0, activity >= FIRST_JOB)
    working = activity >= FIRST_JOB
    assert np.array_equal(made.place("sector")[working], (activity[working] - FIRST_JOB) // 3)


def test_headcounts_add_up_to_the_employed(population: Population) -> None:
    made = residents(population)
    standing = np.bincount(made.column("workplace")[made.employed], minlength=population.workplaces.rows)
    assert np.array_equal(standing, population.workplaces.headcount)
    assert standing[0] == 0


def test_the_sizes_of_firms_add_up_to_the_jobs_on_their_payrolls(population: Population) -> None:
    places = population.workplaces
    jobs = np.bincount(
        places.firm[places.payroll], weights=places.headcount[places.payroll], minlength=population.firms.rows
    )
    assert np.array_equal(jobs, population.firms.size)


def test_household_work_is_done_where_one_lives(population: Population) -> None:
    made = residents(population)
    household = made.employed & ~made.payroll
    assert np.array_equal(made.place("district")[household], made.column("district")[household])


@pytest.mark.parametrize("scale", [0.05, SCALE, 1.0])
def test_named_firms_keep_their_number_and_shrink(province: Province, scale: float) -> None:
    firms = synthesise(province, scale, START).firms
    for sector in {giant.sector for giant in province.giants}:
        named = [giant for giant in province.giants if giant.sector == sector]
        first = np.flatnonzero(firms.sector == sector)[: len(named)]
        assert firms.size[first] == pytest.approx([giant.headcount * scale for giant in named], abs=0.5)
        assert np.array_equal(firms.district[first], [giant.district for giant in named])


def test_the_province_has_twelve_thousand_enterprises(province: Province) -> None:
    firms = synthesise(province, 1.0, START).firms
    civil = np.array([sector.civil for sector in province.sectors])[firms.sector]
    published = province.evidence["operating_enterprises"]
    assert published.low <= (~civil).sum() <= published.high


def test_only_payrolls_insure_by_law_and_only_household_workers_join_on_their_own(population: Population) -> None:
    made = residents(population)
    insurance = made.column("insurance")
    assert np.all(made.payroll[insurance >= Insurance.compulsory_only])
    assert np.all((made.employed & ~made.payroll)[insurance == Insurance.voluntary])
    assert {int(kind) for kind in np.unique(insurance)} == {int(kind) for kind in Insurance}


def test_the_same_province_is_made_twice_to_the_byte(province: Province, population: Population) -> None:
    again = synthesise(province, SCALE, START)
    for first, second in (
        (population.people, again.people),
        (population.firms, again.firms),
        (population.workplaces, again.workplaces),
    ):
        for name, column in first.snapshot().items():
            assert column.tobytes() == second.column(name).tobytes(), name


def test_young_people_are_unemployed_more_often_than_older_ones(population: Population) -> None:
    made = residents(population)
    rate = [
        (made.column("status") == Status.unemployed)[made.labour_force & (made.age >= low) & (made.age <= high)].mean()
        for low, high in ((15, 24), (25, 34), (35, 64))
    ]
    assert rate[0] > 1.5 * rate[1]
    assert rate[1] > rate[2]
