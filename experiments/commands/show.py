"""`halong show`: the resolved scenario as a difference to its reference, and what it rests on; or every lever."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import click

from experiments.levers import catalogue, common_fields, page_of_levers
from simulation.months import month_index, month_text
from simulation.province import Parameter, Province, load_province
from simulation.scenario import LeverDose, Place, Scenario, ScenarioError, check
from simulation.scenario.listing import Value, differences, values

DOSES_ARE_ASSUMPTIONS = (
    "Liều lượng là giả định của dự án này; kế hoạch không quy định.",
    "Doses are assumptions of this project; the plan sets none.",
)
HEADINGS = {
    "differences": "Differences to the reference",
    "values": "Values (there is no reference)",
    "parameters": "Parameters replaced",
    "doses": "Doses",
    "assumed": "Assumed values of the parameter table that these levers rest on",
}
NOTHING = "-"


@click.command("show", help="Show SCENARIO as a difference to its reference: each value with its unit and source.")
@click.argument("name", metavar="[SCENARIO]", type=click.Path(), required=False)
@click.option("--levers", is_flag=True, help="Show every lever instead: clauses, body, dose, parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, every resolved value included.")
def command(name: str | None, levers: bool, as_json: bool) -> int:
    """Print the scenario, or its faults; or the levers. Returns the exit status."""
    if levers == (name is not None):
        raise click.UsageError("give a SCENARIO, or --levers without one")
    return _show_levers(as_json) if name is None else _show_scenario(name, as_json)


def _show_levers(as_json: bool) -> int:
    """Every lever as it stands this month in the province of the baseline."""
    province = load_province(Scenario.baseline().province)
    today = month_index(date.today().strftime("%Y-%m"))
    month = min(max(today, province.first_month), province.last_month)
    facts = {
        "levers": catalogue(province, month),
        "every_dose": common_fields(),
        "note": dict(zip(("vi", "en"), DOSES_ARE_ASSUMPTIONS, strict=True)),
    }
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else page_of_levers(facts))
    return 0


def _show_scenario(name: str, as_json: bool) -> int:
    try:
        scenario = _checked(name)
    except ScenarioError as error:
        click.echo(str(error), err=True)
        return 2
    facts = facts_of(scenario, load_province(scenario.province))
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else _page(facts))
    return 0


def _checked(name: str) -> Scenario:
    scenario = Scenario.load(name)
    faults = [fault for fault in check(scenario) if not fault.warning]
    if faults:
        raise ScenarioError(faults)
    return scenario


def facts_of(scenario: Scenario, province: Province) -> dict[str, Any]:
    """All that is shown, as JSON values."""
    reference = scenario.reference
    return {
        "scenario": scenario.stem,
        "name": {"vi": scenario.name.vi, "en": scenario.name.en},
        "file": str(scenario.path),
        "hash": scenario.content_hash,
        "reference": {"scenario": reference.stem, "file": str(reference.path)} if reference else None,
        "differences": [_value(one, province) for one in differences(scenario)],
        "values": [_value(one, province) for one in values(scenario).values()],
        "parameters": [_replaced(name, value, province) for name, value in scenario.parameters.items()],
        "doses": [_dose(dose) for dose in scenario.policies],
        "assumed": _assumed(scenario.policies, province),
        "note": dict(zip(("vi", "en"), DOSES_ARE_ASSUMPTIONS, strict=True)),
    }


def _value(one: Value, province: Province) -> dict[str, Any]:
    known = _parameter(one.label.removeprefix("parameters."), province) if one.label.startswith("parameters.") else None
    return {
        "key": one.label,
        "value": one.value,
        "unit": known.unit if known else one.unit,
        "reference": one.reference,
        "source": _source(one.place),
    }


def _source(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place else "default"


def _parameter(name: str, province: Province) -> Parameter | None:
    return province.parameters.get(name) or province.evidence.get(name)


def _replaced(name: str, value: float, province: Province) -> dict[str, Any]:
    known = province.parameters[name]
    return {"value": value, "inside_range": known.low <= value <= known.high, "table": _row(known)}


def _row(known: Parameter) -> dict[str, Any]:
    return {key: getattr(known, key) for key in ("name", "value", "low", "high", "unit", "year", "status", "source")}


def _dose(dose: LeverDose) -> dict[str, Any]:
    return {
        "lever": dose.lever,
        "id": dose.id,
        "from": month_text(dose.from_),
        "to": month_text(dose.to),
        "clauses": dose.clauses,
        "verb": dose.verb,
        "competence": dose.competence,
        "first_order": dose.first_order,
        "status": "assumed",
    }


def _assumed(doses: Iterable[LeverDose], province: Province) -> list[dict[str, Any]]:
    """Parameters of status `assumed` that the levers in force name, with the levers."""
    levers: dict[str, list[str]] = {}
    for dose in doses:
        for name in dose.parameters:
            named = levers.setdefault(name, [])
            named += [dose.lever] if dose.lever not in named else []
    rows = ((_parameter(name, province), named) for name, named in levers.items())
    return [_row(known) | {"levers": named} for known, named in rows if known and known.status == "assumed"]


def _page(facts: dict[str, Any]) -> str:
    reference = facts["reference"]
    head = [
        f"{facts['scenario']}: {facts['name']['vi']} / {facts['name']['en']}",
        f"  file       {facts['file']}",
        f"  reference  {reference['file'] if reference else NOTHING}",
        f"  hash       {facts['hash']}",
    ]
    shown = "differences" if reference else "values"
    rows = [(one["key"], _text(one), _plain(one["reference"]), one["source"]) for one in facts[shown]]
    return "\n".join([
        *head,
        *_section(shown, ("key", "value", "reference", "source"), rows),
        *_section("parameters", ("name", "value", "in the table", "status"), map(_replaced_line, facts["parameters"])),
        *_section("doses", ("lever", "months", "clauses", "verb"), map(_dose_line, facts["doses"])),
        *(f"  {facts['note'][language]}" for language in ("vi", "en") if facts["doses"]),
        *_section("assumed", ("name", "value", "unit", "levers"), map(_assumed_line, facts["assumed"])),
    ])  # fmt: skip


def _section(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Heading and aligned table; nothing when there are no rows."""
    table = [columns, *rows]
    if len(table) == 1:
        return []
    widths = [max(len(row[column]) for row in table) for column in range(len(columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    return ["", HEADINGS[name], *(f"  {line}" for line in lines)]


def _text(one: dict[str, Any]) -> str:
    """Value with the unit it does not already carry."""
    value = _plain(one["value"])
    bare = isinstance(one["value"], int | float) and not isinstance(one["value"], bool)
    return f"{value} {one['unit']}" if bare and one["unit"] else value


def _plain(value: Any) -> str:
    if value is None:
        return NOTHING
    return str(value).lower() if isinstance(value, bool) else str(value)


def _replaced_line(one: dict[str, Any]) -> tuple[str, str, str, str]:
    table = one["table"]
    outside = "" if one["inside_range"] else ", outside the range"
    return table["name"], f"{one['value']:g}", f"{_figure(table)} {table['unit']}", table["status"] + outside


def _figure(row: dict[str, Any]) -> str:
    return f"{row['value']:g} ({row['low']:g} to {row['high']:g})"


def _dose_line(dose: dict[str, Any]) -> tuple[str, str, str, str]:
    name = f"{dose['lever']}({dose['id']})" if dose["id"] else dose["lever"]
    return name, f"{dose['from']}..{dose['to']}", ", ".join(dose["clauses"]), ", ".join(dose["verb"])


def _assumed_line(row: dict[str, Any]) -> tuple[str, str, str, str]:
    return row["name"], _figure(row), row["unit"], ", ".join(row["levers"])
