"""Who everybody is when an event log begins: what the log's events start from."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.observation.standing import Standing, standing_of
from simulation.vocabulary import CREDENTIALS, SEXES

if TYPE_CHECKING:
    import pandas as pd

    from simulation.model import LabourMarket

_NAMES = {int(code): code.name for code in Standing}
#: Standings by code; codes that none has are a name of their own.
STANDINGS = tuple(_NAMES.get(code, f"none_{code}") for code in range(1 + max(Standing)))


def first_people(market: "LabourMarket") -> "pd.DataFrame":
    """One row a person, children to come and people outside among them.

    person, born (month index), sex, district, urban, poor, minority, migrant (0/1), credential, state (standing), and
    of those at work sector, occupation (on a payroll) and income (million VND a month).
    """
    import pandas as pd

    people, places, province = market.people, market.workplaces, market.province
    place = people.workplace
    work, payroll = place > 0, places.firm[place] >= 0

    def named(codes: npt.NDArray[Any], names: list[str] | tuple[str, ...]) -> Any:
        return pd.Categorical.from_codes(codes.astype(np.int16), dtype=pd.CategoricalDtype(list(names)))

    sectors, trades = [row.id for row in province.sectors], [row.id for row in province.occupations]
    return pd.DataFrame({
        "person": np.arange(people.rows, dtype=np.int32),
        "born": people.birth.copy(),
        "sex": named(people.sex, SEXES),
        "district": named(people.district, [row.id for row in province.districts]),
        "urban": people.urban.copy(),
        "poor": (people.poor > 0).astype(np.uint8),
        "minority": people.minority.copy(),
        "migrant": people.migrant.copy(),
        "credential": named(people.credential, CREDENTIALS),
        "state": named(standing_of(people.status, places.contract[place]), STANDINGS),
        "sector": named(np.where(work, places.sector[place].astype(np.int16), -1), sectors),
        "occupation": named(np.where(payroll & work, places.occupation[place].astype(np.int16), -1), trades),
        "income": income_of(market),
    })  # fmt: skip


def income_of(market: "LabourMarket") -> npt.NDArray[np.float32]:
    """Labour income of everybody, million VND a month, 0 without work, (people,)."""
    people = market.people
    pay = market.workplaces.pay[people.workplace] * people.pay_factor
    return np.where(people.workplace > 0, pay, 0.0).astype(np.float32)
