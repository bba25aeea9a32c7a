"""Levers of housing against quitting: who they reach quits less, and who has a home of the own quits as before.

The same people are followed in both arms: those on a payroll when the lever begins, by the home they had then, for as
long as they keep that job. Who comes because housing is cheaper is no part of it, for newcomers quit more than others;
nor who has moved on, for where fewer quit fewer places open, so that others stay longer, and quit less, too.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest

from simulation import LabourMarket, Scenario
from tests.levers.trial import BEGIN, Floats, bites, scenario, stays, strong

SCALE, SEEDS = 0.15, (1, 2, 3, 4, 5, 6)
#: How much a place or home of one's own counts against quitting: the upper end of its range, so that few seeds tell.
HEAD = {"parameters": {"quit_reduction_from_worker_housing": 0.5}}
BUILT = ("ha_long", "cam_pha", "quang_yen")
Mask = npt.NDArray[np.bool_]
Homes = Callable[[LabourMarket], Mask]


def renting(market: LabourMarket) -> Mask:
    return np.asarray(market.people.housing == 1)


def at_home(market: LabourMarket) -> Mask:
    return np.asarray(market.people.housing == 0)


def at_home_elsewhere(market: LabourMarket) -> Mask:
    """Home owners of the districts in which the trial builds nothing."""
    built = [number for number, one in enumerate(market.province.districts) if one.id in BUILT]
    return at_home(market) & ~np.isin(market.people.district, built)


def on_payroll(market: LabourMarket) -> Mask:
    return np.asarray(market.workplaces.firm[market.people.workplace] >= 0) & (market.people.workplace > 0)


def told_of_quits(market: LabourMarket, tell: Callable[[Mask], None]) -> LabourMarket:
    """The market, which tells every month who quit the payroll on which the lever met them for no job, (people,)."""
    met: list[npt.NDArray[Any]] = []
    timed = market._timed

    def watch(name: str, process: Callable[[], object]) -> None:
        before, place = on_payroll(market), market.people.workplace.copy()
        if market.month == BEGIN and not met:
            met.append(place)
        timed(name, process)
        if name == "quits" and met:
            tell(before & ~on_payroll(market) & (place == met[0]))

    market._timed = watch  # type: ignore[method-assign]
    return market


def quits(question: Scenario, homes: tuple[Homes, ...]) -> Floats:
    """Quits, for no other job, of those who had each kind of home as the lever began, (homes, seeds)."""
    found = np.zeros((len(homes), len(SEEDS)))
    for column, seed in enumerate(SEEDS):
        gone: list[Mask] = []
        market = told_of_quits(LabourMarket(scenario=question, rng=seed), gone.append)
        while market.month < BEGIN:
            market.step()
        panels = [on_payroll(market) & home(market) for home in homes]
        gone.clear()
        market.run()
        found[:, column] = [sum((mask & panel).sum() for mask in gone) for panel in panels]
    return found


class Trial(NamedTuple):
    """Whose quits must fall, and whose must not move, and at which dose."""

    moves: Homes
    control: Homes
    changes: Mapping[str, Any] = MappingProxyType({})


PLACES = [{"district": name, "places": 20_000, "ready": "2021-04"} for name in BUILT]
TRIALS = {
    "worker_rent_support": Trial(renting, at_home),
    "housing_loan": Trial(renting, at_home, {"loans": "300000 per year", "rate": "2%"}),
    "worker_housing": Trial(renting, at_home_elsewhere, {"places": PLACES}),
}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Floats:
    question = scenario(tmp_path_factory.mktemp("usual"), scale=SCALE, **HEAD)
    return quits(question, tuple(home for trial in TRIALS.values() for home in (trial.moves, trial.control)))


@pytest.mark.parametrize("lever", TRIALS)
def test_who_is_reached_quits_less_and_who_has_a_home_as_before(tmp_path: Path, usual: Floats, lever: str) -> None:
    number, trial = 2 * list(TRIALS).index(lever), TRIALS[lever]
    without = usual[number : number + 2]
    question = scenario(tmp_path, strong(lever, **trial.changes), scale=SCALE, **HEAD)
    with_lever = quits(question, (trial.moves, trial.control))
    assert bites(with_lever[0], without[0], -1)
    assert stays(with_lever[1], without[1], with_lever[0], without[0])
