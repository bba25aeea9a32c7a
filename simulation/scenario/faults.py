"""Faults of a scenario file: where, what was expected, and the nearest valid spelling."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

_SHOWN = 40


class Place(NamedTuple):
    """A spot in a file. Lines and columns count from 1; line 0 means the file as a whole."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a scenario, or, when ``warning``, one thing the user should know before running it."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    warning: bool = False

    @classmethod
    def at(cls, place: Place, message: str, hint: str = "", warning: bool = False) -> "Fault":
        """The fault at ``place``."""
        return cls(place.file, place.line, place.column, message, hint, warning)

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        hint = f"\n    {self.hint}" if self.hint else ""
        return f"{Place(self.file, self.line, self.column)}: {kind}{self.message}{hint}"


class ScenarioError(ValueError):
    """A scenario that cannot be used. ``faults`` holds every fault found, each once, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[list[Fault]]]:
        return type(self), (self.faults,)


def quoted(value: object) -> str:
    """A value as shown in a message: on one line, control characters escaped, shortened when long."""
    text = value if isinstance(value, str) else str(value)
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint with the known word closest to ``word``, else the list of known words (none when there are too many)."""
    names = sorted(known)
    close = get_close_matches(word[:100].casefold(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"one of: {', '.join(names)}" if 0 < len(names) <= 30 else ""
