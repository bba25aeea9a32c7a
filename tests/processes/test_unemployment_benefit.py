"""Unemployment benefit of single workers, counted by hand from the law."""

import pytest

from tests.processes.desk import find_job, lose_job, market_of, paid_for, pass_month


def test_thirty_months_in_a_private_firm_of_ha_long_give_three_months_of_sixty_per_cent_of_insured_pay() -> None:
    """9 million a month is insured at 65 %: 5.85 million; 60 % of that is 3.51 million, from the month after filing."""
    market = market_of([("manufacturing_domestic", "ha_long", 9.0)], "2023-03")
    paid_for(market, 0, 30)
    lose_job(market, 0)
    received = [pass_month(market) for _ in range(6)]
    assert received == pytest.approx([0.0, 3.51, 3.51, 3.51, 0.0, 0.0])
    assert market.people.unemployment_months[0] == 0
    assert len(market.claims.row) == 0


def test_high_pay_of_the_state_is_capped_at_five_base_salaries_for_twelve_months() -> None:
    """60 million is insured at 70 %, at most 20 base salaries of 1.49; 60 % of 29.8 is above 5 x 1.49 = 7.45."""
    market = market_of([("public", "ha_long", 60.0)], "2021-05")
    paid_for(market, 0, 150)
    lose_job(market, 0)
    received = [pass_month(market) for _ in range(14)]
    assert received == pytest.approx([0.0] + [7.45] * 12 + [0.0])
    assert market.people.unemployment_months[0] == 150 - 12 * 12


def test_low_pay_on_an_island_is_insured_at_the_minimum_wage_and_a_new_job_keeps_the_rest_of_the_record() -> None:
    """3.5 million at 65 % is below region 4's 3.25: benefit 1.95. 50 months give four; two drawn use up 24."""
    market = market_of([("tourism", "co_to", 3.5)], "2023-03")
    paid_for(market, 0, 50)
    lose_job(market, 0)
    assert [pass_month(market) for _ in range(3)] == pytest.approx([0.0, 1.95, 1.95])
    find_job(market, 0)
    assert pass_month(market) == 0.0
    assert market.people.unemployment_months[0] == 26
    assert market.flows["claimants_back_in_work"] == 1


def test_private_pay_is_capped_at_five_regional_minimum_wages() -> None:
    """40 million at 65 % is 26; 60 % of it is 15.6, below region 1's cap of 22.1 and above region 4's 15.35."""
    for district, benefit in (("ha_long", 15.6), ("co_to", 5 * 3.07)):
        market = market_of([("trade", district, 40.0)], "2021-03")
        paid_for(market, 0, 24)
        lose_job(market, 0)
        assert [pass_month(market), pass_month(market)] == pytest.approx([0.0, benefit])


def test_the_mean_of_six_months_counts_not_the_last_pay() -> None:
    market = market_of([("trade", "ha_long", 8.0)], "2023-03")
    paid_for(market, 0, 24)
    for _ in range(3):
        pass_month(market)
    market.workplaces.pay[1] = 12.0
    for _ in range(3):
        pass_month(market)
    lose_job(market, 0)
    pass_month(market)
    assert market.people.insured_wage[0] == pytest.approx(0.65 * (3 * 8.0 + 3 * 12.0) / 6)
    assert pass_month(market) == pytest.approx(0.6 * 0.65 * 10.0)


@pytest.mark.parametrize(("months", "entitled"), [(11, False), (12, True)])
def test_twelve_months_of_the_last_twenty_four_entitle(months: int, entitled: bool) -> None:
    market = market_of([("trade", "ha_long", 8.0)], "2023-03")
    paid_for(market, 0, months)
    lose_job(market, 0)
    pass_month(market)
    assert (market.flows["benefit_claims"] == 1) is entitled


@pytest.mark.parametrize(("idle", "entitled"), [(12, True), (13, False)])
def test_months_of_an_earlier_job_count_while_they_are_within_the_two_years(idle: int, entitled: bool) -> None:
    """Six months now, thirty before, and idle between: of two years twelve must be paid."""
    market = market_of([("trade", "ha_long", 8.0)], "2023-03")
    paid_for(market, 0, 6)
    market.people.unemployment_months[0] = 30
    market.people.insured_until[0] = market.month - 6 - idle
    lose_job(market, 0)
    pass_month(market)
    assert (market.flows["benefit_claims"] == 1) is entitled


def test_who_begins_another_payroll_job_at_once_claims_nothing_and_keeps_the_record() -> None:
    market = market_of([("trade", "ha_long", 8.0)], "2023-03")
    paid_for(market, 0, 40)
    lose_job(market, 0)
    find_job(market, 0)
    pass_month(market)
    assert market.flows["benefit_claims"] == 0
    assert market.people.unemployment_months[0] == 40


def test_three_months_without_a_report_end_the_benefit() -> None:
    market = market_of([("trade", "ha_long", 8.0)], "2023-03", ui_missed_report_monthly=1.0)
    paid_for(market, 0, 140)
    lose_job(market, 0)
    assert [pass_month(market) for _ in range(4)] == [0.0] * 4
    assert market.flows["claimants_struck_off"] == 1
    assert market.people.unemployment_months[0] == 0
    assert len(market.claims.row) == 0


def test_from_2026_benefit_is_paid_and_capped_by_the_law_of_2025() -> None:
    """State staff too are capped by the regional minimum wage: 5 x 5.31 million in region 1."""
    market = market_of([("public", "ha_long", 80.0)], "2026-03")
    paid_for(market, 0, 24)
    lose_job(market, 0)
    insured = min(0.7 * 80.0, 20 * 2.34)
    assert [pass_month(market), pass_month(market)] == pytest.approx([0.0, min(0.6 * insured, 5 * 5.31)])
