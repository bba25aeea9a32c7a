"""A fit as a YAML file asks for it: which parameters, of which scenario, against which targets, with how many runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from calibration.documents import Part, read_document
from calibration.fitting.priors import Prior, Shape, priors_of
from calibration.surveys.answers import Standard
from simulation.months import month_index, month_text
from simulation.province import Province, load_province
from simulation.scenario import Fault, Scenario, ScenarioError
from simulation.scenario.faults import nearest
from simulation.scenario.schema import Name
from simulation.scenario.shipped import is_file
from simulation.scenario.units import refused, shown

_MOST_RUNS = 20_000


def _months(value: Any) -> frozenset[int]:
    first, _, last = str(value).partition("..")
    try:
        months = frozenset(range(month_index(first), month_index(last) + 1))
    except ValueError:
        raise refused(f"expected months, got {shown(value)}", "months: 2021-01..2022-12") from None
    if len(months) < 3:
        raise refused("at least the three months of a quarter are needed", "months: 2021-01..2022-12")
    return months


class Question(Part):
    """The keys of a fit file.

    ``waves`` are numbers of runs, ``seeds`` how many they share, ``checks`` fresh runs at draws of the posterior,
    ``sets`` draws that are kept, ``fewest`` the smallest cell that is told. ``persons`` (interviews a quarter),
    ``truths`` and the seed that draws them are those of the self-test.
    """

    name: Name
    scenario: str = "baseline.yaml"
    months: Annotated[frozenset[int], BeforeValidator(_months)]
    scale: Annotated[float, Field(gt=0, le=1)] = 0.02
    seeds: Annotated[int, Field(ge=2, le=200)] = 16
    standard: Standard = "icls19"
    prior: Shape = "triangular"
    parameters: tuple[str, ...] = Field(min_length=1, max_length=40)
    targets: tuple[str, ...] = ()
    published: dict[str, str] = Field(default={})
    fewest: Annotated[int, Field(ge=5)] = 30
    waves: tuple[Annotated[int, Field(ge=16, le=_MOST_RUNS)], ...] = (192, 96, 96)
    sets: Annotated[int, Field(ge=10, le=10_000)] = 500
    checks: Annotated[int, Field(ge=4, le=1000)] = 32
    persons: Annotated[int, Field(ge=100)] = 6150
    truths: Annotated[int, Field(ge=1, le=1000)] = 60
    truth_seed: Annotated[int, Field(ge=1001, le=1_000_000)] = 5001


@dataclass(frozen=True)
class Fit:
    """A fit file with the scenario and the province that it is about."""

    path: Path
    question: Question
    scenario: Scenario
    province: Province

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """Priors of the parameters."""
        return priors_of(self.question.parameters, self.province.parameters, self.question.prior)

    def at(self, values: Sequence[float]) -> Scenario:
        """The scenario with these values of the parameters."""
        return self.scenario.with_(parameters=dict(zip(self.question.parameters, map(float, values), strict=True)))


def read_fit(path: Path, scale: float | None = None, waves: int | None = None) -> Fit:
    """The fit in a file, at another scale or with its first waves only. Raises ScenarioError with every fault."""
    question = read_document(path, Question)
    question = question.model_copy(update={"waves": question.waves[:waves]})
    scenario = Scenario.load(_scenario_path(path, question.scenario))
    province = load_province(scenario.province)
    faults = [*_faults_of_parameters(path, question, province), *_faults_of_months(path, question, scenario)]
    if faults:
        raise ScenarioError(faults)
    short = scenario.with_(scale=scale or question.scale, end=max(question.months))
    return Fit(path, question, short, province)


def _scenario_path(path: Path, name: str) -> Path:
    beside = path.parent / name
    return beside if is_file(beside) else Path(name)


def _faults_of_parameters(path: Path, question: Question, province: Province) -> list[Fault]:
    found = []
    for name in question.parameters:
        known = province.parameters.get(name)
        if known is None:
            found.append(Fault(str(path), 0, 0, f"unknown parameter {name!r}", nearest(name, province.parameters)))
        elif not known.low < known.high:
            found.append(Fault(str(path), 0, 0, f"{name} has no range: there is nothing to fit", known.source))
    twice = {name for name in question.parameters if question.parameters.count(name) > 1}
    return [*found, *(Fault(str(path), 0, 0, f"parameter {name!r} is named twice") for name in sorted(twice))]


def _faults_of_months(path: Path, question: Question, scenario: Scenario) -> list[Fault]:
    if min(question.months) >= scenario.start and max(question.months) <= scenario.end:
        return []
    span = f"{month_text(scenario.start)} to {month_text(scenario.end)}"
    return [Fault(str(path), 0, 0, "months lie outside the scenario's horizon", f"choose months from {span}")]
