"""Codebooks: which column of a survey file tells which concept, and what its codes mean. Data, not code.

A codebook is a YAML file; ``docs/calibration.md`` shows how to write one. Allowed values of a column are a number, a
word, a range ``1..4`` or a list of these; words of a concept are those of ``answers.CODES``.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from calibration.documents import Part, as_document
from calibration.surveys.answers import CODES, NUMBERS, Standard
from simulation.scenario.faults import Fault, ScenarioError, nearest
from simulation.scenario.reading import Mapping as Tree
from simulation.scenario.reading import Scalar, read
from simulation.scenario.schema import Name
from simulation.scenario.shipped import is_file
from simulation.scenario.units import finite, refused, shown
from simulation.scenario.values import decimal_number, plain

#: A value that a cell may have: a number, a word in small letters, or a range of numbers with both ends.
Allowed = float | str | tuple[float, float]

_RANGE = re.compile(r"(.+?)\.\.(.+)")


def _allowed(value: Any) -> tuple[Allowed, ...]:
    if isinstance(value, list | tuple):
        return tuple(one for entry in value for one in _allowed(entry))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise refused(
            f"expected a code, got {shown(value)}", "codes are numbers, words, ranges 1..4, or a list of them"
        )
    if isinstance(value, str):
        ends = _RANGE.fullmatch(value)
        numbers = [decimal_number(end.strip()) for end in ends.groups()] if ends else [None]
        known = [float(number) for number in numbers if number is not None]
        return ((known[0], known[1]),) if len(known) == 2 else (value.strip().casefold(),)
    return (float(value),)


def _range(value: Any) -> tuple[float, float]:
    allowed = _allowed(value)
    if len(allowed) != 1 or not isinstance(allowed[0], tuple) or allowed[0][0] > allowed[0][1]:
        raise refused(f"expected a range, got {shown(value)}", "write for example 0..120")
    return allowed[0]


def _one_or_more(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


AllowedCodes = Annotated[tuple[Allowed, ...], BeforeValidator(_allowed)]
Range = Annotated[tuple[float, float], BeforeValidator(_range)]
Columns = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
Positive = Annotated[float, BeforeValidator(finite), Field(gt=0)]


class Number(Part):
    """A number asked for: the sum of its columns times ``factor``; ``log`` where the file holds its logarithm.

    Values outside ``range`` are impossible; ``plausible`` holds the median unless the unit is another one.
    """

    columns: Columns
    factor: Positive = 1.0
    log: bool = False
    range: Range = (-1e15, 1e15)
    plausible: Range | None = None
    missing: AllowedCodes = ()
    optional: bool = False

    @property
    def used(self) -> tuple[str, ...]:
        """Columns it needs."""
        return self.columns


class Coded(Part):
    """A concept with words: ``codes`` of one column, or ``rules`` over several, the first that fits.

    A rule maps one word to the values that columns must have. ``otherwise`` is the word of everybody else.
    """

    column: str | None = None
    codes: dict[str, AllowedCodes] = Field(default={})
    rules: tuple[dict[str, dict[str, AllowedCodes]], ...] = ()
    otherwise: str | None = None
    missing: AllowedCodes = ()
    optional: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.rules) == bool(self.column) or bool(self.codes) != bool(self.column):
            raise refused(
                "a coded concept has a column with codes, or rules", "column: c3, codes: {male: 1, female: 2}"
            )
        if any(len(rule) != 1 for rule in self.rules):
            raise refused("a rule has one word", "- employed: {hdkt: 1}")
        return self

    @property
    def used(self) -> tuple[str, ...]:
        """Columns it needs."""
        if self.column:
            return (self.column,)
        return tuple(dict.fromkeys(name for rule in self.rules for tests in rule.values() for name in tests))

    @property
    def words(self) -> tuple[str, ...]:
        """Words it can give."""
        given = (*self.codes, *(word for rule in self.rules for word in rule))
        return given if self.otherwise is None else (*given, self.otherwise)


class Area(Part):
    """The column of provinces and the code of each; a file of one place has none."""

    column: str
    codes: dict[str, AllowedCodes]


class Time(Part):
    """When interviews took place: columns of year and month, or year and quarter (then its middle month), or a date."""

    year: str | None = None
    month: str | None = None
    quarter: str | None = None
    always: str | None = None


class Codebook(Part):
    """What a survey file's columns mean."""

    name: Name
    source: str
    standards: tuple[Standard, ...] = ("icls19",)
    encoding: str = "utf-8"
    separator: str = ","
    decimal: Literal[".", ","] = "."
    place: Area | None = None
    weight: str | Literal["none"]
    stratum: Columns = ()
    cluster: Columns = ()
    person: Columns = ()
    time: Time = Time()
    numbers: dict[str, Number] = Field(default={})
    concepts: dict[str, Coded] = Field(default={})

    @model_validator(mode="after")
    def _known_concepts(self) -> Self:
        for given, known, what in ((self.numbers, NUMBERS, "number"), (self.concepts, CODES, "concept")):
            for name in given:
                if name not in known:
                    raise refused(f"unknown {what} {name!r}", nearest(name, known))
        for name, concept in self.concepts.items():
            for word in concept.words:
                if word not in CODES[name]:
                    raise refused(f"{name}: unknown word {word!r}", f"one of: {', '.join(CODES[name])}")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the file must have."""
        parts: list[Number | Coded] = [*self.numbers.values(), *self.concepts.values()]
        asked = [name for part in parts if not part.optional for name in part.used]
        times = [self.time.year, self.time.month, self.time.quarter]
        place = [self.place.column] if self.place else []
        weight = [] if self.weight == "none" else [self.weight]
        named = [*place, *weight, *self.stratum, *self.cluster, *self.person, *(one for one in times if one)]
        return tuple(dict.fromkeys([*named, *asked]))

    @property
    def optional(self) -> tuple[str, ...]:
        """Columns that the file may have."""
        parts: list[Number | Coded] = [*self.numbers.values(), *self.concepts.values()]
        return tuple(dict.fromkeys(name for part in parts if part.optional for name in part.used))


def _folder() -> Any:
    return files("calibration.surveys").joinpath("codebooks")


def shipped_codebooks() -> list[str]:
    """Names of the shipped codebooks."""
    return sorted(entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if entry.name.endswith(".yaml"))


def open_codebook(name: str) -> Codebook:
    """A shipped codebook by its name, or one in a file. Raises ScenarioError with every fault."""
    if name in shipped_codebooks():
        return _shipped(name)
    path = Path(name)
    if not is_file(path):
        hint = nearest(name, shipped_codebooks())
        raise ScenarioError(
            [Fault(name, 0, 0, "no such codebook", f"{hint}; shipped: {', '.join(shipped_codebooks())}")]
        )
    return as_document(_extended(read(path, str(path)), 0), Codebook)


@cache
def _shipped(name: str) -> Codebook:
    with as_file(_folder().joinpath(f"{name}.yaml")) as path:
        return as_document(_extended(read(path, path.name), 0), Codebook)


def _extended(tree: Tree, depth: int) -> Tree:
    """The tree laid over that of the shipped codebook it extends; concepts are replaced one by one."""
    extends = tree.items.get("extends")
    if extends is None:
        return tree
    known = shipped_codebooks()
    if not isinstance(extends, Scalar) or extends.text not in known or depth > len(known):
        raise ScenarioError(
            [Fault.at(extends.place, f"cannot extend {shown(plain(extends))}", f"shipped: {', '.join(known)}")]
        )
    with as_file(_folder().joinpath(f"{extends.text}.yaml")) as path:
        below = _extended(read(path, path.name), depth + 1)
    return _laid(below, tree)


def _laid(below: Tree, above: Tree) -> Tree:
    items, keys = dict(below.items), below.keys | above.keys
    for key, node in above.items.items():
        under = items.get(key)
        joined = key in ("numbers", "concepts")
        items[key] = _laid(under, node) if joined and isinstance(under, Tree) and isinstance(node, Tree) else node
    return Tree(above.place, {key: node for key, node in items.items() if key != "extends"}, keys)


Report = Mapping[str, Any]
