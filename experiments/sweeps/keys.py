"""Which value of a scenario a key of a sweep means: `parameters.match_quality_sd`, `policies.study_card.cards`.

A dose is named by its lever, with its id in brackets where a scenario has several of one lever; an item of a list by
its number in square brackets, from 0; a year of a demand path by the year.
"""

import re
from typing import TYPE_CHECKING

from simulation.scenario.explaining import keys_at
from simulation.scenario.faults import nearest, quoted

if TYPE_CHECKING:
    from simulation.scenario import Scenario
    from simulation.scenario.levers import LeverDose
    from simulation.scenario.values import Path

#: The key that stands for the seed of a run.
SEED = "seed"
_STEP = re.compile(r"([^.\[\]()]+(?:\([^()]*\))?)|\[(\d+)\]|\.")


class UnknownKeyError(Exception):
    """A key that no scenario has; ``hint`` is the nearest one."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def steps_of(key: str) -> "Path":
    """The steps of a key as written. Raises UnknownKeyError when it is not one."""
    steps: list[str | int] = []
    at = 0
    while at < len(key):
        match = _STEP.match(key, at)
        if match is None:
            raise UnknownKeyError(f"{quoted(key)} is not a key", "write for example policies.study_card.cards")
        if match[2] is not None:
            steps.append(int(match[2]))
        elif match[1] is not None:
            steps.append(match[1])
        at = match.end()
    if not steps or isinstance(steps[0], int):
        raise UnknownKeyError(f"{quoted(key)} is not a key", "write for example policies.study_card.cards")
    return tuple(steps)


def resolve(key: str, scenario: "Scenario") -> "Path | None":
    """Keys of the value in a scenario's tree; None where the scenario has no such dose. Raises UnknownKeyError."""
    steps = steps_of(key)
    if steps[0] != "policies":
        _check(steps)
        return steps
    if len(steps) < 3 or isinstance(steps[1], int):
        raise UnknownKeyError(f"{quoted(key)} names no value of a dose", "write for example policies.study_card.cards")
    found = _doses(steps[1], scenario)
    if len(found) > 1:
        first = scenario.policies[found[0]]
        raise UnknownKeyError(
            f"{scenario.stem} has {len(found)} doses of {quoted(steps[1])}", f"say which: {name_of(first)}"
        )
    if not found:
        return None
    path = ("policies", found[0], scenario.policies[found[0]].lever, *steps[2:])
    _check(path)
    return path


def name_of(dose: "LeverDose") -> str:
    """A dose as keys name it: its lever, and its id if it has one."""
    return f"{dose.lever}({dose.id})" if dose.id else dose.lever


def dose_names(scenarios: "list[Scenario]") -> list[str]:
    """Names of all doses."""
    return sorted({name_of(dose) for scenario in scenarios for dose in scenario.policies})


def _doses(name: str, scenario: "Scenario") -> list[int]:
    """Places of the doses a name means: of that lever and id, or of that lever alone."""
    exact = [place for place, dose in enumerate(scenario.policies) if name_of(dose) == name]
    return exact or [place for place, dose in enumerate(scenario.policies) if name in (dose.lever, dose.id)]


def _check(path: "Path") -> None:
    """Raise UnknownKeyError for a step that no scenario can have."""
    first = 3 if path[0] == "policies" else 0  # a dose is found by its lever before
    for length in range(first, len(path)):
        step, known = path[length], keys_at(path[:length])
        if known and step not in known:
            raise UnknownKeyError(
                f"unknown key {quoted(str(step))}", nearest(str(step), [name for name in known if name != "extends"])
            )
