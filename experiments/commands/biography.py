"""``halong biography``: one person's life in the reference and in the scenario, side by side, from the event logs."""

from pathlib import Path
from shutil import get_terminal_size

import click


@click.command("biography")
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option("--person", type=int, metavar="ID", help="Whose life: a number of the run's persons, from 0.")
@click.option("--differing", is_flag=True, help="List some persons whose lives differ, and what they received.")
@click.option("--seed", type=int, help="Which run (else the first).")
@click.option("--scenario", metavar="NAME", help="Which scenario of the run folder (else the first with a reference).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language (else the locale's).")
def command(
    run_dir: Path, person: int | None, differing: bool, seed: int | None, scenario: str | None, language: str | None
) -> None:
    """Tell the life of a person of RUN_DIR, a run made with `halong run ... --events`."""
    from experiments.commands.exits import orderly
    from experiments.lives.reading import open_lives
    from experiments.lives.telling import Teller
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    if person is None and not differing:
        raise click.UsageError("give --person ID, or --differing for persons whose lives differ")
    words = Phrasebook(chosen_language(language))
    with orderly(words):
        lives = open_lives(run_dir, scenario, seed)
        teller = Teller(lives, Phrasebook(words.language, lives.manifest["labels"]))
        if differing:
            click.echo(teller.differing().as_text())
        if person is not None:
            click.echo(teller.table(person).as_wrapped_text(get_terminal_size((160, 40)).columns))
