"""Struct-of-arrays store: one NumPy array a field, one agent view made on demand, and the AgentSet verbs over them.

A province has a million workers; a Python object for each would cost minutes and gigabytes. So the truth is in columns,
and a ``Worker`` is a ``mesa.Agent`` that looks into a row. Mesa's own AgentSet holds agents weakly and would lose such
views at once, so ``RowSet`` answers its verbs (select, get, set, agg, groupby, map, do, sort, to_list) over row numbers
and adds ``to_frame``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from simulation.light_mesa import mesa

if TYPE_CHECKING:
    import pandas as pd

Rows = npt.NDArray[np.int64]
#: Rows whose records the processor's cache holds.
_AT_HAND = 16384


@dataclass(frozen=True)
class Column:
    """Declaration of one field: the table that allocates it, bounds it, decodes it and documents it."""

    name: str
    dtype: str
    unit: str
    meaning: str
    default: float = 0
    codes: type[IntEnum] | None = None
    hot: bool = False


@dataclass(frozen=True)
class Derived:
    """A field computed from columns when asked for: function of (store, rows) to an array of len(rows)."""

    name: str
    unit: str
    meaning: str
    compute: Callable[[Any, Rows], npt.NDArray[Any]]
    codes: type[IntEnum] | None = None


def _records(columns: list[Column], rows: int) -> npt.NDArray[Any]:
    """Room for records of the columns, aligned so that a record of 32 bytes never straddles two cache lines.

    A person's month touches a dozen fields of a few scattered rows: in one record they cost one trip to memory.
    """
    if not columns:
        return np.empty(0)
    ordered = sorted(columns, key=lambda column: -np.dtype(column.dtype).itemsize)
    used = sum(np.dtype(column.dtype).itemsize for column in ordered)
    size = 32 * -(-used // 32)
    offsets = np.cumsum([0] + [np.dtype(column.dtype).itemsize for column in ordered])[:-1]
    dtype = np.dtype(
        {
            "names": [column.name for column in ordered],
            "formats": [column.dtype for column in ordered],
            "offsets": offsets.tolist(),
            "itemsize": size,
        }
    )
    memory = np.zeros(rows * size + 64, dtype=np.uint8)
    start = -memory.ctypes.data % 64
    records = memory[start : start + rows * size].view(dtype)
    usual = np.zeros(1, dtype=dtype)
    for column in ordered:
        usual[column.name] = column.default
    records.view(np.uint64).reshape(rows, size // 8)[:] = usual.view(np.uint64)
    return records


def _filled(column: "Column", rows: int) -> npt.NDArray[Any]:
    """Room for a column by itself, filled with its default; memory that is zero anyway is not touched."""
    if column.default == 0:
        return np.zeros(rows, dtype=column.dtype)
    return np.full(rows, column.default, dtype=column.dtype)


class ColumnStore:
    """Rows of one kind of agent as arrays; subclasses declare ``COLUMNS``, ``DERIVED`` and ``VIEW``."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    DERIVED: ClassVar[tuple[Derived, ...]] = ()
    VIEW: ClassVar[type["RowView"]]

    def __init__(self, rows: int, model: Any = None) -> None:
        """Allocate ``rows`` rows filled with each column's default; hot columns as views into one record a row."""
        self.rows = rows
        self.model = model
        record = _records([column for column in self.COLUMNS if column.hot], rows)
        for column in self.COLUMNS:
            setattr(self, column.name, record[column.name] if column.hot else _filled(column, rows))

    @classmethod
    def holding(cls, columns: Mapping[str, npt.NDArray[Any]]) -> Self:
        """A store of columns that are at hand, to be read from."""
        store = cls.__new__(cls)
        store.model = None
        for column in cls.COLUMNS:
            store.rows = len(columns[column.name])
            setattr(store, column.name, columns[column.name])
        return store

    @property
    def bytes(self) -> int:
        """Memory of all columns, bytes."""
        cold = sum(self.column(column.name).nbytes for column in self.COLUMNS if not column.hot)
        hot = next((self.column(column.name).strides[0] * self.rows for column in self.COLUMNS if column.hot), 0)
        return cold + hot

    def column(self, name: str) -> npt.NDArray[Any]:
        """The array behind a stored field."""
        array: npt.NDArray[Any] = getattr(self, name)
        return array

    def note_written(self, rows: Rows | int | slice) -> None:
        """Take note that a field of some rows was written through a view or a set, or put back."""

    def values(self, name: str, rows: Rows) -> npt.NDArray[Any]:
        """Field ``name`` of the rows, stored or derived. Raises AttributeError for an unknown field."""
        for derived in self.DERIVED:
            if derived.name == name:
                return derived.compute(self, rows)
        if name not in self.field_names():
            raise AttributeError(
                f"{type(self).__name__} have no field {name!r}; fields: {', '.join(self.field_names())}"
            )
        return self.column(name)[rows]

    def codes(self, name: str) -> type[IntEnum] | None:
        """Enumeration that decodes a field, if it is coded."""
        declared: tuple[Column | Derived, ...] = (*self.COLUMNS, *self.DERIVED)
        return next((entry.codes for entry in declared if entry.name == name), None)

    @classmethod
    def field_names(cls) -> list[str]:
        """Names of stored and derived fields, in declared order."""
        return [column.name for column in cls.COLUMNS] + [derived.name for derived in cls.DERIVED]

    def snapshot(self) -> dict[str, npt.NDArray[Any]]:
        """All stored columns by name (the arrays themselves, not copies)."""
        return {column.name: self.column(column.name) for column in self.COLUMNS}

    def restore(self, state: Mapping[str, npt.NDArray[Any]]) -> None:
        """Copy saved columns, of all rows or of the first ones, back into place. Raises KeyError when one is missing.

        Some rows at a time, so that a record stays at hand until all of it is written.
        """
        for column in self.COLUMNS:
            if column.name not in state:
                raise KeyError(column.name)
        rows = len(state[self.COLUMNS[0].name])
        for first in range(0, rows, _AT_HAND):
            block = slice(first, min(first + _AT_HAND, rows))
            for column in self.COLUMNS:
                self.column(column.name)[block] = state[column.name][block]
        self.note_written(slice(None))


