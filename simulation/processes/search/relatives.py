"""Relatives and neighbours: who hears of an open place through those who work there (Calvó-Armengol & Jackson 2004).

News of a place reaches people of a district, or the homes of migrants, with a chance that rises with the staff the firm
has from there: ``1 - (1 - n) ** staff``, where n is the chance that one of them passes it on. So relatives lead to
where one's co-villagers work, employer by employer, and only to places that are open. Whoever lives in the firm's
district hears as if one neighbour worked there. Staff by origin is counted each January; that of a project which a
scenario names, month by month.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.looking_ahead import look_ahead
from simulation.processes.staff import staff_of

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@kernel
def _count_staff(rows, outside, people, places, staff):  # type: ignore[no-untyped-def]
    """Count staff by firm and origin, (firms, districts + 1); migrants count for where they came from."""
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        firm = places.firm[people.workplace[row]]
        staff[firm, outside if people.migrant[row] == 1 else people.district[row]] += 1


def hear_of_work(market: "LabourMarket") -> npt.NDArray[np.float32]:
    """Chance that people of an origin hear of a firm's open place, (firms, districts + 1)."""
    firms, districts = market.employers.rows, len(market.province.districts)
    staff = np.zeros((firms, districts + 1), dtype=np.int32)
    on_payroll = np.zeros(market.workplaces.rows, dtype=np.bool_)
    on_payroll[market.workplaces.payroll] = True
    _count_staff(staff_of(market, on_payroll), districts, market.person_arrays, market.place_arrays, staff)
    staff[np.arange(firms), market.employers.district] += 1
    return np.asarray(1.0 - (1.0 - market.province.value("relatives_news")) ** staff, dtype=np.float32)


def hear_of_firm(market: "LabourMarket", firm: int, staff: npt.NDArray[np.integer]) -> None:
    """Count the staff (rows) of one firm anew."""
    people, districts = market.people, len(market.province.districts)
    origin = np.where(people.migrant[staff] == 1, districts, people.district[staff])
    number = np.bincount(origin, minlength=districts + 1)
    number[market.employers.district[firm]] += 1
    market.heard[firm] = 1.0 - (1.0 - market.province.value("relatives_news")) ** number
