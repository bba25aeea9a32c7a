"""No number stands in the tables for show: every parameter is read in a run, and says truly which process reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import simulation
from experiments.texts import indicators
from simulation import LabourMarket, Scenario, opening
from simulation.months import month_index
from simulation.province import Province, load_province
from simulation.scenario.levers import registered_levers
from simulation.scenario.shipped import shipped_folder
from tests.levers.trial import scenario, strong

SCALE = 0.01
UNTIL = month_index("2026-12")
ROOT = Path(simulation.__file__).parent
#: Parts of the model beside its processes that read parameters.
ROOMS = {"population", "observation"}
#: Figures of the table whose value every dose of the lever states itself.
STATED_BY_DOSES = {
    "worker_housing_cost_per_place": "worker_housing",
    "worker_place_public_cost_share": "worker_housing",
    "worker_dorm_rent": "worker_housing",
}


class Spy:
    """Names of the parameters read and of the indicators told while the shipped scenarios and every lever run."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.told: set[str] = set()

    def run(self, question: Scenario) -> None:
        market = LabourMarket(scenario=question, rng=1).run()
        self.told |= set(market.indicators()["indicator"])


@pytest.fixture(scope="module")
def spy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spy]:
    watched, asked, kept = Spy(), Province._parameter, opening._load
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Province, "_parameter", lambda self, name: watched.read.add(name) or asked(self, name))
        patch.setattr(opening, "_load", lambda market: None)  # a kept opening would hide what the warm-up reads
        for path in sorted(shipped_folder().glob("*.yaml")):
            question = Scenario.load(path).with_(scale=SCALE)
            watched.run(question.with_(end=min(question.end, UNTIL)))
            patch.setattr(opening, "_load", kept)  # the others open alike
        levers = [strong(lever, id="trial") for lever in registered_levers()]
        watched.run(scenario(tmp_path_factory.mktemp("levers"), *levers, scale=0.03))
        yield watched


def test_every_parameter_is_read_when_the_shipped_scenarios_and_every_lever_run(spy: Spy) -> None:
    unread = set(load_province("quang_ninh").parameters) - spy.read
    assert unread == set(STATED_BY_DOSES)


def test_the_lists_of_exceptions_hold_what_is_in_the_table() -> None:
    known = load_province("quang_ninh").parameters
    assert all(f"lever:{lever}" in known[name].process for name, lever in STATED_BY_DOSES.items())


def test_figures_that_a_dose_states_are_named_by_a_lever_that_exists() -> None:
    levers = registered_levers()
    assert all(name in levers[lever].parameters for name, lever in STATED_BY_DOSES.items())


def test_every_parameter_names_the_processes_or_the_lever_that_it_belongs_to() -> None:
    there = {path.stem for path in (ROOT / "processes").iterdir() if not path.name.startswith("__")} | ROOMS
    strays, unborn = {}, set()
    for name, entry in load_province("quang_ninh").parameters.items():
        for owner in entry.process.split("; "):
            kind, _, lever = owner.partition(":")
            if kind == "lever" and lever not in registered_levers():
                unborn.add(lever)
            elif kind != "lever" and owner not in there:
                strays[name] = owner
    assert strays == {}
    assert unborn == set()


def test_every_indicator_of_the_shipped_scenarios_has_a_name_in_both_languages(spy: Spy) -> None:
    assert spy.told - set(indicators()) == set()
    assert all(entry.vi and entry.en and entry.vi != entry.en for entry in indicators().values())
