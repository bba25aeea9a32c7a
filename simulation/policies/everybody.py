"""Levers that are for everybody: services, procedures and campaigns that cannot be kept from anyone."""

from pydantic import field_validator

from simulation.scenario import GroupFilter, LeverDose
from simulation.scenario.units import refused


class EverybodyDose(LeverDose):
    """Dose of a lever without a group: a file that names one is told so."""

    @field_validator("eligible")
    @classmethod
    def _for_everybody(cls, eligible: GroupFilter) -> GroupFilter:
        if eligible.given:
            raise refused(f"{cls.lever} is for everybody", "leave `eligible` out")
        return eligible
