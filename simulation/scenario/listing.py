"""A resolved scenario as a list of values with unit and place, and what sets it apart from its reference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulation.scenario.faults import Place
from simulation.scenario.scenario import Scenario
from simulation.scenario.values import Path

_UNIT_AFTER_NUMBER = re.compile(r"[\d.]+ (\D.*)")


@dataclass(frozen=True)
class Value:
    """One value of a scenario. ``place`` is None for a default; ``reference`` is None where the reference has none."""

    label: str
    value: Any
    unit: str
    place: Place | None
    reference: Any = None


def values(scenario: Scenario) -> dict[str, Value]:
    """Every value of the resolved scenario but its name, by label, such as `policies.study_card.cards`."""
    content = scenario.content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"name"})
    found = {}
    for keys, value in _leaves(content, ()):
        label = _label(keys, scenario)
        found[label] = Value(label, value, unit_of(keys, value), scenario.places.get(keys))
    return found


def differences(scenario: Scenario) -> list[Value]:
    """The values that the reference has not or has otherwise; then, with value None, those only the reference has."""
    own = values(scenario)
    base = values(scenario.reference) if scenario.reference else {}
    changed = [one for label, one in own.items() if label not in base or base[label].value != one.value]
    return [
        *(Value(one.label, one.value, one.unit, one.place, _value(base, one.label)) for one in changed),
        *(Value(label, None, one.unit, None, one.value) for label, one in base.items() if label not in own),
    ]


def unit_of(keys: Path, value: Any) -> str:
    """The unit that the canonical text of a value carries; empty for words and for numbers without one."""
    text = str(value)
    after = _UNIT_AFTER_NUMBER.fullmatch(text)
    if after:
        return after[1]
    if re.fullmatch(r"[\d.]+%", text):
        return "share"
    return "month" if re.fullmatch(r"\d{4}-\d{2}", text) else ""


def _value(known: dict[str, Value], label: str) -> Any:
    return known[label].value if label in known else None


def _leaves(value: Any, keys: Path) -> Iterator[tuple[Path, Any]]:
    """Values with their keys; a list of words is one value."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*keys, key))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, item in enumerate(value):
            yield from _leaves(item, (*keys, number))
    else:
        yield keys, ", ".join(map(str, value)) if isinstance(value, list) else value


def _label(keys: Path, scenario: Scenario) -> str:
    """Keys joined by points; a dose is named by its lever and id, so that its number in the list does not matter."""
    if keys[0] != "policies" or len(keys) < 3:
        return _joined(keys)
    dose = scenario.policies[int(keys[1])]
    name = f"{dose.lever}({dose.id})" if dose.id else dose.lever
    return _joined(("policies", name, *keys[3:]))


def _joined(keys: Path) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")
