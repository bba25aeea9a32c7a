"""The first month of the opened market against its sources, after the warm-up."""

import numpy as np
import pytest

from simulation import LabourMarket
from simulation.province import Province
from simulation.vocabulary import Contract, Credential, Insurance, Sex, Status
from tests.population.first_month import BANDS, SCALE, residents, sector_shares

MARGINS = (
    "labour_force",
    "own_use_farmers",
    "unemployment_rate",
    "underemployment_rate",
    "agriculture_share",
    "certified_share",
    "certified_share_survey",
    "trained_share",
    "wage_employee_share",
    "informal_share",
    "social_insurance_share",
    "unemployment_insurance_share",
    "voluntary_insurance_share",
    "average_labour_income",
)


def delivered(market: LabourMarket, name: str) -> float:
    table = market.reconciliation.set_index("margin")
    return float(table["value"][name])


@pytest.mark.parametrize("name", MARGINS)
def test_the_first_month_is_within_the_range_of_its_source(market: LabourMarket, province: Province, name: str) -> None:
    margin = province.margins[name]
    assert margin.low <= delivered(market, name) <= margin.high


def test_every_margin_of_the_province_is_held_against_its_source(province: Province) -> None:
    assert set(MARGINS) == set(province.margins)


@pytest.mark.parametrize(
    ("name", "tolerance"),
    [
        ("labour_force", 6_700.0),
        ("own_use_farmers", 1_000.0),
        ("unemployment_rate", 0.004),
        ("underemployment_rate", 0.002),
        ("certified_share", 0.001),
        ("certified_share_survey", 0.01),
        ("trained_share", 0.01),
        ("wage_employee_share", 0.02),
        ("informal_share", 0.02),
        ("social_insurance_share", 0.02),
        ("unemployment_insurance_share", 0.02),
        ("average_labour_income", 0.4),
    ],
)
def test_what_the_warm_up_cannot_move_far_is_near_its_published_value(
    market: LabourMarket, province: Province, name: str, tolerance: float
) -> None:
    assert delivered(market, name) == pytest.approx(province.margins[name].value, abs=tolerance)


@pytest.mark.parametrize("sex", Sex)
@pytest.mark.parametrize(("first", "last"), BANDS)
def test_the_warm_up_leaves_age_and_sex_as_published(
    market: LabourMarket, province: Province, sex: Sex, first: int, last: int
) -> None:
    projected = province.age_sex(2021)[sex, first : last + 1].sum()
    assert residents(market).aged(sex, first, last).sum() / SCALE == pytest.approx(projected, abs=80)


def test_sectors_keep_their_share_of_the_employed_through_the_warm_up(market: LabourMarket, province: Province) -> None:
    found = residents(market)
    share = np.bincount(found.place("sector")[found.employed], minlength=len(province.sectors)) / found.employed.sum()
    off_the_farm = np.array([not sector.farm for sector in province.sectors])
    published = sector_shares(province)[off_the_farm]
    assert share[off_the_farm] / share[off_the_farm].sum() == pytest.approx(published / published.sum(), rel=0.1)


def test_more_men_than_women_take_part_at_every_working_age(market: LabourMarket) -> None:
    found = residents(market)
    for first, last in BANDS:
        men, women = (found.labour_force[found.aged(sex, first, last)].mean() for sex in (Sex.male, Sex.female))
        assert men > women, (first, last)


def test_every_employed_person_stands_in_one_workplace_and_nobody_else_does(market: LabourMarket) -> None:
    found = residents(market)
    assert np.array_equal(found.column("workplace") > 0, found.employed)
    standing = np.bincount(found.column("workplace")[found.employed], minlength=market.workplaces.rows)
    assert np.array_equal(standing, market.workplaces.headcount)


def test_payrolls_are_as_full_as_firms_want(market: LabourMarket) -> None:
    places = market.workplaces
    staff = np.bincount(
        places.firm[places.payroll], weights=places.headcount[places.payroll], minlength=market.employers.rows
    )
    assert staff.sum() == pytest.approx(market.employers.size.sum(), rel=0.1)
    assert np.corrcoef(staff, market.employers.size)[0, 1] > 0.98


def test_named_firms_are_the_largest_employers_of_their_sector(market: LabourMarket, province: Province) -> None:
    size, sector = market.employers.size, market.employers.sector
    for code in {giant.sector for giant in province.giants}:
        named = sum(giant.sector == code for giant in province.giants)
        assert size[sector == code][:named].sum() > 0.7 * size[sector == code].sum()


def test_insurance_goes_with_the_kind_of_work(market: LabourMarket) -> None:
    found = residents(market)
    insurance = found.column("insurance")
    assert np.all(found.payroll[insurance >= Insurance.compulsory_only])
    assert np.all((found.employed & ~found.payroll)[insurance == Insurance.voluntary])


def test_only_members_of_farm_households_farm(market: LabourMarket) -> None:
    found = residents(market)
    farmers = found.place("contract") == Contract.farm
    assert farmers.any() and np.all(found.column("farm_household")[farmers] == 1)


def test_retired_people_have_reached_the_legal_age(market: LabourMarket) -> None:
    found = residents(market)
    retired = found.column("status") == Status.retired
    months = market.start - found.column("birth")[retired].astype(np.int64)
    assert retired.any() and np.all(months >= market.legal_age[found.column("sex")[retired]])


def test_unemployment_has_its_steady_state_of_durations(market: LabourMarket) -> None:
    found = residents(market)
    seekers = found.column("status") == Status.unemployed
    months = market.start - found.column("search_since")[seekers].astype(np.int64)
    assert months.min() >= 0
    assert 2.0 < months.mean() < 8.0
    assert (months <= 3).mean() > (months > 6).mean() > 0.0


def test_a_higher_certificate_pays_more_on_formal_payrolls(market: LabourMarket) -> None:
    found = residents(market)
    income = found.place("pay") * found.column("pay_factor")
    pay = [income[found.payroll & (found.column("credential") == paper)].mean() for paper in Credential]
    assert pay[Credential.none] < pay[Credential.elementary] < pay[Credential.college] < pay[Credential.university]


def test_women_earn_less_than_men_but_not_half(market: LabourMarket) -> None:
    found = residents(market)
    income = found.place("pay") * found.column("pay_factor")
    men, women = (income[found.employed & (found.column("sex") == sex)].mean() for sex in (Sex.male, Sex.female))
    assert 0.6 * men < women < 0.95 * men
