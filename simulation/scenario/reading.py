"""From bytes to a tree that knows the line and column of every key and value.

Only the events of the YAML parser are used, and they are bounded before anything is built: PyYAML's own composer
crashes on deep nesting, drops duplicate keys silently, expands aliases without limit and turns tags into objects.
Text stays text here; what a value means is decided by the field that takes it (`2023-07` is a month, never a date;
`no` is a word).
"""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml

from simulation.scenario.faults import Fault, Place, ScenarioError, quoted

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_TOO_DEEP = (f"values are nested deeper than {MAX_DEPTH} levels", "a scenario needs about six")
MAX_NODES = 50_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Scalar:
    """A single value as written. ``plain`` is false for quoted text, which is never a number or a truth value."""

    place: Place
    text: str
    plain: bool
    size: int = 1


@dataclass
class Sequence:
    """A list."""

    place: Place
    items: "list[Node]" = field(default_factory=list)
    size: int = 1


@dataclass
class Mapping:
    """A mapping. ``keys`` holds the place of each key."""

    place: Place
    items: "dict[str, Node]" = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    size: int = 1


Node = Scalar | Sequence | Mapping


def read(path: Path, shown: str) -> Mapping:
    """Tree of the YAML file at ``path``; ``shown`` is the file's name in messages. Raises ScenarioError."""
    return parse(_text(_content(path, shown), shown), shown)


def parse(text: str, shown: str) -> Mapping:
    """Tree of a YAML document whose top is a mapping. Raises ScenarioError with every fault of structure."""
    composer = _Composer(text, shown)
    root = composer.document()
    if isinstance(root, Mapping) and not composer.faults:
        return root
    if not composer.faults:
        composer.faults.append(_not_a_mapping(root, shown))
    raise ScenarioError(composer.faults)


def _not_a_mapping(root: Node | None, shown: str) -> Fault:
    example = "start with: name: {vi: Kịch bản mới, en: New scenario}"
    if root is None or (isinstance(root, Scalar) and root.plain and is_empty(root.text)):
        return Fault(shown, 1, 1, "the file is empty; a scenario was expected", example)
    return Fault.at(root.place, "a scenario is a mapping of keys to values", example)


def is_empty(text: str) -> bool:
    """Whether a plain scalar says that nothing is there."""
    return text in ("", "~", "null", "Null", "NULL")


def _content(path: Path, shown: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError(
                [Fault(shown, 0, 0, "not a file", "give the name of a scenario file, for example study_cards.yaml")]
            )
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioError([Fault(shown, 0, 0, f"cannot be read: {error.strerror}")]) from None
    if len(content) > MAX_BYTES:
        raise ScenarioError([Fault(shown, 1, 1, "the file is larger than 1 MB; a scenario is a page or two of text")])
    return content


def _text(content: bytes, shown: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(error.object[: error.start].decode("utf-8-sig", "replace"), shown)
        raise ScenarioError(
            [Fault.at(place, "the file is not UTF-8 text", "save it with the encoding UTF-8")]
        ) from None
    control = _CONTROL.search(text)
    if control:
        message = f"control character {quoted(control[0])} in the text"
        raise ScenarioError(
            [Fault.at(_place(text[: control.start()], shown), message, "delete it and type the line again")]
        )
    return text


def _place(before: str, shown: str) -> Place:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", before)
    return Place(shown, len(lines), len(lines[-1]) + 1)


class _StopError(Exception):
    """Reading stops: what follows cannot be trusted or would take too long."""


class _Composer:
    """Builds the tree from parser events, collecting faults; its stack is as deep as ``MAX_DEPTH`` at most."""

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self.faults: list[Fault] = []
        self._anchors: dict[str, Node | None] = {}
        self._nodes = 0
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CLoader)

    def document(self) -> Node | None:
        """The only document of the stream; None when there is none or reading stopped."""
        try:
            return self._only_document()
        except yaml.YAMLError as error:
            self._add(self._error_place(error), *_explained(error))
        except _StopError:
            pass
        return None

    def _only_document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._stop(
                    self._at(event), "a second document begins here; a file holds one scenario", "delete the line '---'"
                )
            root = self._node(next(self._events), 1)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        place = self._at(event)
        self._check(event, place, depth)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self._anchors[anchor] = None  # nothing until its value is complete, so that no value can contain itself
        node: Node
        if isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(place, depth)
        elif isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(place, depth)
        else:
            assert isinstance(event, yaml.ScalarEvent)
            node = Scalar(place, event.value, bool(event.implicit[0]))
        if anchor:
            self._anchors[anchor] = node
        return node

    def _check(self, event: yaml.Event, place: Place, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._stop(place, *_TOO_DEEP)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._add(place, f"tag {quoted(tag)} is not allowed", "write the value without a tag")
        self._count(place, 1)

    def _count(self, place: Place, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            hint = "write the values out; aliases that multiply are refused"
            self._stop(place, f"the file unfolds to more than {MAX_NODES:,} values", hint)

    def _sequence(self, place: Place, depth: int) -> Sequence:
        node = Sequence(place)
        for event in self._until(yaml.SequenceEndEvent):
            item = self._node(event, depth + 1)
            node.items.append(item)
            node.size += item.size
        return node

    def _mapping(self, place: Place, depth: int) -> Mapping:
        node = Mapping(place)
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            node.size += value.size
            self._enter(node, key, value)
        return node

    def _enter(self, node: Mapping, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self._add(
                key.place, "a key must be a single word", "write for example: horizon: {start: 2021-01, end: 2030-12}"
            )
        elif key.text in node.items:
            first = node.keys[key.text].line
            self._add(key.place, f"key {quoted(key.text)} is given twice; first in line {first}", "keep one of the two")
        else:
            node.items[key.text] = value
            node.keys[key.text] = key.place

    def _alias(self, event: yaml.AliasEvent) -> Node:
        place = self._at(event)
        anchor = str(event.anchor)
        node = self._anchors.get(anchor)
        if node is None:
            known = anchor in self._anchors
            what = "stands inside the value it names" if known else "has no anchor before it"
            self._stop(place, f"alias {quoted('*' + anchor)} {what}", "write the value out")
        self._count(place, node.size)
        return node

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _at(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # the parser marks every event
        return Place(self.shown, mark.line + 1, mark.column + 1)

    def _error_place(self, error: yaml.YAMLError) -> Place:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        return Place(self.shown, mark.line + 1, mark.column + 1) if mark else Place(self.shown, 1, 1)

    def _add(self, place: Place, message: str, hint: str = "") -> None:
        self.faults.append(Fault.at(place, message, hint))

    def _stop(self, place: Place, message: str, hint: str = "") -> NoReturn:
        self._add(place, message, hint)
        raise _StopError


def _explained(error: yaml.YAMLError) -> tuple[str, str]:
    """Message and hint for what the YAML parser refused."""
    problem = str(getattr(error, "problem", None) or "cannot be read as YAML")
    if "maximum nesting" in problem:  # the parser looks ahead, and has a limit of its own
        return _TOO_DEEP
    context = getattr(error, "context", None)
    message = f"not valid YAML: {problem}" + (f" ({context})" if context else "")
    if "cannot start any token" in problem or "tab" in problem:
        return message, "indent with spaces, not tabs; put text that begins with @, ` or % in quotes"
    return message, "compare indentation, brackets and quotes with a shipped scenario such as baseline.yaml"
