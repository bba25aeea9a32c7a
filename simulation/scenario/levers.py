"""What every policy lever's dose has in common, and the register in which a scenario looks levers up by name."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from simulation.scenario.faults import nearest
from simulation.scenario.groups import GroupFilter, Identifier, Registered
from simulation.scenario.units import MoneyPerYear, Month, Share, refused, shown
from simulation.scenario.values import Path

Verb = Literal["implement", "continue", "pilot", "propose", "coordinate"]
Competence = Literal["province", "centre", "firm", "fund"]
Source = Literal["SR", "NP", "TU", "DF", "FU"]

_TABLES = {"sector": "sectors", "occupation": "occupations", "district": "districts"}

LEVERS_LIVE_IN = "simulation.policies"

_REGISTER: dict[str, type["LeverDose"]] = {}


class LeverDose(BaseModel):
    """Dose of one policy lever: from when to when, for whom, how much. A dose is a total, not an increment.

    The class attributes say what the plan says of the lever: ``clauses`` and ``verb``, whose ``competence`` it is, the
    ``first_order`` quantity that must move, the ``negative_control`` that must not, the ``sources_of_money`` (SR state
    recurrent, NP national programmes, TU tuition income, DF donors and firms, FU funds), the ``parameters`` of the
    province's table that its answer rests on, and where a file says nothing the ``residence`` that support is tied to
    and the ``target`` that it is for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    lever: ClassVar[str]
    clauses: ClassVar[tuple[str, ...]]
    verb: ClassVar[tuple[Verb, ...]]
    competence: ClassVar[tuple[Competence, ...]]
    first_order: ClassVar[str]
    negative_control: ClassVar[str]
    sources_of_money: ClassVar[tuple[Source, ...]]
    parameters: ClassVar[tuple[str, ...]]
    residence: ClassVar[tuple[Registered, ...] | None] = None
    target: ClassVar[GroupFilter] = GroupFilter()

    id: Identifier | None = Field(default=None, description="tells two doses of one lever apart")
    from_: Month = Field(alias="from", description="first month in force, YYYY-MM")
    to: Month = Field(description="last month in force, YYYY-MM")
    eligible: GroupFilter = Field(default=GroupFilter(), description="who may receive it")
    budget: MoneyPerYear | None = Field(default=None, description="most that may be spent in a calendar year")
    budgets: dict[Source, MoneyPerYear] | None = Field(
        default=None, description="most that each source of money may spend in a calendar year"
    )
    awareness: Share | None = Field(default=None, description="share of the eligible who know of it")

    @field_validator("eligible")
    @classmethod
    def _of_registered_residents(cls, eligible: GroupFilter) -> GroupFilter:
        """Most support is tied to permanent residence, some to a group: the lever's rule stands where none is given."""
        own = dict(cls.target.given) | ({} if cls.residence is None else {"registered": cls.residence})
        return eligible.model_copy(update={key: own[key] for key in own if getattr(eligible, key) is None})

    @field_validator("to")
    @classmethod
    def _begins_before_it_ends(cls, to: int, info: ValidationInfo) -> int:
        if info.data.get("from_", to) > to:
            raise refused("'to' is before 'from'", "months run forward: from: 2023-07, to: 2025-12")
        return to

    @property
    def key(self) -> tuple[str, str | None]:
        """What a later dose must share with this one to replace it."""
        return self.lever, self.id

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Table and id of every row of the province that the dose names, by the keys under which it stands."""
        given = ((key, getattr(self.eligible, key) or ()) for key in _TABLES)
        return {("eligible", key, i): (_TABLES[key], name) for key, names in given for i, name in enumerate(names)}

    def missing_in(self, province: Any) -> dict[Path, str]:
        """What the dose asks for that the province has not, though each name is known: a sentence by the keys."""
        return {}

    @property
    def plan_lever(self) -> str:
        """The lever of the plan: of a preset, the one whose dose it names."""
        return plan_lever_of(type(self))

    @property
    def changes_nothing(self) -> bool:
        """Whether the dose is zero. Levers add what makes theirs zero."""
        return self.budget == 0.0


@cache
def plan_lever_of(dose: type[LeverDose]) -> str:
    """The lever of the plan that a kind of dose belongs to: of a preset, the one whose dose it names."""
    return str([kind.__dict__["lever"] for kind in dose.__mro__ if "lever" in kind.__dict__][-1])


Dose = TypeVar("Dose", bound=LeverDose)


def lever(name: str) -> Callable[[type[Dose]], type[Dose]]:
    """Class decorator that enters a dose under the ``name`` scenarios use. Raises ValueError when the name is taken."""

    def enter(dose: type[Dose]) -> type[Dose]:
        if name in _REGISTER and _REGISTER[name].__qualname__ != dose.__qualname__:
            raise ValueError(f"lever {name!r} is registered twice")
        dose.lever = name
        _REGISTER[name] = dose
        return dose

    return enter


def registered_levers() -> dict[str, type[LeverDose]]:
    """Every lever by name. The package that holds them is loaded on first use: all callers see the same levers."""
    import_module(LEVERS_LIVE_IN)
    return dict(sorted(_REGISTER.items()))


def read_dose(value: Any) -> LeverDose:
    """The dose that an entry ``{lever: {...}}`` of a scenario's policies writes. Raises an error naming the levers."""
    if isinstance(value, LeverDose):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        hint = "write for example: - study_card: {from: 2023-07, to: 2025-12, ...}"
        raise refused(f"expected one lever and its dose, got {_entry(value)}", hint)
    [(name, content)] = value.items()
    levers = registered_levers()
    if name not in levers:
        raise refused(f"unknown lever {shown(name)}", nearest(str(name), levers))
    return levers[name].model_validate(content)


def _entry(value: Any) -> str:
    return f"{len(value)} keys" if isinstance(value, dict) else shown(value)


def write_dose(dose: LeverDose) -> dict[str, Any]:
    """The entry that :func:`read_dose` reads back: only what was given or has a default other than none."""
    return {dose.lever: dose.model_dump(mode="json", by_alias=True, exclude_none=True)}
