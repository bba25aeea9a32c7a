"""The runs of ``arms.yaml``: which scenario, how long, what is held still, what is done to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from calibration.evidence.search_help import SearchHelp
from calibration.evidence.shocks import (
    Certification,
    Courses,
    DemandCycle,
    DemandDrop,
    Dismissals,
    Newcomers,
    TrialSearch,
)
from calibration.evidence.theory_shocks import OccupationalDemand, TextbookOffers
from calibration.evidence.variants import Variant
from calibration.evidence.watches import Watch
from simulation import Scenario

SHOCKS: dict[str, Any] = {
    "demand_cycle": DemandCycle,
    "demand_drop": DemandDrop,
    "dismissals": Dismissals,
    "certification": Certification,
    "courses": Courses,
    "newcomers": Newcomers,
    "trial_search": TrialSearch,
    "search_help": SearchHelp,
    "textbook_offers": TextbookOffers,
    "occupational_demand": OccupationalDemand,
}


@dataclass(frozen=True)
class Arm:
    """One kind of run; see ``arms.yaml``.

    ``scenario`` is a shipped file's name, ``seeds`` the fewest it needs, ``scale`` the part of the persons asked for.
    """

    name: str
    why: str
    months: int
    scenario: str = "baseline.yaml"
    seeds: int = 1
    scale: float = 1.0
    levers: str = "none"
    mechanisms: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    shocks: tuple[Watch, ...] = ()

    def question(self, scale: float, variant: Variant) -> Scenario:
        """The scenario of the arm at a scale, with a variant laid over it."""
        scenario = Scenario.load(self.scenario)
        return scenario.with_(
            scale=scale * self.scale,
            end=scenario.start + self.months - 1,
            mechanisms={**self.mechanisms, **variant.mechanisms},
            parameters={**self.parameters, **variant.parameters},
            policies=None if self.levers == "kept" else (),
        )


@cache
def arms() -> dict[str, Arm]:
    """All arms by name."""
    text = files("calibration.evidence").joinpath("arms.yaml").read_text(encoding="utf-8")
    return {name: _arm(name, entry) for name, entry in yaml.safe_load(text).items()}


def _arm(name: str, entry: dict[str, Any]) -> Arm:
    return Arm(name=name, **{**entry, "shocks": tuple(_shocks(entry.get("shocks", ())))})


def _shocks(entries: Iterable[dict[str, dict[str, Any]]]) -> Iterable[Watch]:
    for entry in entries:
        for name, values in entry.items():
            yield SHOCKS[name](**values)
