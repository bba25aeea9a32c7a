"""From the validator's errors to faults a planner can act on: the place, what was expected, the nearest valid name."""

import re
from difflib import get_close_matches
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulation.scenario.faults import Fault, Place, nearest
from simulation.scenario.levers import LeverDose, registered_levers
from simulation.scenario.reading import Mapping, Node
from simulation.scenario.schema import Content
from simulation.scenario.units import shown
from simulation.scenario.values import KEY, NoValue, Path, key_place, node_at, place_at


def explain(error: ValidationError, root: Node) -> list[Fault]:
    """Every error of a validation as a fault at its place in the tree ``root``."""
    entries = error.errors(include_url=False)
    misspelt = {(*entry["loc"][:-1], _nearest_key(entry["loc"], root)) for entry in entries if _is_unknown(entry)}
    return [_fault(entry, root) for entry in entries if entry["type"] != "missing" or entry["loc"] not in misspelt]


def _is_unknown(entry: Any) -> bool:
    return bool(entry["type"] == "extra_forbidden")


def _nearest_key(loc: Path, root: Node) -> str:
    """The key that an unknown one was meant to be: where that one is missing too, the two are one fault."""
    close = get_close_matches(str(loc[-1]), keys_at(_with_lever_names(loc, root)[:-1]), n=1)
    return close[0] if close else ""


def _fault(entry: Any, root: Node) -> Fault:
    path = _with_lever_names(entry["loc"], root, entry["type"] == "model_type")
    message, hint = _words(entry, path)
    return Fault.at(_place(entry["type"], path, root), message, hint)


def _with_lever_names(loc: Path, root: Node, is_dose: bool = False) -> Path:
    """The validator steps from an entry of `policies` straight into the dose; the file has the lever's name between."""
    if loc[:1] == ("policies",) and len(loc) > (1 if is_dose else 2):
        entry = node_at(root, loc[:2])
        if isinstance(entry, Mapping) and len(entry.items) == 1:
            return (*loc[:2], *entry.items, *loc[2:])
    return loc


def _place(kind: str, path: Path, root: Node) -> Place:
    if path[-1:] == (KEY,):
        return key_place(root, path[:-1])
    if kind == "extra_forbidden":
        return key_place(root, path)
    return place_at(root, path)


def _words(entry: Any, path: Path) -> tuple[str, str]:
    kind, value, context = entry["type"], entry["input"], entry.get("ctx", {})
    name = str(path[-1])
    if kind == "extra_forbidden":
        return f"unknown key {shown(name)}", nearest(name, keys_at(path[:-1]))
    if kind == "missing":
        return f"missing key {name!r}", _meaning(path)
    if isinstance(value, NoValue):
        what = "this entry" if isinstance(path[-1], int) else repr(name)
        return f"{what} has no value", _meaning(path) or "give it a value or delete the key"
    if kind == "halong":
        return context["message"], context["hint"]
    if kind == "literal_error":
        return f"unknown value {shown(value)}", nearest(str(value), re.findall(r"'([^']*)'", context["expected"]))
    return _kind_expected(entry)


_KINDS = {
    "string_type": ("expected text, got {}", "put text that looks like a number in quotes"),
    "string_pattern_mismatch": ("{} is not an identifier", "identifiers are lower-case letters, digits and _"),
    "string_too_long": ("{} is too long", "shorten it"),
    "tuple_type": ("expected a list, got {}", "write for example [one, other]"),
    "dict_type": ("expected keys with values, got {}", "write for example {key: value}"),
    "model_type": ("expected keys with values, got {}", "write for example {key: value}"),
}


def _kind_expected(entry: Any) -> tuple[str, str]:
    message, hint = _KINDS.get(entry["type"], (entry["msg"] + ", got {}", ""))
    return message.format(shown(entry["input"])), hint


def _meaning(path: Path) -> str:
    """What the missing key of a model is for."""
    model = _model_at(path[:-1])
    if model is None:
        return ""
    for name, field in model.model_fields.items():
        if (field.alias or name) == path[-1] and field.description:
            example = f", for example {field.examples[0]}" if field.examples else ""
            return f"{path[-1]}: {field.description}{example}"
    return ""


def keys_at(path: Path) -> list[str]:
    """The keys that may stand in the mapping at ``path``; none when it is free."""
    model = _model_at(path)
    if model is None:
        return []
    own = ["extends"] if model is Content else []
    return own + [field.alias or name for name, field in model.model_fields.items()]


def _model_at(path: Path) -> type[BaseModel] | None:
    kind: Any = Content
    for step in path:
        kind = _below(_bare(kind), step)
    kind = _bare(kind)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _bare(kind: Any) -> Any:
    """A type without its annotations and without the alternative None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    alternatives = [one for one in get_args(kind) if one is not type(None)]
    return _bare(alternatives[0]) if type(None) in get_args(kind) else kind


def _below(kind: Any, step: str | int) -> Any:
    if kind is LeverDose:
        return registered_levers().get(str(step))
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return fields.get(str(step))
    arguments = get_args(kind)
    return arguments[1 if get_origin(kind) is dict else 0] if arguments else None
