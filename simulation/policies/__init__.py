"""Policy levers: one file a mechanism. Importing this package enters every lever under the name scenarios use."""

from collections.abc import Iterable

from simulation.policies.awareness import Awareness, AwarenessDose
from simulation.policies.base import Lever
from simulation.policies.business_reform import BusinessReform, BusinessReformDose
from simulation.policies.career_guidance import CareerGuidance, CareerGuidanceDose
from simulation.policies.digital_labour_records import DigitalLabourRecords, DigitalLabourRecordsDose
from simulation.policies.digital_training import DigitalTraining, DigitalTrainingDose
from simulation.policies.employment_centre import CentreDose, CentreSupport
from simulation.policies.enterprise_training import EnterpriseTraining, EnterpriseTrainingDose
from simulation.policies.foreign_workers import ForeignWorkers, ForeignWorkersDose
from simulation.policies.formalisation import Formalisation, FormalisationDose
from simulation.policies.hiring_support import HiringSupport, HiringSupportDose
from simulation.policies.housing_loan import HousingLoan, HousingLoanDose
from simulation.policies.investment_attraction import InvestmentAttraction, InvestmentAttractionDose
from simulation.policies.job_creation_credit import JobCreationCredit, JobCreationCreditDose
from simulation.policies.job_retention_training import JobRetention, JobRetentionDose
from simulation.policies.labour_forecast import LabourForecast, LabourForecastDose
from simulation.policies.labour_inspection import LabourInspection, LabourInspectionDose
from simulation.policies.labour_relations import LabourRelations, LabourRelationsDose
from simulation.policies.lower_secondary_streaming import Streaming, StreamingDose
from simulation.policies.order_training import OrderTraining, OrderTrainingDose
from simulation.policies.overseas_work import OverseasWork, OverseasWorkDose
from simulation.policies.regional_recruitment import RegionalRecruitment, RegionalRecruitmentDose
from simulation.policies.retraining import Retraining, RetrainingDose
from simulation.policies.returnee_network import ReturneeNetwork, ReturneeNetworkDose
from simulation.policies.skill_certification import SkillCertification, SkillCertificationDose
from simulation.policies.skill_pay import SkillPay, SkillPayDose
from simulation.policies.social_insurance import SocialInsurance, SocialInsuranceDose
from simulation.policies.staffing_agencies import StaffingAgencies, StaffingAgenciesDose
from simulation.policies.study_card import StudyCardDose, StudyCards
from simulation.policies.training_capacity import TrainingCapacity, TrainingCapacityDose
from simulation.policies.training_credit import TrainingCredit, TrainingCreditDose
from simulation.policies.tuition_exemption import TuitionExemption, TuitionExemptionDose
from simulation.policies.unemployment_insurance_training import InsuranceTraining, InsuranceTrainingDose
from simulation.policies.vacancy_reporting import VacancyReporting, VacancyReportingDose
from simulation.policies.vulnerable_training import VulnerableTraining, VulnerableTrainingDose
from simulation.policies.worker_housing import WorkerHousing, WorkerHousingDose
from simulation.policies.worker_rent_support import WorkerRentSupport, WorkerRentSupportDose
from simulation.policies.workplace_safety import WorkplaceSafety, WorkplaceSafetyDose
from simulation.scenario import LeverDose, Scenario

__all__ = ["Lever", "Scenario", "StudyCardDose", "TuitionExemptionDose", "WorkerHousingDose", "levers_of"]

_MECHANISMS: dict[type[LeverDose], type[Lever]] = {
    CentreDose: CentreSupport,
    AwarenessDose: Awareness,
    BusinessReformDose: BusinessReform,
    DigitalLabourRecordsDose: DigitalLabourRecords,
    ForeignWorkersDose: ForeignWorkers,
    FormalisationDose: Formalisation,
    JobCreationCreditDose: JobCreationCredit,
    LabourRelationsDose: LabourRelations,
    OverseasWorkDose: OverseasWork,
    RegionalRecruitmentDose: RegionalRecruitment,
    ReturneeNetworkDose: ReturneeNetwork,
    SkillPayDose: SkillPay,
    StaffingAgenciesDose: StaffingAgencies,
    VacancyReportingDose: VacancyReporting,
    WorkplaceSafetyDose: WorkplaceSafety,
    HiringSupportDose: HiringSupport,
    HousingLoanDose: HousingLoan,
    InvestmentAttractionDose: InvestmentAttraction,
    LabourInspectionDose: LabourInspection,
    SocialInsuranceDose: SocialInsurance,
    StudyCardDose: StudyCards,
    TuitionExemptionDose: TuitionExemption,
    VulnerableTrainingDose: VulnerableTraining,
    InsuranceTrainingDose: InsuranceTraining,
    EnterpriseTrainingDose: EnterpriseTraining,
    RetrainingDose: Retraining,
    SkillCertificationDose: SkillCertification,
    CareerGuidanceDose: CareerGuidance,
    DigitalTrainingDose: DigitalTraining,
    JobRetentionDose: JobRetention,
    LabourForecastDose: LabourForecast,
    StreamingDose: Streaming,
    OrderTrainingDose: OrderTraining,
    TrainingCapacityDose: TrainingCapacity,
    TrainingCreditDose: TrainingCredit,
    WorkerHousingDose: WorkerHousing,
    WorkerRentSupportDose: WorkerRentSupport,
}


def levers_of(doses: Iterable[LeverDose]) -> list[Lever]:
    """The mechanism of each dose, in the scenario's order."""
    return [_mechanism(type(dose))(dose) for dose in doses]


def _mechanism(dose: type[LeverDose]) -> type[Lever]:
    """The mechanism of a kind of dose; a preset, which names a dose of another, shares that one's."""
    return next(_MECHANISMS[kind] for kind in dose.__mro__ if kind in _MECHANISMS)
