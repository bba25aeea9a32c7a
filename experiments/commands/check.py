"""`halong check`: read and validate scenarios, say what is wrong and where, write nothing."""

import click

from experiments.texts import Language
from experiments.texts.speaking import chosen_language
from simulation.scenario import Fault, Scenario, ScenarioError, check


@click.command("check", help="Read and validate each SCENARIO; write nothing. Exit status 2 when one has a fault.")
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, type=click.Path())
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language (else the locale's).")
def command(scenarios: tuple[str, ...], language: str | None) -> int:
    """Print every fault and warning on its own line, or `ok`. Returns the exit status."""
    spoken = chosen_language(language)
    faulty = [scenario for scenario in scenarios if not _is_usable(scenario, spoken)]
    return 2 if faulty else 0


def _is_usable(name: str, language: Language) -> bool:
    found = _faults(name)
    if found:
        from experiments.texts.fault_words import told_all

        click.echo(told_all(found, language))
    usable = all(fault.warning for fault in found)
    if usable:
        click.echo(f"{name}: ok")
    return usable


def _faults(name: str) -> list[Fault]:
    try:
        return check(Scenario.load(name))
    except ScenarioError as error:
        return error.faults
