"""Who lives in the province: ages, schooling, participation, districts."""

import numpy as np
import pytest

from simulation.months import year_of
from simulation.province import Province, ProvinceError


def test_the_projection_is_raised_to_the_census(quang_ninh: Province) -> None:
    assert quang_ninh.age_sex(2019).shape == (2, 101)
    assert quang_ninh.age_sex(2019).sum() == pytest.approx(quang_ninh.evidence["population_census_2019"].value)
    assert quang_ninh.age_sex(2022).sum() == pytest.approx(quang_ninh.evidence["population_2022"].value, rel=0.02)


def test_single_ages_keep_the_five_year_groups(quang_ninh: Province) -> None:
    persons = quang_ninh.age_sex(2021)
    factor = quang_ninh.age_sex(2019).sum() / 1_252_084
    assert persons[0, 25:30].sum() == pytest.approx(48_731 * factor, rel=1e-6)
    assert persons[1, 80:].sum() == pytest.approx(12_755 * factor, rel=1e-6)
    assert (persons > 0).all()


def test_shares_by_age_agree_with_the_published_ones(quang_ninh: Province) -> None:
    persons = quang_ninh.age_sex(2022)[:, 15:].sum(axis=0)
    for name, first, last in (("15_24", 15, 24), ("25_34", 25, 34), ("45_54", 45, 54), ("65plus", 65, 100)):
        published = quang_ninh.evidence[f"share_age_{name}_of_15plus"]
        assert published.low <= persons[first - 15 : last - 14].sum() / persons.sum() <= published.high


def test_years_outside_the_projection_are_refused(quang_ninh: Province) -> None:
    assert quang_ninh.age_sex(2034).sum() > quang_ninh.age_sex(2021).sum()
    with pytest.raises(ProvinceError, match="2019 to 2034"):
        quang_ninh.age_sex(2040)


def test_participation_by_band_is_its_parameter(quang_ninh: Province) -> None:
    persons = quang_ninh.age_sex(year_of(quang_ninh.first_month))
    for name, first, last in (("15_24", 15, 24), ("25_34", 25, 34), ("55_64", 55, 64), ("65plus", 65, 100)):
        ages = slice(first, last + 1)
        mean = (quang_ninh.participation * persons)[:, ages].sum() / persons[:, ages].sum()
        assert mean == pytest.approx(quang_ninh.value(f"participation_{name}"), abs=0.003)


def test_a_drawn_participation_moves_its_own_ages_only(quang_ninh: Province) -> None:
    drawn = quang_ninh.with_values({"participation_55_64": 0.48}).participation
    assert (drawn[:, 55:65] > quang_ninh.participation[:, 55:65]).all()
    assert np.array_equal(drawn[:, 15:55], quang_ninh.participation[:, 15:55])


def test_men_take_part_more_than_women_and_children_not_at_all(quang_ninh: Province) -> None:
    assert (quang_ninh.participation[0, 15:] >= quang_ninh.participation[1, 15:]).all()
    assert not quang_ninh.participation[:, :15].any()


def test_the_labour_force_is_within_its_published_range(quang_ninh: Province) -> None:
    labour_force = (quang_ninh.participation * quang_ninh.age_sex(2021)).sum()
    assert quang_ninh.margins["labour_force"].low <= labour_force <= quang_ninh.margins["labour_force"].high


def test_schooling_of_the_employed_gives_both_certified_shares(quang_ninh: Province) -> None:
    workers = (quang_ninh.participation * quang_ninh.age_sex(2021)).sum(axis=0)
    weights = np.array([workers[band.first_age : band.last_age + 1].sum() for band in quang_ninh.bands])
    shares = weights / weights.sum() @ quang_ninh.education
    assert shares[2:].sum() == pytest.approx(quang_ninh.margins["certified_share"].value, abs=0.005)
    assert shares[3:].sum() == pytest.approx(quang_ninh.margins["certified_share_survey"].value, abs=0.005)
    assert shares[1:].sum() == pytest.approx(quang_ninh.margins["trained_share"].value, abs=0.005)


def test_the_young_hold_more_papers_than_the_old(quang_ninh: Province) -> None:
    certified = dict(zip((band.id for band in quang_ninh.bands), quang_ninh.education[:, 2:].sum(axis=1), strict=True))
    assert certified["25_34"] > certified["35_44"] > certified["45_54"]
    assert certified["15_19"] < 0.1


def test_the_thirteen_districts_stand_in_order_and_make_up_the_province(quang_ninh: Province) -> None:
    assert [district.id for district in quang_ninh.districts][:3] == ["ha_long", "cam_pha", "uong_bi"]
    assert len(quang_ninh.districts) == 13
    population = quang_ninh.by_district("population")
    assert population.sum() == pytest.approx(quang_ninh.evidence["population_census_2019"].value)
    urban = population @ quang_ninh.by_district("urban_share") / population.sum()
    minority = population @ quang_ninh.by_district("ethnic_minority_share") / population.sum()
    poor = population @ quang_ninh.by_district("poor_household_share") / population.sum()
    assert 0.65 <= urban <= 0.67
    assert minority == pytest.approx(quang_ninh.evidence["ethnic_minority_share"].value, abs=0.002)
    assert poor == pytest.approx(quang_ninh.evidence["poor_household_share_provincial"].value, abs=0.001)
    assert len({(district.tile_row, district.tile_column) for district in quang_ninh.districts}) == 13


def test_every_commune_belongs_to_a_district_and_the_island_is_far(quang_ninh: Province) -> None:
    communes = [place for place in quang_ninh.places if place.kind in ("ward", "commune", "special_zone")]
    assert len(communes) == 54
    assert {place.district for place in communes} == {district.id for district in quang_ninh.districts}
    codes = {district.id: code for code, district in enumerate(quang_ninh.districts)}
    minutes = quang_ninh.travel_minutes
    assert np.array_equal(minutes, minutes.T)
    assert minutes[codes["co_to"], codes["van_don"]] == minutes[codes["co_to"]][minutes[codes["co_to"]] > 0].min()
    assert minutes[codes["ha_long"], codes["uong_bi"]] < minutes[codes["ha_long"], codes["mong_cai"]]


def test_jobs_lie_near_the_people_who_fill_them(quang_ninh: Province) -> None:
    jobs = quang_ninh.by_sector("employment_share") @ quang_ninh.sector_district
    people = quang_ninh.by_district("population") / quang_ninh.by_district("population").sum()
    assert (jobs / people > 0.8).all()
    assert (jobs / people < 1.3).all()


def test_names_are_written_in_correct_vietnamese(quang_ninh: Province) -> None:
    names = [district.name_vi for district in quang_ninh.districts]
    assert names[0] == "thành phố Hạ Long"
    assert "huyện Đầm Hà" in names
    assert "huyện Ba Chẽ" in names
    assert "Trường Cao đẳng Than - Khoáng sản Việt Nam" in {college.name_vi for college in quang_ninh.colleges}
