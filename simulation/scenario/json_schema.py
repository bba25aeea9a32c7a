"""JSON Schema of scenario files: what editors complete and underline. The reading rules are the stricter judge."""

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from simulation.scenario.levers import registered_levers
from simulation.scenario.schema import Content

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS = {
    "type": "string",
    "pattern": r"\.ya?ml$",
    "description": "scenario file this one builds on, relative to it: the reference of its effects",
    "examples": ["baseline.yaml"],
}


class _Plain(GenerateJsonSchema):
    """A schema as a person would write it: no generated titles, no null for a key that may be left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Keep a default only when it is a word or a number."""
        inner = self.generate_inner(schema["schema"])
        default = schema.get("default")
        return inner | {"default": default} if type(default) in (str, int, float, bool) else inner


def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(ref_template="#/$defs/{model}", schema_generator=_Plain)


def scenario_schema() -> dict[str, Any]:
    """Schema of a scenario file, `extends` and every registered lever included."""
    schema = _schema_of(Content)
    definitions = schema.setdefault("$defs", {})
    definitions |= _lever_definitions()
    del definitions["Horizon"]["required"]  # a file that extends another may give one end only
    schema["properties"] = {"extends": _EXTENDS} | schema["properties"]
    schema["properties"]["policies"] |= {"items": _entry()}
    values = schema["properties"]["parameters"]
    file = {"type": "string", "pattern": r"\.parquet$"}
    schema["properties"]["parameters"] = {"description": values.pop("description"), "anyOf": [values, file]}
    schema["required"] = ["name"]
    schema["anyOf"] = [{"required": ["extends"]}, {"required": ["province", "horizon"]}]
    return {"$schema": _DIALECT, "title": "halong scenario"} | _used(schema)


def schema_text() -> str:
    """The schema as the text that is shipped beside the scenarios."""
    return json.dumps(scenario_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _lever_definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    for name, dose in registered_levers().items():
        schema = _schema_of(dose)
        definitions |= schema.pop("$defs", {})
        definitions[name] = schema
    return definitions


def _entry() -> dict[str, Any]:
    """An entry of `policies`: one lever and its dose."""
    levers = {name: {"$ref": f"#/$defs/{name}"} for name in registered_levers()}
    return {
        "type": "object",
        "properties": levers,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
        "description": "one policy lever and its dose",
    }


def _used(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without definitions that nothing refers to."""
    text = json.dumps(schema)
    kept = {name: body for name, body in schema["$defs"].items() if f'"#/$defs/{name}"' in text}
    return schema | {"$defs": kept}
