"""The minimal market in plain Mesa, in NumPy and in this engine: the same persons, places, chances and months."""

from typing import NamedTuple

from experiments.benchmark.loop import opened
from experiments.benchmark.minimal import engine, plain_mesa, vectorised
from experiments.benchmark.minimal.rules import Told


class Rival(NamedTuple):
    """A way to write the market, and what its run told."""

    name: str
    told: Told


def side_by_side(persons: int, months: int, seed: int) -> list[Rival]:
    """All ways at one size, slow ones first; kernels must be loaded."""
    town = engine.scenario(persons)
    rules = engine.rules_of(opened(town, seed))
    engine.run(town, min(months, 12), seed)  # what this scenario alone compiles or reads is loaded now
    return [
        Rival("mesa_random", plain_mesa.run(rules, months, seed, shuffled=True)),
        Rival("mesa_ordered", plain_mesa.run(rules, months, seed, shuffled=False)),
        Rival("engine", engine.run(town, months, seed)),
        Rival("numpy", vectorised.run(rules, months, seed)),
    ]
