"""What the scalars of a scenario mean before a field takes them, and where each value of the tree stands.

YAML 1.1 would read `2023-07-01` as a date, `010` as eight, `1:30` as ninety, `no` as false and `1e-3` as text. Here a
plain scalar is a number only when it is written as a decimal number, and a truth value only when it is `true` or
`false`.
"""

import math
import re
from typing import Any

from simulation.scenario.faults import Place
from simulation.scenario.reading import Mapping, Node, Scalar, Sequence, is_empty

_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?")
_TRUTH = {"true": True, "True": True, "false": False, "False": False}

Path = tuple[str | int, ...]


class NoValue:
    """Stands where a key has no value, so that whatever field reads it refuses it."""

    def __str__(self) -> str:
        return "nothing"


def plain(node: Node) -> Any:
    """The tree as dicts, lists, text, numbers and truth values."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return _scalar(node)


def _scalar(node: Scalar) -> Any:
    if not node.plain:
        return node.text
    if is_empty(node.text):
        return NoValue()
    if node.text in _TRUTH:
        return _TRUTH[node.text]
    number = decimal_number(node.text)
    return node.text if number is None else number


def decimal_number(text: str) -> int | float | None:
    """The finite number a text writes in decimal digits, else None.

    `1e-3` is a number; `010`, `1_000`, `0x1F`, `1:30` and `.nan` are not.
    """
    if not _NUMBER.fullmatch(text):
        return None
    if re.fullmatch("[-+]?[0-9]+", text):
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else None


def place_at(root: Node, path: Path) -> Place:
    """Place of the value at ``path``, or of the last thing on the way that exists."""
    node = root
    for step in path:
        below = _child(node, step)
        if below is None:
            return node.place
        node = below
    return node.place


def key_place(root: Node, path: Path) -> Place:
    """Place of the key that ends ``path``; of the value where the path ends in a list."""
    parent = node_at(root, path[:-1])
    if isinstance(parent, Mapping) and path[-1] in parent.keys:
        return parent.keys[str(path[-1])]
    return place_at(root, path)


def node_at(root: Node, path: Path) -> Node | None:
    """The node at ``path``, if there is one."""
    node: Node | None = root
    for step in path:
        node = _child(node, step) if node is not None else None
    return node


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.items.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


KEY = "[key]"
"""Ends the path of a key itself, as against the value under it."""


def places(node: Node, path: Path = ()) -> dict[Path, Place]:
    """Place of every value below ``node``, by path, and of every key, by the path that ends in ``KEY``."""
    found: dict[Path, Place] = {path: node.place} if path else {}
    if isinstance(node, Mapping):
        for key, value in node.items.items():
            found[(*path, key, KEY)] = node.keys[key]
            found |= places(value, (*path, key))
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            found |= places(item, (*path, number))
    return found
