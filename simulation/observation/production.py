"""Output and productivity: real GRDP from the declared value added of a worker, the workers, and their skill."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from simulation.months import month_index
from simulation.observation.observed import Observed
from simulation.province import Province

Floats = npt.NDArray[np.float64]

#: Value added per worker is given at the prices and productivity of this year.
BASE_YEAR = 2023
YEAR = 12


def base_level(province: Province, start: int) -> Floats:
    """Log productivity of mid-2023 against the start month, (sectors,): the declared trend between the two."""
    years = (month_index(f"{BASE_YEAR}-01") + (YEAR - 1) / 2 - start) / YEAR
    return np.asarray(np.log1p(province.by_sector("productivity_trend")) * years)


class Output:
    """Real output of the sectors, million VND a year at 2023 prices, and what a worker produces.

    A sector's output is its value added per worker in 2023, moved by the month's real productivity against 2023, times
    its employed persons, those on short hours counted by the length of their week, times their mean skill index, which
    is one for people without further courses. Every employed person of a sector counts alike, on a payroll or off it.
    GRDP, and labour productivity by it, adds to the sectors the taxes on products less subsidies: a share that stays.
    """

    def __init__(self, market: Observed) -> None:
        self._value = market.province.by_sector("value_added_per_worker")
        self._trend = np.log1p(market.province.by_sector("productivity_trend"))
        self._base = base_level(market.province, market.start)
        value = market.province.value
        self._sectors_share = 1.0 - value("product_taxes_share_of_grdp")
        self._lost_week = 1.0 - value("short_hours_mean") / value("hours_mean")
        self._before: Floats | None = None
        self._output: list[Floats] = []
        self._log_productivity: list[Floats] = []

    def by_sector(self, log_productivity: Floats, employed: Floats, short: Floats, skill: Floats) -> Floats:
        """Real output a year, (sectors,): employed persons, those on short hours, and the sum of what skill adds."""
        weeks = employed - self._lost_week * short
        return np.asarray(self._value * np.exp(log_productivity - self._base) * (weeks + skill))

    def grdp(self, output: Floats) -> Floats:
        """Real GRDP a year from the sectors' output, (sectors,), and the taxes on products, (1,)."""
        return np.asarray(output.sum(keepdims=True) / self._sectors_share)

    def growth(self, productivity: Sequence[float], output: Floats, employed: Floats) -> float:
        """Mean labour productivity of the last twelve months over that of the twelve before, less one.

        ``productivity`` are the months from the first to this one. Months before the first are cast back from it: its
        workers in their sectors, with each sector's output a worker on its declared trend. So the first year's growth
        starts as the trend alone and takes in what is simulated month by month.
        """
        if self._before is None:
            self._before = self._cast_back(output, employed)
        months = np.concatenate([self._before, np.asarray(productivity[-2 * YEAR :])])[-2 * YEAR :]
        return float(months[YEAR:].mean() / months[:YEAR].mean() - 1.0)

    def growth_and_trend(self, log_productivity: Floats, output: Floats) -> tuple[float, float]:
        """Growth of the last twelve months' real output over that of the twelve before, and its exogenous part.

        The exogenous part is what the same workers, weeks and skills of a year earlier would have produced more by the
        declared productivity path alone; the rest is what the simulation adds. Months before the first have its workers
        and the sectors' trend, so growth starts as the trend alone. Called once a month.
        """
        if not self._output:
            back = np.arange(2 * YEAR - 1, 0, -1)[:, None] / YEAR
            self._output = list(output * np.exp(-self._trend * back))
            self._log_productivity = list(log_productivity - self._trend * back)
        self._output = [*self._output, output][-2 * YEAR :]
        self._log_productivity = [*self._log_productivity, log_productivity][-2 * YEAR :]
        months, path = np.array(self._output), np.array(self._log_productivity)
        before = months[:YEAR].sum() or np.nan
        carried = (months[:YEAR] * np.exp(path[YEAR:] - path[:YEAR])).sum()
        return float(months[YEAR:].sum() / before - 1.0), float(carried / before - 1.0)

    def _cast_back(self, output: Floats, employed: Floats) -> Floats:
        """Productivity of the months before the first, oldest first, (23,)."""
        back = np.arange(2 * YEAR - 1, 0, -1)[:, None] / YEAR
        sectors = (output * np.exp(-self._trend * back)).sum(axis=1)
        return np.asarray(sectors / self._sectors_share / max(float(employed.sum()), 1.0))
