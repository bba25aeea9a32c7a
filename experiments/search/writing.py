"""Each mix of the frontier as a scenario file that runs as it is.

A mix of a shipped scenario extends it and states the doses that differ; that of a scenario of one's own states
everything, with its province's tables beside it where those are one's own too.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from experiments.search.question import Search
from experiments.search.searching import Trial
from experiments.sweeps.question import at_point
from simulation.scenario import Scenario, shipped_folder
from simulation.scenario.levers import write_dose

FOLDER = "frontier"


@dataclass(frozen=True)
class Written:
    """A mix of the frontier, and the name of its file."""

    trial: Trial
    file: str


def write_scenarios(folder: Path, search: Search, best: list[Trial]) -> list[Written]:
    """Write ``frontier/point_01.yaml`` and so on; where each mix is."""
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    found = []
    for number, trial in enumerate(best, 1):
        name = f"point_{number:02d}.yaml"
        tree = _tree(search, trial, number)
        if "/" in str(tree.get("province", "")):
            shutil.copytree(search.scenario.province, place / Path(str(tree["province"])).name, dirs_exist_ok=True)
        text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=120)
        (place / name).write_text(_remark(search, trial) + text, encoding="utf-8", newline="\n")
        Scenario.load(place / name)  # a file that does not load is a fault of this program, not of its user
        found.append(Written(trial, name))
    return found


def _tree(search: Search, trial: Trial, number: int) -> dict[str, Any]:
    base = search.scenario
    laid = at_point(base, trial.mix.point)
    name = {"vi": f"{base.name.vi}: phương án {number}", "en": f"{base.name.en}: mix {number}"}
    if base.path.resolve().is_relative_to(shipped_folder().resolve()):
        changed = [
            write_dose(dose) for dose, before in zip(laid.policies, base.policies, strict=True) if dose != before
        ]
        extends = base.path.resolve().relative_to(shipped_folder().resolve()).as_posix()
        return {"name": name, "extends": extends, **({"policies": changed} if changed else {})}
    tree = laid.content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"name"})
    if "/" in str(tree["province"]):
        tree["province"] = f"./{Path(base.province).name}"
    return {"name": name, **tree}


def _remark(search: Search, trial: Trial) -> str:
    """What the mix was worth where it was tried, and under which conditions."""
    objectives = zip(search.objectives, trial.scores.values, strict=True)
    told = "; ".join(f"{one.direction} {one.indicator}: {value:.6g}" for one, value in objectives)
    seeds = ", ".join(map(str, search.seeds))
    end = search.scenario.content.model_dump(mode="json")["horizon"]["end"]
    return (
        f"# Mix {trial.mix.number + 1} of {search.trials} tried: {told}.\n"
        f"# Tried at scale {search.scenario.scale:g} until {end} under seeds {seeds}"
        f"{f' and {len(search.draws)} parameter sets' if search.draws else ''}.\n"
        "# Doses are assumptions of this project; the plan sets none. / "
        "Liều lượng là giả định của dự án này; kế hoạch không quy định.\n"
    )
