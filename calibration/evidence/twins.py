"""A second market brought to the state of a first: what would have happened this month, had one thing been different.

State is everything on the market that a month reads: columns, arrays, records of arrays, numbers. Observation, the
ledger, the levers' own books and the tables of the province are not state of the months that follow when no lever is
in force; a market with levers is refused.
"""

from copy import copy
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
    for place, noted in enumerate(market.people.leavers):
        np.copyto(twin.people.leavers[place], np.asarray(noted))
    copied: dict[int, Any] = {}
    for name, value in vars(market).items():
        if name not in _OWN and not name.startswith("_"):
            setattr(twin, name, _copy(value, getattr(twin, name, None), copied))
    for name, value in vars(market.centre).items():
        if isinstance(value, _PLAIN):
            setattr(twin.centre, name, value)


def _copy(value: Any, mine: Any, copied: dict[int, Any]) -> Any:
    """``value`` in memory of its own; one array of the market stays one array. For agents and the like ``mine``."""
    if isinstance(value, np.ndarray):
        if not value.flags.writeable:
            return value  # a table of the province, which both read
        return copied.setdefault(id(value), value.copy())
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_copy(part, part, copied) for part in value))
    if is_dataclass(value) and not isinstance(value, type):
        twin = copy(value)
        for name, part in vars(value).items() if hasattr(value, "__dict__") else ():
            object.__setattr__(twin, name, _copy(part, part, copied))
        return twin
    if isinstance(value, list | dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        parts = {key: _copy(part, part, copied) for key, part in items}
        return parts if isinstance(value, dict) else list(parts.values())
    return value if isinstance(value, _PLAIN) else mine
