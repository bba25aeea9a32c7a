"""What one user has on the desk: a draft, the settings of a run, the run at work, its results in either language."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from experiments.dashboard.draft import Draft, begin
from experiments.dashboard.study import Settings, Study, faults
from experiments.experiment import labels_of
from experiments.texts import Language
from experiments.texts.phrasebook import Phrasebook
from simulation.province import load_province
from simulation.scenario import ScenarioError

if TYPE_CHECKING:
    from experiments.lives.reading import Lives


@cache
def _name(province: str, language: Language) -> str:
    known = load_province(province)
    return known.name_vi if language == "vi" else known.name_en


@cache
def _labels(province: str) -> dict[str, dict[str, dict[str, str]]]:
    return labels_of(load_province(province))


#: Least progress that is worth telling the page.
_STEP = 0.02


class Desk:
    """State of one page; ``changed`` is called whenever the page should be drawn again, from whatever thread."""

    def __init__(self, scenario: Path, language: Language, folder: Path, changed: Callable[[], None]) -> None:
        self.folder, self.changed, self.language = folder, changed, language
        self.settings = Settings()
        self.draft: Draft = begin(scenario)
        self.faults: list[str] = []
        self.busy, self.share, self.tab = False, 0.0, "answer"
        self.status, self.told_with = "desk.ready", {}  # type: tuple[str, dict[str, object]]
        self.study: Study | None = None
        self.views: dict[Language, dict[str, str]] = {}
        self.files: list[Path] = []
        self.person, self.life = 0, ""
        self._stop = Event()
        self._runs = 0
        self.check()

    @property
    def words(self) -> Phrasebook:
        """Words of the language chosen, with the names of the draft's province."""
        return Phrasebook(self.language, _labels(self.draft.began_with.province))

    @property
    def province_name(self) -> str:
        """Name of the draft's province in the language chosen."""
        return _name(self.draft.began_with.province, self.language)

    def speak(self, language: Language) -> None:
        """Change the language; results are told again in it."""
        self.language, self.life = language, ""
        self.check()
        if self.study is not None and not self.busy and self.views and language not in self.views:
            self._in_background(self._tell)
        self.changed()

    def choose(self, scenario: Path) -> None:
        """Begin again with another scenario."""
        self.draft = begin(scenario)
        self.check()
        self.changed()

    def set(self, **settings: object) -> None:
        """Change scale, seeds or the last month."""
        self.settings = Settings(**(vars(self.settings) | settings))
        self.changed()

    def switch(self, dose: str, on: bool) -> None:
        """Take a dose in or out."""
        self.draft.switch(dose, on)
        self.check()
        self.changed()

    def write(self, dose: str, path: str, text: str) -> None:
        """Write a value of a dose, right or wrong; what is wrong is told at once."""
        self.draft.set(dose, path, text)
        self.check()
        self.changed()

    def check(self) -> bool:
        """Keep what `halong check` says of the draft; return whether it can run."""
        self.faults, usable = faults(self.draft.write(self.folder / "draft"), self.language)
        return usable

    def run(self) -> None:
        """Check, then simulate in the background."""
        if self.busy:
            return
        if not self.check():
            self._say("desk.wrong")
        else:
            self._runs += 1
            self._in_background(self._simulate)
        self.changed()

    def stop(self) -> None:
        """Ask the run to stop at its next month."""
        self._stop.set()

    def publish(self) -> None:
        """Write the report in every form, in the background."""
        if not self.busy:
            self._in_background(self._publish)
            self.changed()

    @property
    def lives(self) -> "Lives | None":
        """The persons of the finished run."""
        from experiments.lives.reading import open_lives

        return None if self.study is None or not self.views else open_lives(self.study.folder / "lives", None, None)

    def _in_background(self, work: Callable[[], None]) -> None:
        self.busy, self.share = True, 0.0
        self._stop.clear()
        Thread(target=self._guarded, args=(work,), daemon=True).start()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do the work; whatever goes wrong is told to the user, and the page is free again."""
        try:
            work()
        except KeyboardInterrupt:
            self._say("desk.stopped")
        except (ScenarioError, ValueError) as error:
            self._say("desk.settings_wrong", reason=error)
        except Exception as error:
            self._say("desk.failed", reason=f"{type(error).__name__}: {error}")
        finally:
            self.busy = False
            self.changed()

    def _simulate(self) -> None:
        began = time.monotonic()
        self._say("desk.running", share="0%")
        folder = self.folder / f"run{self._runs}"
        study = Study(self.draft.write(folder), self.settings, folder)
        study.run(self._told, self._stop)
        self.study, self.views, self.files, self.life = study, {}, [], ""
        study.keep_lives()
        self._tell()
        self._say("desk.done", seconds=f"{time.monotonic() - began:.0f}")

    def _tell(self) -> None:
        from experiments.dashboard.views import tabs

        before = self.status, self.told_with
        if self.study is not None:
            self._say("desk.telling")
            self.changed()
            language = self.language
            self.views[language] = tabs(self.study.story(language))
        self.status, self.told_with = before

    def _publish(self) -> None:
        before = self.status, self.told_with
        if self.study is not None:
            self._say("desk.report_making")
            self.changed()
            self.files = self.study.publish(self.language)
        self.status, self.told_with = before

    def _told(self, share: float) -> None:
        if share - self.share >= _STEP or share >= 1.0:
            self.share = share
            self._say("desk.running", share=f"{100.0 * share:.0f}%")
            self.changed()

    def _say(self, phrase: str, **values: object) -> None:
        self.status, self.told_with = phrase, values
