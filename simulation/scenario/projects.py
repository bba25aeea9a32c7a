"""Investment projects that a scenario names: what a project card says of one, beside when and where it arrives.

They come on top of the demand path of their sector: what the path itself brings is no part of them.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from simulation.scenario.groups import Identifier
from simulation.scenario.units import MoneyPerMonth, Month, Months, OfMarket, Share, refused

#: How far from one the shares of a mix may add up: they are written in whole percentages, rounded.
ROUNDING = 0.005

Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnPlaces(_Model):
    """Worker places that a project builds for its own staff."""

    places: Count = Field(description="persons they can house", examples=[800])
    rent: MoneyPerMonth = Field(description="rent a worker pays for a place")
    ready: Month | None = Field(default=None, description="first month people can live there, else arrival")


class PlannedProject(_Model):
    """A project: sector, park or district, first month, jobs when complete, how fast, whom, at what pay."""

    sector: Identifier = Field(description="sector, id of the province's table", examples=["manufacturing_fdi"])
    park: Identifier | None = Field(default=None, description="industrial park, id of the province's table")
    district: Identifier | None = Field(default=None, description="district, where it lies in no park")
    arrives: Month = Field(description="month of the first jobs")
    jobs: Count = Field(description="jobs when it is complete", examples=[3000])
    ramp_up: Months | None = Field(
        default=None, description="months from the first jobs to all of them; as projects usually take if absent"
    )
    occupations: dict[Identifier, Share] | None = Field(
        default=None, description="share of the jobs by occupation, 100% together; those of the sector if absent"
    )
    offer: OfMarket | None = Field(
        default=None, description="pay offered, of what the sector offers in each occupation; by size if absent"
    )
    worker_places: OwnPlaces | None = Field(default=None, description="worker places it brings for its own staff")

    @field_validator("occupations")
    @classmethod
    def _adds_up(cls, mix: dict[str, Share] | None) -> dict[str, Share] | None:
        if mix is None or abs(sum(mix.values()) - 1.0) <= ROUNDING:
            return mix
        hint = "give every occupation its share of the jobs, or leave `occupations` out: the sector's are taken then"
        raise refused(f"the shares of the occupations add up to {100.0 * sum(mix.values()):g}%, not 100%", hint)

    @model_validator(mode="before")
    @classmethod
    def _lies_somewhere(cls, values: Any) -> Any:
        if isinstance(values, dict) and ("park" in values) == ("district" in values):
            both = "both 'park' and 'district' are" if "park" in values else "neither 'park' nor 'district' is"
            raise refused(f"{both} given", "write where it lies: park: song_khoai, or district: quang_yen")
        return values
