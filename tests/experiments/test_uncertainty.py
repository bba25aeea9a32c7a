"""The uncertainty of an effect comes from parameters and from chance, and the two are told apart."""

import numpy as np
import pytest

from experiments.uncertainty import bands


def _runs(of_parameters: float, of_chance: float, sets: int = 400, seeds: int = 3) -> dict[str, float]:
    luck = np.random.default_rng(1)
    effect = np.repeat(of_parameters * luck.standard_normal(sets), seeds)
    values = 5.0 + effect + of_chance * luck.standard_normal(sets * seeds)
    return bands(values, np.repeat(np.arange(1, sets + 1), seeds))


def test_the_parts_are_found_again_though_means_of_few_seeds_mix_them() -> None:
    found = _runs(2.0, 3.0)
    assert found["mean"] == pytest.approx(5.0, abs=0.3)
    assert found["share_parameters"] == pytest.approx(4.0 / 13.0, abs=0.06)
    half = 1.645
    for part, spread in (("parameters", 2.0), ("chance", 3.0), ("both", np.sqrt(13.0))):
        width = found[f"high_{part}"] - found[f"low_{part}"]
        assert width == pytest.approx(2.0 * half * spread, rel=0.12)


def test_chance_alone_leaves_parameters_nothing() -> None:
    assert _runs(0.0, 3.0)["share_parameters"] < 0.05
    assert _runs(2.0, 0.0)["share_parameters"] == pytest.approx(1.0)


def test_an_effect_that_some_run_lacks_has_no_band() -> None:
    assert np.isnan(bands(np.array([1.0, np.nan, 2.0, 3.0]), np.array([1, 1, 2, 2]))["low_both"])
