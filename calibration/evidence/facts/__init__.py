"""The facts, one file a fact or family: what has to be watched in which arms, and the statistics that come of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from calibration.evidence.estimates import Recordings, Statistics
from calibration.evidence.pictures import Picture
from calibration.evidence.watches import Watch

PARTS = {
    "A": (
        "exactness",
        "two_states",
        "reservation",
        "ladder",
        "meeting",
        "occupation",
        "strangers",
        "jobs_and_supply",
        "staying",
        "locked_in",
    ),
    "B": (
        "beveridge",
        "matching",
        "shocks_apart",
        "duration",
        "tenure",
        "sizes_of_firms",
        "earnings",
        "wage_curve",
        "slump_of_2021",
        "youth",
        "seasons_and_turnover",
        "placements",
        "benefit_claims",
    ),
    "C": ("courses", "search_help"),
    "D": ("province_levels", "province_dynamics"),
}
"""Modules of this package by part of the evidence."""


def _no_pictures(recordings: Recordings) -> Sequence[Picture]:
    return ()


@dataclass(frozen=True)
class Fact:
    """A fact: the ``items`` of the band table it measures, the watches it ``needs`` by arm, and how it measures."""

    items: tuple[str, ...]
    needs: Mapping[str, tuple[Watch, ...]]
    statistics: Callable[[Recordings], Statistics]
    pictures: Callable[[Recordings], Sequence[Picture]] = _no_pictures


def facts_of(parts: Sequence[str], items: Collection[str] = ()) -> list[Fact]:
    """All facts of the parts, in order; with ``items`` only those that measure one of them."""
    found = [fact for part in parts for name in PARTS[part] for fact in import_module(f"{__name__}.{name}").FACTS]
    return [fact for fact in found if not items or not set(items).isdisjoint(fact.items)]


def needs_of(facts: Sequence[Fact]) -> Mapping[str, tuple[Watch, ...]]:
    """Watches by arm over all facts, each once, so that an arm is simulated once for all."""
    needs: dict[str, dict[Watch, None]] = {}
    for fact in facts:
        for arm, watches in fact.needs.items():
            needs.setdefault(arm, {}).update(dict.fromkeys(watches))
    return MappingProxyType({arm: tuple(watches) for arm, watches in needs.items()})
