"""Feedback is real: where jobs are given, more searchers take some of theirs from others and press on offers."""

import numpy as np
import pytest

from benchmarks.feedback import HIGHEST, LOWEST, Feedback, measure

SCALE, ADDED, MONTHS = 0.1, 200, 12


@pytest.fixture(scope="module")
def found() -> list[Feedback]:
    """Two hundred added to one occupation of one district: an eighth of all who search at this scale."""
    return [measure(seed, SCALE, ADDED, MONTHS) for seed in (1, 2, 3, 4)]


def test_the_added_gain_formal_jobs(found: list[Feedback]) -> None:
    assert all(one.gain[-1] > 0 for one in found)


def test_nobody_is_matched_in_the_month_in_which_they_begin_to_search(found: list[Feedback]) -> None:
    assert all(one.gain[0] <= 0 for one in found)


def test_others_lose_a_fifth_to_all_of_what_the_added_gain(found: list[Feedback]) -> None:
    gain, loss = (np.array([getattr(one, name) for one in found]).sum() for name in ("gain", "loss"))
    assert LOWEST <= loss / gain <= HIGHEST


def test_offers_of_the_occupation_and_district_are_lower(found: list[Feedback]) -> None:
    assert np.mean([one.offer for one in found]) < 0
