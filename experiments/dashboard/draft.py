"""A scenario in the making: the file one began with, its doses as they stand now, and the YAML that says so.

The draft keeps the reference of the file it began with, so that an effect is measured against the same thing.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from experiments.texts.phrasebook import renamed
from simulation.scenario.levers import LeverDose, write_dose
from simulation.scenario.scenario import Scenario
from simulation.scenario.shipped import shipped_folder, shipped_scenario

#: Where the doses of levers that a scenario does not have are taken from.
OFFERED = "plan_66_full"
_STEP = re.compile(r"\w+|\[\d+\]")


@dataclass
class Dose:
    """One dose: its entry as the file writes it, now and at ``first``; if it is on, if the reference has it too."""

    lever: str
    entry: dict[str, Any]
    first: dict[str, Any]
    kind: type[LeverDose]
    on: bool
    inherited: bool
    changed: bool = False

    @property
    def key(self) -> str:
        """The lever, with the dose's own id behind a colon."""
        return f"{self.lever}:{self.entry['id']}" if "id" in self.entry else self.lever


@dataclass
class Draft:
    """The scenario as edited so far; ``began_with`` is what it was made from."""

    began_with: Scenario
    doses: dict[str, Dose] = field(default_factory=dict)
    name_vi: str = ""
    name_en: str = ""

    @property
    def stem(self) -> str:
        """Name of the file it will be."""
        apart = self.is_changed or self.began_with.reference is None
        return f"{self.began_with.stem}_draft" if apart else self.began_with.stem

    @property
    def is_changed(self) -> bool:
        """Whether anything was edited."""
        return any(dose.changed for dose in self.doses.values())

    def set(self, key: str, path: str, text: str) -> None:
        """Write ``text`` under a path of a dose, such as ``covers.tuition`` or ``places[0].places``."""
        dose = self.doses[key]
        steps = [_step(part) for part in _STEP.findall(path)]
        place: Any = dose.entry
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = _as_written(text)
        dose.changed = dose.on = True

    def switch(self, key: str, on: bool) -> None:
        """Take a dose in or leave it out; what the reference has stays in."""
        dose = self.doses[key]
        dose.on, dose.changed = on or dose.inherited, True

    @property
    def text(self) -> str:
        """The draft as a scenario file."""
        content = _own_keys(self.began_with)
        if self.is_changed:
            content["name"] = renamed(self.began_with.name, "draft.changed")
        own = [dose for dose in self.doses.values() if dose.on and (dose.changed or not dose.inherited)]
        content["policies"] = [{dose.lever: _without_empty(dose.entry)} for dose in own]
        lines = yaml.dump(
            content, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
        )
        return f"# yaml-language-server: $schema=scenario.schema.json\n{lines}"

    def write(self, folder: Path) -> Path:
        """Write the draft, and beside it the user's own files that it extends."""
        folder.mkdir(parents=True, exist_ok=True)
        for above in _own_files_above(self.began_with):
            (folder / above.name).write_text(above.read_text(encoding="utf-8"), encoding="utf-8")
        place = folder / f"{self.stem}.yaml"
        place.write_text(self.text, encoding="utf-8", newline="\n")
        return place


def begin(path: str | Path) -> Draft:
    """A draft of a scenario file. Raises ScenarioError for faults in it."""
    scenario = Scenario.load(path)
    reference = scenario.reference
    theirs = {dose.key: dose for dose in reference.policies} if reference else {}
    whole = reference is None
    draft = Draft(scenario)
    for dose in scenario.policies:
        inherited = whole or theirs.get(dose.key) == dose
        _add(draft, dose, on=True, inherited=inherited)
    for dose in Scenario.load(str(shipped_scenario(OFFERED))).policies:
        if _key(dose) not in draft.doses:
            _add(draft, dose, on=False, inherited=False)
    return draft


def _add(draft: Draft, dose: LeverDose, on: bool, inherited: bool) -> None:
    [(lever, entry)] = write_dose(dose).items()
    draft.doses[_key(dose)] = Dose(lever, deepcopy(entry), deepcopy(entry), type(dose), on, inherited)


def _key(dose: LeverDose) -> str:
    return f"{dose.lever}:{dose.id}" if dose.id else dose.lever


def _step(part: str) -> str | int:
    return int(part[1:-1]) if part.startswith("[") else part


def _as_written(text: str) -> str:
    return " ".join(text.split())


def _own_keys(scenario: Scenario) -> dict[str, Any]:
    """What the file says itself but its doses; of one that extends nothing, that it is built upon."""
    if scenario.reference is None:
        name = scenario.name
        return {"name": {"vi": name.vi, "en": name.en}, "extends": scenario.path.name, **_horizon(scenario)}
    raw: dict[str, Any] = yaml.load(scenario.path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {key: value for key, value in raw.items() if key != "policies"}


def _horizon(scenario: Scenario) -> dict[str, Any]:
    shown = scenario.content.model_dump(mode="json", by_alias=True)["horizon"]
    return {"horizon": {"start": shown["start"], "end": shown["end"]}}


def _own_files_above(scenario: Scenario) -> list[Path]:
    """Files of the user that the draft extends; shipped ones are found on board."""
    chain = []
    above: Scenario | None = scenario if scenario.reference is None else scenario.reference
    while above is not None:
        if not above.path.resolve().is_relative_to(shipped_folder()):
            chain.append(above.path)
        above = above.reference
    return chain


def _without_empty(value: Any) -> Any:
    """The entry without groups that exclude nobody."""
    return {key: _text(one) for key, one in value.items() if one not in ({}, [])}


def _text(value: Any) -> Any:
    """The value with every number and truth as the text that the file has for it."""
    if isinstance(value, dict):
        return {key: _text(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Plain(yaml.SafeDumper):
    """Writes text without quotes wherever YAML allows it: in a scenario `60` and `2023-07` are read by their field."""


_Plain.yaml_implicit_resolvers = {}
