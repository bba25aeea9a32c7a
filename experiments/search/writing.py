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
from experiments.texts import LANGUAGES
from experiments.texts.phrasebook import Phrasebook, renamed
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
    name = renamed(base.name, "search.mix", number=number)
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
    facts = {
        "number": trial.mix.number + 1,
        "trials": search.trials,
        "scores": "; ".join(f"{one.direction} {one.indicator}: {value:.6g}" for one, value in objectives),
        "scale": f"{search.scenario.scale:g}",
        "end": search.scenario.content.model_dump(mode="json")["horizon"]["end"],
        "seeds": ", ".join(map(str, search.seeds)),
        "draws": len(search.draws),
    }
    key = "search.remark_draws" if search.draws else "search.remark"
    told = [words(name, **facts) for words in map(Phrasebook, LANGUAGES) for name in (key, "page.doses")]
    return "".join(f"# {line}\n" for line in told)
