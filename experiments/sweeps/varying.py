"""The section ``vary`` of a sweep or a search: keys of scenarios and the values they take, checked against both.

A list gives values, ``{low: , high: , shape: }`` a range, and ``table`` the range of the province's parameter table.
The key ``parameters`` stands for every parameter that has a range (``all``) or that nobody has measured (``assumed``).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from experiments.draws import uncertain
from experiments.question_file import Page
from experiments.sweeps.factors import SHAPES, Factor, Quantity, Shape, Value, quantity
from experiments.sweeps.keys import SEED, UnknownKeyError, dose_names, resolve
from experiments.sweeps.question import at_point
from simulation.scenario import Scenario, ScenarioError
from simulation.scenario.faults import nearest, quoted
from simulation.scenario.reading import Mapping, Node, Scalar
from simulation.scenario.reading import Sequence as Listed
from simulation.scenario.units import shown
from simulation.scenario.values import plain

if TYPE_CHECKING:
    from simulation.province import Parameter, Province

_EXAMPLE = "policies.study_card.cards: {low: 0 per year, high: 5000 per year}"
_ALL, _ASSUMED, _TABLE = "all", "assumed", "table"


class Varying:
    """Reads factors for scenarios and their province."""

    def __init__(self, page: Page, scenarios: Sequence[Scenario], province: "Province") -> None:
        self.page = page
        self.scenarios = list(scenarios)
        self.province = province

    def factors(self, key: str = "vary") -> tuple[Factor, ...]:
        """The factors of the section under ``key``, in its order; faults go to the page."""
        node = self.page.node(key, f"{key}: {{{_EXAMPLE}}}")
        if node is not None and not isinstance(node, Mapping):
            self.page.refuse(
                node, f"{key!r} holds keys of scenarios with their values", f"write for example {_EXAMPLE}"
            )
        inner = node if isinstance(node, Mapping) else Mapping(self.page.tree.place)
        found = {factor.key: factor for name, value in inner.items.items() for factor in self._read(inner, name, value)}
        return tuple(found.values())

    def value(self, key: str, node: Node) -> Value:
        """A single value that a list of points gives to a key; None and faults where it does not fit."""
        return self._checked(key, node, plain(node))

    def _read(self, section: Mapping, key: str, node: Node) -> Iterator[Factor]:
        place = section.keys[key]
        if key == "parameters":
            yield from self._many(node)
            return
        known = self.own(key, place)
        if known is None:
            return
        if isinstance(node, Scalar) and node.text == _TABLE:
            found = self._of_table(key, node)
        elif isinstance(node, Mapping):
            found = self._range(key, node)
        else:
            found = self._listed(key, node)
        if found is not None:
            yield replace(found, own=known[0], unit=found.unit or known[1], assumed=known[2])

    def _many(self, node: Node) -> Iterator[Factor]:
        word = node.text if isinstance(node, Scalar) else shown(plain(node))
        if word not in (_ALL, _ASSUMED):
            self.page.refuse(node, f"unknown choice {quoted(word)} of parameters", nearest(word, [_ALL, _ASSUMED]))
            return
        for name, parameter in sorted(uncertain(self.province.parameters).items()):
            if word == _ALL or parameter.status == _ASSUMED:
                key = f"parameters.{name}"
                yield replace(_tabled(key, parameter), own=self._own_parameter(name))

    def own(self, key: str, place: Any) -> tuple[Value, str, bool] | None:
        """What scenarios have under a key, its unit, whether it is assumed; None and a fault where none has it."""
        if key == SEED:
            return None, "", False
        try:
            paths = [(scenario, resolve(key, scenario)) for scenario in self.scenarios]
        except UnknownKeyError as fault:
            self.page.refuse(place, str(fault), fault.hint)
            return None
        having = [(scenario, path) for scenario, path in paths if path is not None]
        if not having:
            dose = key.split(".")[1]
            self.page.refuse(
                place, f"no scenario here has a dose {quoted(dose)}", nearest(dose, dose_names(self.scenarios))
            )
            return None
        scenario, path = having[0]
        if path[0] == "parameters":
            return self._parameter(str(path[-1]), place)
        return _value_at(scenario, path), "", False

    def _parameter(self, name: str, place: Any) -> tuple[Value, str, bool] | None:
        known = self.province.parameters.get(name)
        if known is None:
            self.page.refuse(place, f"unknown parameter {quoted(name)}", nearest(name, self.province.parameters))
            return None
        return self._own_parameter(name), known.unit, known.status == _ASSUMED

    def _own_parameter(self, name: str) -> float:
        return self.scenarios[0].parameters.get(name, self.province.value(name))

    def _of_table(self, key: str, node: Node) -> Factor | None:
        known = self.province.parameters.get(key.removeprefix("parameters."))
        if known is None or not known.low < known.high:
            self.page.refuse(node, f"{key} has no range in the table of parameters", f"write for example {_EXAMPLE}")
            return None
        return _tabled(key, known)

    def _range(self, key: str, node: Mapping) -> Factor | None:
        page = Page(node, ("low", "high", "shape"), self.page.faults, "a range")
        ends = [self._end(key, page, name) for name in ("low", "high")]
        shape: Shape = page.choice("shape", SHAPES, "uniform")  # type: ignore[assignment]  # one of SHAPES
        if None in ends:
            return None
        (low_text, low), (high_text, high) = ends  # type: ignore[misc]  # None is out above
        if low.unit != high.unit:
            self.page.refuse(
                node, f"low and high of {key} have different units", f"write both as {high_text} is written"
            )
        elif low.number >= high.number:
            self.page.refuse(node, f"the range of {key} is empty: {low_text} is not below {high_text}")
        elif shape == "log" and low.number <= 0:
            self.page.refuse(node, f"a logarithmic range begins above 0, got {low_text}")
        else:
            return self._fitted(Factor(key, low=low, high=high, shape=shape, unit=low.unit.strip()), node)
        return None

    def _end(self, key: str, page: Page, name: str) -> tuple[Value, Quantity] | None:
        node = page.node(name, _EXAMPLE)
        if node is None:
            return None
        value = self._checked(key, node, plain(node))
        found = None if value is None else quantity(value)
        if value is not None and found is None:
            page.refuse(node, f"{name} of a range is a number with its unit, got {shown(value)}")
        return None if found is None else (value, found)

    def _fitted(self, factor: Factor, node: Node) -> Factor:
        """The factor, in whole numbers where the scenarios take no other."""
        assert factor.low is not None and factor.high is not None
        between = factor.low.with_number(factor.low.number + (factor.high.number - factor.low.number) / math.pi)
        if factor.low.unit != "month" and not self._faults(factor.key, between):
            return factor
        return replace(factor, whole=True)

    def _listed(self, key: str, node: Node) -> Factor | None:
        if not isinstance(node, Listed) or not node.items:
            self.page.refuse(node, f"expected values of {key}: a list or a range", f"write for example {_EXAMPLE}")
            return None
        values = [self._checked(key, item, plain(item)) for item in node.items]
        if None in values:
            return None
        first = quantity(values[0])
        return Factor(key, values=tuple(dict.fromkeys(values)), unit=first.unit.strip() if first else "")

    def _checked(self, key: str, node: Node, value: Value) -> Value:
        """The value if every scenario that has the key takes it."""
        if isinstance(value, dict | list):
            self.page.refuse(node, f"expected one value of {key}, got {shown(value)}", "name a key below it")
            return None
        if key == SEED:
            if isinstance(value, int) and value >= 0:
                return value
            self.page.refuse(node, f"a seed is a whole number, got {shown(value)}")
            return None
        faults = self._faults(key, value)
        for message, hint in faults:
            self.page.refuse(node, f"{key}: {message}", hint)
        return None if faults else value

    def _faults(self, key: str, value: Value) -> list[tuple[str, str]]:
        found: dict[tuple[str, str], None] = {}
        for scenario in self.scenarios:
            try:
                laid = at_point(scenario, {key: value})
                faults = [fault for fault in laid.check_against(self.province) if not fault.warning]
            except ScenarioError as error:
                faults = error.faults
            found |= {(fault.message, fault.hint): None for fault in faults}
        return list(found)


def _tabled(key: str, parameter: "Parameter") -> Factor:
    low, high = Quantity(parameter.low, ""), Quantity(parameter.high, "")
    assumed = parameter.status == _ASSUMED
    return Factor(
        key, low=low, high=high, mode=parameter.value, shape="triangular", unit=parameter.unit, assumed=assumed
    )


def _value_at(scenario: Scenario, path: Any) -> Value:
    """The value a scenario has at a path; None where it is not given."""
    from simulation.scenario.levers import write_dose

    if path[0] == "policies":
        tree: Any = write_dose(scenario.policies[path[1]])
        path = path[2:]
    else:
        tree = scenario.content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"policies"})
    for step in path:
        inside = step in tree if isinstance(tree, dict) else isinstance(tree, list) and step < len(tree)
        if not inside:
            return None
        tree = tree[step]
    return None if isinstance(tree, dict | list) else tree
