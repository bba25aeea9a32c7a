"""Every number says where it comes from, and numbers that describe the same thing agree."""

import csv
from pathlib import Path

import numpy as np
import pytest

from simulation.province import Province
from simulation.province.tables import EVIDENCE_STATUSES, FIGURE_COLUMNS
from simulation.vocabulary import CREDENTIALS


def _numeric_tables(folder: Path) -> list[tuple[str, list[dict[str, str]]]]:
    tables = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        if rows and set(FIGURE_COLUMNS) <= set(rows[0]):
            tables.append((path.name, rows))
    return tables


def test_every_number_has_a_source_and_a_known_status(quang_ninh: Province) -> None:
    for name, rows in _numeric_tables(quang_ninh.folder):
        for row in rows:
            assert row["source"].strip(), (name, row)
            assert row["unit"].strip(), (name, row)
            assert row["geography"].strip(), (name, row)
            assert row["status"] in EVIDENCE_STATUSES, (name, row)


def test_no_number_is_called_measured_while_its_text_says_assumed(quang_ninh: Province) -> None:
    for name, rows in _numeric_tables(quang_ninh.folder):
        for row in rows:
            if row["status"] == "measured":
                assert "assum" not in row["source"].lower(), (name, row)
            if row["source"].lower().startswith("assum"):
                assert row["status"] == "assumed", (name, row)


def test_only_descriptive_and_dated_tables_have_no_figure_columns(quang_ninh: Province) -> None:
    with_numbers = {name for name, _ in _numeric_tables(quang_ninh.folder)}
    without = {path.name for path in quang_ninh.folder.rglob("*.csv")} - with_numbers
    descriptive = {
        "province", "districts", "sectors", "occupations", "fields", "channels", "firm_classes", "age_bands",
        "colleges", "programmes", "esc_offices", "places", "agencies", "agency_of_lever", "legal", "calendar",
    }  # fmt: skip
    assert without == {f"{name}.csv" for name in descriptive}


def test_employment_shares_sum_to_one_in_every_draw(quang_ninh: Province) -> None:
    drawn = quang_ninh.with_values({"employment_share_tourism": 0.0875, "employment_share_coal": 0.09})
    for province in (quang_ninh, drawn):
        assert province.by_sector("employment_share").sum() == pytest.approx(1.0, abs=1e-12)


def test_sectors_together_have_the_wage_employees_of_the_province(quang_ninh: Province) -> None:
    share = quang_ninh.by_sector("employment_share") @ quang_ninh.by_sector("employee_share")
    assert share == pytest.approx(quang_ninh.margins["wage_employee_share"].value, abs=0.005)


def test_about_65_thousand_employees_work_informally(quang_ninh: Province) -> None:
    employed = quang_ninh.margins["labour_force"].value * (1 - quang_ninh.margins["unemployment_rate"].value)
    employees = employed * quang_ninh.by_sector("employment_share") * quang_ninh.by_sector("employee_share")
    assert employees @ quang_ninh.by_sector("informal_wage_share") == pytest.approx(65_000, rel=0.03)


def test_insured_employees_are_the_published_share_of_the_labour_force(quang_ninh: Province) -> None:
    employed = 1 - quang_ninh.margins["unemployment_rate"].value
    employees = quang_ninh.by_sector("employment_share") * quang_ninh.by_sector("employee_share")
    insured = employees * (1 - quang_ninh.by_sector("informal_wage_share")) @ quang_ninh.by_sector("compliance")
    compulsory = employed * insured / quang_ninh.evidence["working_age_share_of_labour_force"].value
    both = compulsory + quang_ninh.margins["voluntary_insurance_share"].value
    assert both == pytest.approx(quang_ninh.margins["social_insurance_share"].value, abs=0.015)


def test_private_compliance_lies_in_the_range_assumed_for_the_province(quang_ninh: Province) -> None:
    private = np.array([not sector.state for sector in quang_ninh.sectors])
    formal = (1 - quang_ninh.by_sector("informal_wage_share")) * quang_ninh.by_sector("employee_share")
    formal *= quang_ninh.by_sector("employment_share") * private
    mean = formal @ quang_ninh.by_sector("compliance") / formal.sum()
    known = quang_ninh.evidence["compulsory_compliance"]
    assert known.low <= mean <= known.high


