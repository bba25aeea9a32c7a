"""The band table is well-formed, and experiments and items belong to each other."""

import csv
from importlib.resources import files

import pytest

from calibration.evidence.arms import arms
from calibration.evidence.bands import BandError, bands, read_bands
from calibration.evidence.estimates import Estimate, exact
from calibration.evidence.facts import PARTS, facts_of, needs_of
from calibration.evidence.judging import Finding, judge
from calibration.evidence.places import evidence_province
from calibration.evidence.variants import UnknownVariantError, variant, variants
from simulation.province import load_province

MUST_PASS = {"B1a", "B2", "B4", "B5", "B10"}


def _row(**changes: str) -> dict[str, str]:
    with files("calibration.evidence").joinpath("bands.csv").open(encoding="utf-8") as lines:
        row = next(row for row in csv.DictReader(lines) if (row["item"], row["statistic"]) == ("B1a", "correlation"))
    return row | changes


def test_every_item_has_an_experiment_and_every_experiment_an_item() -> None:
    measured = {item for fact in facts_of(list(PARTS)) for item in fact.items}
    assert measured == {band.item for band in bands()}


def test_every_arm_that_a_fact_needs_exists_and_every_arm_is_needed() -> None:
    assert set(needs_of(facts_of(list(PARTS)))) == set(arms())


def test_what_must_pass_is_what_was_agreed() -> None:
    found = {band.item for band in bands() if band.must_pass and band.part == "B"}
    assert found == MUST_PASS
    assert all(band.must_pass for band in bands() if band.part == "A" and band.rule != "shown")


def test_every_scored_band_has_a_source_and_says_in_both_languages_what_a_miss_means() -> None:
    for band in bands():
        assert band.vi and band.en
        if band.rule != "shown":
            assert band.source and band.miss_vi and band.miss_en, band.name


def test_bands_of_the_province_are_its_own_tables() -> None:
    province = evidence_province()
    found = {band.name: band for band in bands()}
    assert found["D.initial.labour_force"].low == province.margins["labour_force"].low
    assert found["D.dynamic.ui_claims_per_year"].high == province.evidence["ui_claims_per_year"].high
    assert found["D.initial.employment_share_coal"].low == province.parameters["employment_share_coal"].low


def test_no_outcome_of_2024_is_a_band() -> None:
    """Held out. The miners' headcount is the stock the province starts from; the rates of firms feed the hazards."""
    evidence = evidence_province().evidence
    used = [band.quantity for band in bands() if band.part == "D" and band.quantity in evidence]
    assert {name for name in used if evidence[name].year.startswith("2024")} <= {
        "underground_miners_tkv",
        "turnover_manufacturing_services_annual",
        "firm_exit_rate_annual",
        "firm_entry_rate_annual",
    }


def test_a_family_stands_once_a_member_with_its_name() -> None:
    found = [band for band in bands() if band.statistic.startswith("employment_share_") and band.item == "D.initial"]
    assert [band.statistic.removeprefix("employment_share_") for band in found] == [
        sector.id for sector in evidence_province().sectors
    ]
    assert all("<" not in band.en + band.vi + band.quantity for band in bands())


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rule": "about"}, "rule"),
        ({"rule": "exact", "target": ""}, "target"),
        ({"low": "", "high": ""}, "low or a high"),
        ({"low": "2", "high": "1"}, "order"),
        ({"source": ""}, "source"),
        ({"quantity": "no_such_figure"}, "no_such_figure"),
    ],
)
def test_a_band_that_is_not_well_formed_is_refused_by_name(changes: dict[str, str], word: str) -> None:
    with pytest.raises(BandError, match=word) as refusal:
        read_bands([_row(**changes)], evidence_province())
    assert "B1a.correlation" in str(refusal.value)


def test_a_statistic_that_stands_twice_is_refused() -> None:
    with pytest.raises(BandError, match="twice"):
        read_bands([_row(), _row()], evidence_province())


def test_within_a_band_passes_outside_it_and_without_a_number_misses() -> None:
    (band,) = read_bands([_row(low="0.4", high="0.7")], evidence_province())
    verdicts = [judge(band, Estimate(value, 0.01)) for value in (0.4, 0.7, 0.39, float("nan"))]
    assert verdicts == ["pass", "pass", "MISS", "MISS"]
    assert Finding(band, {"": Estimate(0.3, 0.0)}).fails


def test_an_exact_value_is_met_within_three_standard_errors_and_without_luck_only_exactly() -> None:
    (band,) = read_bands([_row(rule="exact", target="0.05", low="", high="")], evidence_province())
    assert judge(band, Estimate(0.0529, 0.001)) == "pass"
    assert judge(band, Estimate(0.0531, 0.001)) == "MISS"
    assert judge(band, exact(0.05)) == "pass"
    assert judge(band, exact(0.0500001)) == "MISS"


def test_an_identity_fails_with_a_single_violation_whatever_the_luck_of_the_runs() -> None:
    (band,) = read_bands([_row(rule="identity", target="0", low="", high="")], evidence_province())
    assert judge(band, Estimate(2.25, 1.19)) == "MISS"
    assert judge(band, Estimate(0.0, 0.0)) == "pass"


def test_every_variant_names_parameters_and_mechanisms_that_exist() -> None:
    province = load_province("quang_ninh")
    for entry in variants().values():
        assert set(entry.parameters) <= set(province.parameters)
        assert entry.vi and entry.en
        arms()["constant"].question(0.1, entry)


def test_a_mistyped_variant_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownVariantError, match="migration_closed"):
        variant("migration_close")


def test_a_variant_reaches_the_scenario_of_every_arm() -> None:
    question = arms()["calm"].question(0.1, variant("migration_closed"))
    assert question.mechanisms.migration == "off" and question.mechanisms.demand == "constant"
    assert arms()["closed_cycles"].question(1.0, variant("fixed_jobs")).parameters["job_creation_response"] == 0.0
