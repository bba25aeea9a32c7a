"""Colleges: places of vocational and higher education, with their seats by programme and what they earn."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.light_mesa import mesa
from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation.model import LabourMarket
    from simulation.province import Province


class College(mesa.Agent):
    """One college; ``programmes`` are rows of the province's table, ``income`` is tuition received, million VND."""

    def __init__(self, model: Any, row: int) -> None:
        """Open the college of a row of the province's table."""
        super().__init__(model)
        record = model.province.colleges[row]
        self.row = row
        self.id = record.id
        self.name_vi = record.name_vi
        self.name_en = record.name_en
        self.district = record.district
        self.programmes = np.flatnonzero(model.province.programmes.college == row)
        self.income = 0.0


def seats_of_intake(market: "LabourMarket") -> npt.NDArray[np.int64]:
    """Seats of each programme in one intake at the model's scale: the fraction of a seat goes by a keyed lottery."""
    programmes = market.province.programmes
    exact = market.study.seats / np.maximum(programmes.intakes, 1) * market.scale
    draw = uniforms(month_key(market.seed, Stream.seat, market.month), np.arange(len(programmes)))
    return np.asarray(np.floor(exact + draw).astype(np.int64))


def distance_weight(province: "Province", cost_per_hour: float) -> npt.NDArray[np.float64]:
    """Weight of a programme for residents of a district, (districts, programmes): falls with travel."""
    district = np.array([college.district for college in province.colleges])[province.programmes.college]
    return np.asarray(np.exp(-cost_per_hour * province.travel_minutes[:, district] / 60.0))


def field_weight(province: "Province", weight: float) -> npt.NDArray[np.float64]:
    """Weight of a field for people of an occupation, (occupations, fields): rises with the field's use."""
    return np.asarray(np.exp(weight * province.occupation_field))


def occupations_after(province: "Province") -> npt.NDArray[np.float64]:
    """Cumulative chances of occupations after a course, (levels, fields, occupations): useful, and within reach."""
    level = np.array([occupation.level for occupation in province.occupations])
    jobs = province.by_sector("employment_share") @ province.sector_occupation
    table = np.empty((5, len(province.fields), len(province.occupations)))
    for course in range(5):
        reach = np.where(level > course + 2, 0.02, np.where(level < course, 0.3, 1.0))
        weight = province.occupation_field.T * (reach * jobs)[None, :] + 1e-6
        table[course] = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
    return table
