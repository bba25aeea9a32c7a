"""``halong trial``: a lever given to some by lot inside the model; the estimate, the truth, spill-overs and power."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

    from calibration.trials.file import Trial
    from experiments.texts.phrasebook import Phrasebook

#: Outcomes printed; all stand in the tables.
PRINTED = ("formal_wage_employment", "labour_income", "certified")


@click.command("trial")
@click.argument("trial", metavar="TRIAL.yaml", type=click.Path(path_type=Path))
@click.option("--seeds", type=click.IntRange(min=1), help="Trials, each under a luck of its own (else the file's).")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the tables (else runs/NAME-trial).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the tables (else the locale's).")
def command(trial: Path, seeds: int | None, out: Path | None, workers: int | None, language: str | None) -> None:
    """Assign the lever of TRIAL.yaml by person, commune or district, or in steps; estimate its effect, truth beside."""
    from calibration.trials.analysis import analyse, take_up
    from calibration.trials.file import read_trial
    from experiments.commands.exits import orderly
    from experiments.progress import Progress
    from experiments.run_folder import assembling, check_destination, workshop
    from experiments.running import default_workers, run_all
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from experiments.trials.runs import conduct, read_others, read_people, runs_of
    from simulation.compiling import SOURCES
    from simulation.province import load_province

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        asked = read_trial(trial)
        place = (out or Path("runs") / f"{trial.stem}-trial").absolute()
        check_destination(place)
        number = seeds or asked.content.seeds
        runs = runs_of(asked, number, f"{SOURCES} {load_province(asked.scenario.province).content_hash}")
        processes = min(workers or default_workers(), number)
        months = asked.scenario.end - asked.scenario.start + 1
        click.echo(words("trial.started", runs=number, months=months, workers=processes), err=True)
        parts, progress = workshop(place), Progress(number, words("run.unit"))
        try:
            run_all(runs, parts, processes, progress, conduct)
        finally:
            progress.close()
        people = read_people(runs, parts)
        tables = {
            "trial": analyse(asked, people),
            "take_up": take_up(asked, people),
            "others": read_others(runs, parts),
        }
        with assembling(place) as folder:
            _write(folder, tables, asked, trial, number)
    _print(tables, asked, words)
    click.echo(words("trial.done", out=place))


def _write(folder: Path, tables: "dict[str, pd.DataFrame]", asked: "Trial", path: Path, seeds: int) -> None:
    from experiments.publishing import machine_facts
    from experiments.run_folder import write_manifest

    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")
    facts = {
        "command": shlex.join(["halong", *sys.argv[1:]]),
        "trial": path.read_text(encoding="utf-8"),
        "scenario": asked.scenario.text,
        "reference": asked.reference.text,
        "seeds": seeds,
        "scale": asked.scenario.scale,
        "machine": machine_facts(),
    }
    write_manifest(folder, facts)


def _print(tables: "dict[str, pd.DataFrame]", asked: "Trial", words: "Phrasebook") -> None:
    from experiments.trials.tables import take_up_table, trial_table

    click.echo(take_up_table(tables["take_up"], words).as_text() + "\n")
    for outcome in PRINTED:
        click.echo(trial_table(tables["trial"], asked, words, outcome).as_text() + "\n")
    others = tables["others"]
    last = others[others["months_on"] == others["months_on"].max()].set_index("outcome")["change"]
    named = (f"{words(f'trial.outcome.{name}')} {words.number(float(last[name]), signed=True)}" for name in PRINTED)
    click.echo(words("trial.others", changes="; ".join(named)))
    click.echo(words("page.doses"))
