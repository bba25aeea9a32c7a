"""`extends`: which file a scenario builds on, and what the two say together.

A file may build on another inside its own folder tree, or on a shipped scenario. Keys of the extending file replace
those of the extended one, deeply; the name is each file's own; a demand path is replaced as a whole, since its years
share one index; an entry of `policies` replaces the entry with the same lever and the same id, because a dose is a
total.
"""

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from simulation.scenario.faults import Fault, Place, ScenarioError, quoted
from simulation.scenario.parameter_sets import SUFFIX as SETS
from simulation.scenario.reading import Mapping, Node, Scalar, Sequence, read
from simulation.scenario.shipped import SUFFIXES, is_file, shipped_folder, shipped_scenario

MAX_CHAIN = 16
SETS_KEY = "parameter_sets"


@dataclass
class Source:
    """A scenario file with what it inherits. ``complete`` is false when the file it extends could not be read."""

    path: Path
    shown: str
    tree: Mapping
    reference: "Source | None" = None
    complete: bool = True
    faults: list[Fault] = field(default_factory=list)

    def folders(self) -> dict[str, Path]:
        """Folder of each file of the chain by the name messages use."""
        above = self.reference.folders() if self.reference else {}
        return above | {self.shown: self.path.parent}


def open_source(path: Path, otherwise: str = "") -> Source:
    """The file a user names, or the shipped scenario of that name, with everything it extends. Raises ScenarioError.

    ``otherwise`` is the file that it extends if it names neither one nor a province.
    """
    found = path if _exists(path) else shipped_scenario(path.as_posix())
    if found is None:
        raise ScenarioError([Fault(str(path), 0, 0, "no such scenario file", _nearest_file(path.parent, path.name))])
    if found.suffix not in SUFFIXES and not found.is_dir():
        raise ScenarioError([Fault(str(path), 0, 0, "a scenario file ends in .yaml or .yml")])
    shown = str(path) if found is path else str(found)
    tree = _Tree([found.parent.resolve(), shipped_folder().resolve()])
    return _resolve(found, shown, tree, (), otherwise)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _nearest_file(folder: Path, name: str) -> str:
    """Hint with the scenario file in ``folder``, or shipped, whose name is closest."""
    names = _scenario_names(folder) | _scenario_names(shipped_folder())
    close = get_close_matches(name, sorted(names), n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"scenarios that exist: {', '.join(sorted(names)[:12])}"


def _scenario_names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in folder.iterdir() if entry.name.endswith(SUFFIXES)}
    except OSError:
        return set()


@dataclass(frozen=True)
class _Tree:
    """The folders a scenario may read from."""

    roots: list[Path]

    def holds(self, path: Path) -> bool:
        """Whether ``path`` lies in one of the folders once links are followed."""
        try:
            resolved = path.resolve()
        except (OSError, RuntimeError):  # a link that leads to itself
            return False
        return any(resolved.is_relative_to(root) for root in self.roots)


def _resolve(path: Path, shown: str, tree: _Tree, chain: tuple[Path, ...], otherwise: str = "") -> Source:
    own = with_sets_apart(read(path, shown))
    source = Source(path, shown, own)
    extends = own.items.get("extends")
    if extends is None and otherwise and "province" not in own.items:
        extends = Scalar(own.place, otherwise, True)
    if extends is None:
        return source
    try:
        source.reference = _extended(extends, source, tree, (*chain, path.resolve()))
    except ScenarioError as error:
        source.faults, source.complete = error.faults, False
        source.tree = _without_extends(own)
        return source
    source.tree, source.complete = merged(source.reference.tree, own), source.reference.complete
    return source


def with_sets_apart(tree: Mapping) -> Mapping:
    """The tree with `parameters: FILE.parquet` under a key of its own, so that values can be set on top of the file."""
    named = tree.items.get("parameters")
    if not isinstance(named, Scalar) or not named.text.endswith(SETS):
        return tree
    items = {SETS_KEY if key == "parameters" else key: node for key, node in tree.items.items()}
    keys = {SETS_KEY if key == "parameters" else key: place for key, place in tree.keys.items()}
    return Mapping(tree.place, items, keys, tree.size)