class RowView(mesa.Agent):
    """One row seen as a Mesa agent. ``mesa.Agent.__init__`` is not called: a model does not hold a million of these."""

    def __init__(self, store: ColumnStore, row: int) -> None:
        """Look at ``row`` of ``store``; ``unique_id`` is the row, which is the identity for good."""
        object.__setattr__(self, "_store", store)
        object.__setattr__(self, "unique_id", int(row))
        object.__setattr__(self, "model", store.model)
        object.__setattr__(self, "pos", None)

    def __getattr__(self, name: str) -> Any:
        """Field of the row; coded fields come as their enumeration member."""
        if name.startswith("__"):
            raise AttributeError(name)
        store = self._store
        value = store.values(name, np.array([self.unique_id]))[0]
        codes = store.codes(name)
        return codes(int(value)) if codes is not None else value.item() if hasattr(value, "item") else value

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a stored field of the row; any other name is an ordinary attribute of the view."""
        if name in {column.name for column in self._store.COLUMNS}:
            self._store.column(name)[self.unique_id] = value
            self._store.note_written(self.unique_id)
        else:
            object.__setattr__(self, name, value)

    def remove(self) -> None:
        """Rows are never removed: identities last. Raises TypeError."""
        raise TypeError("rows of a column store are not removed; set their status instead")


@dataclass
class RowSet:
    """A set of rows with the verbs of ``mesa.agent.AgentSet``."""

    store: ColumnStore
    rows: Rows
    _members: frozenset[int] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        """Number of rows in the set."""
        return len(self.rows)

    def __iter__(self) -> Iterator[RowView]:
        """Views of the rows, made one at a time."""
        return (self.store.VIEW(self.store, row) for row in self.rows)

    def __getitem__(self, position: int | slice) -> Any:
        """View at a position, or a list of views for a slice."""
        if isinstance(position, slice):
            return [self.store.VIEW(self.store, row) for row in self.rows[position]]
        return self.store.VIEW(self.store, self.rows[position])

    def __contains__(self, agent: object) -> bool:
        """Whether the agent's row belongs to the set."""
        if self._members is None:
            self._members = frozenset(self.rows.tolist())
        return isinstance(agent, RowView) and agent._store is self.store and agent.unique_id in self._members

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[mesa.Agent] | None = None,
        **equal: Any,
    ) -> "RowSet":
        """Rows that pass ``filter_func`` (slow: a view a row) and whose fields equal the keywords.

        A keyword takes a value, a code's name, or a list of either: ``select(status="unemployed", sex=[0, 1])``.
        ``at_most`` is a count, or a share below 1, as in Mesa.
        """
        keep = np.ones(len(self.rows), dtype=bool)
        if agent_type is not None and not issubclass(self.store.VIEW, agent_type):
            keep[:] = False
        for name, wanted in equal.items():
            keep &= np.isin(self.store.values(name, self.rows), self._decoded(name, wanted))
        rows = self.rows[keep]
        if filter_func is not None:
            rows = np.array([row for row in rows if filter_func(self.store.VIEW(self.store, row))], dtype=np.int64)
        limit = int(len(self.rows) * at_most) if at_most < 1 else min(len(rows), at_most)
        rows = rows[: int(limit)]
        if inplace:
            self.rows, self._members = rows, None
            return self
        return RowSet(self.store, rows)

    def _decoded(self, name: str, wanted: Any) -> list[Any]:
        options = wanted if isinstance(wanted, list | tuple | set | np.ndarray) else [wanted]
        codes = self.store.codes(name)
        return [int(codes[option]) if codes is not None and isinstance(option, str) else option for option in options]

    def get(self, attr_names: str | list[str], handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Values of one field, or of several as a list a row; missing fields as Mesa's ``handle_missing`` says."""
        if isinstance(attr_names, list):
            fields = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(values) for values in zip(*fields, strict=True)]
        if handle_missing == "default" and attr_names not in self.store.field_names():
            return [default_value] * len(self)
        values: list[Any] = self.store.values(attr_names, self.rows).tolist()
        return values

    def set(self, attr_name: str, value: Any) -> "RowSet":
        """Write one stored field of all rows; returns the set."""
        codes = self.store.codes(attr_name)
        self.store.column(attr_name)[self.rows] = (
            int(codes[value]) if codes is not None and isinstance(value, str) else value
        )
        self.store.note_written(self.rows)
        return self

    def agg(self, attribute: str, func: Callable[..., Any] | list[Callable[..., Any]]) -> Any:
        """``func`` of the field's values; a list of functions gives a list of results."""
        values = self.store.values(attribute, self.rows)
        return [one(values) for one in func] if isinstance(func, list) else func(values)

    def groupby(self, by: str | Callable[[Any], Any], result_type: str = "agentset") -> dict[Any, Any]:
        """Sets (or lists of views with ``result_type="list"``) by the value of a field or of a function of the view."""
        values = np.array([by(view) for view in self]) if callable(by) else self.store.values(by, self.rows)
        codes = None if callable(by) else self.store.codes(by)
        groups = {}
        for value in np.unique(values):
            member = RowSet(self.store, self.rows[values == value])
            label = codes(int(value)).name if codes is not None else value.item()
            groups[label] = member.to_list() if result_type == "list" else member
        return groups

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Result of a method (by name) or function for each view."""
        if isinstance(method, str):
            return [getattr(view, method)(*args, **kwargs) for view in self]
        return [method(view, *args, **kwargs) for view in self]

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> "RowSet":
        """Call a method (by name) or function for each view; returns the set."""
        self.map(method, *args, **kwargs)
        return self

    def sort(self, key: str | Callable[[Any], Any], ascending: bool = False, inplace: bool = False) -> "RowSet":
        """Rows ordered by a field or a function of the view, ties by row."""
        values = np.array([key(view) for view in self]) if callable(key) else self.store.values(key, self.rows)
        order = np.argsort(values if ascending else -values.astype(np.float64), kind="stable")
        target = self if inplace else RowSet(self.store, self.rows)
        target.rows, target._members = self.rows[order], None
        return target

    def to_list(self) -> list[RowView]:
        """All views."""
        return list(self)

    def to_frame(self, fields: list[str] | None = None) -> "pd.DataFrame":
        """The rows as a data frame indexed by ``unique_id``, coded fields as names."""
        import pandas as pd

        columns = {}
        for name in fields or self.store.field_names():
            values = self.store.values(name, self.rows)
            codes = self.store.codes(name)
            columns[name] = (
                pd.Categorical.from_codes(values.astype(np.int64), pd.Index([member.name for member in codes]))
                if codes is not None
                else values
            )
        return pd.DataFrame(columns, index=pd.Index(self.rows, name="unique_id"))


def one_of(values: npt.NDArray[Any], codes: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Which values are among a few codes, (n,): comparing with each is several times as fast as searching a set."""
    mask = np.zeros(len(values), dtype=bool)
    for code in codes:
        mask |= values == code
    return mask
