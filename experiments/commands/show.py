"""`halong show`: the resolved scenario as a difference to its reference, and what it rests on; or every lever."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from experiments.experiment import labels_of
from experiments.levers import catalogue, common_fields, page_of_levers
from experiments.scenario_page import page_of
from experiments.texts import Language
from experiments.texts.fault_words import told_all
from experiments.texts.phrasebook import Phrasebook, phrases
from experiments.texts.speaking import chosen_language
from simulation.months import month_index, month_text
from simulation.province import Parameter, Province, load_province
from simulation.scenario import LeverDose, Place, Scenario, ScenarioError, check
from simulation.scenario.listing import Value, differences, values


@click.command("show", help="Show SCENARIO as a difference to its reference: each value with its unit and source.")
@click.argument("name", metavar="[SCENARIO]", type=click.Path(), required=False)
@click.option("--levers", is_flag=True, help="Show every lever instead: clauses, body, dose, parameters.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, every resolved value included.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language (else the locale's).")
def command(name: str | None, levers: bool, as_json: bool, language: str | None) -> int:
    """Print the scenario, or its faults; or the levers. Returns the exit status."""
    if levers == (name is not None):
        raise click.UsageError("give a SCENARIO, or --levers without one")
    spoken = chosen_language(language)
    return _show_levers(as_json, spoken) if name is None else _show_scenario(name, as_json, spoken)


def _show_levers(as_json: bool, language: Language) -> int:
    """Every lever as it stands this month in the province of the baseline."""
    province = load_province(Scenario.baseline().province)
    today = month_index(date.today().strftime("%Y-%m"))
    month = min(max(today, province.first_month), province.last_month)
    facts = {
        "levers": catalogue(province, month),
        "every_dose": common_fields(),
        "note": dict(phrases()["page.doses"]),
    }
    words = Phrasebook(language, labels_of(province))
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else page_of_levers(facts, words))
    return 0


def _show_scenario(name: str, as_json: bool, language: Language) -> int:
    try:
        scenario = _checked(name)
    except ScenarioError as error:
        click.echo(told_all(error, language), err=True)
        return 2
    province = load_province(scenario.province)
    facts = facts_of(scenario, province)
    words = Phrasebook(language, labels_of(province))
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else page_of(facts, words))
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
        "note": dict(phrases()["page.doses"]),
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
