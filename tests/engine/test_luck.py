"""Luck is kept: who is sent to a course changes few other lives, and nobody's before a place is taken or left."""

import numpy as np
import pytest

from benchmarks.arms import different_columns, differing, formal
from benchmarks.luck import BAR, BAR_MONTH, ripple, two_arms
from simulation import LabourMarket, Scenario
from simulation.vocabulary import Status

SCALE, SENT = 0.1, 20


def test_sending_persons_to_a_course_changes_nobody_else_that_day() -> None:
    left, sent, rows = two_arms(Scenario.baseline().with_(scale=SCALE), 5, SENT)
    assert not differing(left, sent, rows).any()
    assert set(different_columns(left, sent)) == {
        f"people.{name}" for name in ("status", "programme", "course_ends", "since")
    }
    assert (sent.people.status[rows] == Status.in_training).all()


def test_in_the_first_month_at_most_one_other_takes_each_place_that_the_sent_leave() -> None:
    left, sent, rows = two_arms(Scenario.baseline().with_(scale=SCALE), 5, 200)
    left.step()
    sent.step()
    places = int(formal(left)[rows].sum() + (left.people.status[rows] == Status.in_training).sum())
    assert 0 < differing(left, sent, rows).sum() <= places


def test_after_a_year_at_most_twenty_others_differ_a_person_sent() -> None:
    """The bar of 1:1. Fewer others live within reach at small scale, so the same bound is looser, never stricter."""
    found = np.array([ripple(seed, SCALE, SENT, BAR_MONTH) for seed in (1, 2)])
    assert 0.0 < found[:, -1].mean() <= BAR


def test_the_ripple_has_not_reached_most_others_at_once() -> None:
    found = ripple(3, SCALE, SENT, 3)
    assert found[-1] <= 2.0


@pytest.mark.parametrize("seed", [1, 2**40])
def test_two_arms_without_a_difference_stay_the_same_in_every_column(seed: int) -> None:
    scenario = Scenario.baseline().with_(scale=0.03)
    one, other = LabourMarket(scenario=scenario, rng=seed), LabourMarket(scenario=scenario, rng=seed)
    for _ in range(13):
        one.step()
        other.step()
        assert not different_columns(one, other)
