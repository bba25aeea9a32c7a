"""Every official definition against a slow count of the same people, one by one."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.observation.indicators import INDICATORS
from simulation.observation.observatory import Observatory
from simulation.observation.tables import AGE_BANDS
from simulation.vocabulary import CREDENTIALS, SEXES, Contract, Credential, Insurance, Status
from tests.observation.made_up_people import (
    DISTRICTS,
    columns_of,
    made_up_market,
    ratio,
    residents,
    rewrite,
    some_market,
)

Test = Callable[[Any], bool]
WAGE = (Contract.formal_wage, Contract.informal_wage)

#: Part and whole of every share.
SHARES: dict[str, tuple[Test, Test]] = {
    "participation_rate": (lambda p: p.active, lambda p: True),
    "unemployment_rate": (lambda p: p.unemployed, lambda p: p.active and p.working_age),
    "unemployment_rate_15plus": (lambda p: p.unemployed, lambda p: p.active),
    "urban_unemployment_rate": (lambda p: p.unemployed, lambda p: p.active and p.working_age and p.urban),
    "youth_unemployment_rate": (lambda p: p.unemployed, lambda p: p.active and p.young),
    "urban_youth_unemployment_rate": (lambda p: p.unemployed, lambda p: p.active and p.young and p.urban),
    "underemployment_rate": (lambda p: p.wish_hours, lambda p: p.employed),
    "rural_youth_underemployment_rate": (lambda p: p.wish_hours, lambda p: p.employed and p.young and not p.urban),
    "labour_underutilisation_rate": (lambda p: p.unemployed or p.wish_hours, lambda p: p.active),
    "labour_underutilisation_rate_lu4": (
        lambda p: p.unemployed or p.wish_hours or p.wants_work,
        lambda p: p.active or p.wants_work,
    ),
    "neet_share": (
        lambda p: not p.employed and p.status not in (Status.in_school, Status.in_training),
        lambda p: p.young,
    ),
    "informal_share": (lambda p: p.contract != Contract.formal_wage, lambda p: p.employed),
    "informal_share_nonfarm": (
        lambda p: p.contract != Contract.formal_wage,
        lambda p: p.employed and p.sector != "fields",
    ),
    "agriculture_share": (lambda p: p.sector == "fields", lambda p: p.employed),
    "agriculture_share_icls13": (
        lambda p: p.status == Status.own_use_farmer or p.sector == "fields",
        lambda p: p.employed or p.status == Status.own_use_farmer,
    ),
    "certified_share": (lambda p: p.credential >= Credential.short_certificate, lambda p: p.employed),
    "certified_share_survey": (lambda p: p.credential >= Credential.elementary, lambda p: p.employed),
    "trained_share": (lambda p: p.credential >= Credential.trained_without_paper, lambda p: p.employed),
    "retrained_share": (lambda p: p.retrained, lambda p: p.active),
    "social_insurance_share": (lambda p: p.insurance > 0, lambda p: p.active and p.working_age),
    "voluntary_insurance_share": (
        lambda p: p.insurance == Insurance.voluntary,
        lambda p: p.active and p.working_age,
    ),
    "unemployment_insurance_share": (
        lambda p: p.insurance == Insurance.compulsory,
        lambda p: p.active and p.working_age,
    ),
}
COUNTS: dict[str, Test] = {
    "residents_15plus": lambda p: True,
    "potential_labour_force": lambda p: p.wants_work,
    "labour_force": lambda p: p.active,
    "employed": lambda p: p.employed,
    "unemployed": lambda p: p.unemployed,
    "in_training": lambda p: p.status == Status.in_training,
    "in_school": lambda p: p.status == Status.in_school,
    "inactive": lambda p: p.status == Status.inactive,
    "outside_labour_force": lambda p: not p.active,
    "informal_employment": lambda p: p.employed and p.contract != Contract.formal_wage,
    "own_use_farmers": lambda p: p.status == Status.own_use_farmer,
    "retired": lambda p: p.status == Status.retired,
    "formal_wage_employment": lambda p: p.contract == Contract.formal_wage,
    "wage_employment": lambda p: p.contract in WAGE,
    "own_account_employment": lambda p: p.contract == Contract.own_account,
    "farm_employment": lambda p: p.contract == Contract.farm,
}
MEANS: dict[str, Test] = {
    "average_labour_income": lambda p: p.employed,
    "average_formal_wage": lambda p: p.contract == Contract.formal_wage,
}
GROUP_OF: dict[str, Callable[[Any], str]] = {
    "all": lambda p: "all",
    "district": lambda p: DISTRICTS[p.district],
    "sex": lambda p: SEXES[p.sex],
    "education": lambda p: CREDENTIALS[p.credential],
    "urban": lambda p: ("rural", "urban")[p.urban],
    "age_band": lambda p: p.band,
    "sector": lambda p: p.sector if p.employed else "",
    "contract": lambda p: p.contract.name,
}
MARKETS = st.builds(some_market, st.integers(0, 10_000), st.integers(0, 60))


def expected(name: str, people: list[Any]) -> float:
    if name in SHARES:
        return ratio(people, *SHARES[name])
    if name in COUNTS:
        return sum(1.0 for person in people if COUNTS[name](person))
    pay = [person.income for person in people if MEANS[name](person)]
    return float(np.mean(pay)) if pay else float("nan")


def test_every_indicator_of_persons_has_a_slow_count_to_be_held_against() -> None:
    assert {entry.name for entry in INDICATORS} == {*SHARES, *COUNTS, *MEANS}


@settings(max_examples=25, deadline=None)
@given(market=MARKETS)
def test_every_group_of_every_indicator_is_what_counting_its_people_one_by_one_gives(market: Any) -> None:
    observatory = Observatory(market)
    observatory.observe()
    hold_against_a_slow_count(observatory.to_frame(), market)


@settings(max_examples=25, deadline=None)
@given(first=st.integers(0, 10_000), second=st.integers(0, 10_000), rows=st.integers(0, 60))
def test_so_it_is_after_people_have_changed_and_grown_older(first: int, second: int, rows: int) -> None:
    market, later = some_market(first, rows), some_market(second, rows)
    observatory = Observatory(market)
    observatory.observe()
    rewrite(market, **columns_of(later.people))
    observatory.observe()
    market.age_month += second % 120
    market.legal_age = market.legal_age + second % 7
    observatory.observe()
    frame = observatory.to_frame()
    hold_against_a_slow_count(frame[len(frame) // 3 * 2 :], market)


def hold_against_a_slow_count(frame: Any, market: Any) -> None:
    people = residents(market)
    frame = frame[frame["indicator"].isin({*SHARES, *COUNTS, *MEANS})]
    assert len(frame) > 700
    for by, rows in frame.groupby("by"):
        members: dict[str, list[Any]] = {}
        for person in people:
            members.setdefault(GROUP_OF[str(by)](person), []).append(person)
        slow = [
            expected(name, members.get(group, [])) for name, group in zip(rows["indicator"], rows["group"], strict=True)
        ]
        np.testing.assert_allclose(rows["value"], slow, rtol=1e-9, equal_nan=True)


@settings(max_examples=15, deadline=None)
@given(market=MARKETS)
def test_the_groups_of_every_classification_add_up_to_the_province(market: Any) -> None:
    observatory = Observatory(market)
    observatory.observe()
    frame = observatory.to_frame()
    frame = frame[frame["indicator"].isin(COUNTS)]
    sums = frame.groupby(["indicator", "by"])["value"].sum().unstack("by")
    for by in sums.columns:
        given = sums[by].notna()
        assert (sums.loc[given, by] == sums.loc[given, "all"]).all()


def observed(**columns: Any) -> dict[str, float]:
    observatory = Observatory(made_up_market(4, **columns))
    observatory.observe()
    return observatory.latest


def test_an_own_use_farmer_works_for_the_definition_of_2013_and_not_for_that_of_2019() -> None:
    now = observed(
        status=[Status.own_use_farmer, Status.employed, Status.employed, Status.employed], workplace=[0, 2, 2, 2]
    )
    assert now["employed"] == now["labour_force"] == 3
    assert now["agriculture_share"] == 0.0
    assert now["agriculture_share_icls13"] == 0.25


def test_a_short_certificate_counts_for_the_administrative_observer_alone() -> None:
    papers = [Credential.short_certificate, Credential.elementary, Credential.none, Credential.trained_without_paper]
    now = observed(status=Status.employed, workplace=2, credential=papers)
    assert now["certified_share"] == 0.5
    assert now["certified_share_survey"] == 0.25
    assert now["trained_share"] == 0.75


def test_sending_an_unemployed_person_on_a_course_lowers_the_rate_and_employs_nobody() -> None:
    before = observed(status=[6, 6, 7, 7], workplace=[0, 0, 2, 2])
    after = observed(status=[6, 2, 7, 7], workplace=[0, 0, 2, 2])
    assert after["unemployment_rate"] < before["unemployment_rate"]
    assert after["employed"] == before["employed"]
    assert (before["in_training"], after["in_training"]) == (0, 1)
    assert after["labour_force"] == before["labour_force"] - 1


def test_the_headline_rate_leaves_out_who_is_past_the_statutory_age_of_their_sex() -> None:
    market = made_up_market(3, status=[6, 6, 7], workplace=[0, 0, 2], sex=[0, 1, 0])
    market.people.birth[:2] = market.month - 700  # 58 years: of working age as a man, past it as a woman
    observatory = Observatory(market)
    observatory.observe()
    assert observatory.latest["unemployment_rate"] == 0.5
    assert observatory.latest["unemployment_rate_15plus"] == pytest.approx(2 / 3)
    ages = observatory.to_frame().query("indicator == 'unemployed' and by == 'age_band'").set_index("group")["value"]
    assert ages["55_to_retirement_age"] == ages["above_retirement_age"] == 1
    assert tuple(ages.index) == AGE_BANDS


def test_nobody_of_an_age_means_no_rate_instead_of_zero() -> None:
    now = observed(status=Status.employed, workplace=2)
    assert np.isnan(now["youth_unemployment_rate"])
    assert now["unemployment_rate"] == 0.0


def test_an_employed_person_without_a_workplace_is_reported_as_a_fault() -> None:
    with pytest.raises(RuntimeError, match="1 employed"):
        observed(status=[7, 7, 7, 6], workplace=[0, 2, 2, 0])
