"""The month loop under the clock: one market by processor time, a larger one, and several at once by the wall clock."""

from dataclasses import replace
from multiprocessing import get_context
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from simulation import LabourMarket, Scenario

_SMALL = 0.02


class Loop(NamedTuple):
    """A measured loop: the market after it, processor and elapsed seconds, person-months of residents aged 15+."""

    market: "LabourMarket"
    processor: float
    elapsed: float
    person_months: float


def load_kernels(seed: int) -> None:
    """A small market runs a year first: every kernel is in memory when the clock starts."""
    from simulation import Scenario

    market = opened(Scenario.baseline().with_(scale=_SMALL), seed)
    for _ in range(12):
        market.step()


def enlarged(scenario: "Scenario", factor: float) -> "Scenario":
    """The scenario with ``factor`` times the persons, employers, seats and money of its market.

    A file may not ask for it: where a row stands for less than one person, more seeds tell more than more rows. The
    clock wants to know what a larger province would cost.
    """
    return replace(scenario, content=scenario.content.model_copy(update={"scale": scenario.scale * factor}))


def opened(scenario: "Scenario", seed: int) -> "LabourMarket":
    """The market in its first month."""
    from simulation import LabourMarket

    return LabourMarket(scenario=scenario, rng=seed)


def measure(scenario: "Scenario", months: int, seed: int) -> Loop:
    """Run ``months`` of a newly opened market; kernels must be loaded."""
    return _timed(opened(scenario, seed), months)


def throughput(runs: int, scenario: "Scenario", months: int, seed: int) -> float:
    """Person-months a second of ``runs`` seeds at once, each in a process of its own, while all of them run."""
    context = get_context("spawn")
    start, told = context.Barrier(runs), context.SimpleQueue()
    processes = [
        context.Process(target=_run_with_others, args=(scenario, months, seed + run, start, told))
        for run in range(runs)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a run measured beside others failed")
    return float(sum(told.get() for _ in processes))


def _run_with_others(scenario: "Scenario", months: int, seed: int, start: Any, told: Any) -> None:
    """Open a market, wait until all have, and tell person-months a second."""
    try:
        load_kernels(seed)
        market = opened(scenario, seed)
    except BaseException:
        start.abort()  # nobody shall wait for this one
        raise
    start.wait()
    loop = _timed(market, months)
    told.put(loop.person_months / loop.elapsed)


def _timed(market: "LabourMarket", months: int) -> Loop:
    before, processor, elapsed = market.persons, process_time(), monotonic()
    for _ in range(months):
        market.step()
    processor, elapsed = process_time() - processor, monotonic() - elapsed
    return Loop(market, processor, elapsed, (before + market.persons) / 2.0 * months)
