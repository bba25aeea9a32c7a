"""Identities of insurance in every month: records of months, cover, benefits, contributions."""

import numpy as np
import numpy.typing as npt
from hypothesis import given

from calibration.evidence.watches.money import contributions_by_person
from simulation.vocabulary import Status
from tests.engine.histories import (
    NEVER,
    QUARTER_YEAR,
    YEAR,
    Columns,
    History,
    every_month,
    histories,
    on_payroll,
)


def months_insured(columns: Columns, now: int) -> npt.NDArray[np.int64]:
    """Months each person has been insured until the beginning of month ``now``."""
    spell = np.where(columns["insurance"] > 0, now - columns["insured_since"].astype(np.int64), 0)
    return np.asarray(columns["insured_months"] + spell)


@every_month
@given(histories)
def test_months_of_insurance_grow_by_the_months_insured_until_they_are_withdrawn(told: History) -> None:
    for month in told.months():
        before, after = months_insured(month.before, month.index), months_insured(month.people, month.index + 1)
        assert (before >= 0).all() and (after >= 0).all()
        withdrawn = (after == 0) & (before > 0)
        grown = before + (month.people["insurance"] > 0)
        assert np.array_equal(after[~withdrawn], grown[~withdrawn])
        assert withdrawn.sum() == month.flows["withdrawals"]
        assert (month.index - month.people["insured_until"][withdrawn] >= YEAR).all()


@every_month
@given(histories)
def test_insurance_belongs_to_work_and_its_kind_to_the_contract(told: History) -> None:
    for month in told.months():
        insured = month.people["insurance"]
        assert not insured[month.people["workplace"] == 0].any()
        payroll = on_payroll(month, month.people)
        assert not (insured[~payroll] >= 2).any() and not (insured[payroll] == 1).any()


@every_month
@given(histories)
def test_benefit_lasts_as_long_as_the_law_says(told: History) -> None:
    """Employment Law 2013, article 50: three months for 12 to 36 paid, one for each full 12 more, at most 12."""
    for month in told.months():
        claims = told.market.claims
        filed = claims.filed == month.index
        assert filed.sum() == month.flows["benefit_claims"]
        paid = claims.paid[filed].astype(np.int64)
        assert (paid >= YEAR).all()
        granted = np.minimum(YEAR, QUARTER_YEAR + np.maximum(0, (paid - 36) // YEAR))
        assert np.array_equal(claims.months[filed], granted)
        ends = month.people["benefit_until"][claims.row[filed]].astype(np.int64)
        assert np.array_equal(ends - month.index - 1, granted)


@every_month
@given(histories)
def test_nobody_on_a_payroll_retired_or_away_draws_benefit_and_nobody_draws_twice(told: History) -> None:
    for month in told.months():
        claims = told.market.claims
        drawing = claims.row[claims.filed != NEVER]
        assert len(np.unique(drawing)) == len(drawing)
        assert not on_payroll(month, month.people)[drawing].any()
        away = np.isin(month.people["status"], [Status.retired, Status.outside, Status.gone])
        assert not (away & (month.people["since"] < month.index))[drawing].any()


@every_month
@given(histories)
def test_benefit_is_what_claimants_are_owed_less_what_the_silent_miss(told: History) -> None:
    """Money paid out is the sum over the persons paid, each at most a cap that no insured pay can lift."""
    market = told.market
    before = market.claims
    for month in told.months():
        last = before.filed.astype(np.int64) + before.months
        owed = (before.filed != NEVER) & (before.filed < month.index) & (month.index <= last)
        idle = ~on_payroll(month, month.people)[before.row]
        here = ~np.isin(month.people["status"][before.row], [Status.retired, Status.outside, Status.gone])
        most = before.amount[owed & idle & here]
        assert month.flows["benefit_recipients"] <= len(most)
        assert month.flows["unemployment_benefit"] <= most.sum() * (1 + 1e-12)
        least = np.sort(most)[: int(month.flows["benefit_recipients"])].sum()
        assert month.flows["unemployment_benefit"] >= least * (1 - 1e-12)
        before = market.claims


@every_month
@given(histories)
def test_contributions_received_are_the_rates_on_everybody_s_insured_pay(told: History) -> None:
    """Person by person from the columns and the table of laws: what firms and workers pay is what the funds receive."""
    market = told.market
    for number, month in enumerate(told.months()):
        expected = contributions_by_person(market.province, month.index, month.people, month.places)
        for name, amount in expected.items():
            assert np.isclose(market.observatory.series(name)[number], amount * market.weight, rtol=1e-5), name
        income = sum(market.observatory.series(f"{fund}_fund_income")[number] for fund in ("social", "unemployment"))
        assert np.isclose(income, sum(expected.values()) * market.weight, rtol=1e-5)
