"""Keyed draws: even, unrelated to one another, and the same wherever and in whatever order they are asked for."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chisquare, kstest, pearsonr

from simulation.randomness import Lot, Stream, fill_uniform, mix, month_key, pair_uniforms, sample_of, uniforms

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = np.arange(200_000)
MONTHS = range(1452, 1452 + 4000)
#: The chance that even, unrelated draws fail a test; the draws are fixed, so a test that passes once always does.
ODDS = 1e-4

seeds = st.integers(-(2**70), 2**70)
streams = st.sampled_from(Stream)
months = st.integers(0, 5000)
identities = st.integers(0, 2**40)


def of_one_person(seed: int = 7, stream: Stream = Stream.lot, who: int = 12_345) -> npt.NDArray[np.float64]:
    """A person's numbers over the months."""
    return np.array([uniforms(month_key(seed, stream, month), np.array([who]))[0] for month in MONTHS])


def test_numbers_are_even_over_persons() -> None:
    assert kstest(uniforms(month_key(7, Stream.lot, 1452), PEOPLE), "uniform").pvalue > ODDS


def test_numbers_of_a_person_are_even_over_months() -> None:
    assert kstest(of_one_person(), "uniform").pvalue > ODDS


def test_numbers_of_a_person_are_even_over_seeds() -> None:
    draws = [uniforms(month_key(seed, Stream.lot, 1452), np.array([12_345]))[0] for seed in range(4000)]
    assert kstest(draws, "uniform").pvalue > ODDS


def test_numbers_are_even_over_streams() -> None:
    draws = [uniforms(month_key(seed, stream, 1452), np.array([12_345]))[0] for seed in range(100) for stream in Stream]
    assert kstest(draws, "uniform").pvalue > ODDS


def test_numbers_of_pairs_are_even_over_options() -> None:
    key = month_key(7, Stream.study_choice, 1452)
    people, option = np.divmod(PEOPLE, 40)
    assert kstest(pair_uniforms(key, people, option), "uniform").pvalue > ODDS
    assert kstest(pair_uniforms(key, np.zeros_like(option), PEOPLE), "uniform").pvalue > ODDS


def test_low_bits_are_as_even_as_high_ones() -> None:
    last = (uniforms(month_key(7, Stream.lot, 1452), PEOPLE) * 2**53).astype(np.int64) & 255
    assert chisquare(np.bincount(last, minlength=256)).pvalue > ODDS


def test_numbers_stay_even_inside_a_narrow_interval() -> None:
    """A slot of a person's lot divides the number: what is left must still be even."""
    draws = uniforms(month_key(7, Stream.lot, 1452), np.arange(2_000_000))
    inside = draws[(draws >= 0.25) & (draws < 0.26)]
    assert kstest((inside - 0.25) * 100.0, "uniform").pvalue > ODDS


@pytest.mark.parametrize("distance", [1, 2, 3, 4, 8, 64, 1024])
def test_neighbours_have_unrelated_luck(distance: int) -> None:
    draws = uniforms(month_key(7, Stream.lot, 1452), PEOPLE)
    assert pearsonr(draws[:-distance], draws[distance:]).pvalue > ODDS


@pytest.mark.parametrize("distance", [1, 2, 12, 24])
def test_a_person_s_months_are_unrelated(distance: int) -> None:
    draws = of_one_person()
    assert pearsonr(draws[:-distance], draws[distance:]).pvalue > ODDS


def test_one_month_says_nothing_of_everybody_s_next() -> None:
    first, second = (uniforms(month_key(7, Stream.lot, month), PEOPLE) for month in (1452, 1453))
    assert pearsonr(first, second).pvalue > ODDS


@pytest.mark.parametrize("stream", [stream for stream in Stream if stream is not Stream.lot])
def test_streams_are_unrelated(stream: Stream) -> None:
    lot, other = (uniforms(month_key(7, entry, 1452), PEOPLE) for entry in (Stream.lot, stream))
    assert pearsonr(lot, other).pvalue > ODDS


@pytest.mark.parametrize("seed", [-7, 0, 6, 8, 7 + 2**32, 7 + 2**63])
def test_seeds_are_unrelated(seed: int) -> None:
    ours, theirs = (uniforms(month_key(number, Stream.lot, 1452), PEOPLE) for number in (7, seed))
    assert pearsonr(ours, theirs).pvalue > ODDS


def test_options_of_a_person_are_unrelated() -> None:
    key = month_key(7, Stream.study_choice, 1452)
    first, second = (pair_uniforms(key, PEOPLE, np.full_like(PEOPLE, option)) for option in (0, 1))
    assert pearsonr(first, second).pvalue > ODDS


def test_no_month_s_row_is_another_month_s_row_moved_along() -> None:
    """Keys of one stream step through the same sequence: their starts must be nowhere near each other."""
    rows = [np.sort(uniforms(month_key(seed, Stream.lot, month), PEOPLE)) for seed in (1, 2) for month in (1452, 1453)]
    together = np.concatenate(rows)
    assert len(np.unique(together)) == len(together)


