"""Quantities say their unit, survive writing and reading, and are refused when they could mean two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from simulation.months import month_index, month_text
from simulation.scenario import CountPerYear, Money, MoneyPerMonth, MoneyPerPlace, MoneyPerYear, Range, Share
from simulation.scenario.units import Quantity, finite, read_month, read_range
from simulation.scenario.values import decimal_number

amounts = st.floats(min_value=0.0, max_value=1e12, allow_subnormal=False).filter(lambda x: x == 0.0 or x > 1e-6)


@given(st.sampled_from([Money, MoneyPerMonth, MoneyPerYear, MoneyPerPlace]), amounts)
def test_money_written_is_read_back_without_loss(kind: type[Quantity], million: float) -> None:
    money = kind(million)
    assert kind.read(str(money)) == million
    assert str(kind.read(str(money))) == str(money)


@given(st.floats(min_value=0.0, max_value=1.0).filter(lambda x: x == 0.0 or x > 1e-7))
def test_a_share_written_is_read_back_without_loss(share: float) -> None:
    assert Share.read(str(Share(share))) == share
    assert Share.read(share) == share


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_a_year_written_is_read_back_without_loss(count: int) -> None:
    assert int(CountPerYear.read(str(CountPerYear(count)))) == count


@given(st.integers(min_value=month_index("1990-01"), max_value=month_index("2060-12")))
def test_a_month_written_is_read_back(month: int) -> None:
    assert read_month(month_text(month)) == month


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_a_range_written_is_read_back(one: int, other: int) -> None:
    both = Range(min(one, other), max(one, other))
    assert read_range(str(both)) == both


@given(st.sampled_from([Money, MoneyPerMonth, MoneyPerYear, MoneyPerPlace, CountPerYear, Share]), st.text(max_size=30))
def test_any_text_is_a_quantity_or_is_refused_with_an_example(kind: type[Quantity], text: str) -> None:
    try:
        assert kind.read(text) >= 0.0
    except PydanticCustomError as error:
        assert error.context is not None and error.context["hint"]


@pytest.mark.parametrize(
    ("kind", "text", "million"),
    [
        (MoneyPerMonth, "1.5 million VND/month", 1.5),
        (MoneyPerMonth, "1.5 million VND per month", 1.5),
        (MoneyPerMonth, "500 thousand VND a month", 0.5),
        (MoneyPerYear, "12 billion VND per year", 12_000.0),
        (MoneyPerYear, "0.1 billion VND/year", 100.0),
        (Money, "12 million VND", 12.0),
        (Money, "12000000 VND", 12.0),
        (Money, "1e-3 billion VND", 1.0),
        (MoneyPerPlace, "425 million VND per place", 425.0),
        (CountPerYear, "1000 per year", 1000.0),
        (CountPerYear, "1000/year", 1000.0),
        (Share, "100%", 1.0),
        (Share, "2.5 %", 0.025),
        (Share, "0.3", 0.3),
        (Share, 0.3, 0.3),
        (Share, 1, 1.0),
        (Share, 0.001, 0.001),
    ],
)
def test_ways_of_writing_a_quantity(kind: type[Quantity], text: object, million: float) -> None:
    assert kind.read(text) == million


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (MoneyPerYear, "12 billion VND"),
        (MoneyPerYear, "12 billion per year"),
        (MoneyPerYear, "12 VND/month"),
        (Money, "12 million VND/month"),
        (Money, 12),
        (Money, True),
        (Money, "1,500 million VND"),
        (Money, "1_500 million VND"),
        (Money, "inf million VND"),
        (Money, "012 million VND"),
        (Money, "million VND"),
        (Money, ["12 million VND"]),
        (CountPerYear, "1000"),
        (CountPerYear, "1000 per month"),
        (CountPerYear, "0.5 per year"),
        (Share, "130%"),
        (Share, "30"),
        (Share, "-5%"),
        (Share, float("nan")),
    ],
)
def test_what_could_mean_two_things_is_refused_with_the_unit_expected(kind: type[Quantity], text: object) -> None:
    with pytest.raises(PydanticCustomError) as error:
        kind.read(text)
    assert error.value.context is not None
    assert kind.unit in error.value.context["message"] or "not a decimal number" in error.value.context["message"]


@pytest.mark.parametrize("value", [True, "3", float("inf"), float("nan"), None, 10**400, [1]])
def test_a_number_is_finite_and_bare(value: object) -> None:
    with pytest.raises(PydanticCustomError):
        finite(value)


@pytest.mark.parametrize(
    "text", ["2023-7", "2023-00", "2023-13", "1066-10", "9999-01", "07-2023", 2023, 2023.07, True, None]
)
def test_what_is_no_month_is_refused(text: object) -> None:
    with pytest.raises(PydanticCustomError, match="month"):
        read_month(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("-3", -3), ("1.5", 1.5), (".5", 0.5), ("1e-3", 0.001), ("2E2", 200.0), ("0.0", 0.0)],
)
def test_a_number_is_written_in_decimal_digits(text: str, number: float) -> None:
    assert decimal_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "E500", "e", ".", "-", "010", "0x1F", "1_000", "1:30", ".nan", "-.inf", "1e999", "٣", "on"]
)
def test_what_yaml_would_turn_into_another_number_stays_text(text: str) -> None:
    assert decimal_number(text) is None
