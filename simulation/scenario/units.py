"""Quantities of scenario files: numbers that carry their unit, months, shares, ranges.

Each quantity is a float in one canonical unit (million VND, persons a year, a fraction) whose text can be read back
without loss. A number without a unit is refused, because 12 could be million or billion and a year or a month.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from simulation.months import month_index, month_text
from simulation.scenario.faults import quoted
from simulation.scenario.values import NoValue, decimal_number

EARLIEST, LATEST = "1990-01", "2060-12"

_AMOUNT = re.compile(r"([-+]?[0-9][0-9.,_' ]*(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9]+)\s*(.*)", re.DOTALL)
_MONEY_FACTORS = {"": -6, "thousand": -3, "million": 0, "billion": 3}
_PER = r"(?:\s*/\s*|\s+(?:per|a)\s+)"
_LONGEST = 80
_SMALLEST, _LARGEST = Decimal("1e-9"), Decimal("1e15")


def refused(message: str, hint: str = "") -> PydanticCustomError:
    """The error of a value that cannot be read; braces are escaped because the message is a template."""
    return PydanticCustomError("halong", "{message}", {"message": message, "hint": hint})


def finite(value: object, expected: str = "a number") -> float:
    """A finite number written without quotes or unit. Raises the error that names what was expected."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e18 < value < 1e18:
        hint = "numbers are finite decimals such as 0.35 or 1e-3"
        raise refused(f"expected {expected}, got {shown(value)}", hint)
    return float(value)


def shown(value: object) -> str:
    """A value as it appears in messages."""
    if isinstance(value, NoValue):
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return quoted(str(value).lower() if isinstance(value, bool) else value)


class Quantity(float):
    """A non-negative amount in the canonical unit of its class."""

    unit: ClassVar[str]
    example: ClassVar[str]
    pattern: ClassVar[str]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({float(self)!r})"

    @classmethod
    def read(cls, value: object) -> Self:
        """The quantity a text writes. Raises an error that names the unit expected."""
        if isinstance(value, cls):
            return value
        text = _as_text(value)
        if text is None or len(text) > _LONGEST:
            raise refused(f"expected {cls.unit}, got {shown(value)}", f"write for example {cls.example}")
        return cls(cls._canonical(text.strip()))

    @classmethod
    def _canonical(cls, text: str) -> float:
        raise NotImplementedError

    @classmethod
    def _amount(cls, text: str, pattern: str) -> tuple[Decimal, re.Match[str]]:
        """The number before the unit, and the match of the unit."""
        parts = _AMOUNT.fullmatch(text)
        unit = re.fullmatch(pattern, parts[2].strip()) if parts else None
        if parts is None or unit is None:
            what = "has no unit" if parts and not parts[2].strip() else "is not one"
            raise refused(f"expected {cls.unit}; {quoted(text)} {what}", f"write for example {cls.example}")
        return cls._number(parts[1].strip(), text), unit

    @classmethod
    def _number(cls, number: str, text: str) -> Decimal:
        if decimal_number(number) is None:
            hint = "write numbers with a point and nothing between the digits: 1.5, 1000"
            raise refused(f"{quoted(number)} in {quoted(text)} is not a decimal number", hint)
        amount = Decimal(number)
        if amount < 0:
            raise refused(f"expected {cls.unit}; {quoted(text)} is negative", f"write for example {cls.example}")
        if amount > _LARGEST or 0 < amount < _SMALLEST:
            raise refused(f"{quoted(text)} is not a plausible size for {cls.unit}", f"write for example {cls.example}")
        return amount + 0

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": cls.pattern, "examples": [cls.example], "description": cls.unit}


def _as_text(value: object) -> str | None:
    """Text of a scalar as written in the file; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return value if isinstance(value, str) else repr(value)


def _plainly(amount: Decimal) -> str:
    """Digits without exponent and without trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Money(Quantity):
    """Money in million VND, alone or per something."""

    per: ClassVar[str] = ""

    @classmethod
    def _canonical(cls, text: str) -> float:
        per = f"{_PER}{cls.per}" if cls.per else ""
        amount, unit = cls._amount(text, rf"(thousand|million|billion)?\s*VND{per}")
        return float(amount.scaleb(_MONEY_FACTORS[unit[1] or ""]))

    def __str__(self) -> str:
        amount = Decimal(repr(float(self)))
        word, shift = ("billion", -3) if amount >= 1000 else ("million", 0)
        return f"{_plainly(amount.scaleb(shift))} {word} VND" + (f" per {self.per}" if self.per else "")


_MONEY_PATTERN = r"^\s*[0-9.]+([eE][-+]?[0-9]+)?\s*(thousand|million|billion)?\s*VND"


class Money(_Money):
    """An amount of money. Canonical unit: million VND."""

    unit = "an amount of money in VND"
    example = "12 million VND"
    pattern = _MONEY_PATTERN + r"\s*$"


class MoneyPerMonth(_Money):
    """Money each month. Canonical unit: million VND a month."""

    per = "month"
    unit = "an amount of money in VND per month"
    example = "1.5 million VND/month"
    pattern = _MONEY_PATTERN + r"(\s*/\s*|\s+(per|a)\s+)month\s*$"


class MoneyPerYear(_Money):
    """Money each calendar year. Canonical unit: million VND a year."""

    per = "year"
    unit = "an amount of money in VND per year"
    example = "12 billion VND per year"
    pattern = _MONEY_PATTERN + r"(\s*/\s*|\s+(per|a)\s+)year\s*$"


