"""The question of a search: a scenario, the doses it may change, what is better, and what must hold."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from experiments.sweeps.factors import Factor
from experiments.sweeps.outcomes import LAST

if TYPE_CHECKING:
    from simulation import Scenario
    from simulation.province import Province
    from simulation.province.targets import Target

Direction = Literal["minimise", "maximise"]


@dataclass(frozen=True)
class Objective:
    """An indicator to be made small or large: its mean over a window, of all runs.

    ``sources`` choose whose money is counted where the indicator is spending (all by default).
    With ``assurance`` the value that is reached or bettered in that share of the parameter draws (of the seeds where
    nothing is drawn).
    """

    indicator: str
    direction: Direction
    window: str = LAST
    assurance: float | None = None
    sources: tuple[str, ...] = ()

    @property
    def sign(self) -> float:
        """1 where less is better, -1 where more is."""
        return 1.0 if self.direction == "minimise" else -1.0


@dataclass(frozen=True)
class Constraint:
    """A target of the plan that must be met in a share ``probability`` of draws (of seeds where nothing is drawn)."""

    target: "Target"
    probability: float


@dataclass(frozen=True)
class Budget:
    """Most that may be spent in any calendar year, million VND, from all sources or some, mean over runs."""

    most: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Search:
    """One search. Every mix runs under the same seeds and parameter draws."""

    path: Path
    name: tuple[str, str]
    scenario: "Scenario"
    province: "Province"
    factors: tuple[Factor, ...]
    objectives: tuple[Objective, ...]
    constraints: tuple[Constraint, ...]
    budget: Budget | None
    seeds: tuple[int, ...]
    draws: tuple[dict[str, float], ...]
    trials: int
    batch: int
    sampler: str
    random: int
    fresh: int
    retries: int

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that scores need."""
        named = [one.indicator for one in self.objectives] + [one.target.indicator for one in self.constraints]
        return tuple(dict.fromkeys([*named, "spending"]))

    @property
    def basis(self) -> str:
        """Hash of the code and of the province's tables."""
        from simulation.compiling import SOURCES

        return f"{SOURCES} {self.province.content_hash}"

    @property
    def identity(self) -> tuple[str, str, str]:
        """Hash and text of the question, and its basis; how many mixes are tried is left out: a search may go on."""
        parts = (
            self.factors, self.objectives, self.constraints, self.budget, self.seeds, self.draws, self.batch,
            self.sampler, self.random,
        )  # fmt: skip
        text = "\n".join([*self.name, self.scenario.text, *map(repr, parts)])
        return hashlib.sha256(f"{text}\n{self.basis}".encode()).hexdigest(), text, self.basis
