"""The page: what is chosen on the left, the last run's results on the right, in the report's own words and pictures."""

import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import solara

from experiments.dashboard.desk import Desk
from experiments.dashboard.form import form
from experiments.dashboard.serving import chosen, link_to
from experiments.dashboard.views import TABS, stylesheet, table_html
from experiments.texts import LANGUAGES, Language
from experiments.texts.phrasebook import Phrasebook
from simulation.scenario import Scenario, ScenarioError
from simulation.scenario.shipped import shipped_folder

_HERE = Path(__file__).resolve().parent
_WORDS = (
    "title", "controls", "language", "scenario", "scale", "seeds", "until", "run", "stop", "progress", "yaml", "doses",
    "inherited",
)  # fmt: skip
_SCALES = (0.05, 0.1, 0.25, 1.0)

controls: Any = solara.component_vue(str(_HERE / "controls.vue"))
tabs: Any = solara.component_vue(str(_HERE / "tabs.vue"))
button: Any = solara.component_vue(str(_HERE / "button.vue"))
inspector: Any = solara.component_vue(str(_HERE / "inspector.vue"))


@controls
def control_form(
    words: dict[str, str],
    language: str,
    languages: list[dict[str, str]],
    scenario: str,
    scenarios: list[dict[str, str]],
    settings: dict[str, Any],
    scales: list[dict[str, Any]],
    sections: list[dict[str, Any]],
    busy: bool,
    share: float,
    status: str,
    faults: list[str],
    yaml: str,
    yaml_name: str,
    event_speak: Callable[[str], None],
    event_choose: Callable[[str], None],
    event_set: Callable[[dict[str, Any]], None],
    event_toggle: Callable[[dict[str, Any]], None],
    event_write: Callable[[dict[str, str]], None],
    event_run: Callable[..., None],
    event_stop: Callable[..., None],
) -> None:
    """Scenario, doses, run."""


@tabs
def tab_row(label: str, tabs: list[dict[str, str]], chosen: str, event_choose: Callable[[str], None]) -> None:
    """Which part of the results is seen."""


@button
def report_button(title: str, busy: bool, event_make: Callable[..., None]) -> None:
    """Makes the report."""


@inspector
def life_form(
    words: dict[str, str], person: int, event_tell: Callable[[int], None], event_differing: Callable[..., None]
) -> None:
    """Whose life is told."""


@solara.component
def page() -> None:
    """The whole page; each visitor has a desk of their own."""
    drawn, draw = solara.use_state(0)
    counter = solara.use_ref(0)

    def changed() -> None:
        counter.current += 1
        draw(counter.current)

    desk = solara.use_memo(lambda: _new_desk(changed), [])
    words = desk.words
    solara.Style(stylesheet())
    with solara.Div(classes=["desk"]):
        _html("header", f"<h1>{escape(words('desk.title', province=desk.province_name))}</h1>")
        with solara.Div(classes=["aside"]):
            _controls(desk, words)
        with solara.Div(classes=["results"]):
            _results(desk, words)
    del drawn


def _new_desk(changed: Callable[[], None]) -> Desk:
    scenario, language = chosen()
    return Desk(scenario, language, Path(tempfile.mkdtemp(prefix="halong-desk-")), changed)


def _controls(desk: Desk, words: Phrasebook) -> None:
    draft = desk.draft
    control_form(
        words={name: words(f"desk.{name}", province=desk.province_name) for name in _WORDS},
        language=desk.language,
        languages=[{"code": code, "name": Phrasebook(code)("page.language_name")} for code in LANGUAGES],
        scenario=draft.began_with.path.name,
        scenarios=_scenarios(desk),
        settings=vars(desk.settings),
        scales=[{"value": scale, "title": _scale(words, scale)} for scale in _SCALES],
        sections=form(draft, words),
        busy=desk.busy,
        share=desk.share,
        status=words(desk.status, **desk.told_with),
        faults=desk.faults,
        yaml="data:text/yaml;charset=utf-8," + quote(draft.text),
        yaml_name=f"{draft.stem}.yaml",
        event_speak=lambda code: desk.speak(cast(Language, code)),
        event_choose=lambda name: desk.choose(_path(desk, name)),
        event_set=lambda given: desk.set(**given),
        event_toggle=lambda given: desk.switch(given["dose"], given["on"]),
        event_write=lambda given: desk.write(given["dose"], given["path"], given["text"]),
        event_run=lambda *_: desk.run(),
        event_stop=lambda *_: desk.stop(),
    )


