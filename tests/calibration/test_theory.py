"""Exact cases: every scenario opens and lives, targets are the formulas of docs/theory.md, the ring keeps its law."""

from math import log
from pathlib import Path

import numpy as np
import pytest

from calibration.evidence.arms import arms
from calibration.evidence.bands import bands
from calibration.evidence.facts.meeting import expected_hires
from calibration.evidence.measuring import measure
from calibration.evidence.variants import Variant
from calibration.evidence.watches.ring import Ring
from calibration.evidence.watches.stocks import Stocks
from simulation import LabourMarket, Scenario
from simulation.province import load_province
from simulation.scenario.shipped import shipped_folder

THEORY = sorted(path.name for path in (shipped_folder() / "theory").glob("*.yaml"))
TARGETS = {band.name: band.target for band in bands() if band.part == "A" and band.rule == "exact"}


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
    for name, kappa in (("one", 1), ("two", 2), ("five", 5)):
        assert TARGETS[f"A5.moves_kappa_{name}"] == pytest.approx((1 + kappa) * log(1 + kappa) / kappa - 1)
        assert TARGETS[f"A5.median_kappa_{name}"] == pytest.approx((1 + kappa) / (2 + kappa))


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
