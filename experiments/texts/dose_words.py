"""A dose in words: its fields, units and groups in the reader's language, from the canonical text of a scenario."""

import re
from typing import Any

from experiments.texts.phrasebook import Phrasebook, phrases

#: Keys that every dose has and that are told elsewhere.
_ASIDE = ("id", "from", "to", "budget", "budgets", "awareness")
#: Groups of the province or of the vocabulary that the values of a field belong to.
_GROUPS = {
    "levels": "level", "level": "level", "fields": "field", "field": "field", "firm_sectors": "sector",
    "sector": "sector", "district": "district", "occupations": "occupation", "of": "lever", "status": "status",
    "ownership": "ownership", "registered": "registered", "poor": "poor", "sex": "sex", "occupation": "occupation",
    "credential": "education", "contract": "contract",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<number>[\d.]+)(?: (?P<money>million|billion) VND)?(?: (?P<per>per year|per month|per place|months?))?"
)
_PER = {
    "per year": "per_year",
    "per month": "per_month",
    "per place": "per_place",
    "month": "count_months",
    "months": "count_months",
}


def field_label(words: Phrasebook, lever: str, field: str) -> str:
    """Name of a field of a dose, that of the lever before the general one."""
    plain = field.replace("[]", "")
    own = f"dose.{lever}.{plain}"
    return words(own) if own in phrases() else words(f"dose.{plain}")


def factor_label(words: Phrasebook, key: str) -> str:
    """A key that a design varies, in words: a parameter, a field of a lever's dose, or the key below its section."""
    section, _, rest = key.partition(".")
    if section == "parameters":
        return words.parameter(rest)
    lever, _, field = rest.partition(".")
    plain = lever.partition("(")[0]
    named = {f"dose.{plain}.{field}", f"dose.{field}"} & set(phrases())
    if section == "policies" and named:
        identity = lever.removeprefix(plain).strip("()")
        name = words.lever(f"{plain}:{identity}" if identity else plain)
        return words("dose.field_value", field=name, value=field_label(words, plain, field))
    return rest or key


def quantity(words: Phrasebook, text: Any) -> str:
    """A value of a dose in the manner of the country: 1000 per year, 12 million VND, 30%, 2023-07, 15..45."""
    if isinstance(text, bool):
        return words(f"dose.{str(text).lower()}")
    value = str(text).removesuffix(".0") if isinstance(text, float) else str(text)
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return words.month(value)
    if bounds := re.fullmatch(r"(\d+)\.\.(\d+)", value):
        return words("dose.range", low=_plain(words, bounds[1]), high=_plain(words, bounds[2]))
    if share := re.fullmatch(r"([\d.]+)%", value):
        return f"{_plain(words, share[1])}%"
    amount = _AMOUNT.fullmatch(value)
    if amount is None:
        return value.replace("_", " ")
    told = _plain(words, amount["number"])
    if amount["money"]:
        told = words(f"dose.{amount['money']}", value=told)
    return words(f"dose.{_PER[amount['per']]}", value=told) if amount["per"] else told


def dose_text(words: Phrasebook, lever: str, dose: dict[str, Any]) -> str:
    """All that a dose asks for, field by field, without its months and budget."""
    given = {key: value for key, value in dose.items() if key not in _ASIDE and value and not _is_nothing(value)}
    return "; ".join(_told(words, lever, key, value) for key, value in given.items())


def _is_nothing(value: Any) -> bool:
    """Whether a quantity is nought: such a field asks for nothing."""
    return isinstance(value, str) and re.fullmatch(r"0(\.0+)?(%| .*)", value) is not None


def value_text(words: Phrasebook, key: str, value: Any) -> str:
    """One value of a resolved scenario, as its canonical text writes it: words of a group, or a quantity."""
    many = str(value).split(", ") if key in _GROUPS and isinstance(value, str) else [value]
    return _values(words, key, many)


def _told(words: Phrasebook, lever: str, key: str, value: Any, above: str = "") -> str:
    if key in ("eligible", "employers"):
        parts = [f"{words('filter.' + name)}: {_values(words, name, one)}" for name, one in value.items()]
        return words("dose.field_value", field=field_label(words, lever, key), value=", ".join(parts))
    if isinstance(value, dict) and key != "occupations":
        given = {name: one for name, one in value.items() if not _is_nothing(one)}
        return "; ".join(_told(words, lever, name, one, f"{key}.") for name, one in given.items())
    if isinstance(value, list) and value and isinstance(value[0], dict):
        items = ["; ".join(_told(words, lever, name, one, f"{key}.") for name, one in entry.items()) for entry in value]
        return words("dose.field_value", field=field_label(words, lever, key), value=" / ".join(items))
    label = field_label(words, lever, above + key)
    return words("dose.field_value", field=label, value=_values(words, key, value))


def _values(words: Phrasebook, key: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{words.group(_GROUPS[key], name)} {quantity(words, one)}" for name, one in value.items())
    many = value if isinstance(value, list) else [value]
    return ", ".join(
        words.group(_GROUPS[key], one) if key in _GROUPS and isinstance(one, str) else quantity(words, one)
        for one in many
    )


def _plain(words: Phrasebook, number: str) -> str:
    """Digits as the country writes them, with the decimals that are there."""
    return words.number(float(number), len(number.partition(".")[2]))
