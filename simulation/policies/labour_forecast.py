"""Labour forecast (dự báo cung cầu lao động): colleges open seats where openings are expected.

Plan clauses: II.3 b2; II.4.1 b7; II.4.3 b1; II.4.4 b1-b3; IV.1 b9; IV.2 b4. Verbs: implement, coordinate (II.4.1 b7).
Competence: the province. Agency: that of the month in the table `agency_of_lever`.

Mechanism: each January, and when the forecast begins, a share of the seats of vocational programmes is laid out anew
over fields, in proportion to the openings of the occupations that use them; the sum of seats stays. The forecast is the
openings of some months ago, a mean of about a year, with an error of its own for each field and year. The plan of
seats is published: people choose programmes by their new size.

Parameters: none of its own; share of seats that follow, age and error of the forecast are stated by the dose (assumed:
without it seats stay where they are, as with today's bulletin).

First-order quantity: the correlation of seats with openings two years on rises. Negative control: separations in the
first twelve months. Evidence: none; a sweep. Nobody is a recipient.
"""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field
from scipy.special import ndtri

from simulation.months import month_of, year_of
from simulation.policies.base import Lever
from simulation.policies.running_costs import pay_a_month
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import LeverDose, MoneyPerYear, Share, lever
from simulation.scenario.units import Number
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
JANUARY = 1
#: In one year a field's seats at most double or halve.
MOST_CHANGE = 2.0


@lever("labour_forecast")
class LabourForecastDose(LeverDose):
    """Dose of the forecast: share of seats that follow it, its age and error, and what it costs a year."""

    clauses = ("II.3 b2", "II.4.1 b7", "II.4.3 b1", "II.4.4 b1", "II.4.4 b2", "II.4.4 b3", "IV.1 b9", "IV.2 b4")
    verb = ("implement", "coordinate")
    competence = ("province",)
    first_order = "correlation of seats with openings two years on rises"
    negative_control = "separations in the first twelve months"
    sources_of_money = ("SR",)
    parameters = ()

    follow: Share = Field(description="share of the seats that follow the forecast")
    error: Share = Field(default=Share(0.3), description="standard deviation of the forecast of a field, log points")
    age_months: Number = Field(default=6, ge=0, le=60, description="months between the openings seen and the seats")
    cost: MoneyPerYear = Field(default=MoneyPerYear(0.0), description="what the forecast costs in a year")

    @property
    def changes_nothing(self) -> bool:
        """Whether no seat follows."""
        return super().changes_nothing or self.follow == 0.0


class LabourForecast(Lever):
    """Seats laid out by the forecast of a dose."""

    dose: LabourForecastDose
    has_recipients: ClassVar[bool] = False

    def __init__(self, dose: LeverDose) -> None:
        """No plan made."""
        super().__init__(dose)
        self.plan: Floats | None = None

    def open_month(self, market: "LabourMarket") -> None:
        """Lay out seats by what was seen."""
        if not self.in_force(market.month) or not pay_a_month(self, market, float(self.dose.cost), "State"):
            return
        if self.plan is None or month_of(market.month) == JANUARY:
            self.plan = self._ratios(market)
        market.study.seats = _same_sum(market, market.study.seats, self.plan)
        market.study.known = _same_sum(market, market.study.known, self.plan)

    def _ratios(self, market: "LabourMarket") -> Floats:
        """Seats of each field over those known, (fields,): the forecast's share of it, for the seats that follow."""
        province = market.province
        age = min(int(self.dose.age_months) + 1, len(market.openings_seen))
        need = province.occupation_field.T @ market.openings_seen[-age]
        draw = uniforms(month_key(market.seed, Stream.forecast, year_of(market.month)), np.arange(len(need)))
        need = need * np.exp(float(self.dose.error) * ndtri(draw.clip(1e-9, 1 - 1e-9)))
        programmes = province.programmes
        seats = np.where(programmes.level < Level.university, programmes.programme_array("seats"), 0.0)
        now = np.bincount(programmes.field, weights=seats, minlength=len(need))
        wanted = need / max(need.sum(), 1e-9) / np.maximum(now / now.sum(), 1e-9)
        follow = float(self.dose.follow)
        return np.asarray(1.0 - follow + follow * np.clip(wanted, 1.0 / MOST_CHANGE, MOST_CHANGE))


def _same_sum(market: "LabourMarket", seats: Floats, ratio: Floats) -> Floats:
    """Seats of vocational programmes times the ratio of their field, at the sum that they had; (programmes,)."""
    programmes = market.province.programmes
    vocational = programmes.level < Level.university
    moved = np.where(vocational, seats * ratio[programmes.field], seats)
    return np.where(vocational, moved * seats[vocational].sum() / moved[vocational].sum(), seats)
