"""Branching: a market that goes on under another scenario, from the months that both have in common.

Two scenarios that differ in levers alone are one market until the first of these begins: the same people, the same
luck. Opening and simulating it once for all of them gives the same bytes in less time. The copy shares what nobody
writes to, the province's tables and the scenario; views into one record of memory stay views into one record.
"""

import io
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.months import month_text
from simulation.policies import levers_of
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.policies.base import Lever

#: Keys of a scenario in which branches of one market may differ.
_OWN = {"name", "policies"}
#: Memory lies in lines of so many bytes: a copy stands in its line where the original stood in its own.
_LINE = 64


class BranchError(ValueError):
    """The two scenarios are no longer, or never were, one market."""


def first_month_apart(market: "LabourMarket", scenario: Scenario) -> int | None:
    """First month in which a market of the scenario may differ from this one; None if they differ in more than levers.

    It is the first month in which a dose is in force that only one of them has; the month after the end if there is
    none. A dose that the other scenario drops counts only from the month on in which it asks for more, or less, than
    there is without the lever: until then it has changed nothing. Where doses that both have stand in another order it
    is the start.
    """
    own = market.scenario
    if _frame(own) != _frame(scenario):
        return None
    ours, theirs = ({dose.key: dose for dose in one.policies} for one in (own, scenario))
    shared = [key for key in ours if ours[key] == theirs.get(key)]
    if shared != [key for key in theirs if key in shared]:
        return own.start
    dropped, added = (levers_of(dose for key, dose in doses.items() if key not in shared) for doses in (ours, theirs))
    months = range(own.start, own.end + 1)
    acts = (
        month for lever in dropped for month in months if lever.in_force(month) and not lever.as_today(market, month)
    )
    serves = (month for lever in added for month in months if lever.in_force(month))
    return min((*acts, *serves), default=own.end + 1)


def branch(market: "LabourMarket", scenario: Scenario) -> "LabourMarket":
    """The market as it stands, in memory of its own, under a scenario that has been one with its own so far.

    Raises BranchError where the two differ in more than levers, or in a lever that has begun.
    """
    apart = first_month_apart(market, scenario)
    if apart is None or apart < market.month:
        since = "from the start" if apart is None else f"from {month_text(apart)} on"
        raise BranchError(f"{scenario.stem} and {market.scenario.stem} differ {since}")
    copy: LabourMarket = _copied(market, (market.province, market.scenario))
    copy.scenario = scenario
    present = {lever.dose.key: lever for lever in copy.government.levers}
    copy.government.levers = [_kept(lever, present.get(lever.dose.key)) for lever in levers_of(scenario.policies)]
    return copy


def _kept(lever: "Lever", present: "Lever | None") -> "Lever":
    """The lever as it stands where both scenarios have it, else the new one, which has done nothing yet."""
    return present if present is not None and present.dose == lever.dose else lever


def _frame(scenario: Scenario) -> tuple[Any, ...]:
    content = scenario.content.model_dump(exclude=_OWN)
    return content, scenario.province, scenario.sets


class _Writer(pickle.Pickler):
    """Writes an object but for what is shared; of arrays that are views it writes the memory they look into once."""

    def __init__(self, file: Any, shared: tuple[Any, ...], buffers: list[pickle.PickleBuffer]) -> None:
        super().__init__(file, protocol=5, buffer_callback=buffers.append)
        self._shared = {id(one): place for place, one in enumerate(shared)}

    def persistent_id(self, obj: Any) -> int | None:
        return self._shared.get(id(obj))

    def reducer_override(self, obj: Any) -> Any:
        if type(obj) is not np.ndarray or not isinstance(obj.base, np.ndarray):
            return NotImplemented
        owner = obj.base
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        if owner.base is not None:
            return NotImplemented
        return _view, (owner, obj.shape, obj.dtype, _address(obj) - _address(owner), obj.strides)


class _Reader(pickle.Unpickler):
    def __init__(self, file: Any, shared: tuple[Any, ...], buffers: list[Any]) -> None:
        super().__init__(file, buffers=buffers)
        self._shared = shared

    def persistent_load(self, pid: Any) -> Any:
        return self._shared[pid]


def _copied(thing: Any, shared: tuple[Any, ...]) -> Any:
    """A copy of an object and all it holds, but for what is ``shared``."""
    written, buffers = io.BytesIO(), list[pickle.PickleBuffer]()
    _Writer(written, shared, buffers).dump(thing)
    written.seek(0)
    return _Reader(written, shared, [_in_line(buffer) for buffer in buffers]).load()


def _in_line(buffer: pickle.PickleBuffer) -> Any:
    """The bytes of a buffer in memory of their own that is aligned alike, so that no record straddles two lines."""
    original = np.frombuffer(buffer.raw(), dtype=np.uint8)
    memory = np.empty(len(original) + _LINE, dtype=np.uint8)
    start = (_address(original) - _address(memory)) % _LINE
    copy = memory[start : start + len(original)]
    copy[:] = original
    return copy


def _view(owner: Any, shape: tuple[int, ...], dtype: Any, offset: int, strides: tuple[int, ...]) -> Any:
    return np.ndarray(shape, dtype, owner, offset, strides)


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])
