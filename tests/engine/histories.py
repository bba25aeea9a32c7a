"""Every month of the shipped baseline at several scales and seeds, as tests of identities see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from simulation import LabourMarket, Scenario
from simulation.columns import ColumnStore
from simulation.vocabulary import Status

Columns = dict[str, npt.NDArray[Any]]

MONTHS = 21
NEVER = -32768
RESIDENT = (*range(Status.in_school, Status.outside),)
QUARTER_YEAR, YEAR = 3, 12


@dataclass(frozen=True)
class Month:
    """One month: columns of people before and after it, of workplaces and firms after it, and what it published."""

    index: int
    before: Columns
    people: Columns
    places: Columns
    firms: Columns
    seats: npt.NDArray[np.int64]
    flows: dict[str, int]
    of_age: int


class History:
    """The shipped baseline at a scale and seed, for long enough to see a July, two Septembers and two Tết."""

    def __init__(self, scale: float, seed: int) -> None:
        self.asked = f"scale {scale}, seed {seed}"
        self.market = LabourMarket(scenario=Scenario.baseline().with_(scale=scale), rng=seed)

    def __repr__(self) -> str:
        return self.asked

    def months(self) -> Iterator[Month]:
        """Every month in turn."""
        market = self.market
        after = copied(market.people)
        for _ in range(MONTHS):
            before, index = after, market.month
            market.step()
            after, places, firms = copied(market.people), copied(market.workplaces), copied(market.employers)
            yield Month(index, before, after, places, firms, market.seats_now.copy(), dict(market.flows), market.of_age)


def copied(store: ColumnStore) -> Columns:
    return {name: column.copy() for name, column in store.snapshot().items()}


histories = st.builds(History, st.sampled_from([0.02, 0.03, 0.05, 0.08]), st.integers(0, 2**40))
every_month = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # the first market that breaks an identity is as small as any: nothing to shrink
    suppress_health_check=list(HealthCheck),
)


def changed(month: Month, name: str) -> npt.NDArray[np.bool_]:
    return np.asarray(month.before[name] != month.people[name])


def moves(month: Month, origin: tuple[int, ...], destination: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Who went from one of some statuses to one of others, (rows,)."""
    return np.isin(month.before["status"], origin) & np.isin(month.people["status"], destination)


def on_payroll(month: Month, columns: Columns) -> npt.NDArray[np.bool_]:
    return np.asarray(month.places["firm"][columns["workplace"]] >= 0)
