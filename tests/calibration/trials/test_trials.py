"""Trials: lots that are fair, estimators that find what is true, and a lever that reaches only who is assigned."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.trials.analysis import DIRECT, ITT, SPILL_OVER, WEDGE, analyse, take_up
from calibration.trials.assignment import NEVER, _shared_out, assign
from calibration.trials.file import Trial, TrialFile, read_trial
from calibration.trials.recording import OUTCOMES, record_trial
from simulation import LabourMarket, Scenario
from simulation.scenario import ScenarioError

TRIALS = Path(__file__).resolve().parents[3] / "scenarios" / "trials"


def trial(name: str, **changes: object) -> Trial:
    """A shipped trial with some of its file changed, small enough for a test."""
    asked = read_trial(TRIALS / f"{name}.yaml")
    content = TrialFile.model_validate({**asked.content.model_dump(by_alias=True), "scale": 0.03, **changes})
    return Trial(content, Scenario.load(TRIALS / asked.content.scenario))


@pytest.fixture(scope="module")
def cards() -> tuple[Trial, list[pd.DataFrame]]:
    asked = trial("study_cards_by_person", follow=(6, 12))
    return asked, [record_trial(asked, seed, lambda: None)["people"] for seed in (1, 2)]


def test_only_the_assigned_are_reached_and_half_are_assigned(cards: tuple[Trial, list[pd.DataFrame]]) -> None:
    asked, people = cards
    shares = take_up(asked, people).set_index("months_on")
    assert (shares["controls"] == 0.0).all() and (shares["assigned"] > 0.02).all()
    assigned = np.concatenate([frame["assigned_from"] >= 0 for frame in people])
    assert abs(assigned.mean() - 0.5) < 4.0 * 0.5 / np.sqrt(len(assigned))


def test_intention_to_treat_finds_the_effect_on_the_assigned_less_that_on_the_controls(
    cards: tuple[Trial, list[pd.DataFrame]],
) -> None:
    table = analyse(*cards).query(f"estimand == '{ITT}'")
    miss = table["estimate"] - (table["true"] - table["spill_over_on_controls"])
    assert (miss.abs() < 3.5 * table["error"]).all()
    certified = table.set_index(["outcome", "months_on"]).loc[("certified", 12)]
    assert certified["true"] > 0.0


def test_before_the_trial_both_arms_are_one(cards: tuple[Trial, list[pd.DataFrame]]) -> None:
    """Controls whom no displacement has met have the same life in both arms."""
    _, people = cards
    controls = people[0][people[0]["assigned_from"] < 0]
    assert (controls["certified@6"] == controls["certified@6|without"]).mean() > 0.99


def test_saturations_are_dealt_out_evenly_within_districts() -> None:
    asked = trial("hiring_support_by_commune")
    market = LabourMarket(scenario=asked.scenario, rng=3)
    found = assign(market, asked.content.assign, asked.start)
    clusters = pd.DataFrame(found._asdict()).assign(district=market.people.district).groupby("cluster")
    assert clusters.ngroups == 171
    assert (clusters["saturation"].nunique() == 1).all() and (clusters["district"].nunique() == 1).all()
    dealt = clusters["saturation"].first().value_counts()
    assert dealt.max() - dealt.min() <= 1
    drawn = pd.Series(found.since != NEVER).groupby(found.saturation).mean()
    assert np.allclose(drawn.to_numpy(), drawn.index.to_numpy(), atol=0.03)


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=20), st.integers(0, 300))
def test_communes_are_shared_out_to_the_last(weights: list[float], beyond: int) -> None:
    shares = np.array(weights) / sum(weights)
    number = len(weights) * 20 + beyond
    assert _shared_out(shares, number).sum() >= number
    assert (_shared_out(shares, number) >= 1).all()


def made_up(asked: Trial, growth: float, seed: int, spill: float = 0.0) -> pd.DataFrame:
    """People in 60 clusters whose outcome rises with the months since their turn; others of a place lose ``spill``."""
    luck = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(60), 200)
    design = asked.content.assign
    if design.wedge is not None:
        since = asked.start + (cluster % design.wedge.steps) * design.wedge.every
        saturation = np.ones(len(cluster))
    else:
        levels = np.array([float(level) for level in design.saturations])
        saturation = levels[cluster % len(levels)]
        since = np.where(luck.random(len(cluster)) < saturation, asked.start, -1)
    own = luck.normal(size=len(cluster)) + luck.normal(size=60)[cluster]
    frame = {"cluster": cluster, "district": cluster // 12, "saturation": saturation, "assigned_from": since}
    columns: dict[str, object] = {**frame, "reached_in": since}
    for name in OUTCOMES:
        columns[f"{name}@0"] = own
        for months_on in asked.follow:
            months = np.where(since >= 0, np.maximum(asked.start + months_on - since, 0), 0)
            near = np.where((months == 0) & (saturation > 0.0), spill, 0.0)
            without = own + 0.05 * months_on + 0.1 * luck.normal(size=len(cluster))
            columns[f"{name}@{months_on}"] = without + growth * months - near
            columns[f"{name}@{months_on}|without"] = without
    return pd.DataFrame(columns)


WEDGE_TRIAL = trial("study_cards_in_steps")


@settings(max_examples=5, deadline=None)
@given(st.floats(-0.2, 0.2), st.integers(0, 1000))
def test_a_stepped_wedge_finds_effects_that_grow_with_time(growth: float, seed: int) -> None:
    asked = WEDGE_TRIAL
    table = analyse(asked, [made_up(asked, growth, seed)]).query(f"estimand == '{WEDGE}'").iloc[0]
    assert abs(table["estimate"] - (table["true"] - table["spill_over_on_controls"])) < 5.0 * table["error"] + 1e-3


def test_saturations_tell_the_effect_on_the_assigned_from_that_on_their_neighbours() -> None:
    asked = trial("hiring_support_by_commune")
    table = analyse(asked, [made_up(asked, 0.1, seed, spill=0.5) for seed in range(4)])
    last = table[table["months_on"] == asked.follow[-1]].set_index(["outcome", "estimand", "saturation"])["estimate"]
    for saturation in (0.25, 0.5, 0.75):
        direct = last[("insured", DIRECT, saturation)]
        assert direct == pytest.approx(0.1 * asked.follow[-1], abs=0.05)
        assert last[("insured", SPILL_OVER, saturation)] == pytest.approx(-0.5, abs=0.05)
    assert ("insured", SPILL_OVER, 1.0) not in last.index


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("lever: study_card", "lever: study_cards", "did you mean 'study_card'?"),
        ("share: 50%", "saturations: [0%, 100%]", "by person a trial has a share"),
        ("assign:", "asign:", "unknown key 'asign'"),
        ("scenario: cards_for_all.yaml", "scenario: cards_for_al.yaml", "cards_for_al.yaml"),
        ("follow: [6, 12, 18, 24, 36]", "follow: [0]", "follow"),
    ],
)
def test_a_wrong_trial_is_refused_with_what_was_expected(old: str, new: str, told: str, tmp_path: Path) -> None:
    text = (TRIALS / "study_cards_by_person.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "trial.yaml"
    path.write_text(text.replace(old, new).replace("cards_for_all", str(TRIALS / "cards_for_all")), encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_trial(path)
    assert told in str(refused.value)


def test_a_lever_that_hands_nothing_to_persons_cannot_be_tried(tmp_path: Path) -> None:
    text = (TRIALS / "study_cards_by_person.yaml").read_text(encoding="utf-8")
    path = tmp_path / "trial.yaml"
    text = text.replace("cards_for_all.yaml", "plan_66.yaml").replace("lever: study_card", "lever: labour_forecast")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match="hands nothing to persons"):
        read_trial(path)
