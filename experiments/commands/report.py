"""``halong report``: the report of an existing run folder, once more, in the language and formats asked for."""

from pathlib import Path

import click


@click.command("report")
@click.argument("run_dir", type=click.Path(path_type=Path))
@click.option(
    "--format", "formats", default="html,png", show_default=True, help="Some of html, docx, xlsx, png, with commas."
)
@click.option("--language", type=click.Choice(["vi", "en"]), help="Language of the report (else the locale's).")
def command(run_dir: Path, formats: str, language: str | None) -> None:
    """Write the report of RUN_DIR again, from its tables: a page, a Word file, a workbook, pictures."""
    from experiments.commands.exits import orderly
    from experiments.report import FORMATS, PICTURES, write_report
    from experiments.run_folder import read_manifest, write_manifest
    from experiments.texts.phrasebook import Phrasebook, chosen_language

    wanted = frozenset(part.strip() for part in formats.split(","))
    if not wanted <= set(FORMATS):
        raise click.BadParameter(f"choose from {', '.join(FORMATS)}", param_hint="--format")
    words = Phrasebook(chosen_language(language))
    with orderly(words):
        manifest = read_manifest(run_dir)
        written = write_report(run_dir, words.language, wanted)
        write_manifest(run_dir, {name: fact for name, fact in manifest.items() if name != "files"})
    for place in written or [run_dir / PICTURES]:
        click.echo(words("report.done", report=place))
