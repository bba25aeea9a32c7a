"""The validated question put to the model: which province, which months, which levers at which dose."""

import hashlib
import json
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence as Many
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from simulation.scenario.checking import check_against
from simulation.scenario.explaining import explain
from simulation.scenario.extending import SETS_KEY, Source, dose_key, open_source
from simulation.scenario.faults import Fault, Place, ScenarioError
from simulation.scenario.levers import LeverDose, write_dose
from simulation.scenario.parameter_sets import ParameterSets, read_parameter_sets
from simulation.scenario.projects import PlannedProject
from simulation.scenario.reading import Mapping, Sequence
from simulation.scenario.schema import Content, DemandPath, Mechanisms, Name
from simulation.scenario.shipped import is_file, is_folder, shipped_folder
from simulation.scenario.values import KEY, place_at, places, plain
from simulation.scenario.values import Path as Keys

if TYPE_CHECKING:
    from simulation.province import Province


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario file, validated and frozen. Two scenarios are equal when they ask the same question.

    ``reference`` is the scenario that the file extends. ``places`` says where in which file each value was written.
    ``sets`` are parameter sets of which each seed has one.
    """

    content: Content
    path: Path
    reference: "Scenario | None" = None
    places: ReadOnly[Keys, Place] = field(default_factory=dict, repr=False)
    province: str = ""
    sets: ParameterSets | None = None

    @classmethod
    def load(cls, path: str | Path, otherwise: str = "") -> "Scenario":
        """The scenario in a file, or the shipped one of that name. Raises ScenarioError with every fault found.

        ``otherwise`` is what a file builds on that neither extends another nor names a province.
        """
        return _built(open_source(Path(path), otherwise))

    @classmethod
    def baseline(cls) -> "Scenario":
        """The shipped baseline: the policies in force before the plan, at their dose."""
        return cls.load(shipped_folder() / "baseline.yaml")

    @property
    def stem(self) -> str:
        """Name of the scenario in result tables: that of its file."""
        return self.path.stem

    @property
    def name(self) -> Name:
        """Name people read, in Vietnamese and English."""
        return self.content.name

    @property
    def start(self) -> int:
        """Index of the first month simulated."""
        return self.content.horizon.start

    @property
    def end(self) -> int:
        """Index of the last month simulated."""
        return self.content.horizon.end

    @property
    def scale(self) -> float:
        """Share of the province's persons that is simulated; weights keep the totals."""
        return self.content.scale

    @property
    def parameters(self) -> dict[str, float]:
        """Values that replace those of the province's parameter table."""
        return dict(self.content.parameters)

    def parameters_under(self, seed: int) -> dict[str, float]:
        """Values that replace those of the table under a seed: its parameter set, and what the file itself sets."""
        return {**(self.sets.of(seed) if self.sets else {}), **self.parameters}

    @property
    def mechanisms(self) -> Mechanisms:
        """Which parts of the model are held still."""
        return self.content.mechanisms

    @property
    def demand(self) -> dict[str, DemandPath]:
        """Demand path by sector id."""
        return dict(self.content.economy.demand)

    @property
    def projects(self) -> tuple[PlannedProject, ...]:
        """Investment projects named by the file, in its order."""
        return self.content.economy.projects or ()

    @property
    def policies(self) -> tuple[LeverDose, ...]:
        """Doses of the levers, in the order of the file."""
        return self.content.policies

    @cached_property
    def text(self) -> str:
        """The resolved scenario as canonical JSON: independent of comments, order of keys, way of writing and path."""
        values = self.content.model_dump(mode="json", by_alias=True, exclude_none=True)
        if self.sets is not None:
            values["parameter_sets"] = self.sets.digest
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of :attr:`text`, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def with_(
        self,
        *,
        scale: float | None = None,
        parameters: ReadOnly[str, float] | None = None,
        start: int | None = None,
        end: int | None = None,
        policies: Many[LeverDose] | None = None,
        projects: Many[PlannedProject] | None = None,
        mechanisms: ReadOnly[str, str] | None = None,
    ) -> "Scenario":
        """A validated copy with some values replaced; ``parameters`` and ``mechanisms`` are laid over those given.

        Raises ScenarioError when the result is not a valid scenario.
        """
        values = self.content.model_dump(mode="json", by_alias=True, exclude_none=True)
        months = {"start": start, "end": end}
        values["horizon"] |= {name: month for name, month in months.items() if month is not None}
        values["parameters"] |= dict(parameters or {})
        values["mechanisms"] |= dict(mechanisms or {})
        values["scale"] = self.scale if scale is None else scale
        values["policies"] = self.policies if policies is None else tuple(policies)
        if projects is not None:
            values["economy"]["projects"] = tuple(projects) or None
        return replace(self, content=_validated(values, self.path))

    def at_province(self, folder: str) -> "Scenario":
        """A copy about the province of another folder of tables."""
        return replace(self, province=folder)

    def with_sets(self, sets: ParameterSets | None) -> "Scenario":
        """A copy of which each seed has one of the sets, or none."""
        return replace(self, content=self.content.model_copy(update={"parameter_sets": None}), sets=sets)

    def with_values(self, values: ReadOnly[Keys, Any]) -> "Scenario":
        """A validated copy with other values under the keys given, each as a file would write it.

        Raises ScenarioError when the result is not a valid scenario.
        """
        tree = self.content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"policies"})
        touched = {keys[1] for keys in values if keys[0] == "policies"}
        tree["policies"] = [
            write_dose(dose) if number in touched else dose for number, dose in enumerate(self.policies)
        ]
        for keys, value in values.items():
            _lay(tree, keys, value)
        return replace(self, content=_validated(tree, self.path))

    def place_of(self, keys: Keys) -> Place:
        """Where the value under ``keys``, or the nearest above it, was written; the file as a whole for a default."""
        above = (keys[:length] for length in range(len(keys), 0, -1))
        return next((self.places[key] for key in above if key in self.places), Place(str(self.path), 0, 0))

    def key_place_of(self, keys: Keys) -> Place:
        """Where the last of ``keys`` itself was written."""
        return self.places.get((*keys, KEY), self.place_of(keys))

    def check_against(self, province: "Province") -> list[Fault]:
        """Faults and warnings that only the province's tables can show: unknown ids, parameters outside their range."""
        return check_against(self, province)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.content_hash)


