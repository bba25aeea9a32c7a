"""The one vocabulary for who a lever reaches. Keys combine by "and", lists by "or"; an absent key excludes nobody."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from simulation.scenario.units import WholeRange, refused, shown

Status = Literal[
    "employed",
    "formal",
    "informal",
    "unemployed",
    "underemployed",
    "own_use_farmer",
    "in_training",
    "in_school",
    "neet",
    "inactive",
    "retired",
    "outside",
]
Contract = Literal["formal_wage", "informal_wage", "own_account", "farm"]
Ownership = Literal["state", "private", "fdi", "household"]
Sex = Literal["male", "female"]
Registered = Literal["permanent", "temporary", "none"]
Credential = Literal[
    "none", "trained_without_paper", "short_certificate", "elementary", "intermediate", "college", "university"
]
Poor = Literal["central", "provincial", "near_poor", "left_poverty"]

Identifier = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,60}$")]


class OneOrMore:
    """Annotation of a tuple that a file may also write as a single word, without brackets."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_listed, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = handler(schema)
        several["minItems"] = 1
        return {"anyOf": [several["items"], several]}


def _listed(value: Any) -> Any:
    """One word as a list of one. Raises when a list is empty or says the same twice."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list | tuple):
        return value
    if not value:
        raise refused("an empty list selects nobody", "leave the key out to select everybody")
    if len({str(item) for item in value}) < len(value):
        raise refused("a value is listed twice", "list each value once")
    return value


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise refused(f"expected true or false, got {shown(value)}", "write true or false, without quotes")


Truth = Annotated[bool, BeforeValidator(_truth)]
Identifiers = Annotated[tuple[Identifier, ...], OneOrMore()]


class GroupFilter(BaseModel):
    """Who is meant. Every key given must hold; of a list, any value may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: Annotated[tuple[Status, ...], OneOrMore()] | None = Field(
        default=None, description="what the person is doing"
    )
    contract: Annotated[tuple[Contract, ...], OneOrMore()] | None = Field(
        default=None, description="contract of the job"
    )
    sector: Identifiers | None = Field(default=None, description="sector of the job, ids of the province's table")
    occupation: Identifiers | None = Field(default=None, description="occupation, ids of the province's table")
    employer_size: WholeRange | None = Field(default=None, description="persons employed by the employer")
    ownership: Annotated[tuple[Ownership, ...], OneOrMore()] | None = Field(
        default=None, description="owner of the employer"
    )
    tenure_months: WholeRange | None = Field(default=None, description="months with the employer")
    age: WholeRange | None = Field(default=None, description="age in completed years")
    sex: Annotated[tuple[Sex, ...], OneOrMore()] | None = Field(default=None, description="sex")
    district: Identifiers | None = Field(default=None, description="district of residence, ids of the province's table")
    urban: Truth | None = Field(default=None, description="lives in an urban area")
    registered: Annotated[tuple[Registered, ...], OneOrMore()] | None = Field(
        default=None, description="registered residence in the province"
    )
    credential: Annotated[tuple[Credential, ...], OneOrMore()] | None = Field(
        default=None, description="highest credential"
    )
    certificate: Truth | None = Field(default=None, description="holds any degree or certificate")
    poor: Annotated[tuple[Poor, ...], OneOrMore()] | None = Field(
        default=None, description="poverty status of the household"
    )
    ethnic_minority: Truth | None = Field(default=None, description="belongs to an ethnic minority")
    demobilised: Truth | None = Field(default=None, description="completed military service")
    volunteer: Truth | None = Field(default=None, description="completed service as a youth volunteer")
    lower_secondary_leaver: Truth | None = Field(default=None, description="left school after lower secondary")
    upper_secondary_leaver: Truth | None = Field(default=None, description="left school after upper secondary")
    returnee: Truth | None = Field(default=None, description="returned from work abroad")
    migrant: Truth | None = Field(default=None, description="came from outside the province")
    disability: Truth | None = Field(default=None, description="has a disability")
    remote: Truth | None = Field(default=None, description="lives in a remote commune")
    ui_claimant: Truth | None = Field(default=None, description="draws unemployment benefit")
    months_unemployed: WholeRange | None = Field(default=None, description="months without work and searching")
    months_insured: WholeRange | None = Field(default=None, description="months of unemployment insurance paid")
    at_risk: Truth | None = Field(default=None, description="employed in a job at risk")

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """The keys that restrict the group, in the order of the vocabulary."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}
