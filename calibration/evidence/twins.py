"""A second market brought to the state of a first: what would have happened this month, had one thing been different.

State is everything on the market that a month reads: columns, arrays, records of arrays, numbers. Observation, the
ledger, the levers' own books and the tables of the province are not state of the months that follow when no lever is
in force; a market with levers is refused.
"""

from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from simulation import LabourMarket

_STORES = ("people", "employers", "workplaces")
_OWN = {*_STORES, "person_arrays", "firm_arrays", "place_arrays", "observatory", "datacollector", "ledger", "scenario",
        "province", "government", "colleges"}  # fmt: skip
_PLAIN = (bool, int, float, np.generic, type(None))


def twin_of(market: "LabourMarket") -> "LabourMarket":
    """A market of the same scenario and seed. Raises ValueError where levers are in force."""
    if market.scenario.policies:
        raise ValueError("a market with levers in force has books that a twin does not share")
    return type(market)(scenario=market.scenario, rng=market.seed)


def bring_to(twin: "LabourMarket", market: "LabourMarket") -> None:
    """Give ``twin`` the state of ``market``."""
    for store in _STORES:
        getattr(twin, store).restore(getattr(market, store).snapshot())
    for name, value in vars(market).items():
        if name not in _OWN and not name.startswith("_"):
            setattr(twin, name, _same(value, getattr(twin, name, None)))
    for name, value in vars(market.centre).items():
        if isinstance(value, _PLAIN):
            setattr(twin.centre, name, value)


def _same(value: Any, mine: Any) -> Any:
    """``value`` in memory of its own: that of ``mine`` where it fits, so that views of it stay views."""
    if isinstance(value, np.ndarray) and not value.flags.writeable:
        return value  # a table of the province, which both read
    if isinstance(value, np.ndarray):
        own = isinstance(mine, np.ndarray) and mine.base is None  # a view may look at another part of its array by now
        if own and mine.shape == value.shape and mine.dtype == value.dtype:
            mine[...] = value
            return mine
        return value.copy()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        own = mine if type(mine) is type(value) else [None] * len(value)
        return type(value)(*(_same(part, other) for part, other in zip(value, own, strict=True)))
    if is_dataclass(value) and not isinstance(value, type) and type(mine) is type(value):
        for name, part in vars(value).items():
            setattr(mine, name, _same(part, getattr(mine, name)))
        return mine
    if isinstance(value, dict) and all(isinstance(part, _PLAIN) for part in value.values()):
        return dict(value)
    return value if isinstance(value, _PLAIN) else mine
