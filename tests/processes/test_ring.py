"""The ring: a searcher meets the next place clockwise, and one place more or less moves nobody else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.processes.search.ring import Ring, kinds_of, next_place, rings, without

positions = st.integers(0, 2**48 - 1)
several = st.lists(positions, min_size=1, max_size=20, unique=True)


def ring_of(places: dict[int, int], number: int = 1) -> Ring:
    """Three rings of which only ``number`` has places; ``places`` gives the position of each."""
    keys = np.array([(number << 48) | position for position in places.values()], dtype=np.uint64)
    return rings(3, keys, np.array(list(places), dtype=np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8))


def met(ring: Ring, position: int, number: int = 1) -> int:
    return int(next_place(number, np.uint64(position), ring))


@given(several, positions)
def test_the_next_place_clockwise_is_met(at: list[int], throw: int) -> None:
    after = [position for position in at if position >= throw]
    expected = min(after) if after else min(at)
    assert met(ring_of(dict(enumerate(at))), throw) == at.index(expected)


@given(several, positions, st.lists(positions, min_size=1, max_size=50))
def test_who_does_not_meet_a_new_place_meets_the_one_met_without_it(at: list[int], new: int, throws: list[int]) -> None:
    before = ring_of(dict(enumerate(at)))
    after = ring_of({**dict(enumerate(at)), 99: new}) if new not in at else before
    for throw in throws:
        assert met(after, throw) in (99, met(before, throw))


@given(st.lists(st.tuples(st.integers(0, 4), positions), unique=True))
def test_places_lie_in_order_on_every_ring(at: list[tuple[int, int]]) -> None:
    keys = np.array([(number << 48) | position for number, position in at], dtype=np.uint64)
    ring = rings(5, keys, np.arange(len(at), dtype=np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8))
    assert np.array_equal(ring.keys, np.sort(keys)) and np.array_equal(keys[ring.place], ring.keys)
    assert np.array_equal(np.diff(ring.first), np.bincount([number for number, _ in at], minlength=5))


@given(several, positions)
def test_an_empty_ring_has_no_place_and_a_ring_with_places_always_has_one(at: list[int], throw: int) -> None:
    ring = ring_of(dict(enumerate(at)))
    assert met(ring, throw, 0) == met(ring, throw, 2) == -1
    assert met(ring, throw) >= 0


@given(several, positions, st.data())
def test_who_looks_again_passes_by_what_is_taken(at: list[int], throw: int, data: st.DataObject) -> None:
    taken = np.array(data.draw(st.lists(st.booleans(), min_size=len(at), max_size=len(at))))
    left = {place: position for place, position in enumerate(at) if not taken[place]}
    assert met(without(ring_of(dict(enumerate(at))), taken), throw) == met(ring_of(left), throw)


def test_rings_of_different_kinds_have_different_numbers() -> None:
    kinds = kinds_of(districts=13, offices=4, occupations=15)
    firsts = kinds[:-1]
    assert list(firsts) == sorted(set(firsts))
    assert kinds.network - kinds.relatives == 13 + 1
    assert kinds.end - kinds.network == 1
    assert kinds.relatives - kinds.fair == 4
