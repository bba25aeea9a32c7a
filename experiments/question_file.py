"""Files that ask for many runs: their keys and values, each fault with its place and the nearest name.

Such a file is read as a scenario is (see ``simulation.scenario.reading``); what its values mean is said here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from simulation.scenario import Fault, Place, Scenario, ScenarioError, shipped_folder
from simulation.scenario.faults import nearest, quoted
from simulation.scenario.reading import Mapping, Node, Scalar, read
from simulation.scenario.reading import Sequence as Listed
from simulation.scenario.shipped import is_file, shipped_scenario
from simulation.scenario.units import shown
from simulation.scenario.values import plain

Whole = TypeVar("Whole", int, float)
Words = tuple[str, str]


class Page:
    """The mapping at the top of a file, or one inside it; ``faults`` collects all that is wrong with the file."""

    def __init__(self, tree: Mapping, known: Sequence[str], faults: list[Fault], what: str) -> None:
        self.tree = tree
        self.faults = faults
        for key in tree.items:
            if key not in known:
                self.refuse(tree.keys[key], f"unknown key {quoted(key)} of {what}", nearest(key, known))

    def refuse(self, at: Place | Node, message: str, hint: str = "") -> None:
        """Enter a fault."""
        self.faults.append(Fault.at(at if isinstance(at, Place) else at.place, message, hint))

    def node(self, key: str, needed: str = "") -> Node | None:
        """The value under ``key``; a missing one is a fault when ``needed`` shows how to write it."""
        node = self.tree.items.get(key)
        if node is None and needed:
            self.refuse(self.tree, f"missing key {key!r}", f"write for example {needed}")
        return node

    def place(self, key: str) -> Place:
        """Where ``key`` stands, or the mapping that lacks it."""
        return self.tree.keys.get(key, self.tree.place)

    def choice(self, key: str, known: Sequence[str], otherwise: str) -> str:
        """One word of ``known``."""
        node = self.tree.items.get(key)
        if node is None:
            return otherwise
        if not isinstance(node, Scalar) or node.text not in known:
            word = node.text if isinstance(node, Scalar) else shown(plain(node))
            self.refuse(node, f"unknown {key} {quoted(word)}", nearest(word, known))
            return otherwise
        return node.text

    def whole(self, key: str, otherwise: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return int(self._number(key, otherwise, low, high, int, f"a whole number from {low} to {high}"))

    def share(self, key: str, otherwise: float) -> float:
        """A share above 0 and at most 1, as a fraction or a percentage."""
        node = self.tree.items.get(key)
        if isinstance(node, Scalar) and node.text.rstrip().endswith("%"):
            number = as_number(node.text.rstrip().removesuffix("%"))
            value = None if number is None else number / 100.0
            if value is not None and 0.0 < value <= 1.0:
                return value
        return float(self._number(key, otherwise, 1e-9, 1.0, float, "a share above 0 and at most 1"))

    def _number(self, key: str, otherwise: float, low: float, high: float, kind: type, expected: str) -> float:
        node = self.tree.items.get(key)
        if node is None:
            return otherwise
        value = plain(node)
        fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        if not fits or (kind is int and not isinstance(value, int)):
            self.refuse(node, f"{key} is {expected}, got {shown(value)}")
            return otherwise
        return float(value)

    def words(self, key: str, needed: str = "") -> list[Scalar]:
        """A list of words, or one word."""
        node = self.node(key, needed)
        if node is None:
            return []
        items = node.items if isinstance(node, Listed) else [node]
        return [item for item in items if self.is_word(item)]

    def is_word(self, node: Node) -> TypeGuard[Scalar]:
        """Whether the node is one word or number; a fault if not."""
        if isinstance(node, Scalar) and node.text:
            return True
        self.refuse(node, f"expected one word, got {shown(plain(node))}")
        return False

    def name(self) -> Words:
        """The name in Vietnamese and English."""
        node = self.node("name", "name: {vi: Thử liều lượng, en: Trying doses}")
        inner = node.items if isinstance(node, Mapping) else {}
        found = [one.text for one in (inner.get("vi"), inner.get("en")) if isinstance(one, Scalar)]
        if node is not None and len(found) != 2:
            self.refuse(
                node, "a name has two languages", "write for example name: {vi: Thử liều lượng, en: Trying doses}"
            )
            return "", ""
        return (found[0], found[1]) if found else ("", "")


def as_number(text: str) -> float | None:
    """The number a text writes, if it writes one."""
    from simulation.scenario.values import decimal_number

    number = decimal_number(text.strip())
    return None if number is None else float(number)


def open_question(path: Path, read_page: Callable[[Path, Mapping, list[Fault]], Any]) -> Any:
    """What ``read_page`` makes of the file at ``path``, or of the shipped one of that name.

    Raises ScenarioError with every fault found.
    """
    found = path if is_file(path) else _shipped(path)
    if found is None:
        names = sorted(entry.name for entry in (shipped_folder() / "experiments").glob("*.yaml"))
        raise ScenarioError([Fault(str(path), 0, 0, "no such file", nearest(path.name, names))])
    faults: list[Fault] = []
    question = read_page(found, read(found, str(path) if found is path else str(found)), faults)
    if faults:
        raise ScenarioError(sorted(faults))
    return question


def _shipped(path: Path) -> Path | None:
    return shipped_scenario(path.as_posix()) or shipped_scenario(f"experiments/{path.name}")


def load_scenario(name: Scalar, file: Path, page: Page) -> Scenario | None:
    """The scenario that a file names beside itself or among the shipped ones; None, and faults, where there is none."""
    beside = file.parent / name.text
    try:
        return Scenario.load(beside if is_file(beside) else name.text)
    except ScenarioError as error:
        for fault in error.faults:
            page.refuse(name, f"scenario {quoted(name.text)}: {fault.message}", fault.hint)
        return None
