"""`halong schema`: the JSON Schema of scenario files, for completion and checks in editors."""

import click

from simulation.scenario.json_schema import schema_text


@click.command("schema", help="Print the JSON Schema of scenario files, for completion and checks in editors.")
def command() -> None:
    """Print the schema, the same text that is shipped beside the scenarios."""
    click.echo(schema_text(), nl=False)
