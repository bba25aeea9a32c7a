"""Reading the YAML documents of calibration: codebooks and fits, with the place of every fault."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from simulation.scenario.faults import Fault, ScenarioError, nearest
from simulation.scenario.reading import Mapping, Node, read
from simulation.scenario.units import shown
from simulation.scenario.values import NoValue, key_place, place_at, plain

Document = TypeVar("Document", bound="Part")


class Part(BaseModel):
    """A mapping of a document: known keys only, frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_document(path: Path, kind: type[Document], base: dict[str, Any] | None = None) -> Document:
    """The document in a file; keys of ``base`` stand where the file has none. Raises ScenarioError with every fault."""
    return as_document(read(path, str(path)), kind, base)


def as_document(root: Mapping, kind: type[Document], base: dict[str, Any] | None = None) -> Document:
    """A tree as a document. Raises ScenarioError with every fault."""
    values = {**(base or {}), **{key: value for key, value in plain(root).items() if key != "extends"}}
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        entries = error.errors(include_url=False)
    raise ScenarioError(_fault(entry, root, kind) for entry in entries)


def _fault(entry: ErrorDetails, root: Node, kind: type[BaseModel]) -> Fault:
    path = tuple(step for step in entry["loc"] if step != "[key]")
    unknown = entry["type"] == "extra_forbidden"
    place = key_place(root, path) if unknown else place_at(root, path)
    return Fault.at(place, *_words(entry, str(path[-1]) if path else "the file", kind))


def _words(entry: ErrorDetails, name: str, kind: type[BaseModel]) -> tuple[str, str]:
    context = entry.get("ctx", {})
    if entry["type"] == "extra_forbidden":
        return f"unknown key {shown(name)}", nearest(name, _keys(kind))
    if entry["type"] == "missing":
        return f"missing key {name!r}", ""
    if isinstance(entry["input"], NoValue):
        return f"{name!r} has no value", "give it a value or delete the key"
    if entry["type"] == "halong":
        return str(context["message"]), str(context["hint"])
    return f"{name}: {entry['msg']}, got {shown(entry['input'])}", ""


def _keys(kind: Any) -> set[str]:
    """Keys of a document and of the mappings inside it."""
    found: set[str] = set()
    for name, field in kind.model_fields.items():
        found.add(field.alias or name)
        inner = [field.annotation, *getattr(field.annotation, "__args__", ())]
        for one in inner:
            if isinstance(one, type) and issubclass(one, BaseModel):
                found |= _keys(one)
    return found
