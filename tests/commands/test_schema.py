"""`halong schema`: what an editor knows about scenario files is what the reader accepts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from experiments.cli import halong
from simulation.scenario import registered_levers, shipped_folder

SCHEMA: dict[str, Any] = json.loads((shipped_folder() / "scenario.schema.json").read_text(encoding="utf-8"))


def test_the_shipped_schema_is_the_generated_one() -> None:
    result = CliRunner().invoke(halong, ["schema"])
    assert result.exit_code == 0
    assert result.output == (shipped_folder() / "scenario.schema.json").read_text(encoding="utf-8")


def test_every_lever_can_be_completed() -> None:
    entry = SCHEMA["properties"]["policies"]["items"]
    assert set(entry["properties"]) == set(registered_levers())
    assert entry["additionalProperties"] is False


def test_every_key_has_a_description() -> None:
    bodies = [SCHEMA, *SCHEMA["$defs"].values()]
    missing = [
        key for body in bodies for key, field in body.get("properties", {}).items() if "description" not in field
    ]
    assert set(missing) <= set(registered_levers())


def test_every_reference_leads_somewhere() -> None:
    for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)):
        assert name in SCHEMA["$defs"]


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")), ids=lambda path: path.name)
def test_shipped_scenarios_use_only_keys_and_patterns_of_the_schema(path: Path) -> None:
    fits(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader), SCHEMA)


def fits(value: Any, schema: dict[str, Any]) -> None:
    """Walk a file and the schema together: keys known, required ones there, texts matching their pattern."""
    schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if isinstance(value, dict):
        free = schema.get("patternProperties", {})
        assert set(schema.get("required", ())) <= set(value)
        for key, below in value.items():
            pattern = next((body for name, body in free.items() if re.search(name, key)), None)
            fits(below, schema["properties"][key] if "properties" in schema else pattern or {})
    elif isinstance(value, list):
        items = schema["items"] if "items" in schema else schema["anyOf"][-1]["items"]
        for item in value:
            fits(item, items)
    elif "anyOf" in schema:
        assert any(re.search(one.get("pattern", "^"), value) for one in schema["anyOf"])
    else:
        assert re.search(schema.get("pattern", "^"), value)
        assert value in schema.get("enum", [value])
