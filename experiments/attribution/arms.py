"""Arms between a reference and a scenario: some levers at the scenario's dose, the rest at the reference's."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Province
    from simulation.scenario import LeverDose


@dataclass(frozen=True)
class Question:
    """A scenario and the reference it is taken apart against."""

    scenario: "Scenario"
    reference: "Scenario"

    @property
    def levers(self) -> list[str]:
        """Names of the levers whose doses differ, in the scenario's order; what it drops stands last."""
        names = dict.fromkeys(dose.lever for dose in (*self.scenario.policies, *self.reference.policies))
        return [name for name in names if _doses(self.scenario, name) != _doses(self.reference, name)]

    def alone(self, levers: Collection[str]) -> "Scenario":
        """The reference with these levers at the scenario's dose."""
        return self.reference.with_(policies=self._mixed(levers))

    def without(self, levers: Collection[str]) -> "Scenario":
        """The scenario with these levers at the reference's dose."""
        return self.scenario.with_(policies=self._mixed([name for name in self.levers if name not in levers]))

    def agencies(self, province: "Province") -> dict[str, list[str]]:
        """Levers by the agency that leads them in the first month in which the scenario's own doses are in force."""
        found: dict[str, list[str]] = {}
        for name in self.levers:
            doses = _doses(self.scenario, name) or _doses(self.reference, name)
            month = max(self.scenario.start, min(dose.from_ for dose in doses))
            found.setdefault(province.agency_of(doses[0].plan_lever, month).id, []).append(name)
        return found

    def _mixed(self, levers: Collection[str]) -> "list[LeverDose]":
        """Doses in the scenario's order: those of ``levers`` as there, the others as in the reference."""
        names = dict.fromkeys(dose.lever for dose in (*self.scenario.policies, *self.reference.policies))
        return [dose for name in names for dose in _doses(self.scenario if name in levers else self.reference, name)]


def _doses(scenario: "Scenario", lever: str) -> "tuple[LeverDose, ...]":
    return tuple(dose for dose in scenario.policies if dose.lever == lever)
