"""Exact cases: every scenario opens and lives, targets are the formulas of docs/theory.md, the ring keeps its law."""

from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from calibration.evidence.arms import arms
from calibration.evidence.bands import bands
from calibration.evidence.facts.meeting import expected_hires
from calibration.evidence.facts.occupation import cycle, rest, target
from calibration.evidence.facts.reservation import COHORT, OWN, TEXTBOOK, lived
from calibration.evidence.facts.strangers import PATHS
from calibration.evidence.mccall import CHANCES, SPREAD, WAGES, Rule, optimum, value_of
from calibration.evidence.measuring import measure
from calibration.evidence.variants import Variant
from calibration.evidence.watches.ring import Ring
from calibration.evidence.watches.stocks import Stocks
from simulation import LabourMarket, Scenario
from simulation.processes.search.holding_out import least_worth_taking, weight_of_waiting
from simulation.province import load_province
from simulation.scenario.shipped import shipped_folder

THEORY = sorted(path.name for path in (shipped_folder() / "theory").glob("*.yaml"))
TARGETS = {band.name: band.target for band in bands() if band.part == "A" and band.rule in ("exact", "identity")}


@pytest.mark.parametrize("name", THEORY)
def test_every_exact_case_opens_without_a_fault_and_lives(name: str) -> None:
    scenario = Scenario.load(f"theory/{name}").with_(scale=0.02)
    faults = scenario.check_against(load_province(scenario.province))
    assert not [str(fault) for fault in faults if not fault.warning]
    market = LabourMarket(scenario=scenario, rng=1)
    for _ in range(2):
        market.step()
    assert market.observatory.latest["employed"] > 0


def test_targets_are_the_formulas_of_the_derivations() -> None:
    s, b, d = 0.013, 0.0124, 0.00822
    assert TARGETS["A2.unemployment"] == pytest.approx(s / (s + 0.283))
    assert TARGETS["A3.unemployment"] == pytest.approx((s + b) / (s + b + 0.283 * (1 - d)))
    assert TARGETS["A3.unemployment_slow"] == pytest.approx((s + b) / (s + b + 0.2 * (1 - d)))
    assert TARGETS["A2.finding"] == 0.283 and TARGETS["A2.losing"] == s
    for name, kappa in (("one", 1), ("two", 2), ("five", 5)):
        assert TARGETS[f"A5.moves_kappa_{name}"] == pytest.approx((1 + kappa) * log(1 + kappa) / kappa - 1)
        assert TARGETS[f"A5.median_kappa_{name}"] == pytest.approx((1 + kappa) / (2 + kappa))


def test_targets_of_the_occupation_are_the_path_without_luck_and_its_rest_solves_the_equations() -> None:
    found = {**rest(*target("occupation")), **cycle(*target("occupation_cycle"))}
    for name in ("unemployment", "vacancies", "cycle_correlation", "cycle_slope"):
        assert TARGETS[f"A8.{name}"] == pytest.approx(found[name], rel=1e-9)
    assert found["cycle_area"] > 0
    staff, places = 1.0 - found["unemployment"], found["vacancies"] / (1.0 - found["vacancies"])
    places *= staff
    wanted = 1.0 - 0.004 * staff / (0.988 * 0.16)
    assert places == pytest.approx(wanted - 0.984 * staff, abs=1e-5)
    seekers = found["unemployment"]
    assert 0.016 * staff == pytest.approx(places * seekers / (places + seekers), rel=1e-3)


def test_with_balls_and_urns_the_occupation_rests_where_the_paper_says() -> None:
    """With the paper's meeting, and places looked for a step after they open, the recursion gives the paper's rates."""
    staff, left = 0.95, 0.02
    for _ in range(2000):
        opened = 0.012 * staff + 0.988 * 0.16 * max(0.0, 1.0 - staff - left)
        hires = left * (1.0 - exp(-(1.0 - staff) / left))
        staff, left = staff - 0.016 * staff + hires, left + opened - hires
    assert 1.0 - staff == pytest.approx(0.04107, abs=5e-5)
    assert left / (left + staff) == pytest.approx(0.01722, abs=5e-5)


def test_the_best_reservation_wages_are_the_textbook_s() -> None:
    for income, wage in ((10.0, 46.4538), (20.0, 46.9563), (25.0, 47.3165), (30.0, 47.6996)):
        assert optimum(income)[0] == pytest.approx(wage, abs=5e-5)


