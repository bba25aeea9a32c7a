"""The shipped scenarios: the plan as committed and in full, and that each lever they name does something."""

from functools import cache

import pytest
import yaml

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.policies.base import Lever
from simulation.scenario import LeverDose, check, registered_levers
from simulation.scenario.levers import plan_lever_of
from simulation.scenario.shipped import shipped_folder

SHIPPED = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
LAST = "2024-12"
SCALE = 0.02
DONE = {"implement", "continue", "pilot"}

#: Levers whose verb and competence would have them in the committed file, and why no dose of it is new there.
AS_BEFORE = {
    "tuition_exemption": "the waiver of II.5 b6 is for school year 2022-23 and stands in the baseline",
    "overseas_work": "what is continued are its loans (overseas_loan); contracts are coordinated with others",
}
#: Levers that change rules or pay of others and enter no payment.
ENTER_NO_PAYMENT = {
    "skill_pay": "firms pay it as wages",
    "overseas_work": "contracts are offered by others; its loans have a lever of their own in the plan files",
}
#: Levers of measures that had ended before the plan: in the scenario of their own months, in no plan file.
BEFORE_THE_PLAN = {"worker_rent_support": "recovery_2022"}
#: The 34 levers of the plan by name; the eleventh has two halves.
OF_THE_PLAN = {
    "study_card",
    "tuition_exemption",
    "lower_secondary_streaming",
    "vulnerable_training",
    "unemployment_insurance_training",
    "training_capacity",
    "digital_training",
    "enterprise_training",
    "order_training",
    "retraining",
    "career_guidance",
    "labour_forecast",
    "employment_centre",
    "vacancy_reporting",
    "staffing_agencies",
    "job_creation_credit",
    "investment_attraction",
    "business_reform",
    "formalisation",
    "hiring_support",
    "skill_pay",
    "worker_housing",
    "social_insurance",
    "labour_inspection",
    "awareness",
    "returnee_network",
    "regional_recruitment",
    "foreign_workers",
    "digital_labour_records",
    "skill_certification",
    "training_credit",
    "job_retention_training",
    "labour_relations",
    "workplace_safety",
    "overseas_work",
}


@cache
def load(stem: str) -> Scenario:
    return Scenario.load(shipped_folder() / f"{stem}.yaml")


def changed(scenario: Scenario) -> list[LeverDose]:
    """Doses that the reference has not or has otherwise."""
    before = list(scenario.reference.policies) if scenario.reference else []
    return [dose for dose in scenario.policies if dose not in before]


def committed_by(dose: type[LeverDose]) -> bool:
    """Whether the plan says that it is done, and the province can do it."""
    return bool(DONE & set(dose.verb)) and "province" in dose.competence


def test_the_committed_file_has_what_verb_and_competence_say_and_no_more() -> None:
    said = {name for name, dose in registered_levers().items() if committed_by(dose)}
    assert {dose.lever for dose in changed(load("plan_66_committed"))} == said - set(AS_BEFORE)
    assert set(AS_BEFORE) <= {dose.lever for dose in load("plan_66_committed").policies}


def test_the_full_file_has_every_lever_of_the_plan_and_every_preset() -> None:
    by_name = OF_THE_PLAN | {"legal_advice", "housing_loan"}  # the two presets with a mechanism of their own
    assert {plan_lever_of(dose) for dose in registered_levers().values()} == by_name | set(BEFORE_THE_PLAN)
    levers = set(registered_levers()) - set(BEFORE_THE_PLAN)
    assert {dose.lever for dose in load("plan_66_full").policies} == levers
    assert levers - {dose.lever for dose in changed(load("plan_66_full"))} == {"tuition_exemption"}


@pytest.mark.parametrize("lever", BEFORE_THE_PLAN)
def test_a_measure_that_ended_before_the_plan_has_a_scenario_of_its_months(lever: str) -> None:
    mine = [dose for dose in changed(load(BEFORE_THE_PLAN[lever])) if dose.lever == lever]
    assert mine and all(dose.to < month_index("2023-03") for dose in mine)


def test_the_full_file_takes_nothing_of_the_committed_one_away() -> None:
    full = {dose.key for dose in load("plan_66_full").policies}
    assert {dose.key for dose in load("plan_66_committed").policies} < full


def test_the_plan_is_the_full_plan() -> None:
    texts = [(shipped_folder() / f"{stem}.yaml").read_text(encoding="utf-8") for stem in ("plan_66", "plan_66_full")]
    assert yaml.safe_load(texts[0]) == yaml.safe_load(texts[1])
    assert load("plan_66") == load("plan_66_full")


@pytest.mark.parametrize("stem", ["plan_66", "plan_66_full", "plan_66_committed"])
def test_a_plan_file_is_measured_against_no_plan_and_starts_nothing_before_it(stem: str) -> None:
    scenario = load(stem)
    assert scenario.reference is not None and scenario.reference.stem == "no_plan"
    assert {dose.key for dose in scenario.reference.policies} <= {dose.key for dose in scenario.policies}
    assert min(dose.from_ for dose in changed(scenario)) == month_index("2023-07")


def test_no_plan_holds_the_baseline_and_nothing_takes_from_it() -> None:
    assert load("no_plan").policies == load("baseline").policies
    taken = {dose.key for dose in changed(load("nothing"))}
    assert taken and taken <= {dose.key for dose in load("no_plan").policies}


@pytest.mark.parametrize("stem", SHIPPED)
def test_a_shipped_scenario_has_no_fault_and_no_idle_lever(stem: str) -> None:
    assert [str(fault) for fault in check(load(stem))] == []


@pytest.mark.parametrize("stem", SHIPPED)
def test_a_shipped_scenario_says_whose_its_sizes_are_in_both_languages(stem: str) -> None:
    text = " ".join((shipped_folder() / f"{stem}.yaml").read_text(encoding="utf-8").replace("\n# ", " ").split())
    assert "of this project" in text and "là giả định của dự án này" in text


def spends_by(lever: Lever, last: int) -> bool:
    """Whether a lever's dose has reached a month in which something is paid or lent."""
    dose = lever.dose
    dates = [project.ready for name in ("places", "projects") for project in _dated(dose, name)]
    return dose.from_ < last - 12 and not dose.changes_nothing and (not dates or min(dates) <= last)


def _dated(dose: LeverDose, name: str) -> list[object]:
    given = getattr(dose, name, ())
    return [one for one in given if hasattr(one, "ready")] if isinstance(given, tuple) else []


@pytest.mark.parametrize("stem", [stem for stem in SHIPPED if stem not in ("baseline", "no_plan", "nothing")])
def test_every_lever_that_a_shipped_scenario_adds_spends(stem: str) -> None:
    scenario = load(stem).with_(scale=SCALE, end=month_index(LAST))
    added = changed(load(stem))
    market = LabourMarket(scenario=scenario, rng=1).run()
    paid = set(market.ledger.to_frame()["lever"])
    due = [one for one in market.government.levers if one.dose in added and spends_by(one, month_index(LAST))]
    assert due or not added
    assert [one.name for one in due if one.name not in paid and one.dose.lever not in ENTER_NO_PAYMENT] == []


def test_with_nothing_nothing_is_paid() -> None:
    market = LabourMarket(scenario=load("nothing").with_(scale=SCALE, end=month_index(LAST)), rng=1).run()
    assert market.ledger.to_frame().empty
