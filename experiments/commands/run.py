"""``halong run``: scenarios against their references, same seeds; a run folder, its report, the main tables."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from experiments.arms import Arms
    from experiments.texts.phrasebook import Phrasebook
    from simulation.province import Province

_SEEDS = 8
#: Parameter sets of a posterior that are drawn, and seeds of each: two tell chance from parameters.
_SETS, _SEEDS_OF_SET = 16, 2
_ANSWERS = "0,0.3,1"


@click.command("run")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...", type=click.Path(path_type=Path))
@click.option("--seeds", type=click.IntRange(min=1), help="Runs of each arm (8; with --draws: of each draw, 1).")
@click.option("--draws", type=click.IntRange(min=1), help="Parameter sets drawn from the ranges of the table.")
@click.option(
    "--posterior",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw from the parameter sets that halong calibrate wrote.",
)
@click.option(
    "--rho",
    default=_ANSWERS,
    show_default=True,
    metavar="LIST|none",
    help="Answers of job creation to hiring (0 to 1) under which effects are measured as well.",
)
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), help="Share of persons simulated.")
@click.option("--against", metavar="FILE|none", help="Reference instead of the file that each scenario extends.")
@click.option("--until", metavar="YYYY-MM", help="Last month, instead of the scenario's own.")
@click.option("--events", is_flag=True, help="Also keep every person's events, one Parquet file a scenario and seed.")
@click.option("--out", type=click.Path(path_type=Path), help="Run folder (else runs/ and the scenarios' names).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of tables and report (else the locale's).")
def command(
    scenarios: tuple[Path, ...],
    seeds: int | None,
    draws: int | None,
    posterior: Path | None,
    rho: str,
    scale: float | None,
    against: str | None,
    until: str | None,
    events: bool,
    out: Path | None,
    workers: int | None,
    language: str | None,
) -> None:
    """Run each SCENARIO and its reference with the same seeds; write a run folder and its report."""
    from experiments.commands.exits import orderly
    from experiments.commands.finishing import finish
    from experiments.experiment import Experiment
    from experiments.posteriors import with_posterior
    from experiments.publishing import publish
    from experiments.run_folder import check_destination
    from experiments.running import default_workers
    from experiments.simulating import simulate
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    with orderly(words):
        arms = _arms(list(scenarios), against, scale, until)
        answers = _answers(rho)
        if posterior is not None:
            draws, seeds = draws or _SETS, seeds or _SEEDS_OF_SET
            arms = with_posterior(arms, posterior, draws)
        elif draws is None and any(scenario.sets is not None for scenario in arms.scenarios.values()):
            draws, seeds = seeds or _SEEDS, 1  # a file that names parameter sets has one a seed
        drawn, seeds = draws or 0, seeds or (1 if draws else _SEEDS)
        experiment = Experiment(arms, _province(arms, words), seeds, drawn, answers, events)
        place = (out or Path("runs") / "-".join(arms.asked)).absolute()
        check_destination(place)
        months = experiment.first.end - experiment.first.start + 1
        finish(experiment.scheduled, place, workers or default_workers(), words, simulate, len(arms.scenarios), months)
        publish(experiment, place, shlex.join(["halong", *sys.argv[1:]]), words.language)
        _print(place, words)


def _arms(scenarios: list[Path], against: str | None, scale: float | None, until: str | None) -> "Arms":
    from experiments.arms import pair
    from simulation.months import month_index

    try:
        end = None if until is None else month_index(until)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--until") from None
    alone = against == "none"
    return pair(scenarios, None if alone or against is None else Path(against), alone, scale, end)


def _answers(text: str) -> tuple[float, ...]:
    if text == "none":
        return ()
    try:
        answers = sorted({float(word) for word in text.split(",")})
    except ValueError:
        answers = [-1.0]
    if not all(0.0 <= answer <= 1.0 for answer in answers):
        raise click.BadParameter(f"{text!r}: write numbers from 0 to 1 with commas, or none", param_hint="--rho")
    return tuple(answers)


def _province(arms: "Arms", words: "Phrasebook") -> "Province":
    """The tables all arms share. Raises ScenarioError for what a scenario names and the tables do not have."""
    from experiments.texts.fault_words import told
    from simulation.province import load_province
    from simulation.scenario import ScenarioError

    province = load_province(next(iter(arms.scenarios.values())).province)
    found = dict.fromkeys(fault for scenario in arms.scenarios.values() for fault in scenario.check_against(province))
    if not all(fault.warning for fault in found):
        raise ScenarioError(fault for fault in found if not fault.warning)
    for warning in found:
        click.echo(told(warning, words.language), err=True)
    return province


def _print(place: Path, words: "Phrasebook") -> None:
    from experiments.report import PAGE
    from experiments.report.changes import answers_table, main_effects_table
    from experiments.report.scores import scorecard_tables
    from experiments.report.spreading import ripples_table
    from experiments.report.story import read_story
    from experiments.report.true_effects import decomposition_table
    from experiments.report.uncertainty import uncertainty_table
    from experiments.uncertainty import read_uncertainty

    story = read_story(place, words.language)
    made = (main_effects_table, answers_table, decomposition_table, ripples_table)
    effects = [table(story, name) for name in story.reference_of for table in made]
    split = read_uncertainty(place)
    effects += [uncertainty_table(story, split, name) for name in story.reference_of]
    for table in (*scorecard_tables(story), *filter(None, effects)):
        click.echo(table.as_text() + "\n")
    click.echo(words("page.doses"))
    click.echo(words("run.done", out=place, report=place / PAGE))
