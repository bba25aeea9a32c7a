"""A project card: a scenario file that names one project, and the same market without it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.months import month_text
from simulation.scenario import Fault, Scenario, ScenarioError, check

if TYPE_CHECKING:
    from simulation.scenario.projects import PlannedProject

#: The market that a card arrives in where it names none.
MARKET = "baseline.yaml"


@dataclass(frozen=True)
class Card:
    """The two arms of a card: the ``scenario`` with project ``number``, and the ``reference`` without it."""

    scenario: Scenario
    reference: Scenario
    number: int

    @property
    def project(self) -> "PlannedProject":
        """The project the card is about."""
        return self.scenario.projects[self.number]


def read_card(path: Path, months: int, scale: float | None = None) -> Card:
    """The card in a file, simulated to ``months`` after the project arrives. Raises ScenarioError with every fault.

    Projects of the scenario that the card extends belong to the market in both arms; so does whatever else it changes.
    """
    loaded = Scenario.load(path, otherwise=MARKET)
    faults = [fault for fault in check(loaded) if not fault.warning] or _faults_of_card(loaded)
    if faults:
        raise ScenarioError(faults)
    number = _own(loaded)[0]
    others = [project for place, project in enumerate(loaded.projects) if place != number]
    end = min(loaded.end, loaded.projects[number].arrives + months - 1)
    scenario = loaded.with_(scale=scale, end=end)
    return Card(scenario, scenario.with_(projects=others), number)


def _own(scenario: Scenario) -> list[int]:
    """Numbers of the projects that the scenario has and the one it extends has not."""
    inherited = scenario.reference.projects if scenario.reference else ()
    return [number for number, project in enumerate(scenario.projects) if project not in inherited]


def _faults_of_card(scenario: Scenario) -> list[Fault]:
    own, place = _own(scenario), scenario.place_of(("economy", "projects"))
    if len(own) != 1:
        have = f"{len(own)} projects of its own" if own else "no project of its own"
        hint = "write under economy: projects: one entry; see scenarios/projects/park_3000_jobs.yaml"
        return [Fault.at(place, f"a project card has one project; this one has {have}", hint)]
    arrives = scenario.projects[own[0]].arrives
    if not scenario.start <= arrives < scenario.end:
        span = f"{month_text(scenario.start)} to {month_text(scenario.end - 1)}"
        at = scenario.place_of(("economy", "projects", own[0], "arrives"))
        return [Fault.at(at, "the project does not arrive within the horizon", f"choose a month from {span}")]
    return []
