"""The runs that take a scenario apart, each under the same seeds."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from experiments.attribution.arms import Question
from experiments.parts import Run

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Province

TOGETHER, ALONE, LEFT_OUT, AGENCY, SHAPLEY = "together", "one_at_a_time", "leave_one_out", "leave_agency_out", "shapley"


@dataclass(frozen=True)
class Contrast:
    """The runs of an arm and those it is measured against, seed by seed; ``name`` a lever, an agency or the scenario.

    The effect is that of the first over the second.
    """

    kind: str
    name: str
    runs: tuple[Run, ...]
    against: tuple[Run, ...]


@dataclass
class Plan:
    """Contrasts of a question, and every run they need, once."""

    contrasts: list[Contrast] = field(default_factory=list)

    @property
    def scheduled(self) -> list[Run]:
        """Runs to simulate, those stepped beside a reference first; nothing is simulated twice for the same part."""
        wanted = {run.key: run for contrast in self.contrasts for run in (*contrast.runs, *contrast.against)}
        paired = {run.key: run for contrast in self.contrasts for run in contrast.runs if run.reference is not None}
        beside = {run.reference.key for run in paired.values() if run.reference is not None}
        alone = [run for key, run in wanted.items() if key not in paired and key not in beside]
        return [*paired.values(), *alone]


def plan(question: Question, province: "Province", seeds: int, basis: str, orders: int = 0) -> Plan:
    """Runs for the scenario whole, levers alone, levers and agencies left out, and ``orders`` for Shapley's value.

    A lever alone is stepped beside the reference, so that what it displaces is counted person by person.
    """

    def runs(scenario: "Scenario", beside: "Scenario | None" = None) -> tuple[Run, ...]:
        against = runs(beside) if beside is not None else (None,) * seeds
        return tuple(Run(scenario, seed, 0, basis, reference=against[seed - 1]) for seed in range(1, seeds + 1))

    reference, whole = runs(question.reference), runs(question.scenario)
    found = Plan([Contrast(TOGETHER, question.scenario.stem, whole, reference)])
    for lever in question.levers:
        alone = runs(question.alone([lever]), question.reference)
        found.contrasts.append(Contrast(ALONE, lever, alone, reference))
    for lever in question.levers:
        found.contrasts.append(Contrast(LEFT_OUT, lever, whole, runs(question.without([lever]))))
    for agency, levers in question.agencies(province).items():
        found.contrasts.append(Contrast(AGENCY, agency, whole, runs(question.without(levers))))
    for order in range(orders):
        seed = order % seeds
        for lever, (before, after) in _steps(question, order):
            found.contrasts.append(Contrast(SHAPLEY, lever, (runs(after)[seed],), (runs(before)[seed],)))
    return found


def _steps(question: Question, order: int) -> "list[tuple[str, tuple[Scenario, Scenario]]]":
    """Levers in a random order, each with the scenarios before and after it joins those before it.

    Orders come in pairs, one the reverse of the other, which halves the spread of the mean (antithetic sampling).
    """
    levers = list(question.levers)
    sequence = [levers[place] for place in np.random.default_rng(order // 2).permutation(len(levers))]
    if order % 2:
        sequence.reverse()
    arms = [question.alone(sequence[:size]) for size in range(len(sequence) + 1)]
    return list(zip(sequence, pairwise(arms), strict=True))
