"""A run for the page: checked as `halong check` does, simulated in the background, told as the report tells it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.arms import pair
from experiments.experiment import Experiment
from experiments.parts import copy_events
from experiments.progress import Progress
from experiments.publishing import publish
from experiments.report.story import Story
from experiments.run_folder import Results, workshop, write_manifest
from experiments.running import run_all
from experiments.texts import Language
from experiments.texts.fault_words import told
from experiments.texts.phrasebook import Phrasebook
from simulation.province import load_province
from simulation.scenario import Scenario, ScenarioError, check

if TYPE_CHECKING:
    from collections.abc import Callable

#: Scale of a quick answer, seeds of both arms, last month.
SCALE, SEEDS, UNTIL = 0.1, 2, "2026-12"


class StoppedError(Exception):
    """The user stopped the run."""


@dataclass(frozen=True)
class Settings:
    """How much is simulated: share of persons, seeds of each arm, last month."""

    scale: float = SCALE
    seeds: int = SEEDS
    until: str = UNTIL


def faults(place: Path, language: Language) -> tuple[list[str], bool]:
    """What `halong check` says of a file, and whether it can be used."""
    try:
        found = check(Scenario.load(place))
    except ScenarioError as error:
        found = error.faults
    here = f"{place.parent}/"
    return [told(fault, language).replace(here, "") for fault in found], all(fault.warning for fault in found)


class Study:
    """One scenario file under some settings, in a folder of its own."""

    def __init__(self, place: Path, settings: Settings, folder: Path) -> None:
        from simulation.months import month_index

        self.place, self.settings, self.folder = place, settings, folder
        arms = pair([place], None, alone=False, scale=settings.scale, end=month_index(settings.until))
        self.experiment = Experiment(
            arms, load_province(arms.scenarios[place.stem].province), settings.seeds, 0, (), True
        )
        self.run_folder = folder / place.stem

    @property
    def command(self) -> str:
        """How to run the same from the command line."""
        chosen = self.settings
        options = f"--scale {chosen.scale:g} --seeds {chosen.seeds} --until {chosen.until} --rho none --events"
        return f"halong run {self.place.name} {options}"

    def run(self, told: "Callable[[float], None]", stop: Event) -> None:
        """Simulate what is not finished yet, telling the share that is done. Raises StoppedError, RunsFailedError."""
        runs = self.experiment.scheduled
        run_all(runs, workshop(self.run_folder), 1, _Told(runs, told, stop))

    def story(self, language: Language) -> Story:
        """The results, to be told in a language."""
        facts = self.experiment.facts(self.command)
        return Story(self.results, facts, Phrasebook(language, facts["labels"]))

    @cached_property
    def results(self) -> Results:
        """The tables, as a run folder would give them: words as text, not as codes."""
        found = self.experiment.results(workshop(self.run_folder))
        return Results(**{name: _as_text(frame) for name, frame in vars(found).items()})

    def keep_lives(self) -> Path:
        """A folder with the persons and events of the runs; returns it."""
        place = self.folder / "lives"
        place.mkdir(parents=True, exist_ok=True)
        copy_events(self.experiment.own_runs, workshop(self.run_folder), place)
        write_manifest(place, self.experiment.facts(self.command))
        return place

    def publish(self, language: Language) -> list[Path]:
        """The run folder with the report in every form; returns the files for people to open."""
        from experiments.report import ALWAYS, FORMATS, PAGE, write_report

        wanted = frozenset(FORMATS)
        if not self.run_folder.is_dir():
            publish(self.experiment, self.run_folder, self.command, language)
            wanted -= ALWAYS
        written = write_report(self.run_folder, language, wanted)
        return list(dict.fromkeys([self.run_folder / PAGE, *written]))


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    coded = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(coded, "object"))


class _Told(Progress):
    """Progress told to the page; a wish to stop is answered at the next month."""

    def __init__(self, runs: Any, told: "Callable[[float], None]", stop: Event) -> None:
        super().__init__(len(runs), "")
        self._told, self._stop, self._total = told, stop, 1

    def start(self, total: int, done: int) -> None:
        self._total, self.done = max(total, 1), done
        self._told(done / self._total)

    def month(self) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self.show(self.done + 1)

    def show(self, done: int) -> None:
        self.done = done
        self._told(done / self._total)

    def finished(self, run: Any) -> None:
        """A finished run needs no line of its own here."""
