"""Policy levers: one file a mechanism. Importing this package enters every lever under the name scenarios use."""

from collections.abc import Iterable

from simulation.policies.base import Lever
from simulation.policies.study_card import StudyCardDose, StudyCards
from simulation.policies.tuition_exemption import TuitionExemption, TuitionExemptionDose
from simulation.policies.worker_housing import WorkerHousing, WorkerHousingDose
from simulation.scenario import LeverDose, Scenario

__all__ = ["Lever", "Scenario", "StudyCardDose", "TuitionExemptionDose", "WorkerHousingDose", "levers_of"]

_MECHANISMS: dict[type[LeverDose], type[Lever]] = {
    StudyCardDose: StudyCards,
    TuitionExemptionDose: TuitionExemption,
    WorkerHousingDose: WorkerHousing,
}


def levers_of(doses: Iterable[LeverDose]) -> list[Lever]:
    """The mechanism of each dose, in the scenario's order."""
    return [_mechanism(type(dose))(dose) for dose in doses]


def _mechanism(dose: type[LeverDose]) -> type[Lever]:
    """The mechanism of a kind of dose; a preset, which names a dose of another, shares that one's."""
    return next(_MECHANISMS[kind] for kind in dose.__mro__ if kind in _MECHANISMS)
