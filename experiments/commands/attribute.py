"""``halong attribute``: a scenario taken apart, lever by lever and agency by agency; one lever at several doses."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    import pandas as pd

    from experiments.attribution.arms import Question
    from experiments.parts import Run
    from experiments.texts.phrasebook import Phrasebook
    from simulation.province import Province

#: Provinces at 1:1 that one process may hold beside a reference (some 0.2 GB each): 24 arms at 1:10.
ABREAST = 2.4


@click.command("attribute")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--seeds", type=click.IntRange(min=2), default=4, show_default=True, help="Runs of each arm.")
@click.option("--scale", type=click.FloatRange(0.0, 1.0, min_open=True), default=0.1, show_default=True)
@click.option(
    "--against", metavar="FILE", type=click.Path(path_type=Path), help="Reference instead of the file extended."
)
@click.option("--until", metavar="YYYY-MM", help="Last month, instead of the scenario's own.")
@click.option("--shapley", type=click.IntRange(min=0), default=0, help="Also Shapley's value from so many orders.")
@click.option("--lever", metavar="NAME", help="Instead: the response of this lever alone to its dose, and what binds.")
@click.option("--field", metavar="NAME", help="With --lever: the part of its dose to vary (else what stands for it).")
@click.option("--doses", metavar="LIST", help="With --lever: multiples of the dose, such as 0.25,0.5,1,2,4.")
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
    lever: str | None,
    field: str | None,
    doses: str | None,
    out: Path | None,
    workers: int | None,
    language: str | None,
) -> None:
    """Which lever and which agency of SCENARIO moves which target: alone, left out, and what is left over.

    With --lever, one lever at several doses: whom it reaches, what it adds, and what binds at which dose.
    """
    from experiments.commands.exits import orderly
    from experiments.running import default_workers
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    words = Phrasebook(chosen_language(language))
    if lever is None and (field or doses):
        raise click.UsageError("--field and --doses ask about one lever: name it with --lever")
    with orderly(words):
        question, province = _question(scenario, against, scale, until)
        asking = _Asking(question, province, seeds, scale, out, workers or default_workers(), words)
        if lever is None:
            _take_apart(asking, shapley)
        else:
            _vary_dose(asking, lever, field, _factors(doses))


class _Asking(NamedTuple):
    """A question, and how it is to be answered."""

    question: "Question"
    province: "Province"
    seeds: int
    scale: float
    out: Path | None
    workers: int
    words: "Phrasebook"

    @property
    def basis(self) -> str:
        """Hash of what the scenarios do not carry."""
        from simulation.compiling import SOURCES

        return f"{SOURCES} {self.province.content_hash}"

    def place(self, kind: str) -> Path:
        """Folder of the results, free to be written. Raises DestinationError where it is not."""
        from experiments.run_folder import check_destination

        place = (self.out or Path("runs") / f"{self.question.scenario.stem}-{kind}").absolute()
        check_destination(place)
        return place


def _factors(doses: str | None) -> tuple[float, ...]:
    from experiments.attribution.doses import FACTORS

    if doses is None:
        return FACTORS
    try:
        factors = tuple(float(factor) for factor in doses.split(","))
    except ValueError:
        raise click.BadParameter(f"expected numbers such as 0.5,1,2, got {doses!r}", param_hint="--doses") from None
    if not all(0.0 < factor <= 1000.0 for factor in factors):
        raise click.BadParameter(f"multiples lie above 0 and at most 1000, got {doses!r}", param_hint="--doses")
    return factors


def _take_apart(asking: _Asking, orders: int) -> None:
    from experiments.attribution.contributions import contributions
    from experiments.attribution.plan import plan
    from experiments.run_folder import assembling, workshop

    question, words = asking.question, asking.words
    place = asking.place("attribution")
    apart = plan(question, asking.province, asking.seeds, asking.basis, orders)
    parts = workshop(place)
    started = words("attribute.started", levers=len(question.levers), **_facts(apart.scheduled, asking))
    _simulate(apart.scheduled, parts, asking, started)
    tables = {"attribution": contributions(apart.contrasts, parts), "decomposition": _alone(apart, parts)}
    with assembling(place) as folder:
        _write(folder, tables, asking)
    _print(tables["attribution"], asking.province, words, question)
    click.echo(words("attribute.done", out=place))


def _vary_dose(asking: _Asking, lever: str, field: str | None, factors: tuple[float, ...]) -> None:
    from experiments.attribution.dose_table import dose_table
    from experiments.attribution.doses import dose_response, response, runs_of
    from experiments.figures import style
    from experiments.figures.dose_response import dose_response as picture
    from experiments.run_folder import assembling, workshop

    words = asking.words
    asked = response(asking.question, lever, field, factors)
    place = asking.place(f"{lever}-doses")
    runs = runs_of(asked, asking.seeds, asking.basis)
    scheduled = [run for some in runs.values() for run in some]
    parts = workshop(place)
    named = {"lever": words.group("lever", lever), "field": asked.field, "doses": len(asked.factors)}
    _simulate(scheduled, parts, asking, words("doses.started", **named, **_facts(scheduled, asking)))
    table = dose_response(asked, runs, parts)
    with style.styled():
        drawn = picture(table, words)
        images = {"dose_response.svg": style.as_svg(drawn), "dose_response.png": style.as_png(drawn)}
    with assembling(place) as folder:
        for name, image in images.items():
            (folder / name).write_bytes(image)
        _write(folder, {"dose_response": table}, asking)
    click.echo(dose_table(table, asked, words).as_text() + "\n")
    click.echo(words("page.doses"))
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


def _facts(runs: "list[Run]", asking: _Asking) -> dict[str, int]:
    scenario = asking.question.scenario
    months = scenario.end - scenario.start + 1
    return {"runs": len(runs), "months": months, "workers": min(asking.workers, len(runs))}


def _simulate(runs: "list[Run]", parts: Path, asking: _Asking, started: str) -> None:
    from experiments.parts import side_by_side
    from experiments.progress import Progress
    from experiments.running import run_all

    click.echo(started, err=True)
    together = side_by_side(runs, max(1, int(ABREAST / asking.scale)))
    progress = Progress(len(together), asking.words("run.unit"))
    try:
        run_all(together, parts, asking.workers, progress)
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


def _write(folder: Path, tables: "dict[str, pd.DataFrame]", asking: _Asking) -> None:
    from experiments.publishing import machine_facts
    from experiments.run_folder import write_manifest

    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", encoding="utf-8", index=False, lineterminator="\n")
    facts = {
        "command": shlex.join(["halong", *sys.argv[1:]]),
        "scenario": asking.question.scenario.text,
        "reference": asking.question.reference.text,
        "seeds": asking.seeds,
        "scale": asking.scale,
        "machine": machine_facts(),
    }
    write_manifest(folder, facts)


def _print(table: "pd.DataFrame", province: "Province", words: "Phrasebook", question: "Question") -> None:
    from experiments.report.contributions import contribution_tables

    for one in contribution_tables(table, province, words, question.scenario.name):
        click.echo(one.as_text() + "\n")
    click.echo(words("page.doses"))