def _scale(words: Phrasebook, scale: float) -> str:
    return words("desk.scale_one", times=words.number(1.0 / scale))


def _scenarios(desk: Desk) -> list[dict[str, str]]:
    """Shipped scenarios, the one that the page was opened with first."""
    files = dict.fromkeys([chosen()[0], *sorted(shipped_folder().glob("*.yaml"))])
    named = []
    for file in files:
        try:
            name = Scenario.load(file).name
        except ScenarioError:
            continue
        named.append({"name": file.name, "title": name.vi if desk.language == "vi" else name.en})
    return named


def _path(desk: Desk, name: str) -> Path:
    opened = chosen()[0]
    return opened if opened.name == name else shipped_folder() / name


def _results(desk: Desk, words: Phrasebook) -> None:
    views = desk.views.get(desk.language)
    if views is None:
        _html("div", f"<p>{escape(words('desk.nothing_yet'))}</p>" if not desk.views else "")
        return
    tab_row(
        label=words("desk.tabs"),
        tabs=[{"name": name, "title": words(f"desk.tab.{name}")} for name in TABS],
        chosen=desk.tab,
        event_choose=lambda name: _see(desk, name),
    )
    with solara.Div(
        classes=["panel"], attributes={"id": "panel", "role": "tabpanel", "aria-labelledby": f"tab-{desk.tab}"}
    ):
        if desk.tab == "life":
            _life(desk, words)
        else:
            _html("div", views[desk.tab])
    _downloads(desk, words)


def _see(desk: Desk, name: str) -> None:
    desk.tab = name
    desk.changed()


def _life(desk: Desk, words: Phrasebook) -> None:
    from experiments.lives.reading import LifeError
    from experiments.lives.telling import Teller

    lives = desk.lives
    if lives is None:
        return
    teller = Teller(lives, Phrasebook(desk.language, lives.manifest["labels"]))

    def show(make: Callable[[], str]) -> None:
        try:
            desk.life = make()
        except LifeError as error:
            desk.life = f'<p role="alert">{escape(str(error))}</p>'
        desk.changed()

    def tell(person: int) -> None:
        desk.person = person
        show(lambda: table_html(teller.table(person)))

    life_form(
        words={name: words(f"desk.life.{name}") for name in ("title", "person", "tell", "differing")},
        person=desk.person,
        event_tell=tell,
        event_differing=lambda *_: show(lambda: table_html(teller.differing())),
    )
    _html("div", desk.life)


def _downloads(desk: Desk, words: Phrasebook) -> None:
    command = desk.study.command if desk.study else ""
    links = "".join(
        f'<a class="button" href="{link_to(file)}"{" target=_blank" if file.suffix == ".html" else " download"}>'
        f"{escape(words('desk.file' + file.suffix, name=file.name))}</a>"
        for file in desk.files
    )
    with solara.Div(classes=["downloads"]):
        report_button(title=words("desk.report"), busy=desk.busy, event_make=lambda *_: desk.publish())
        _html("div", links, classes=["downloads"])
    _html("p", f"{escape(words('desk.command'))} <code>{escape(command)}</code>", classes=["note"])


def _html(tag: str, inside: str, classes: list[str] | None = None) -> None:
    solara.HTML(tag=tag, unsafe_innerHTML=inside, classes=classes or [])


Page = page
"""The name under which Solara looks for the page."""