def _extended(extends: Node, source: Source, tree: _Tree, chain: tuple[Path, ...]) -> Source:
    place = extends.place
    if not isinstance(extends, Scalar) or not extends.text:
        raise _refusal(place, "expected the name of a scenario file", "extends: baseline.yaml")
    path = _target(extends.text, source, tree, place)
    if path.resolve() in chain:
        circle = " -> ".join([*(one.name for one in chain[chain.index(path.resolve()) :]), path.name])
        raise _refusal(place, f"'extends' goes in a circle: {circle}", "let one of the files stand on its own")
    if len(chain) >= MAX_CHAIN:
        raise _refusal(place, f"more than {MAX_CHAIN} scenarios extend one another", "extend an earlier one directly")
    beside = os.path.normpath(Path(source.shown).parent / extends.text)
    return _resolve(path, beside if path == _beside(source, extends.text) else str(path), tree, chain)


def _beside(source: Source, name: str) -> Path:
    return Path(os.path.normpath(source.path.parent / name))


def _target(name: str, source: Source, tree: _Tree, place: Place) -> Path:
    """The file that ``name`` means, seen from ``source``. Raises ScenarioError when it may not be read."""
    hint = "name a file beside this one or a shipped scenario: extends: baseline.yaml"
    if not name.isprintable() or "\\" in name or len(name) > 300:
        raise _refusal(place, f"{quoted(name)} is not the name of a scenario file", hint)
    path = _beside(source, name)
    if Path(name).is_absolute() or not tree.holds(path):
        raise _refusal(place, f"{quoted(name)} lies outside the scenario's folder tree", hint)
    if not name.endswith(SUFFIXES):
        raise _refusal(place, f"{quoted(name)} does not end in .yaml or .yml", _nearest_file(path.parent, path.name))
    found = path if is_file(path) else shipped_scenario(name)
    if found is None:
        raise _refusal(place, f"there is no scenario file {quoted(name)}", _nearest_file(path.parent, path.name))
    return found


def _refusal(place: Place, message: str, hint: str) -> ScenarioError:
    return ScenarioError([Fault.at(place, message, hint)])


_WHOLE = {("economy", "demand")}
"""Mappings whose entries are replaced as a whole."""


def merged(base: Mapping, own: Mapping) -> Mapping:
    """What ``own`` says on top of ``base``; every node keeps its place."""
    inherited = _without(base, "name")
    result = _deeply(inherited, _without_extends(own), ())
    policies = inherited.items.get("policies"), own.items.get("policies")
    if isinstance(policies[0], Sequence) and isinstance(policies[1], Sequence):
        result.items["policies"] = _doses(policies[0], policies[1])
    return result


def _without_extends(tree: Mapping) -> Mapping:
    return _without(tree, "extends")


def _without(tree: Mapping, key: str) -> Mapping:
    items = {name: node for name, node in tree.items.items() if name != key}
    return Mapping(tree.place, items, dict(tree.keys))


def _deeply(base: Mapping, own: Mapping, path: tuple[str, ...]) -> Mapping:
    result = Mapping(own.place, dict(base.items), base.keys | own.keys)
    for key, node in own.items.items():
        below = base.items.get(key)
        both = isinstance(below, Mapping) and isinstance(node, Mapping) and path not in _WHOLE
        result.items[key] = _deeply(below, node, (*path, key)) if both else node  # type: ignore[arg-type]
    return result


def _doses(base: Sequence, own: Sequence) -> Sequence:
    """The doses in force: those of ``base`` in their order, replaced where ``own`` has a dose of the same key."""
    items = list(base.items)
    inherited = {dose_key(item): i for i, item in enumerate(items)}
    for item in own.items:
        place = inherited.pop(dose_key(item), None)
        if place is None:
            items.append(item)
        else:
            items[place] = item
    return Sequence(own.place, items)


def dose_key(entry: Node) -> tuple[str, str] | None:
    """Lever and id of an entry of `policies`, as written; None when the entry does not name one lever."""
    if not isinstance(entry, Mapping) or len(entry.items) != 1:
        return None
    [(lever, dose)] = entry.items.items()
    label = dose.items.get("id") if isinstance(dose, Mapping) else None
    return lever, label.text if isinstance(label, Scalar) else ""
