"""Filters of a scenario's groups pick the people they name, and the two answers to a question leave nobody out."""

import numpy as np
import numpy.typing as npt
import pytest

from simulation import LabourMarket, Scenario
from simulation.policies.eligibility import belongs
from simulation.scenario.groups import GroupFilter
from simulation.vocabulary import Credential, Insurance, Mark, Status

YES_OR_NO = (
    "certificate", "ethnic_minority", "demobilised", "volunteer", "lower_secondary_leaver", "upper_secondary_leaver",
    "returnee", "migrant", "disability", "remote", "ui_claimant", "at_risk", "urban",
)  # fmt: skip


@pytest.fixture(scope="module")
def market() -> LabourMarket:
    market = LabourMarket(scenario=Scenario.baseline().with_(scale=0.02, policies=()), rng=1)
    for _ in range(3):
        market.step()
    return market


def picked(market: LabourMarket, **group: object) -> npt.NDArray[np.intp]:
    rows = np.arange(market.adults)
    return np.flatnonzero(belongs(market, GroupFilter.model_validate(group), rows))


@pytest.mark.parametrize("question", YES_OR_NO)
def test_everybody_answers_yes_or_no(market: LabourMarket, question: str) -> None:
    yes, no = (picked(market, **{question: answer}) for answer in (True, False))
    assert sorted([*yes, *no]) == list(range(market.adults))


def test_remote_are_the_people_of_remote_districts(market: LabourMarket) -> None:
    remote = [row for row, district in enumerate(market.province.districts) if district.remote]
    chosen = picked(market, remote=True)
    assert 0 < len(chosen) < market.adults / 2
    assert set(market.people.district[chosen]) == set(remote)


@pytest.mark.parametrize(("question", "age"), [("lower_secondary_leaver", 15), ("upper_secondary_leaver", 18)])
def test_leavers_are_out_of_school_young_and_without_a_certificate(
    market: LabourMarket, question: str, age: int
) -> None:
    people, chosen = market.people, picked(market, **{question: True})
    years = (market.age_month - people.birth[chosen]) // 12
    assert len(chosen) > 50 and years.min() == age and years.max() == age + 2
    assert not np.isin(people.status[chosen], [Status.in_school, Status.child]).any()
    assert (people.credential[chosen] < Credential.short_certificate).all()


def test_months_insured_count_the_running_spell_and_those_before(market: LabourMarket) -> None:
    people, chosen = market.people, picked(market, months_insured="12..24")
    insured = people.insurance[chosen] == Insurance.compulsory
    running = np.where(insured, market.month - people.insured_since[chosen].astype(int), 0)
    months = people.unemployment_months[chosen] + running
    assert insured.any() and months.min() >= 12 and months.max() <= 24
    assert len(chosen) < len(picked(market, months_insured="0..600"))


@pytest.mark.parametrize(
    ("question", "mark"),
    [("demobilised", Mark.demobilised), ("returnee", Mark.returnee), ("disability", Mark.disability)],
)
def test_who_bears_a_mark_is_chosen_by_it(market: LabourMarket, question: str, mark: Mark) -> None:
    chosen = picked(market, **{question: True})
    assert len(chosen) > 0 and (market.people.marks[chosen] & mark).all()


def test_words_of_a_status_that_say_more_than_the_column_overlap_with_nothing_they_exclude(
    market: LabourMarket,
) -> None:
    formal, informal, employed = (set(picked(market, status=[word])) for word in ("formal", "informal", "employed"))
    assert formal | informal == employed and not formal & informal
    idle_young = picked(market, status=["neet"])
    assert len(idle_young) > 0 and ((market.age_month - market.people.birth[idle_young]) < 25 * 12).all()


def test_keys_are_joined_by_and_words_by_or(market: LabourMarket) -> None:
    women, remote = set(picked(market, sex=["female"])), set(picked(market, remote=True))
    assert set(picked(market, sex=["female"], remote=True)) == women & remote
    either = set(picked(market, status=["unemployed"])) | set(picked(market, status=["inactive"]))
    assert set(picked(market, status=["unemployed", "inactive"])) == either