def _lay(tree: Any, keys: Keys, value: Any) -> None:
    """Put a value into a tree of dicts and lists; what is not there on the way is made."""
    for step, after in pairwise(keys):
        empty: Any = [] if isinstance(after, int) else {}
        tree = tree.setdefault(step, empty) if isinstance(tree, dict) else tree[step]
    tree[keys[-1]] = value


def _validated(values: dict[str, Any], path: Path) -> Content:
    try:
        content = Content.model_validate(values)
    except ValidationError as error:
        raise ScenarioError(explain(error, Mapping(Place(str(path), 0, 0)))) from None
    keys = [dose.key for dose in content.policies]
    twice = next((dose for dose in keys if keys.count(dose) > 1), None)
    if twice:
        raise ScenarioError([Fault(str(path), 0, 0, f"lever {twice[0]!r} has two doses", "give each its own id")])
    return content


def _built(source: Source) -> Scenario:
    """The scenario of a source and, before it, those it extends. Raises ScenarioError with the faults of all."""
    faults = list(source.faults)
    reference = None
    if source.reference:
        try:
            reference = _built(source.reference)
        except ScenarioError as error:
            faults += error.faults
    content, own = _content(source)
    folder, outside = _province_folder(source)
    faults += [fault for fault in (*own, *_two_doses(source.tree), *outside) if fault not in faults]
    sets = None
    if content is not None and content.parameter_sets is not None:
        try:
            sets = _sets(source, content.parameter_sets)
        except ScenarioError as error:
            faults += error.faults
    if content is None or faults:
        raise ScenarioError(sorted(faults, key=lambda fault: (fault.file != source.shown, fault)))
    return Scenario(content, source.path, reference, places(source.tree), folder or content.province, sets)


def _sets(source: Source, name: str) -> ParameterSets:
    """Parameter sets beside the file that names them. Raises ScenarioError."""
    place = place_at(source.tree, (SETS_KEY,))
    path = source.folders()[place.file] / name
    if name.startswith("/") or not path.resolve().is_relative_to(source.path.parent.resolve()):
        raise ScenarioError(
            [Fault.at(place, f"{name!r} lies outside the scenario's folder tree", "copy it beside the file")]
        )
    if not is_file(path):
        raise ScenarioError(
            [Fault.at(place, f"there is no file {name!r} of parameter sets", "halong calibrate writes one")]
        )
    return read_parameter_sets(path, place)


def _content(source: Source) -> tuple[Content | None, list[Fault]]:
    try:
        return Content.model_validate(plain(source.tree)), []
    except ValidationError as error:
        faults = explain(error, source.tree)
    if source.complete:
        return None, faults
    inherited = {f"missing key {name!r}" for name in ("province", "horizon")}
    return None, [fault for fault in faults if fault.message not in inherited]


def _two_doses(tree: Mapping) -> list[Fault]:
    """Faults of levers that have two doses under the same id."""
    policies = tree.items.get("policies")
    seen: dict[tuple[str, str], Place] = {}
    faults = []
    for entry in policies.items if isinstance(policies, Sequence) else []:
        key = dose_key(entry)
        if key in seen:
            hint = f"the first stands at {seen[key]}; give each dose its own id, for example id: further"
            faults.append(Fault.at(entry.place, f"lever {key[0]!r} has two doses", hint))
        elif key:
            seen[key] = entry.place
    return faults


def _province_folder(source: Source) -> tuple[str, list[Fault]]:
    """Folder of tables a scenario names relative to its file, if it does, and what is wrong with it."""
    name = plain(source.tree).get("province")
    if not isinstance(name, str) or "/" not in name:
        return "", []
    place = place_at(source.tree, ("province",))
    folder = source.folders()[place.file] / name
    root = source.path.parent.resolve()
    if name.startswith("/") or not folder.resolve().is_relative_to(root):
        return "", [Fault.at(place, f"{name!r} lies outside the scenario's folder tree", "province: quang_ninh")]
    if not is_folder(folder):
        return "", [Fault.at(place, f"there is no folder {name!r} of province tables", "province: quang_ninh")]
    return str(folder.resolve()), []
