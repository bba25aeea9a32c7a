"""Levers whose group is one of employers: rules, visits, agreements, programmes that firms join.

Who joins first is a firm's own luck for good, so that a larger share adds firms and takes none away.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import field_validator

from simulation.columns import one_of
from simulation.policies.eligibility import persons_employed
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import GroupFilter, LeverDose
from simulation.scenario.units import refused

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.policies.base import Lever

Mask = npt.NDArray[np.bool_]

#: Keys of a filter that say something of an employer.
OF_EMPLOYERS = ("sector", "district", "employer_size", "ownership")


class EmployerDose(LeverDose):
    """Dose of a lever that reaches employers: its group is told by sector, district, size and owner."""

    @field_validator("eligible")
    @classmethod
    def _of_employers(cls, eligible: GroupFilter) -> GroupFilter:
        other = [key for key in eligible.given if key not in OF_EMPLOYERS]
        if other:
            message = f"this lever reaches employers, not persons: {other[0]!r} says nothing of an employer"
            raise refused(message, f"employers are told apart by {', '.join(OF_EMPLOYERS)}")
        return eligible


def employers_of(market: "LabourMarket", group: GroupFilter) -> Mask:
    """Which employers belong to the group, (firms,): keys joined by "and", listed values by "or"."""
    firms = market.employers
    mask = firms.closed_until <= market.month
    if group.sector is not None:
        mask &= one_of(firms.sector, _codes(market, "sectors", group.sector))
    if group.district is not None:
        mask &= one_of(firms.district, _codes(market, "districts", group.district))
    if group.employer_size is not None:
        persons = persons_employed(market)
        mask &= (persons >= group.employer_size.low) & (persons <= group.employer_size.high)
    if group.ownership is not None:
        mask &= np.any([_owned(market)[word] for word in group.ownership], axis=0)
    return np.asarray(mask)


def employers_knowing(market: "LabourMarket", lever: "Lever") -> Mask:
    """Which employers belong to the lever's group and know of it, (firms,); knowing is a lasting threshold."""
    threshold = uniforms(month_key(market.seed, Stream.awareness, lever.number), np.arange(market.employers.rows))
    return employers_of(market, lever.dose.eligible) & (threshold < lever.awareness(market))


def adopters(market: "LabourMarket", lever: "Lever", share: float) -> Mask:
    """Which employers of the lever's group are the first ``share`` of all to take up a practice, (firms,)."""
    draw = uniforms(month_key(market.seed, Stream.adoption, lever.number), np.arange(market.employers.rows))
    return employers_of(market, lever.dose.eligible) & (draw < share)


def wage_bills(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Pay of all staff of each employer in a month, (firms,), million VND."""
    places, lines = market.workplaces, market.workplaces.payroll
    pay = places.headcount[lines] * places.pay[lines]
    return np.asarray(np.bincount(places.firm[lines], weights=pay, minlength=market.employers.rows), dtype=np.float64)


def _codes(market: "LabourMarket", table: str, names: tuple[str, ...]) -> list[int]:
    ids = [entry.id for entry in getattr(market.province, table)]
    return [ids.index(name) for name in names]


def _owned(market: "LabourMarket") -> dict[str, Mask]:
    """Employers by owner; households have none that could be told apart."""
    firms = market.employers
    park = np.array([sector.park for sector in market.province.sectors])[firms.sector]
    state = firms.state == 1
    return {"state": state, "fdi": park, "private": ~state & ~park, "household": np.zeros(firms.rows, dtype=bool)}
