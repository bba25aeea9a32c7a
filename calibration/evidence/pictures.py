"""What a fact has to show, as numbers: lines and points with axes, for whoever draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Trace:
    """One line or cloud of a picture; ``title`` is a key of the phrases or a word to print."""

    title: str
    across: Sequence[float]
    up: Sequence[float]
    kind: Literal["line", "points", "path"] = "line"
    low: Sequence[float] = ()
    high: Sequence[float] = ()


@dataclass(frozen=True)
class Picture:
    """A picture by name; titles of axes are keys of the phrases, ``log`` tells logarithmic axes."""

    name: str
    across: str
    up: str
    traces: Sequence[Trace]
    log: Literal["", "both", "up"] = ""
