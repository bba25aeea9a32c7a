"""Parameter sets drawn from the ranges of a province's table.

Every parameter with a range gets a triangular draw with its central value as the mode. The random number belongs to
the pair (name, draw): a new parameter in the table leaves every other draw as it was, and draw 7 is the same set in
every scenario. Groups of shares are made to sum to one by the province when the set is laid over its table.
"""

import hashlib
from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Parameter, Province

# Figures that the model is compared with; nothing in the month reads them.
_YARDSTICKS = frozenset({"target", "validation"})


def draw_parameters(province: "Province", draw: int) -> dict[str, float]:
    """Values of draw number ``draw`` (1, 2, ...) for every parameter that has a range."""
    return {
        name: triangular(parameter.low, parameter.value, parameter.high, uniform(name, draw))
        for name, parameter in sorted(uncertain(province.parameters).items())
    }


def drawn_parameters(scenario: "Scenario", province: "Province", draw: int) -> dict[str, float]:
    """Values of draw number ``draw`` in a scenario: of its parameter sets where it has some, else of the ranges."""
    return draw_parameters(province, draw) if scenario.sets is None else scenario.sets.of(draw)


def uncertain(parameters: Mapping[str, "Parameter"]) -> dict[str, "Parameter"]:
    """The parameters that are drawn: those with a range which the month reads."""
    return {
        name: parameter
        for name, parameter in parameters.items()
        if parameter.low < parameter.high and parameter.process not in _YARDSTICKS
    }


def uniform(name: str, draw: int) -> float:
    """A number in [0, 1) that belongs to this name and draw on every machine."""
    digest = hashlib.blake2b(f"{draw}:{name}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / 2.0**53


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """Inverse distribution function of the triangular distribution at ``u`` in [0, 1)."""
    split = (mode - low) / (high - low)
    if u < split:
        return low + sqrt(u * (high - low) * (mode - low))
    return high - sqrt((1.0 - u) * (high - low) * (high - mode))
