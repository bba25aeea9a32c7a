"""The command `halong`. Subcommands load when they are called, so that `--help` answers at once.

Exit status: 0 done; 1 a run failed; 2 the input is wrong; 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from experiments.texts.help import asked_language, speak, told, translate
from experiments.texts.speaking import chosen_language

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

COMMANDS = {
    "run": "Run scenarios against their references; write results and a report.",
    "check": "Read and validate scenario files; write nothing.",
    "show": "Show a scenario as a difference to its reference, with sources.",
    "sweep": "Run scenarios at many points of a design, here or on a cluster.",
    "sensitivity": "Tell which factor of a sweep drives the answer, and which assumption would turn it.",
    "optimise": "Search doses of levers under a budget; the frontier of money and results.",
    "attribute": "Tell which lever and which agency moves which target.",
    "report": "Write the report of a run folder again.",
    "trial": "A lever given to some by lot: estimate, truth, spill-overs, power.",
    "dashboard": "A page in the browser: levers as sliders, targets, paths, map, one life.",
    "project": "An investment project: months to staff it, from where, who loses workers, housing.",
    "biography": "One person's life in the reference and in the scenario, side by side.",
    "survey": "Write a synthetic labour-force survey of a run.",
    "calibrate": "Fit parameters to a survey and published tables; write a posterior.",
    "validate": "Hold the model against published evidence; print every miss.",
    "schema": "Print the JSON Schema of scenario files for editors.",
    "benchmark": "Measure speed and memory on this machine.",
}
"""One line of help for each file of `experiments/commands`."""

PURPOSE = (
    "The labour market of a province: what Plan 66/KH-UBND of Quảng Ninh changes, for whom, by when, at what cost."
)


class CommandTable(click.Group):
    """A group whose commands are files, imported when they are called for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Names in the order of use."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command in the file of that name; a mistyped name is answered with the nearest."""
        if name not in COMMANDS:
            close = get_close_matches(name, COMMANDS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(COMMANDS)}"
            context.fail(f"there is no command {name!r}; {hint}")
        command: click.Command = import_module(f"experiments.commands.{name}").command
        return translate(command)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section(told("Commands")):
            formatter.write_dl([(name, told(text)) for name, text in COMMANDS.items()])


def _print_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from simulation import __version__

        click.echo(f"halong {__version__}")
        context.exit()


@click.command(cls=CommandTable, help=PURPOSE, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show version."
)
def halong() -> None:
    """Take the options that stand before a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the return value is the exit status."""
    _print_any_letter()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # runs share the cores; idle threads of each would spin on them
    speak(chosen_language(asked_language(sys.argv[1:] if arguments is None else arguments)))
    translate(halong)
    try:
        _check_packages()
        result = halong.main(args=arguments, prog_name="halong", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        vars(error)["message"] = told(error.message)
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(told("Interrupted."), err=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has read enough, as `halong show ... | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return result if isinstance(result, int) else DONE


def _print_any_letter() -> None:
    """Terminals that lack Vietnamese letters get their escapes instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _check_packages() -> None:
    """Refuse to run on somebody else's package called `simulation`, a name that others use too."""
    own = Path(__file__).resolve().parent.parent
    found = find_spec("simulation")
    place = Path(found.origin).resolve().parent.parent if found and found.origin else None
    if place != own:
        raise click.ClickException(
            f"another package 'simulation' hides that of halong: {place}; use an own environment"
        )
