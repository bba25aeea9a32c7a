"""The parameter sets of a posterior under the scenarios of a run, with every fault of the file told at the file."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from experiments.arms import Arms
from simulation.province import load_province
from simulation.scenario import Fault, ParameterSets, Place, ScenarioError, read_parameter_sets
from simulation.scenario.faults import nearest
from simulation.scenario.parameter_sets import ORIGIN

_PARQUET = b"PAR1"


def with_posterior(arms: Arms, path: Path, draws: int) -> Arms:
    """The arms with the sets of a file. Raises ScenarioError for a wrong file, or one with fewer sets than draws."""
    place = Place(str(path), 0, 0)
    _check_file(path, place)
    sets = read_parameter_sets(path, place)
    province = load_province(next(iter(arms.scenarios.values())).province)
    faults = list(_strangers(sets, province.parameters, place))
    if len(sets) < draws:
        faults.append(Fault.at(place, f"{len(sets)} parameter sets", f"draw at most these: --draws {len(sets)}"))
    if faults:
        raise ScenarioError(faults)
    return replace(arms, scenarios={stem: scenario.with_sets(sets) for stem, scenario in arms.scenarios.items()})


def _check_file(path: Path, place: Place) -> None:
    """Raise ScenarioError when there is no such file, or it is of another kind than Parquet."""
    if not path.is_file():
        beside = [one.name for one in path.parent.glob("*.parquet")] if path.parent.is_dir() else []
        raise ScenarioError([Fault.at(place, "there is no such file", nearest(path.name, beside) or ORIGIN)])
    with path.open("rb") as file:
        if file.read(len(_PARQUET)) != _PARQUET:
            raise ScenarioError([Fault.at(place, "this is not a Parquet file", ORIGIN)])


def _strangers(sets: ParameterSets, known: Iterable[str], place: Place) -> Iterable[Fault]:
    names = set(known)
    for name in sets.names:
        if name not in names:
            yield Fault.at(place, f"the sets have an unknown parameter {name!r}", nearest(name, names))
