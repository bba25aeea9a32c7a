"""The month's tables of a market: counts that are kept (``counting``), sums of pay (``earnings``), and jobs."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel
from simulation.observation.counting import count_anew, nobody_counted
from simulation.observation.earnings import BLOCK, sum_pay, sum_skill
from simulation.observation.observed import Observed
from simulation.observation.tables import BAND_STARTS, JOBS_A_SECTOR, OF_THE_MONTH, make_tables, set_bands
from simulation.randomness import Stream, month_key
from simulation.scanning import rows_with

Rows = npt.NDArray[np.uint32]
_NOBODY = np.uint32(0xFFFFFFFF)


@kernel
def _look_over(places, jobs_a_sector, job_of, payroll):  # type: ignore[no-untyped-def]
    """Job of every workplace, and payroll jobs, filled or still open, by district (row 0) and sector (row 1)."""
    for place in range(1, job_of.shape[0]):
        sector = places.sector[place]
        job_of[place] = sector * jobs_a_sector + places.contract[place] - 1
        if places.firm[place] >= 0:
            jobs = places.headcount[place] + places.posts[place]
            payroll[0, places.district[place]] += jobs
            payroll[1, sector] += jobs


class Tabulation:
    """The month's tables of a market, brought up to date by ``tabulate``. Making it counts everybody as they are.

    A market has one at a time: the marks of who has ``changed`` since the last count are taken off by the count.
    """

    def __init__(self, market: Observed) -> None:
        province = market.province
        farm = [sector.farm for sector in province.sectors]
        self.tables = make_tables(farm, len(province.districts), len(province.occupations), market.workplaces.rows)
        self._kept = nobody_counted(market.people.rows)
        self._rows = np.zeros(market.people.rows + 1, dtype=np.int32)
        self.changed: Rows = np.zeros(0, dtype=np.uint32)
        self._block: tuple[Rows, Rows] = (np.zeros(BLOCK, dtype=np.uint32), np.zeros(BLOCK, dtype=np.uint32))
        self._skilled = self.changed  # who has had skill from courses, in order
        self._aged_to = market.age_month
        self._legal_age: npt.NDArray[np.integer[Any]] = np.zeros(2, dtype=np.int64)
        market.people.changed[:] = 1
        _look_over(market.place_arrays, JOBS_A_SECTOR, self.tables.job_of, self.tables.payroll)
        self._count(market)

    def tabulate(self, market: Observed) -> None:
        """Count the month. Raises RuntimeError when an employed person stands in no workplace."""
        tables, places = self.tables, market.place_arrays
        for name in OF_THE_MONTH:
            getattr(tables, name).fill(0)
        _look_over(places, JOBS_A_SECTOR, tables.job_of, tables.payroll)
        self._count(market)
        sum_pay(market.of_age, market.person_arrays, places.pay, market.insured_terms, self._kept, tables, *self._block)
        sum_skill(self._skilled, market.person_arrays, tables.job_of, tables.skill)

    def _count(self, market: Observed) -> None:
        """Enter anew who has changed or come into another age band."""
        self._mark_ages(market)
        self.changed = rows_with(1, market.people.changed, market.of_age, self._rows).view(np.uint32)
        market.people.changed[: market.of_age] = 0
        skilled = np.empty(len(self.changed) + 1, dtype=np.uint32)
        nowhere, number = count_anew(
            self.changed, market.month, market.age_month, month_key(market.seed, Stream.attached),
            market.search_rule.attached, market.person_arrays, self._kept, self.tables, skilled,
        )  # fmt: skip
        self._note_skilled(skilled[:number])
        if nowhere:
            raise RuntimeError(f"{nowhere} employed persons stand in no workplace")

    def _note_skilled(self, rows: Rows) -> None:
        """Enter rows of people with skill from courses, in order, into the list of all who ever had any."""
        place = np.searchsorted(self._skilled, rows)
        new = np.append(self._skilled, _NOBODY)[place] != rows
        if new.any():
            self._skilled = np.insert(self._skilled, place[new], rows[new])

    def _mark_ages(self, market: Observed) -> None:
        """Mark who has come into another age band since the last count, by birthday or by a new legal age."""
        before, now = self._aged_to, market.age_month
        for years in BAND_STARTS[1:]:
            self._mark_born(market, before - 12 * years, now - 12 * years)
        for was, age in zip(self._legal_age, market.legal_age, strict=True):
            self._mark_born(market, before - int(was), now - int(age))
        if (self._legal_age != market.legal_age).any():
            set_bands(self.tables.band_of, market.legal_age)
        self._aged_to, self._legal_age = now, market.legal_age.copy()

    @staticmethod
    def _mark_born(market: Observed, one: int, other: int) -> None:
        """Mark who was born between two months, the earlier not counted."""
        if one != other:
            market.people.changed[market.born_between(min(one, other) + 1, max(one, other))] = 1
