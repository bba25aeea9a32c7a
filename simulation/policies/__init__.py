"""Policy levers: one file a mechanism. Importing this package enters every lever under the name scenarios use."""

from simulation.policies.study_card import StudyCardDose
from simulation.policies.tuition_exemption import TuitionExemptionDose
from simulation.policies.worker_housing import WorkerHousingDose
from simulation.scenario import Scenario

__all__ = ["Scenario", "StudyCardDose", "TuitionExemptionDose", "WorkerHousingDose"]