@given(seeds, streams, months, identities)
def test_the_same_key_gives_the_same_number_in_zero_to_one(seed: int, stream: Stream, month: int, who: int) -> None:
    first, again = (uniforms(month_key(seed, stream, month), np.array([who]))[0] for _ in range(2))
    assert first == again
    assert 0.0 <= first < 1.0


@given(seeds, streams, months, st.permutations(range(50)))
def test_luck_does_not_hang_on_the_order_of_rows_nor_on_who_else_is_asked(
    seed: int, stream: Stream, month: int, order: list[int]
) -> None:
    key = month_key(seed, stream, month)
    everybody = uniforms(key, np.arange(50))
    assert np.array_equal(uniforms(key, np.array(order)), everybody[order])
    assert np.array_equal(uniforms(key, np.array(order[:7])), everybody[order[:7]])


@given(seeds, streams, months, streams, months)
def test_another_stream_or_month_has_another_key(
    seed: int, stream: Stream, month: int, other_stream: Stream, other_month: int
) -> None:
    same = (stream, month) == (other_stream, other_month)
    assert bool(month_key(seed, stream, month) == month_key(seed, other_stream, other_month)) is same


def test_streams_have_numbers_of_their_own() -> None:
    assert len(Stream) == len(Stream.__members__)


@given(st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=200, unique=True))
def test_mixing_brings_no_two_words_together(words: list[int]) -> None:
    assert len({int(mix(np.uint64(word))) for word in words}) == len(words)


@given(st.integers(0, 2**64 - 1))
def test_mixing_can_be_undone(word: int) -> None:
    assert _unmixed(int(mix(np.uint64(word)))) == word


def _unmixed(word: int) -> int:
    """Inverse of the finaliser: inverse multipliers, and shifts undone from the top."""
    for shift, multiplier in ((31, 0x94D049BB133111EB), (27, 0xBF58476D1CE4E5B9), (30, 1)):
        word = _unshifted(word, shift) * pow(multiplier, -1, 2**64) % 2**64
    return word


def _unshifted(word: int, shift: int) -> int:
    whole = word
    for _ in range(64 // shift + 1):
        whole = word ^ (whole >> shift)
    return whole


def test_a_flipped_bit_of_the_word_flips_half_of_the_bits() -> None:
    words = np.random.default_rng(1).integers(0, 2**63, 200, dtype=np.uint64)
    flipped = [
        (int(mix(word)) ^ int(mix(word ^ (np.uint64(1) << np.uint64(bit))))).bit_count()
        for word in words
        for bit in range(64)
    ]
    assert np.mean(flipped) == pytest.approx(32.0, abs=0.2)


def test_kernels_and_arrays_draw_the_same_numbers() -> None:
    key, out = month_key(7, Stream.lot, 1452), np.empty(100)
    fill_uniform(key, np.arange(100, dtype=np.int32), out)
    assert np.array_equal(out, uniforms(key, np.arange(100)))


def test_every_process_draws_the_same_whatever_its_hash_seed() -> None:
    program = (
        "import numpy as np; from simulation.randomness import *; "
        "print(uniforms(month_key(7, Stream.seat, 1460), np.arange(1000)).tobytes().hex())"
    )
    texts = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    ]
    here = uniforms(month_key(7, Stream.seat, 1460), np.arange(1000)).tobytes().hex()
    assert texts == [here, here]


def test_the_mixer_is_that_of_splitmix64() -> None:
    """Its published first outputs from a state of zero."""
    golden = 0x9E3779B97F4A7C15
    outputs = [int(mix(np.uint64(golden * step % 2**64))) for step in (1, 2, 3)]
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_numbers_of_a_seed_never_change() -> None:
    """Results already handed over must come out again: other numbers here are another answer to every question."""
    drawn = uniforms(month_key(1, Stream.lot, 1452), np.arange(3))
    assert drawn.tolist() == [0.9207753484802469, 0.8679861664869336, 0.921797880824607]


@pytest.mark.parametrize(
    ("seed", "stream", "month", "who", "key", "draw", "pair"),
    [
        (7, Stream.study_choice, 0, 12345, 11160145469894716562, "0x1.f90885bc6c3f8p-4", "0x1.1189d7cf1c7c4p-3"),
        (-7, Stream.panel, 2400, 2**40, 16443156052384156462, "0x1.73488a0e5dcffp-1", "0x1.51c2b4108b61ap-2"),
        (2**70 + 3, Stream.match_noise, 1, 1, 16249641677206974798, "0x1.e90a5c4cbd645p-1", "0x1.8529ab0929ff3p-1"),
    ],
)
def test_numbers_of_any_seed_month_person_and_pair_never_change(
    seed: int, stream: Stream, month: int, who: int, key: int, draw: str, pair: str
) -> None:
    word, person = month_key(seed, stream, month), np.array([who])
    assert int(word) == key
    assert uniforms(word, person)[0].hex() == draw
    assert pair_uniforms(word, person, np.array([9]))[0].hex() == pair


