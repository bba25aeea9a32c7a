"""The catalogue of levers: what the plan says of each, whose it is, what its dose is made of, what it rests on."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from experiments.scenario_page import aligned, figure, verbs
from experiments.texts.dose_words import quantity
from experiments.texts.phrasebook import Phrasebook, phrases
from experiments.texts.sentences import said
from simulation.months import month_text
from simulation.province import Province
from simulation.scenario.groups import GroupFilter
from simulation.scenario.levers import LeverDose, plan_lever_of, registered_levers
from simulation.scenario.units import Quantity

#: Fields that every dose has, in the order in which they are told once.
COMMON = tuple(LeverDose.model_fields)


def catalogue(province: Province, month: int) -> list[dict[str, Any]]:
    """Every lever and preset by name, with the body that leads it in ``month``, as JSON values."""
    return [_facts(name, dose, province, month) for name, dose in registered_levers().items()]


def common_fields() -> list[dict[str, str]]:
    """The fields that every dose has: key, unit and meaning."""
    return list(_fields(LeverDose, COMMON))


def _facts(name: str, dose: type[LeverDose], province: Province, month: int) -> dict[str, Any]:
    lead = province.agency_of(plan_lever_of(dose), month)
    return {
        "lever": name,
        "name": dict(phrases()[f"lever.{name}"]),
        "preset_of": None if plan_lever_of(dose) == name else plan_lever_of(dose),
        "clauses": list(dose.clauses),
        "verb": list(dose.verb),
        "competence": list(dose.competence),
        "lead": {"agency": lead.id, "vi": lead.name_vi, "en": lead.name_en, "month": month_text(month)},
        "sources_of_money": list(dose.sources_of_money),
        "first_order": dose.first_order,
        "residence": list(dose.residence or ()),
        "target": dict(dose.target.given),
        "dose": list(_fields(dose, tuple(key for key in dose.model_fields if key not in COMMON))),
        "parameters": [_parameter(one, province) for one in dose.parameters],
    }


def _fields(model: type[BaseModel], keys: tuple[str, ...], above: str = "") -> Iterator[dict[str, str]]:
    """Key, unit and meaning of each field; a group of fields is told field by field."""
    for key in keys:
        field = model.model_fields[key]
        label = above + (field.alias or key)
        kind, many = _kind(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not GroupFilter:
            yield from _fields(kind, tuple(kind.model_fields), f"{label}{'[]' if many else ''}.")
        else:
            meaning = field.description or ""
            yield {"key": label, "unit": _unit(kind, field), "default": _default(field), "meaning": meaning}


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if isinstance(field.default, tuple):
        return ", ".join(field.default)
    return "" if field.default is None or isinstance(field.default, GroupFilter) else str(field.default)


def _kind(annotation: Any) -> tuple[Any, bool]:
    """What a value is once annotations, the alternative none and lists are taken away; whether there are many."""
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _kind(next(one for one in get_args(annotation) if one is not type(None)))
    if get_origin(annotation) is tuple:
        return _kind(get_args(annotation)[0])[0], True
    return annotation, False


def _unit(kind: Any, field: FieldInfo) -> str:
    if isinstance(kind, type) and issubclass(kind, Quantity):
        return kind.unit
    if kind is GroupFilter:
        return "a group of persons or employers"
    if get_origin(kind) is Literal:
        return f"one or more of {', '.join(map(str, get_args(kind)))}"
    if get_origin(kind) is dict:
        return "values by key"
    month = any("Month" in str(note) or "YYYY-MM" in str(note) for note in (field.metadata or ()))
    return "a month, YYYY-MM" if month else {int: "a whole number", float: "a number"}.get(kind, "an id of the tables")


def _parameter(name: str, province: Province) -> dict[str, Any]:
    known = province.parameters.get(name) or province.evidence[name]
    return {key: getattr(known, key) for key in ("name", "value", "low", "high", "unit", "status", "source")}


def page_of_levers(facts: dict[str, Any], words: Phrasebook) -> str:
    """The catalogue as text: a block for each lever, then the fields that every dose has."""
    lines = [line for one in facts["levers"] for line in (*_block(one, words), "")]
    common = aligned(_field_line(one, words) for one in facts["every_dose"])
    return "\n".join([*lines, words("levers.every"), *common, "", facts["note"][words.language]])


def _block(one: dict[str, Any], words: Phrasebook) -> list[str]:
    lead, language = one["lead"], words.language
    led = words("levers.led", body=lead[language], month=words.month(lead["month"]))
    facts = [
        *([("preset", one["preset_of"])] if one["preset_of"] else []),
        ("clauses", ", ".join(one["clauses"])),
        ("verb", verbs(words, one["verb"])),
        ("competence", ", ".join(words(f"competence.{name}") for name in one["competence"])),
        ("lead", led),
        ("pays", ", ".join(words.group("source", name) for name in one["sources_of_money"])),
        ("moves", said(one["first_order"], language)),
    ]
    rests = aligned((_parameter_line(row, words) for row in one["parameters"]), 4)
    return [
        f"{one['lever']}: {one['name'][language]}",
        *aligned((words(f"levers.{name}"), value) for name, value in facts),
        f"  {words('levers.dose')}",
        *aligned((_field_line(field, words) for field in one["dose"]), 4),
        *([f"  {words('levers.rests')}", *rests] if rests else []),
    ]


def _field_line(one: dict[str, str], words: Phrasebook) -> tuple[str, ...]:
    default = words("levers.required") if one["default"] == "required" else quantity(words, one["default"]) or "–"
    return one["key"], said(one["unit"], words.language), default, said(one["meaning"], words.language)


def _parameter_line(row: dict[str, Any], words: Phrasebook) -> tuple[str, ...]:
    unit, status = words.group("unit_of", row["unit"]), words.group("status_of", row["status"])
    return row["name"], words.parameter(row["name"]), figure(words, row), unit, status
