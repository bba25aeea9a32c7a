"""Which scenarios run, and against which reference each one is measured.

A scenario's reference is the file it extends, unless the user names another one or none. Several scenarios share the
reference they have in common; every arm runs with the same seeds.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.scenario import Scenario


class ArmsError(Exception):
    """The scenarios asked for cannot stand in one run folder; the message says why."""


@dataclass(frozen=True)
class Arms:
    """Scenarios by file stem, those asked for before their references, and the reference stem of each that has one."""

    scenarios: dict[str, "Scenario"]
    reference_of: dict[str, str]

    @property
    def asked(self) -> list[str]:
        """Stems of the scenarios that are measured against a reference, or all if none is."""
        return list(self.reference_of) or list(self.scenarios)


def pair(
    paths: list[Path], against: Path | None, alone: bool, scale: float | None = None, end: int | None = None
) -> Arms:
    """Load each scenario and its reference: ``against`` if given, none if ``alone``, else the file it extends.

    ``scale`` and ``end`` (month index) replace what the files say; a reference takes horizon and scale of the scenario
    it stands against. Raises ScenarioError for faults in a file, ArmsError when the arms do not fit together.
    """
    from simulation import Scenario

    named = None if against is None else Scenario.load(against)
    arms = Arms({}, {})
    references = {}
    for path in paths:
        loaded = Scenario.load(path)
        scenario = loaded.with_(scale=scale, end=end)
        _add(arms, scenario)
        reference = None if alone else named or loaded.reference
        if reference is not None and reference != loaded:
            references[scenario.stem] = reference.with_(scale=scenario.scale, start=scenario.start, end=scenario.end)
    for stem, reference in references.items():
        _add(arms, reference)
        arms.reference_of[stem] = reference.stem
    return arms


def _add(arms: Arms, scenario: "Scenario") -> None:
    present = arms.scenarios.setdefault(scenario.stem, scenario)
    if present != scenario:
        raise ArmsError(
            f"two different scenarios are called {scenario.stem} ({present.path} and {scenario.path}): "
            "results are kept by file name, so give one of the files another name"
        )
    first = next(iter(arms.scenarios.values()))
    if _frame(first) != _frame(scenario):
        raise ArmsError(
            f"{scenario.stem} and {first.stem} differ in province, horizon or scale and cannot share a run folder"
        )


def _frame(scenario: "Scenario") -> tuple[str, int, int, float]:
    return scenario.province, scenario.start, scenario.end, scenario.scale
