"""The labour balance: by quarter, occupation and district, what employers look for and who there is for it.

*Openings* are places still open at a month's end, *seekers* the unemployed by occupation and home, both as means of the
quarter's months; *graduates* of full-time courses and universities who stay, the quarter's sum; *shortage* the mean of
open places of lines whose places have on average been open for more than three months. All are persons of the province.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.months import month_of, year_of
from simulation.observation.observed import Observed
from simulation.observation.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

#: A place open for longer than this is hard to fill (months).
HARD_TO_FILL = 3.0
QUANTITIES = ("openings", "seekers", "graduates", "shortage")
GRADUATES = QUANTITIES.index("graduates")


def quarter_of(month: int) -> str:
    """Quarter of a month number, ``YYYY-Qn``."""
    return f"{year_of(month):04d}-Q{(month_of(month) + 2) // 3}"


class LabourBalance:
    """Balances of the quarters observed, in order."""

    def __init__(self, market: Observed) -> None:
        self._districts = tuple(district.id for district in market.province.districts)
        self._occupations = tuple(occupation.id for occupation in market.province.occupations)
        self._sums: dict[str, Floats] = {}  # (quantities, districts, occupations)
        self._months: dict[str, int] = {}

    def observe(self, market: Observed, tables: Tables) -> None:
        """Add the month as it ends, from its tables of persons."""
        quarter = quarter_of(market.month)
        sums = self._sums.setdefault(quarter, np.zeros((len(QUANTITIES), len(self._districts), len(self._occupations))))
        self._months[quarter] = self._months.get(quarter, 0) + 1
        places = market.workplaces
        lines = np.flatnonzero(places.posts)
        old = lines[places.post_age[lines] > HARD_TO_FILL]
        found = (
            self._count(places.district[lines], places.occupation[lines], places.posts[lines]),
            tables.seekers,
            market.graduates,
            self._count(places.district[old], places.occupation[old], places.posts[old]),
        )
        for total, month in zip(sums, found, strict=True):
            total += month * market.weight

    def _count(
        self, district: npt.NDArray[np.uint8], occupation: npt.NDArray[np.uint8], persons: npt.NDArray[np.generic]
    ) -> Floats:
        shape = (len(self._districts), len(self._occupations))
        cell = district.astype(np.int64) * shape[1] + occupation
        return np.asarray(np.bincount(cell, weights=persons, minlength=shape[0] * shape[1]).reshape(shape))

    def to_frame(self) -> "pd.DataFrame":
        """Quarter, occupation, district and the four quantities; every occupation and district in every quarter."""
        import pandas as pd

        found = []
        for quarter, sums in self._sums.items():
            values = sums / self._months[quarter]
            values[GRADUATES] = sums[GRADUATES]
            found.append(values.transpose(2, 1, 0).reshape(-1, len(QUANTITIES)))
        quarters, occupations, districts = (
            np.array(names, dtype=object) for names in (list(self._sums), self._occupations, self._districts)
        )
        cells = {
            "quarter": np.repeat(quarters, len(occupations) * len(districts)),
            "occupation": np.tile(np.repeat(occupations, len(districts)), len(quarters)),
            "district": np.tile(districts, len(quarters) * len(occupations)),
        }
        return pd.DataFrame(cells | dict(zip(QUANTITIES, np.concatenate(found).T, strict=True)))
