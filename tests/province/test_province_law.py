"""Law, feasts and agencies by date."""

import pytest

from simulation.months import month_index, month_text
from simulation.province import Province, ProvinceError


def test_retirement_age_rises_by_the_calendar(quang_ninh: Province) -> None:
    assert quang_ninh.legal("retirement_age", "men", month_index("2020-06")) == 720
    assert quang_ninh.legal("retirement_age", "men", month_index("2021-01")) == 723
    assert quang_ninh.legal("retirement_age", "men", month_index("2028-01")) == 744
    assert quang_ninh.legal("retirement_age", "women", month_index("2023-12")) == 672


def test_minimum_wages_follow_the_region_of_the_place_and_the_date(quang_ninh: Province) -> None:
    codes = {district.id: code for code, district in enumerate(quang_ninh.districts)}
    before, after = quang_ninh.minimum_wage(month_index("2024-06")), quang_ninh.minimum_wage(month_index("2024-07"))
    assert before[codes["ha_long"]] == pytest.approx(4.68)
    assert before[codes["uong_bi"]] == pytest.approx(4.16)
    assert after[codes["uong_bi"]] == pytest.approx(4.96)
    assert after[codes["co_to"]] == pytest.approx(3.45)
    assert quang_ninh.minimum_wage(month_index("2026-01"))[codes["cam_pha"]] == pytest.approx(4.73)
    assert [month_text(month) for month in quang_ninh.law_months("minimum_wage")][-1] == "2026-01"


def test_a_rule_for_everybody_answers_for_a_scope_without_its_own(quang_ninh: Province) -> None:
    month = month_index("2022-01")
    assert quang_ninh.legal("ui_contribution_employer", "private", month) == 0
    assert quang_ninh.legal("ui_contribution_employer", "state", month) == pytest.approx(0.01)
    assert quang_ninh.legal("ui_contribution_employer", "private", month_index("2022-10")) == pytest.approx(0.01)
    assert quang_ninh.legal("ui_cap", "private", month_index("2026-02")) == 5


def test_a_change_within_a_month_holds_from_that_month(quang_ninh: Province) -> None:
    assert quang_ninh.legal("ui_training_support", "all", month_index("2021-04")) == 1.0
    assert quang_ninh.legal("ui_training_support", "all", month_index("2021-05")) == 1.5


def test_support_that_does_not_exist_yet_is_none(quang_ninh: Province) -> None:
    assert quang_ninh.legal("voluntary_si_support", "ethnic_minority", month_index("2024-01")) is None
    assert quang_ninh.legal("voluntary_si_support", "ethnic_minority", month_index("2025-07")) == pytest.approx(0.3)


def test_an_unknown_rule_or_scope_names_the_nearest(quang_ninh: Province) -> None:
    with pytest.raises(ProvinceError, match="did you mean 'minimum_wage'"):
        quang_ninh.legal("minimum_wages", "region_1", 1500)
    with pytest.raises(ProvinceError, match="did you mean 'region_1'"):
        quang_ninh.legal("minimum_wage", "region1", 1500)


def test_tet_falls_between_late_january_and_late_february(quang_ninh: Province) -> None:
    months = quang_ninh.tet_months
    assert sorted(months) == list(range(2021, 2031))
    assert [month_text(months[year]) for year in (2021, 2023, 2025, 2026)] == [
        "2021-02", "2023-01", "2025-01", "2026-02",
    ]  # fmt: skip


def test_shocks_carry_their_months_and_ranges(quang_ninh: Province) -> None:
    entries = {entry.id: entry for entry in quang_ninh.calendar}
    wave = entries["covid_fourth_wave_trade"]
    assert (month_text(wave.first_month), month_text(wave.last_month or 0)) == ("2021-05", "2021-10")
    assert wave.low is not None
    assert wave.value is not None
    assert wave.low < wave.value < 0
    assert entries["reform_districts"].last_month is None


@pytest.mark.parametrize("month", ["2024-01", "2026-01"])
def test_every_lever_has_one_leading_body_before_and_after_the_reform(quang_ninh: Province, month: str) -> None:
    for lever in {duty.lever for duty in quang_ninh.duties}:
        (agency,) = quang_ninh.agencies_of(lever, month_index(month))
        assert agency == quang_ninh.agency_of(lever, month_index(month))
        assert agency.first_month <= month_index(month) <= agency.last_month, lever


def test_vocational_training_passes_from_the_labour_to_the_education_department(quang_ninh: Province) -> None:
    assert quang_ninh.agency_of("study_card", month_index("2025-02")).name_vi == "Sở Lao động - Thương binh và Xã hội"
    assert quang_ninh.agency_of("study_card", month_index("2025-03")).name_vi == "Sở Giáo dục và Đào tạo"
    assert quang_ninh.agency_of("study_card", month_index("2025-03"), role="competent").id == "central_government"


def test_an_unknown_lever_names_the_nearest(quang_ninh: Province) -> None:
    with pytest.raises(ProvinceError, match="did you mean 'study_card'"):
        quang_ninh.agency_of("study_cards", month_index("2024-01"))
