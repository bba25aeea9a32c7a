"""The file of a trial: which lever of which scenario, who is assigned by what lot, when outcomes are read."""

from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import Field, ValidationInfo, field_validator

from calibration.documents import Part, read_document
from simulation.months import month_text
from simulation.scenario import Fault, LeverDose, Scenario, ScenarioError, Share
from simulation.scenario.faults import nearest
from simulation.scenario.shipped import is_file
from simulation.scenario.units import Month, refused

Follow = Annotated[int, Field(strict=True, ge=1, le=120)]
Unit = Literal["person", "commune", "district"]


class Title(Part):
    """Name in both languages."""

    vi: str
    en: str


class Wedge(Part):
    """A stepped wedge: clusters begin in groups, one group a step, ``every`` so many months."""

    steps: int = Field(strict=True, ge=2, le=24)
    every: int = Field(strict=True, ge=1, le=36)


class Assignment(Part):
    """Who is assigned: each person with a chance, clusters at saturations, or clusters one group after another.

    By person ``share`` is everybody's chance. By commune or district each cluster draws one of the ``saturations``, the
    chance of its people; or there is a ``wedge``, in which all people of a cluster begin together. ``communes`` are as
    many as the province had; who lives in which is a lasting lot within the district, since the model has no smaller
    market than the district.
    """

    by: Unit
    share: Share | None = None
    saturations: tuple[Share, ...] = ()
    wedge: Wedge | None = None
    communes: int = Field(default=171, strict=True, ge=2, le=2000)

    @field_validator("wedge")
    @classmethod
    def _one_design(cls, wedge: Wedge | None, info: ValidationInfo) -> Wedge | None:
        by, share = info.data.get("by"), info.data.get("share")
        saturations = info.data.get("saturations") or ()
        if by == "person" and (share is None or saturations or wedge):
            raise refused("by person a trial has a share", "write for example: assign: {by: person, share: 50%}")
        if by != "person" and (share is not None or bool(saturations) == bool(wedge)):
            hint = "saturations: [0%, 25%, 50%, 75%, 100%], or wedge: {steps: 4, every: 6}"
            raise refused(f"by {by} a trial has either saturations or a wedge", hint)
        return wedge

    model_config = Part.model_config | {"validate_default": True}


class TrialFile(Part):
    """What a trial file says."""

    name: Title
    scenario: str
    lever: str
    assign: Assignment
    start: Month | None = None
    follow: tuple[Follow, ...] = (6, 12, 18, 24, 36)
    seeds: int = Field(default=8, strict=True, ge=1, le=1000)
    scale: float = Field(default=0.2, gt=0.0, le=1.0)


class Trial:
    """A trial that can be run: its file's content, the scenario with the lever and the one without it."""

    def __init__(self, content: TrialFile, scenario: Scenario) -> None:
        """Hold the two arms; ``reference`` has everything of the scenario but the lever's doses."""
        self.content = content
        own = [dose for dose in scenario.policies if dose.lever == content.lever]
        self.start = content.start if content.start is not None else max(scenario.start, min(d.from_ for d in own))
        end = min(scenario.end, self.start + max(content.follow) - 1)
        self.scenario = scenario.with_(
            scale=content.scale, end=end, policies=_begun(scenario, content.lever, self.start)
        )
        rest = [dose for dose in scenario.policies if dose.lever != content.lever]
        before = [dose for dose in (scenario.reference or scenario).policies if dose.lever == content.lever]
        self.reference = self.scenario.with_(policies=[*rest, *(before if scenario.reference else [])])
        self.follow = tuple(month for month in sorted(set(content.follow)) if self.start + month - 1 <= end)

    @property
    def lever(self) -> str:
        """Name of the lever under trial."""
        return self.content.lever


def _begun(scenario: Scenario, lever: str, start: int) -> list[LeverDose]:
    """The scenario's doses, those of the lever from the trial's first month at the earliest."""
    changed = []
    for dose in scenario.policies:
        late = dose.lever == lever and dose.from_ < start
        changed.append(dose.model_copy(update={"from_": start}) if late else dose)
    return changed


def read_trial(path: Path) -> Trial:
    """The trial in a file. Raises ScenarioError with every fault of the file and of the scenario it names."""
    from simulation.policies import levers_of

    content = read_document(path, TrialFile)
    named = path.parent / content.scenario
    scenario = Scenario.load(named if is_file(named) else content.scenario)
    doses = [dose for dose in scenario.policies if dose.lever == content.lever]
    if not doses:
        known = sorted({dose.lever for dose in scenario.policies})
        _refuse(path, f"{content.scenario} has no lever {content.lever!r}", nearest(content.lever, known))
    if not all(lever.has_recipients for lever in levers_of(doses)):
        message = f"{content.lever!r} hands nothing to persons: nobody can be assigned to it"
        _refuse(path, message, "its effect is read from halong run")
    first = content.start if content.start is not None else max(scenario.start, min(dose.from_ for dose in doses))
    if not scenario.start <= first < scenario.end:
        span = f"{month_text(scenario.start)} to {month_text(scenario.end - 1)}"
        _refuse(path, "the trial does not start within the horizon", f"choose a month from {span}")
    return Trial(content, scenario)


def _refuse(path: Path, message: str, hint: str) -> NoReturn:
    raise ScenarioError([Fault(str(path), 1, 1, message, hint)])
