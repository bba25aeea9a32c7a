"""The scenario as the model sees it: validated, frozen, the same question under the same hash."""

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.months import month_index
from simulation.province import Province, load_province
from simulation.scenario import GroupFilter, MoneyPerYear, Range, Scenario, ScenarioError, check, registered_levers
from simulation.scenario.listing import differences, values

STUDY_CARDS = (Path(__file__).parents[2] / "scenarios" / "study_cards.yaml").read_bytes()


@pytest.fixture(scope="module")
def province() -> Province:
    return load_province("quang_ninh")


def load(folder: Path, text: str) -> Scenario:
    path = folder / "trial.yaml"
    path.write_text(text, encoding="utf-8")
    return Scenario.load(path)


def test_the_study_card_scenario_is_the_one_of_the_documentation() -> None:
    scenario = Scenario.load("study_cards")
    card = scenario.policies[-1]
    assert (scenario.stem, scenario.province, scenario.scale) == ("study_cards", "quang_ninh", 1.0)
    assert (scenario.name.vi, scenario.name.en) == ("Thẻ học nghề 2023-2025", "Study cards 2023-2025")
    assert (scenario.start, scenario.end) == (month_index("2021-01"), month_index("2030-12"))
    assert (card.lever, card.from_, card.to) == ("study_card", month_index("2023-07"), month_index("2025-12"))
    assert card.budget == 12_000.0 and isinstance(card.budget, MoneyPerYear)
    assert card.cards == 1000.0  # type: ignore[attr-defined]
    assert card.covers.living_support == 1.5  # type: ignore[attr-defined]
    assert card.eligible.status == ("unemployed", "informal")
    assert card.eligible.age == Range(15, 45)
    assert card.eligible.certificate is False
    assert scenario.reference == Scenario.baseline()


@pytest.mark.parametrize(
    "name",
    ["baseline", "study_cards", "tuition_exemption", "worker_housing", "enterprise_training", "skill_certification"],
)
def test_shipped_scenarios_fit_the_shipped_province_and_say_whose_the_doses_are(name: str) -> None:
    scenario = Scenario.load(name)
    assert check(scenario) == []
    text = scenario.path.read_text(encoding="utf-8")
    assert "Doses are assumptions of this project; the plan sets none." in text
    assert "Liều lượng là giả định của dự án này; kế hoạch không quy định." in text


def test_support_is_tied_to_permanent_residence_where_the_lever_says_so_and_the_file_does_not() -> None:
    card, housing = Scenario.load("study_cards").policies[-1], Scenario.load("worker_housing").policies[-1]
    assert card.eligible.registered == ("permanent",)
    assert housing.eligible.registered is None


def test_the_hash_does_not_see_comments_order_writing_or_path(tmp_path: Path) -> None:
    one = load(tmp_path, "name: {vi: A, en: B}\nextends: baseline.yaml\nscale: 0.5\nhorizon: {end: 2025-12}\n")
    (tmp_path / "other").mkdir()
    other = load(
        tmp_path / "other",
        "# a comment\nhorizon:\n  end: '2025-12'\n  start: 2021-01\nscale: 5e-1\n"
        'extends: baseline.yaml\nname:\n  en: B\n  vi: "A"\n',
    )
    assert one.text == other.text and one.content_hash == other.content_hash and one == other
    assert hash(one) == hash(other)


def test_the_hash_sees_every_value(tmp_path: Path) -> None:
    base = Scenario.baseline()
    assert base.with_(scale=0.5).content_hash != base.content_hash
    assert base.with_(parameters={"signal_share": 0.4}).content_hash != base.content_hash
    assert base.with_(policies=[]).content_hash != base.content_hash
    assert base.with_(scale=1.0, start=base.start) == base


def test_a_changed_copy_is_validated_and_leaves_the_original_alone() -> None:
    base = Scenario.baseline()
    copy = base.with_(scale=0.1, end=month_index("2022-12"), parameters={"signal_share": 0.4})
    assert (copy.scale, copy.end, copy.parameters) == (0.1, month_index("2022-12"), {"signal_share": 0.4})
    assert copy.with_(parameters={"prepay_3m_share": 0.5}).parameters == {"signal_share": 0.4, "prepay_3m_share": 0.5}
    assert (base.scale, base.parameters) == (1.0, {})
    for wrong in (
        {"scale": 0.0},
        {"end": base.start},
        {"parameters": {"x": float("nan")}},
        {"policies": base.policies[:1] * 2},
    ):
        with pytest.raises(ScenarioError):
            base.with_(**wrong)


def test_a_scenario_cannot_be_changed() -> None:
    scenario = Scenario.load("study_cards")
    for target, key in ((scenario, "path"), (scenario.policies[-1], "to"), (scenario.mechanisms, "demand")):
        with pytest.raises((AttributeError, ValueError)):
            setattr(target, key, None)
    scenario.parameters["x"] = 1.0
    assert scenario.parameters == {}


def test_a_scenario_travels_to_other_processes() -> None:
    scenario = Scenario.load("study_cards")
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario and copy.reference == scenario.reference and copy.places == scenario.places


