"""One run of a card: the market with the project and the market without it, stepped side by side."""

from collections.abc import Callable
from pathlib import Path

from experiments.parts import Run, write_part

#: Tables of a pair of arms.
TABLES = ("staffing", "hires", "looks")


def staff_project(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Step both arms to the end of the horizon; keep what was watched in ``folder``."""
    from simulation import LabourMarket
    from simulation.observation.project_staff import ProjectWatch

    assert run.reference is not None
    ours = LabourMarket(scenario=run.scenario, rng=run.seed)
    theirs = LabourMarket(scenario=run.reference.scenario, rng=run.seed)
    others = run.reference.scenario.projects
    number = next(place for place, one in enumerate(run.scenario.projects) if one not in others)
    watch = ProjectWatch(ours, theirs, number)
    while ours.month <= run.scenario.end:
        for arm in (ours, theirs):
            arm.step()
            month_done()
        watch.compare()
    for one, arm in ((run, ours), (run.reference, theirs)):
        write_part(one.key, {"indicators": arm.indicators()}, folder)
    write_part(str(run.pair_key), watch.tables(), folder)