def test_private_industry_and_services_add_two_to_three_percent_of_wage_jobs_in_2022_and_2023(
    quang_ninh: Province,
) -> None:
    chosen = np.array([not (sector.state or sector.farm) for sector in quang_ninh.sectors])
    jobs = quang_ninh.by_sector("employment_share") * quang_ninh.by_sector("employee_share") * chosen
    for year in (2022, 2023):
        growth = quang_ninh.growth_by_sector(year) - quang_ninh.by_sector("productivity_trend")
        assert 0.015 < jobs @ growth / jobs.sum() < 0.035


def test_exits_by_size_class_give_the_exit_rate_of_all_firms(quang_ninh: Province) -> None:
    share = quang_ninh.by_firm_class("firm_share")
    rate = share / share.sum() @ quang_ninh.by_firm_class("firm_exit_rate")
    assert rate == pytest.approx(quang_ninh.evidence["firm_exit_rate_annual"].value, abs=0.005)


def test_enterprises_of_2021_grow_to_those_published_for_2025_and_there_are_nine_hundred_public_bodies(
    quang_ninh: Province,
) -> None:
    employers = quang_ninh.by_sector("employers")
    public = np.array([sector.civil for sector in quang_ninh.sectors])
    figures = quang_ninh.evidence
    net_entry = figures["firm_entry_rate_annual"].value - figures["firm_exit_rate_annual"].value
    published, years = figures["operating_enterprises"], 4
    assert published.value / (1.0 + net_entry) ** years <= employers[~public].sum() <= published.value
    assert employers[public].sum() == pytest.approx(900)


def test_coal_companies_stay_below_the_jobs_of_their_sector(quang_ninh: Province) -> None:
    giants = sum(giant.headcount for giant in quang_ninh.giants)
    jobs = quang_ninh.margins["labour_force"].value * quang_ninh.by_sector("employment_share")
    assert 60_000 < giants < jobs[quang_ninh.giants[0].sector]


def test_a_paper_never_lowers_pay(quang_ninh: Province) -> None:
    premium = quang_ninh.by_credential("premium")
    assert premium.shape == (len(CREDENTIALS),)
    assert (np.diff(premium) > 0).all()


def test_a_number_outside_its_range_is_taken_and_recorded(quang_ninh: Province) -> None:
    drawn = quang_ninh.with_values({"job_creation_response": 1.5})
    assert drawn.value("job_creation_response") == 1.5
    assert drawn.outside_range == ("job_creation_response",)
    assert drawn.with_values({"job_creation_response": 0.5}).outside_range == ()
    assert quang_ninh.value("job_creation_response") == 0.3
    assert drawn.values_hash != quang_ninh.values_hash
    assert drawn.content_hash == quang_ninh.content_hash


def test_dated_law_and_collected_evidence_do_not_contradict_each_other(quang_ninh: Province) -> None:
    for year, month in ((2020, 1453), (2022, 1475), (2024, 1500), (2026, 1513)):
        for region in range(1, 5):
            published = quang_ninh.evidence[f"minimum_wage_region{region}_{year}"].value
            assert quang_ninh.legal("minimum_wage", f"region_{region}", month) == pytest.approx(published)


def test_targets_carry_the_plans_own_words_and_clauses(quang_ninh: Province) -> None:
    targets = {target.indicator: target for target in quang_ninh.targets}
    assert targets["agriculture_share"].direction == "about"
    assert targets["agriculture_share"].target == pytest.approx(0.2211)
    assert targets["certified_share"].name_vi == "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ"
    assert targets["unemployment_rate"].direction == "below"
    assert {target.clause for target in quang_ninh.targets} == {
        "I.3.a", "I.3.b", "I.3.c", "I.3.d", "I.3.e", "IV.1",
    }  # fmt: skip


def test_jobs_of_women_match_the_women_in_the_labour_force(quang_ninh: Province) -> None:
    jobs = quang_ninh.by_sector("employment_share") @ quang_ninh.by_sector("female_share")
    force = (quang_ninh.participation * quang_ninh.age_sex(2021)).sum(axis=1)
    assert jobs == pytest.approx(force[1] / force.sum(), abs=0.01)


def test_value_added_by_sector_and_taxes_on_products_make_grdp_per_worker(quang_ninh: Province) -> None:
    mean = quang_ninh.by_sector("employment_share") @ quang_ninh.by_sector("value_added_per_worker")
    level = quang_ninh.evidence["labour_productivity_level_2023"]
    assert level.low <= mean / (1.0 - quang_ninh.value("product_taxes_share_of_grdp")) <= level.high