def test_scenario_errors_travel_to_other_processes(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        load(tmp_path, "name: 3\n")
    assert pickle.loads(pickle.dumps(error.value)).faults == error.value.faults


def test_mechanisms_are_on_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    text = "name: {vi: A, en: B}\nextends: baseline.yaml\nmechanisms: {demand: constant, training: off}\n"
    mechanisms = load(tmp_path, text).mechanisms
    assert (mechanisms.demand, mechanisms.training, mechanisms.migration) == ("constant", "off", "on")


def test_demand_is_given_as_an_index(tmp_path: Path) -> None:
    text = "name: {vi: A, en: B}\nextends: baseline.yaml\n"
    text += "economy: {demand: {tourism: {index: 2019, 2022: 90, 2021: 63}}}\n"
    path = load(tmp_path, text).demand["tourism"]
    assert (path.index, path.years) == (2019, {2019: 100.0, 2021: 63.0, 2022: 90.0})


def test_each_value_knows_where_it_was_written() -> None:
    scenario = Scenario.load("study_cards")
    found = values(scenario)
    card, horizon = found["policies.study_card.cards"], found["horizon.start"]
    assert (card.value, card.unit) == ("1000 per year", "per year")
    assert card.place is not None and scenario.path.read_text().splitlines()[card.place.line - 1].strip().startswith(
        "cards:"
    )
    assert horizon.place is not None and Path(horizon.place.file).name == "study_cards.yaml"
    province = found["province"].place
    assert province is not None and Path(province.file).name == "baseline.yaml"
    assert found["policies.study_card.eligible.registered"].place is None


def test_a_scenario_is_a_difference_to_its_reference() -> None:
    [only] = differences(Scenario.load("tuition_exemption"))
    assert only.label == "policies.tuition_exemption(waiver_2022_23).to"
    assert (only.value, only.reference, only.unit) == ("2025-08", "2023-08", "month")
    assert differences(Scenario.load("worker_housing"))[0].label.startswith("policies.worker_housing(further_places)")


def test_unknown_ids_and_odd_values_are_found_against_the_province(tmp_path: Path, province: Province) -> None:
    text = """\
name: {vi: A, en: B}
extends: baseline.yaml
parameters: {prepay_3m_share: 0.99}
policies:
  - tuition_exemption: {from: 2035-01, to: 2035-12, levels: college, fields: [minin], share: 10%}
  - worker_housing:
      from: 2024-01
      to: 2030-12
      eligible: {sector: [coal, cole], occupation: underground_miner}
      places: [{district: cam_fa, places: 10, ready: 2024-01}]
      rent: 0.5 million VND/month
      cost_per_place: 425 million VND per place
      public_share: 20%
  - study_card: {from: 2024-01, to: 2030-12, cards: 0 per year, covers: {tuition: 50%, up_to: 3 million VND}}
"""
    found = load(tmp_path, text).check_against(province)
    assert [(fault.line, fault.column) for fault in found if not fault.warning] == [(5, 79), (9, 33), (9, 52), (10, 27)]
    assert [fault.hint for fault in found if not fault.warning] == [
        "did you mean 'mining'?", "did you mean 'coal'?",
        "did you mean 'underground_miners'?", "did you mean 'cam_pha'?",
    ]  # fmt: skip
    warnings = [fault.message for fault in found if fault.warning]
    assert len(warnings) == 3
    assert "0.99 lies outside its range 0.4 to 0.8" in warnings[0]
    assert "never in force" in warnings[1] and "is zero" in warnings[2]


@pytest.mark.parametrize(
    "name", ["study_card", "tuition_exemption", "worker_housing", "enterprise_training", "skill_certification"]
)
def test_a_lever_says_what_it_rests_on_in_the_provinces_table(name: str, province: Province) -> None:
    lever = registered_levers()[name]
    assert lever.clauses and lever.verb and lever.competence and lever.first_order and lever.negative_control
    assert set(lever.parameters) <= set(province.parameters) | set(province.evidence)
    for month in ("2023-06", "2025-06"):
        assert province.agency_of(name, month_index(month))


def test_a_group_filter_keeps_only_what_is_given() -> None:
    group = GroupFilter.model_validate({"status": "unemployed", "age": "15..45", "certificate": False})
    assert group.given == {"status": ("unemployed",), "age": Range(15, 45), "certificate": False}
    assert hash(group) == hash(
        GroupFilter.model_validate({"certificate": False, "age": "15..45", "status": ["unemployed"]})
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_scenarios_or_are_refused_with_a_place(data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(STUDY_CARDS)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=2)
            | st.sampled_from([b"[", b"{", b": ", b"&a ", b"*a", b"\n", b"- ", b"!", b"%", b"'", b"\t", b"~"])
        )
    path = tmp_path / "damaged.yaml"
    path.write_bytes(bytes(content))
    try:
        assert Scenario.load(path).policies
    except ScenarioError as error:
        assert error.faults
        assert all(fault.line > 0 and fault.message for fault in error.faults)
