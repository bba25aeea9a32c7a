"""``halong dashboard``: the page in the browser, from this machine alone."""

from pathlib import Path

import click


@click.command("dashboard")
@click.argument("scenario", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port of the page.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="First language of the page (else the locale's).")
def command(scenario: Path | None, port: int, no_browser: bool, language: str | None) -> None:
    """Open a page to try SCENARIO (else the study cards): levers as sliders, targets, paths, map, one life."""
    from importlib.util import find_spec

    from experiments.commands.exits import orderly
    from experiments.texts.phrasebook import Phrasebook, chosen_language
    from simulation.scenario import Scenario

    words = Phrasebook(chosen_language(language))
    if find_spec("solara") is None:
        raise click.ClickException(words("desk.lacking"))
    with orderly(words):
        opened = Scenario.load(scenario or Path("study_cards.yaml"))
        from experiments.dashboard.serving import serve

        serve(opened.path.absolute(), words.language, port, not no_browser, click.echo)
