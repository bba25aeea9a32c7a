"""``halong calibrate``: survey microdata and published tables to targets, targets to a posterior of parameters."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from calibration.fitting.fit import Fit
    from calibration.fitting.recovery import Verdict
    from calibration.surveys.answering import Survey
    from calibration.surveys.targets import Targets
    from experiments.calibrating import Finish
    from experiments.parts import Run
    from experiments.running import Simulate
    from experiments.texts.phrasebook import Phrasebook

_SELF_TEST = "self_test.yaml"


@click.command("calibrate")
@click.argument("fit", required=False, metavar="FIT.yaml", type=click.Path(path_type=Path))
@click.option(
    "--survey", type=click.Path(path_type=Path), metavar="FILE", help="Survey microdata: CSV, Stata, SPSS, Parquet."
)
@click.option("--codebook", metavar="NAME|FILE", help="What its columns mean: a shipped codebook or one of your own.")
@click.option("--self-test", is_flag=True, help="Instead: hide parameters, survey the model, try to find them.")
@click.option("--hindcast", is_flag=True, help="Instead: score the model on 2009-2018, three years ahead.")
@click.option("--truths", type=click.IntRange(min=1), help="Hidden parameter sets of the self-test (60).")
@click.option("--point", is_flag=True, help="Quick: only the first wave and the best point.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), help="Share of persons simulated.")
@click.option("--resume", is_flag=True, help="Go on with an interrupted fit; refuse to begin a new one.")
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler that runs instead of local processes.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of results (else runs/ and the fit's name).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (else one for each core).")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of tables and report (else the locale's).")
def command(
    fit: Path | None,
    survey: Path | None,
    codebook: str | None,
    self_test: bool,
    hindcast: bool,
    truths: int | None,
    point: bool,
    scale: float | None,
    resume: bool,
    scheduler: str | None,
    out: Path | None,
    workers: int | None,
    language: str | None,
) -> None:
    """Fit the parameters of FIT.yaml to a survey; write posterior, calibrated scenario and report."""
    from experiments.commands.exits import orderly
    from experiments.run_folder import check_destination
    from experiments.running import default_workers
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    alone = self_test or hindcast
    if fit is None and not alone:
        raise click.UsageError("name a FIT.yaml; scenarios/fits/ has examples")
    if not alone and (survey is None or codebook is None):
        raise click.UsageError("give --survey FILE and --codebook NAME")
    status = 0
    place = (out or Path("runs") / (fit.stem if fit else "hindcast" if hindcast else "self_test")).absolute()
    with orderly(words):
        check_destination(place)
        _check_resume(place, resume, words)
        runner = _Runner(place, workers or default_workers(), scheduler, words)
        if hindcast:
            _hindcast(place, scale, words)
        elif self_test:
            status = _self_test(fit, truths, scale, runner)
        else:
            assert fit is not None and survey is not None and codebook is not None
            _calibrate(fit, survey, codebook, point, scale, runner)
    if status:
        raise click.exceptions.Exit(status)


def _hindcast(place: Path, scale: float | None, words: "Phrasebook") -> None:
    from experiments.hindcasting import hindcast

    for table in hindcast(place, shlex.join(["halong", *sys.argv[1:]]), scale, words):
        click.echo(table.as_text() + "\n")


def _check_resume(place: Path, resume: bool, words: "Phrasebook") -> None:
    partial = place.with_name(f"{place.name}.partial")
    if resume and not partial.is_dir():
        raise click.UsageError(words("fit.nothing_to_resume", folder=place))


class _Runner:
    """Simulates what a fit asks for and tells the user; finished runs are kept beside ``place``."""

    def __init__(self, place: Path, workers: int, scheduler: str | None, words: "Phrasebook") -> None:
        self.place, self.workers, self.scheduler, self.words = place, workers, scheduler, words
        self.title = "fit.wave"
        self.wave = 0

    def __call__(self, runs: "Sequence[Run]") -> None:
        """Finish the runs of the model whose parts are not there yet."""
        from experiments.calibrating import interview_run

        self._finish(runs, interview_run)

    def doing(self, work: "Simulate") -> "Finish":
        """What finishes runs by other work."""
        return lambda runs: self._finish(runs, work)

    def _finish(self, runs: "Sequence[Run]", work: "Simulate") -> None:
        from experiments.progress import Progress
        from experiments.run_folder import workshop
        from experiments.running import run_all

        self.wave += 1
        folder = workshop(self.place)
        click.echo(self.words(self.title, wave=self.wave, runs=len(runs)), err=True)
        progress = Progress(len(runs), self.words("fit.unit"))
        try:
            if self.scheduler is None:
                run_all(runs, folder, self.workers, progress, work)
            else:
                from experiments.cluster import PartsSentBack, on_cluster, part_of

                on_cluster(runs, folder, progress, PartsSentBack(folder), self.scheduler, partial(part_of, work))
        except KeyboardInterrupt:
            click.echo("\n" + self.words("fit.interrupted", folder=folder), err=True)
            raise
        finally:
            progress.close()


def _calibrate(path: Path, survey_path: Path, codebook: str, point: bool, scale: float | None, runner: _Runner) -> None:
    from calibration.fitting.fit import read_fit
    from calibration.fitting.posterior import sample
    from calibration.surveys.answering import read_survey
    from calibration.surveys.codebook import open_codebook
    from experiments.calibrating import Waves, told_by
    from experiments.fit_folder import OVERLAY, POINT, Fitted, publish_fit
    from experiments.fit_page import PAGE
    from experiments.run_folder import workshop

    fit = read_fit(path, scale, waves=1 if point else None)
    book = open_codebook(codebook)
    survey = read_survey(survey_path, book, fit.province.id)
    targets = _targets(fit, survey)
    words = runner.words
    told = {"records": len(survey.answers), "targets": len(targets.names), "runs": sum(fit.question.waves)}
    click.echo(words("fit.started", scale=fit.scenario.scale, workers=runner.workers, **told), err=True)
    waves = Waves(fit, targets, workshop(runner.place), runner)
    learnt = waves.learn()
    used = told_by(learnt, targets)
    likelihood, misfit = waves.likelihood(learnt)
    posterior = sample(likelihood, fit.priors)
    runner.title = "fit.check"
    runs, fresh = waves.check(posterior)
    fitted = Fitted(fit, survey, targets, used, likelihood, posterior, fresh, len(learnt.points) + len(runs), misfit)
    tables = publish_fit(fitted, runner.place, _facts(fitted, codebook), words.language)
    _print(tables["parameters"], words)
    place = runner.place
    click.echo(words("fit.done", out=place, report=place / PAGE, overlay=place / (POINT if point else OVERLAY)))


def _targets(fit: "Fit", survey: "Survey") -> "Targets":
    from calibration.surveys.targets import chosen, published_targets, survey_targets, together

    question = fit.question
    found = chosen(survey_targets(survey, question.standard, question.fewest), question.targets)
    return together(found, published_targets(question.published, fit.province, question.standard))


def _facts(fitted: Any, codebook: str) -> dict[str, Any]:
    from experiments.publishing import machine_facts
    from simulation import __version__
    from simulation.compiling import SOURCES

    question = fitted.fit.question
    return {
        "version": __version__,
        "command": shlex.join(["halong", *sys.argv[1:]]),
        "name": {"vi": question.name.vi, "en": question.name.en},
        "survey": Path(fitted.survey.file).name,
        "codebook": codebook,
        "records": len(fitted.survey.answers),
        "fewest": question.fewest,
        "runs": fitted.runs,
        "scale": fitted.fit.scenario.scale,
        "misfit": fitted.misfit,
        "converged": fitted.posterior.converged,
        "province": {"id": fitted.fit.province.id, "hash": fitted.fit.province.content_hash},
        "scenario": {"name": fitted.fit.scenario.stem, "hash": fitted.fit.scenario.content_hash},
        "code_hash": SOURCES,
        "machine": machine_facts(),
    }


def _print(table: Any, words: "Phrasebook") -> None:
    from experiments.fit_page import ranges

    heads = ("parameter", "prior", "posterior", "spread", "informed")
    rows = [[words(f"fit.column.{head}") for head in heads]]
    for _, row in table.iterrows():
        rows.append([
            words.parameter(row["parameter"]),
            *ranges(row, words).values(),
            words.number(row["spread"], 2),
            words(f"fit.informed.{row['informed']}"),
        ])  # fmt: skip
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _self_test(path: Path | None, truths: int | None, scale: float | None, runner: _Runner) -> int:
    """Run the self-test, print and keep what it finds; the exit status is 1 when a promise is not held."""
    from calibration.fitting.fit import read_fit
    from calibration.fitting.posterior import INFORMED
    from experiments.cli import DONE, FAILED
    from experiments.fit_folder import publish_self_test
    from experiments.recovering import SelfTest, survey_truth
    from experiments.run_folder import workshop

    words = runner.words
    fit = read_fit(path or _shipped_fit(_SELF_TEST), scale)
    test = SelfTest(fit, fit.question.persons, workshop(runner.place), runner, runner.doing(survey_truth))
    promised = test.promised()
    for prior, spread in zip(fit.priors, promised, strict=True):
        declared = words("fit.informed.yes" if spread <= INFORMED else "fit.informed.no")
        told = {"parameter": words.parameter(prior.name), "spread": words.number(spread, 2), "declared": declared}
        click.echo(words("fit.declared", **told))
    number = truths or fit.question.truths
    verdict, pairs = test.recover(
        number, promised, lambda done: click.echo(words("fit.recovered", done=done, truths=number), err=True)
    )
    publish_self_test(verdict, pairs, runner.place, _test_facts(fit, number))
    for line in _told(verdict, words):
        click.echo(line)
    return DONE if all(verdict.checks.values()) else FAILED


def _shipped_fit(name: str) -> Path:
    from simulation.scenario.shipped import shipped_folder

    return shipped_folder() / "fits" / name


def _test_facts(fit: "Fit", truths: int) -> dict[str, Any]:
    from experiments.publishing import machine_facts
    from simulation.compiling import SOURCES

    return {
        "command": shlex.join(["halong", *sys.argv[1:]]),
        "runs": sum(fit.question.waves),
        "truths": truths,
        "scale": fit.scenario.scale,
        "code_hash": SOURCES,
        "machine": machine_facts(),
    }


def _told(verdict: "Verdict", words: "Phrasebook") -> Iterator[str]:
    for _, row in verdict.table.iterrows():
        yield words(
            "fit.found",
            parameter=words.parameter(row["parameter"]),
            spread=words.number(row["spread"], 2),
            coverage=words.number(100.0 * row["coverage"], 0),
        )
    held = {name: words("fit.held" if good else "fit.broken") for name, good in verdict.checks.items()}
    yield words("fit.verdict.identifiable", number=verdict.identifiable, held=held["identifiable"])
    yield words("fit.verdict.spread", spread=words.number(verdict.spread, 2), held=held["spread"])
    yield words("fit.verdict.coverage", coverage=words.number(100.0 * verdict.coverage, 1), held=held["coverage"])
    yield words("fit.verdict.ranks", probability=words.number(verdict.probability, 3), held=held["ranks"])
