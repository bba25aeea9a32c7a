"""Sectors, occupations and places of training hang together."""

import numpy as np
import pytest

from simulation.province import Province
from simulation.vocabulary import LEVELS


def test_occupations_and_places_share_out_the_jobs_of_every_sector(quang_ninh: Province) -> None:
    assert quang_ninh.sector_occupation.shape == (12, 15)
    assert quang_ninh.sector_district.shape == (12, 13)
    assert np.allclose(quang_ninh.sector_occupation.sum(axis=1), 1.0, atol=1e-6)
    assert np.allclose(quang_ninh.sector_district.sum(axis=1), 1.0, atol=1e-6)


def test_only_the_sector_with_pits_has_underground_miners(quang_ninh: Province) -> None:
    miners = np.array([occupation.underground for occupation in quang_ninh.occupations])
    pits = np.array([sector.underground for sector in quang_ninh.sectors])
    assert quang_ninh.sector_occupation[pits][:, miners].sum() == pytest.approx(0.30, abs=0.02)
    assert not quang_ninh.sector_occupation[~pits][:, miners].any()


def test_moves_between_occupations_are_mutual_and_easiest_at_home(quang_ninh: Province) -> None:
    similarity = quang_ninh.occupation_similarity
    assert np.array_equal(similarity, similarity.T)
    assert np.allclose(np.diag(similarity), 1.0)
    assert (similarity > 0).all()
    assert (similarity[~np.eye(len(similarity), dtype=bool)] < 1).all()


def test_every_field_of_training_leads_to_an_occupation(quang_ninh: Province) -> None:
    assert (quang_ninh.occupation_field.max(axis=0) >= 0.9).all()


def test_seats_are_the_published_intake_over_the_share_filled(quang_ninh: Province) -> None:
    programmes, filled = quang_ninh.programmes, quang_ninh.evidence["vet_capacity_utilisation"].value
    seats = {
        name: programmes.programme_array("seats")[programmes.level == code].sum() for code, name in enumerate(LEVELS)
    }
    below = quang_ninh.evidence["vet_intake_elementary_short_2023"].value / filled
    assert seats["short"] + seats["elementary"] == pytest.approx(below, rel=0.01)
    assert seats["short"] / below == pytest.approx(
        quang_ninh.evidence["short_course_below_3_months_share"].value, abs=0.01
    )
    above = quang_ninh.evidence["vet_intake_college_intermediate_2023"].value / filled
    assert seats["intermediate"] + seats["college"] == pytest.approx(above, rel=0.01)


def test_there_are_forty_two_institutions_of_the_published_kinds(quang_ninh: Province) -> None:
    kinds = [college.kind for college in quang_ninh.colleges]
    counts = {kind: kinds.count(kind) for kind in ("university", "college", "intermediate", "centre")}
    assert counts == {"university": 2, "college": 8, "intermediate": 2, "centre": 13}
    assert kinds.count("enterprise") + kinds.count("provider") == 17


def test_short_courses_are_taken_beside_work_and_end_within_three_months(quang_ninh: Province) -> None:
    programmes = quang_ninh.programmes
    short = programmes.level == LEVELS.index("short")
    assert not programmes.full_time[short].any()
    assert (programmes.programme_array("duration")[short] < 3).all()
    assert programmes.full_time[programmes.level >= LEVELS.index("intermediate")].all()


def test_school_years_begin_in_september(quang_ninh: Province) -> None:
    programmes = quang_ninh.programmes
    college = programmes.level == LEVELS.index("college")
    assert (programmes.intake_months[college] == 1 << 8).all()
    assert (programmes.intakes[college] == 1).all()


def test_the_employment_centre_has_its_four_offices(quang_ninh: Province) -> None:
    assert len({office.district for office in quang_ninh.offices}) == 4


def test_growth_beyond_the_table_is_that_of_its_last_year(quang_ninh: Province) -> None:
    assert quang_ninh.growth("total", 2023) == pytest.approx(0.1103)
    assert quang_ninh.growth("services", 2023) == pytest.approx(0.1256)
    assert quang_ninh.growth("industry", 2035) == quang_ninh.growth("industry", 2030)
