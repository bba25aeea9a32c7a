"""What a resolved scenario holds: the keys of a scenario file, their types and their meaning."""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from simulation.months import month_index
from simulation.scenario.groups import Identifier
from simulation.scenario.levers import LeverDose, read_dose, write_dose
from simulation.scenario.projects import PlannedProject
from simulation.scenario.units import Month, Number, finite, refused, shown

FIRST_MONTH, LAST_MONTH = "2019-01", "2035-12"
"""The years over which law, calendar and projections of population are dated tables."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise refused("a name is one line of visible text", "name: {vi: Thẻ học nghề, en: Study cards}")
    return text


Title = Annotated[str, StringConstraints(strict=True, max_length=200), AfterValidator(_one_line)]


class Name(_Model):
    """Name of the scenario as people read it."""

    vi: Title = Field(description="name in Vietnamese", examples=["Thẻ học nghề 2023-2025"])
    en: Title = Field(description="name in English", examples=["Study cards 2023-2025"])


def _within_data(month: int) -> int:
    if month_index(FIRST_MONTH) <= month <= month_index(LAST_MONTH):
        return month
    raise refused(f"the horizon lies within {FIRST_MONTH} and {LAST_MONTH}, the months with data", "start: 2021-01")


HorizonMonth = Annotated[Month, AfterValidator(_within_data)]


class Horizon(_Model):
    """First and last month simulated, both included."""

    start: HorizonMonth = Field(description="first month simulated")
    end: HorizonMonth = Field(description="last month simulated")

    @field_validator("end")
    @classmethod
    def _runs_forward(cls, end: int, info: ValidationInfo) -> int:
        if info.data.get("start", end - 1) >= end:
            raise refused("the horizon ends before it starts", "start must be an earlier month than end")
        return end


class Mechanisms(_Model):
    """Parts of the model that can be held still, for exact cases and for tests of one mechanism at a time."""

    demand: Literal["path", "constant"] = Field(
        default="path", description="demand for labour follows its path, or stays"
    )
    demography: Literal["on", "frozen"] = Field(default="on", description="people age, enter and leave, or nobody does")
    training: Literal["on", "frozen", "off"] = Field(
        default="on", description="courses run, keep their places, or do not exist"
    )
    migration: Literal["on", "off"] = Field(default="on", description="people move into and out of the province")
    informal_work: Literal["on", "off"] = Field(default="on", description="own-account and farm work take people in")
    insurance: Literal["on", "off"] = Field(default="on", description="social and unemployment insurance")
    housing: Literal["on", "off"] = Field(default="on", description="worker places, rents, commuting")
    places: Literal["limited", "unlimited"] = Field(
        default="limited", description="an open place takes one person, or everybody who applies (exact cases)"
    )
    seats: Literal["limited", "unlimited"] = Field(
        default="limited", description="a programme takes as many as it has seats, or everybody who applies"
    )


_DEMAND_KEY = r"^(index|20[0-6]\d)$"


def _demand_key(key: Any) -> str:
    if isinstance(key, str) and re.fullmatch(_DEMAND_KEY, key):
        return key
    raise refused(f"unknown key {shown(key)}", "keys are 'index' and years: {index: 2019, 2021: 63, 2022: 90}")


def _demand_level(value: Any) -> float:
    level = finite(value, "a level of demand, 100 in the index year")
    if not 0.0 < level <= 10_000.0:
        raise refused(f"a level of demand is above 0 and at most 10000, got {shown(value)}", "the index year is 100")
    return level


DemandKey = Annotated[str, StringConstraints(pattern=_DEMAND_KEY), BeforeValidator(_demand_key)]
DemandLevel = Annotated[
    float, BeforeValidator(_demand_level), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 10000})
]


class DemandPath(RootModel[dict[DemandKey, DemandLevel]]):
    """Demand for a sector's labour by year, relative to 100 in the year ``index``: ``{index: 2019, 2021: 63}``."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _has_index_and_years(self) -> "DemandPath":
        if "index" not in self.root or len(self.root) < 2:
            raise refused("a demand path has an index year and at least one other year", "{index: 2019, 2021: 63}")
        if self.root["index"] not in range(2000, 2070):
            raise refused(f"'index' is a year, got {shown(self.root['index'])}", "{index: 2019, 2021: 63}")
        return self

    @property
    def index(self) -> int:
        """The year whose level is 100."""
        return int(self.root["index"])

    @property
    def years(self) -> dict[int, float]:
        """Level by year, in the order of time; the index year is 100 unless the file says otherwise."""
        stated = {int(year): level for year, level in self.root.items() if year != "index"}
        return dict(sorted(({self.index: 100.0} | stated).items()))


class Economy(_Model):
    """What happens to the province's economy from outside."""

    demand: dict[Identifier, DemandPath] = Field(default={}, description="demand path by sector id of the province")
    projects: tuple[PlannedProject, ...] | None = Field(
        default=None, description="investment projects that arrive on top of the demand path"
    )


_SCALE: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "examples": [0.1]}


def _scale(value: Any) -> float:
    scale = finite(value, "a scale above 0 and at most 1")
    if not 0.0 < scale <= 1.0:
        raise refused(f"scale is above 0 and at most 1, got {shown(value)}", "1 is everybody, 0.1 every tenth person")
    return scale


def _province_place(text: str) -> str:
    if re.fullmatch(r"[a-z][a-z0-9_]*|\.{0,2}/?[\w./ -]+", text) and text.isprintable():
        return text
    raise refused(f"{shown(text)} does not name a province", "province: quang_ninh")


AnyDose = Annotated[
    LeverDose, BeforeValidator(read_dose), PlainSerializer(write_dose, return_type=dict[str, Any], when_used="json")
]


class Content(_Model):
    """The keys of a scenario after ``extends`` is resolved."""

    name: Name = Field(description="name of the scenario")
    province: Annotated[str, StringConstraints(strict=True, max_length=200), AfterValidator(_province_place)] = Field(
        description="id of a shipped province, or folder of tables relative to the file", examples=["quang_ninh"]
    )
    horizon: Horizon = Field(description="months simulated")
    scale: Annotated[float, BeforeValidator(_scale), WithJsonSchema(_SCALE)] = Field(
        default=1.0, description="share of persons simulated, by weights"
    )
    parameters: dict[Identifier, Number] = Field(
        default={}, description="values that replace those of the parameter table"
    )
    parameter_sets: str | None = Field(
        default=None,
        pattern=r"\.parquet$",
        description="file of parameter sets, one for each seed; `parameters: FILE.parquet` is the short way",
    )
    mechanisms: Mechanisms = Field(default=Mechanisms(), description="parts of the model that can be held still")
    economy: Economy = Field(default=Economy(), description="what happens to the economy from outside")
    policies: tuple[AnyDose, ...] = Field(default=(), description="policy levers in force and their doses")