class MoneyPerPlace(_Money):
    """Money for each place built. Canonical unit: million VND a place."""

    per = "place"
    unit = "an amount of money in VND per place"
    example = "425 million VND per place"
    pattern = _MONEY_PATTERN + r"(\s*/\s*|\s+(per|a)\s+)place\s*$"


class CountPerYear(Quantity):
    """How many in each calendar year (cards, persons)."""

    unit = "a number per year"
    example = "1000 per year"
    pattern = r"^\s*[0-9]+\s*(/\s*|(per|a)\s+)year\s*$"

    @classmethod
    def _canonical(cls, text: str) -> float:
        amount, _ = cls._amount(text, r"(?:/\s*|(?:per|a)\s+)year")
        if amount != amount.to_integral_value():
            raise refused(f"expected {cls.unit}; {quoted(text)} is not whole", f"write for example {cls.example}")
        return float(amount)

    def __str__(self) -> str:
        return f"{_plainly(Decimal(repr(float(self))))} per year"


class Share(Quantity):
    """A share between 0 and 1, written as a percentage or as a fraction."""

    unit = "a share such as 30% or 0.3"
    example = "30%"
    pattern = r"^\s*[0-9.]+\s*%\s*$"

    @classmethod
    def _canonical(cls, text: str) -> float:
        amount, unit = cls._amount(text, "%?")
        share = amount.scaleb(-2) if unit[0] else amount
        if share > 1:
            hint = f"did you mean {_plainly(amount)}%?" if not unit[0] and amount <= 100 else "a share is at most 100%"
            raise refused(f"expected {cls.unit}; {quoted(text)} is more than the whole", hint)
        return float(share)

    def __str__(self) -> str:
        return f"{_plainly(Decimal(repr(float(self))).scaleb(2))}%"

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        percentage = {"type": "string", "pattern": cls.pattern, "examples": [cls.example]}
        return {"anyOf": [percentage, {"type": "number", "minimum": 0, "maximum": 1}], "description": cls.unit}


class Months(Quantity):
    """A length of time in whole months, from one month to ten years."""

    unit = "a number of months"
    example = "12 months"
    pattern = r"^\s*[0-9]+\s*months?\s*$"

    @classmethod
    def _canonical(cls, text: str) -> float:
        amount, _ = cls._amount(text, "months?")
        if amount != amount.to_integral_value() or not 1 <= amount <= 120:
            raise refused(f"expected {cls.unit} from 1 to 120, got {quoted(text)}", f"write for example {cls.example}")
        return float(amount)

    def __str__(self) -> str:
        return f"{float(self):.0f} month{'' if self == 1.0 else 's'}"


class OfMarket(Quantity):
    """Pay as a percentage of what the market pays for the same work: half of it to twice as much."""

    unit = "a percentage of the market's pay"
    example = "105%"
    pattern = r"^\s*[0-9.]+\s*%\s*$"

    @classmethod
    def _canonical(cls, text: str) -> float:
        amount, _ = cls._amount(text, "%")
        if not 50 <= amount <= 200:
            raise refused(f"expected {cls.unit}, 50% to 200%, got {quoted(text)}", f"write for example {cls.example}")
        return float(amount.scaleb(-2))

    def __str__(self) -> str:
        return f"{_plainly(Decimal(repr(float(self))).scaleb(2))}%"


class Range(NamedTuple):
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}..{self.high}"


def read_range(value: object) -> Range:
    """The range a text such as ``15..45`` writes. Raises an error with an example."""
    if isinstance(value, Range):
        return value
    match = re.fullmatch(r"\s*([0-9]{1,6})\s*\.\.\s*([0-9]{1,6})\s*", value) if isinstance(value, str) else None
    if match is None:
        raise refused(f"expected a range of whole numbers, got {shown(value)}", "write for example 15..45")
    low, high = int(match[1]), int(match[2])
    if low > high:
        raise refused(f"range {low}..{high} is empty: it ends before it begins", f"did you mean {high}..{low}?")
    return Range(low, high)


def read_month(value: object) -> int:
    """Month index of ``YYYY-MM``; an index passes through. Raises an error with an example."""
    if isinstance(value, int) and not isinstance(value, bool) and month_index(EARLIEST) <= value <= month_index(LATEST):
        return value
    hint = "months are YYYY-MM, for example 2023-07"
    try:
        month = month_index(value) if isinstance(value, str) else None
    except ValueError:
        month = None
    if month is None:
        raise refused(f"expected a month, got {shown(value)}", hint)
    if not month_index(EARLIEST) <= month <= month_index(LATEST):
        raise refused(f"month {value} is outside {EARLIEST} to {LATEST}", hint)
    return month


def _schema_of_text(pattern: str, example: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example], "description": description})


Month = Annotated[
    int,
    BeforeValidator(read_month),
    PlainSerializer(month_text, return_type=str, when_used="json"),
    _schema_of_text(r"^\d{4}-(0[1-9]|1[0-2])$", "2023-07", "a month, YYYY-MM"),
]
WholeRange = Annotated[
    Range,
    BeforeValidator(read_range),
    PlainSerializer(str, return_type=str, when_used="json"),
    _schema_of_text(r"^\s*\d+\s*\.\.\s*\d+\s*$", "15..45", "a range of whole numbers, both ends included"),
]
Number = Annotated[float, BeforeValidator(finite), WithJsonSchema({"type": "number"})]
