"""``halong survey``: a synthetic labour-force survey of a run, so that estimators can be tested on a known truth."""

from pathlib import Path

import click

_PERSONS = 2400


@click.command("survey")
@click.argument("run_dir", metavar="RUN_DIR", type=click.Path(path_type=Path))
@click.option(
    "--months", required=True, metavar="YYYY-MM..YYYY-MM", help="Months of the run: a range, or a list with commas."
)
@click.option("--persons", type=click.IntRange(min=30), help=f"Interviews a quarter ({_PERSONS}).")
@click.option("--panel", type=click.IntRange(min=1), metavar="N", help="Instead: the same N persons every month.")
@click.option("--scenario", metavar="NAME", help="Which scenario of the run folder (else the first with a reference).")
@click.option("--seed", type=int, help="Which run (else the first).")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File: .csv, .parquet or .dta (else RUN_DIR's name-survey.csv)."
)
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language (else the locale's).")
def command(
    run_dir: Path,
    months: str,
    persons: int | None,
    panel: int | None,
    scenario: str | None,
    seed: int | None,
    out: Path | None,
    language: str | None,
) -> None:
    """Interview persons of RUN_DIR, a run made with `halong run`, as a labour-force survey would.

    The file has the columns of the Labour Force Survey 2018; read it with --codebook halong, or lfs_2018.
    """
    from calibration.surveys.codebook import open_codebook
    from calibration.surveys.sampling import Panel, RotatingSample
    from calibration.surveys.writing import WRITTEN, area_code, as_lfs, write_survey
    from experiments.commands.exits import orderly
    from experiments.surveying import months_of, open_run
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from simulation.province import load_province

    words = Phrasebook(chosen_language(language))
    if persons is not None and panel is not None:
        raise click.UsageError("give --persons or --panel, not both")
    path = out or Path(f"{run_dir.name}-survey.csv")
    if path.suffix not in WRITTEN:
        raise click.BadParameter(f"{path}: the file ends in {', '.join(WRITTEN)}", param_hint="--out")
    with orderly(words):
        run = open_run(run_dir, scenario, seed)
        chosen = months_of(months, run.scenario)
        if panel is not None:
            answers = run.take(lambda market: Panel(chosen, panel), chosen)
        else:
            answers = run.take(lambda market: RotatingSample(market, chosen, persons or _PERSONS), chosen)
        code = area_code(open_codebook("halong"), run.scenario.province)
        write_survey(as_lfs(answers, load_province(run.scenario.province), code), path)
        people = answers["person"].nunique()
        click.echo(words("survey.done", file=path, interviews=len(answers), persons=people, codebook="halong"))