def test_no_rule_is_worth_more_than_the_best_and_the_best_constant_one_reaches_it() -> None:
    best_wage, best = optimum(25.0)
    mean = exp(float((CHANCES * np.log(WAGES)).sum()))
    assert value_of(Rule(best_wage / mean, 0.0).least(), 25.0) == pytest.approx(best, rel=1e-9)
    for ratio in (0.65, 0.8, 1.0, 1.15):
        for decline in (0.0, 0.01, 0.03):
            assert value_of(Rule(ratio, decline).least(), 25.0) < best


def _rule(arm: str) -> Rule:
    """What the seekers of an arm hold out for, by formula: one offer a month, jobs for good, the textbook's offers."""
    question = arms()[arm].question(1.0, Variant())
    value = load_province(question.province).with_values(question.parameters_under(1)).value
    weight = weight_of_waiting(np.ones(1), 0.0, value("seekers_discount_monthly"))
    least = least_worth_taking(value("income_while_searching"), weight, np.array([SPREAD]))
    return Rule(float(least[0]), value("reservation_decline_monthly"))


@pytest.mark.parametrize("arm", [OWN, TEXTBOOK])
def test_seekers_of_the_engine_live_the_value_of_their_rule(arm: str) -> None:
    found = [measure(arms()[arm], arms()[arm].question(0.15, Variant()), seed, (COHORT,)) for seed in (1, 2)]
    lives = np.mean([lived(recording, 25.0) for recording in found])
    assert lives == pytest.approx(value_of(_rule(arm).least(), 25.0), rel=0.01)
    for recording in found:
        assert recording["cohort.least"][:12] == pytest.approx(_rule(arm).least(), abs=0.02)
        first = recording["cohort.took"][0] / recording["cohort.seekers"][0]
        assert first == pytest.approx(CHANCES[np.log(WAGES) > recording["cohort.least"][0]].sum(), abs=0.1)


def test_the_rule_that_is_judged_is_that_of_the_shipped_province_and_loses_less_than_the_bar() -> None:
    province = load_province(Scenario.baseline().province)
    question = arms()[OWN].question(1.0, Variant())
    judged = load_province(question.province).with_values(question.parameters_under(1))
    for name in ("income_while_searching", "seekers_discount_monthly", "reservation_decline_monthly"):
        assert judged.value(name) == province.value(name)
    for income in (10.0, 20.0, 25.0, 30.0):
        best = optimum(income)[1]
        assert 0.97 * best < value_of(_rule(OWN).least(), income) < value_of(_rule(TEXTBOOK).least(), income) < best


def test_dismissals_change_no_life_of_who_is_left_alone_where_places_never_run_out() -> None:
    shocked, calm = (
        measure(arms()[name], arms()[name].question(0.1, Variant()), 1, (PATHS,))["paths.status"]
        for name in ("some_dismissed", "none_dismissed")
    )
    assert calm.shape[1] > 1000 and (np.diff(calm.astype(int), axis=0) != 0).any()
    assert np.array_equal(shocked, calm)


def test_the_law_of_the_ring_is_that_of_random_points_on_a_circle() -> None:
    draw = np.random.default_rng(1)
    places, seekers, found = 40, 60, []
    for _ in range(4000):
        points = np.sort(draw.random(places))
        found.append(len(np.unique(np.searchsorted(points, draw.random(seekers)) % places)))
    law = expected_hires(np.array(float(places)), np.array(float(seekers)))
    assert np.mean(found) == pytest.approx(float(law), abs=4 * np.std(found) / np.sqrt(len(found)))


def test_the_engine_meets_by_the_law_of_the_ring() -> None:
    found = measure(arms()["ring"], arms()["ring"].question(0.2, Variant()), 1, (Ring(4, 72, 6),))["ring.plain"]
    hires = found[:, :, 2].sum(axis=0)
    law = expected_hires(found[:, :, 0], found[:, :, 1]).sum(axis=0)
    assert hires / law == pytest.approx(np.ones(len(law)), abs=0.08)


def test_with_fixed_jobs_employment_and_places_add_up_in_every_arm() -> None:
    trial, calm = (
        measure(arms()[name], arms()[name].question(0.05, Variant()), 1, (Stocks(0.5),))
        for name in ("fixed_jobs_trial", "fixed_jobs")
    )
    change = {name: trial[f"stocks.{name}"] - calm[f"stocks.{name}"] for name in ("employed", "open", "surplus")}
    assert np.abs(change["employed"]).max() > 0
    assert np.array_equal(change["employed"][24:] - change["surplus"][24:], -change["open"][24:])


def test_the_town_says_what_it_is() -> None:
    folder = Path(load_province(Scenario.load("theory/bare_town.yaml").province).folder)
    assert (folder / "README.md").is_file()