def test_luck_that_holds_for_good_is_that_of_month_zero() -> None:
    assert month_key(7, Stream.panel) == month_key(7, Stream.panel, 0) != month_key(7, Stream.panel, 1)


def test_who_is_sampled_never_changes() -> None:
    key = month_key(1, Stream.lot, 1452)
    sizes = ((1, 0.9), (7, 0.5), (300, 0.02), (1024, 0.008), (70_000, 0.0001))
    assert [sample_of(key, *size).tolist() for size in sizes] == SAMPLES


def test_a_purpose_keeps_its_number() -> None:
    """A new purpose gets a number that nobody had; another number is another luck for everybody."""
    assert {entry.name: int(entry) for entry in Stream} == PURPOSES
    assert [int(entry) for entry in Lot] == list(range(8))


SAMPLES = [
    [0], [3, 4, 5, 6], [37, 47, 84, 101, 155, 248, 271, 286], [15, 271, 400, 519, 534, 672, 807, 976],
    [4077, 33817, 35614, 44516, 45566, 60937],
]  # fmt: skip
PURPOSES = {
    "lot": 1, "synthesis": 2, "firm_shock": 3, "firm_exit": 4, "place": 5, "throw": 6, "channel": 7, "reach": 8,
    "occupation": 9, "effort": 10, "match_noise": 11, "wage_noise": 12, "destination": 13, "schooling": 14,
    "study_choice": 15, "programme": 16, "seat": 17, "card": 18, "awareness": 19, "drop_out": 20, "paper": 21,
    "rounding": 22, "compliance": 23, "civil": 24, "claim": 25, "housing": 26, "migration": 27, "hours": 28, "cell":
    29, "reported": 30, "farm_household": 31, "layoff": 32, "despair": 34, "fallback": 35, "absence": 60,
    "project_size": 62, "project_place": 63, "in_firm_training": 64, "graduates_leave": 65, "disability": 61,
    "news": 50, "advertised": 51, "agency": 52, "registration": 53, "seen": 54, "fair": 55, "visit": 56, "attached":
    57, "struck_off": 58, "reweighting": 33, "inspection": 40, "report": 41, "business_owner": 42,
    "owner_compliance": 43, "place_taste": 44, "floor": 45, "assessment_choice": 71, "assessment": 72, "promise":
    73, "invitation": 74, "guidance": 75, "forecast": 76, "retention": 77, "field": 78, "offer_match": 46, "custom":
    66, "adoption": 80, "borrowing": 81, "interview_month": 105, "dwelling": 106, "panel": 107,
    "second_application": 110, "second_throw": 111, "second_occupation": 112, "recall": 113, "rent_support": 120,
}  # fmt: skip
SAMPLED = 30_000


def samples(share: float, months: int = 300) -> npt.NDArray[np.bool_]:
    """Who is drawn month by month, (months, rows)."""
    drawn = np.zeros((months, SAMPLED), dtype=bool)
    for month in range(months):
        drawn[month, sample_of(month_key(3, Stream.invitation, month), SAMPLED, share)] = True
    return drawn


@given(rows=st.integers(2, 3000), share=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0), seed=seeds)
def test_a_sample_holds_nobody_twice_and_a_larger_one_holds_it(rows: int, share: float, more: float, seed: int) -> None:
    key = month_key(seed, Stream.invitation)
    small, large = (sample_of(key, rows, one) for one in sorted((share, more)))
    assert (np.diff(large) > 0).all() and set(small) <= set(large) <= set(range(rows))
    assert len(sample_of(key, rows, 1.0)) == rows


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 1024, 1025])
def test_a_sample_of_all_holds_nobody_twice_and_everybody_once(rows: int) -> None:
    assert np.array_equal(sample_of(month_key(1, Stream.lot, 1452), rows, 1.0), np.arange(rows))


def test_samples_draw_everybody_as_often_and_nobody_with_a_neighbour_nor_month_after_month() -> None:
    share, drawn = 0.02, samples(0.02)
    months, rows = drawn.shape
    often = drawn.sum(axis=0)
    assert chisquare(np.bincount(np.minimum(often, 12), minlength=13), _binomial(months, share, rows)).pvalue > ODDS
    for distance in (1, 2, 3, 5, 8, 64, 1000):
        _as_often_as_strangers(int((drawn[:, distance:] & drawn[:, :-distance]).sum()), months * (rows - distance))
    for distance in (1, 2, 12):
        _as_often_as_strangers(int((drawn[distance:] & drawn[:-distance]).sum()), (months - distance) * rows)


def _binomial(trials: int, chance: float, rows: int) -> npt.NDArray[np.float64]:
    """Rows expected to be drawn 0, 1, 2, ... 11, and 12 or more times."""
    counts = rows * binom.pmf(np.arange(12), trials, chance)
    return np.append(counts, rows - counts.sum())


def _as_often_as_strangers(together: int, pairs: int, share: float = 0.02) -> None:
    expected = pairs * share**2
    assert abs(together - expected) < 4.0 * np.sqrt(expected)
