"""``halong attribute``: a scenario taken apart, lever by lever and agency by agency; one lever at several doses."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import pandas as pd

    from experiments.attribution.arms import Question
    from experiments.parts import Run
    from experiments.texts.phrasebook import Phrasebook
    from simulation.province import Province


@click.command("attribute")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--seeds", type=click.IntRange(min=2), default=4, show_default=True, help="Runs of each arm.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=0.1, show_default=True)
@click.option(
    "--against", metavar="FILE", type=click.Path(path_type=Path), help="Reference instead of the file extended."
)
@click.option("--until", metavar="YYYY-MM", help="Last month, instead of the scenario's own.")
@click.option("--shapley", type=click.IntRange(min=0), default=0, help="Also Shapley's value from so many orders.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the tables (else runs/NAME-attribution).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the tables (else the locale's).")
def command(
    scenario: Path,
    seeds: int,
    scale: float,
    against: Path | None,
    until: str | None,
    shapley: int,
    out: Path | None,
    workers: int | None,
    language: str | None,
) -> None:
    """Which lever and which agency of SCENARIO moves which target: alone, left out, and what is left over."""
    from experiments.attribution.contributions import contributions
    from experiments.attribution.plan import plan
    from experiments.commands.exits import orderly
    from experiments.run_folder import assembling, check_destination, workshop
    from experiments.running import default_workers
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from simulation.compiling import SOURCES

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        question, province = _question(scenario, against, scale, until)
        place = (out or Path("runs") / f"{question.scenario.stem}-attribution").absolute()
        check_destination(place)
        apart = plan(question, province, seeds, f"{SOURCES} {province.content_hash}", shapley)
        parts = workshop(place)
        _simulate(apart.scheduled, parts, workers or default_workers(), words, question)
        tables = {"attribution": contributions(apart.contrasts, parts), "decomposition": _alone(apart, parts)}
        with assembling(place) as folder:
            _write(folder, tables, question, seeds, scale)
    _print(tables["attribution"], province, words, question)
    click.echo(words("attribute.done", out=place))


def _question(path: Path, against: Path | None, scale: float, until: str | None) -> "tuple[Question, Province]":
    from experiments.arms import ArmsError, pair
    from experiments.attribution.arms import Question
    from simulation.months import month_index
    from simulation.province import load_province

    try:
        end = None if until is None else month_index(until)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None
    arms = pair([path], against, alone=False, scale=scale, end=end)
    if not arms.reference_of:
        raise ArmsError(f"{path} extends no other file: name its reference with --against")
    [(stem, reference)] = arms.reference_of.items()
    question = Question(arms.scenarios[stem], arms.scenarios[reference])
    province = load_province(question.scenario.province)
    if not question.levers:
        raise ArmsError(f"{stem} and {reference} differ in no lever: there is nothing to take apart")
    return question, province


def _simulate(runs: "list[Run]", parts: Path, workers: int, words: "Phrasebook", question: "Question") -> None:
    from experiments.progress import Progress
    from experiments.running import run_all

    months = question.scenario.end - question.scenario.start + 1
    facts = {"levers": len(question.levers), "runs": len(runs), "months": months, "workers": min(workers, len(runs))}
    click.echo(words("attribute.started", **facts), err=True)
    progress = Progress(len(runs), words("run.unit"))
    try:
        run_all(runs, parts, workers, progress)
    finally:
        progress.close()


def _alone(apart: Any, parts: Path) -> "pd.DataFrame":
    """Gross, deadweight, displaced and net of each lever alone."""
    import pandas as pd

    from experiments.attribution.plan import ALONE
    from experiments.decomposition import decomposition
    from experiments.parts import read_decomposition, read_ledger

    frames = []
    for contrast in apart.contrasts:
        if contrast.kind == ALONE:
            pairs = read_decomposition(contrast.runs, parts)
            arms = (read_ledger(contrast.runs, parts), read_ledger(contrast.against, parts))
            ledger = pd.concat([arm.assign(scenario=name) for arm, name in zip(arms, ("with", "without"), strict=True)])
            table = decomposition(pairs.assign(scenario="with"), ledger, {"with": "without"}, float("nan"))
            frames.append(table.assign(lever=contrast.name).drop(columns=["scenario", "rho"]))
    return pd.concat(frames, ignore_index=True)


def _write(folder: Path, tables: "dict[str, pd.DataFrame]", question: "Question", seeds: int, scale: float) -> None:
    from experiments.publishing import machine_facts
    from experiments.run_folder import write_manifest

    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")
    facts = {
        "command": shlex.join(["halong", *sys.argv[1:]]),
        "scenario": question.scenario.text,
        "reference": question.reference.text,
        "seeds": seeds,
        "scale": scale,
        "machine": machine_facts(),
    }
    write_manifest(folder, facts)


def _print(table: "pd.DataFrame", province: "Province", words: "Phrasebook", question: "Question") -> None:
    from experiments.report.contributions import contribution_tables

    for one in contribution_tables(table, province, words, question.scenario.name):
        click.echo(one.as_text() + "\n")
    click.echo(words("page.doses"))
