"""Jobs, as officials report them and as firms' headcounts tell them: gross series, shown and never scored.

*Jobs created* is the counterpart of the series "giải quyết việc làm": persons given wage work in the month, residents
after three months or more without any and people from outside. *Jobs added* is that of "việc làm tăng thêm": what firms
whose staff grew in the month have more than at the end of the last one; *jobs lost* what the others have less. Their
difference is the change of payroll employment. How offices count either has not been published.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from simulation.observation.observed import Observed
from simulation.observation.tables import Tables

Floats = npt.NDArray[np.float64]


class JobFlows:
    """Staff of every firm at the last look, (firms,), and the sector of each."""

    def __init__(self, market: Observed) -> None:
        lines = market.workplaces.payroll
        firm = market.workplaces.firm[lines]
        self._first = np.flatnonzero(np.diff(firm, prepend=-1))  # lines stand in the order of firms
        self._sector = market.workplaces.sector[lines][self._first].astype(np.int64)
        self._staff = self._count(market)

    def since_last(self, market: Observed, tables: Tables) -> Iterator[tuple[str, str, Floats]]:
        """Name, classification and jobs, (groups,) rows, of the month."""
        staff = self._count(market)
        change, self._staff = staff - self._staff, staff
        sectors = len(market.province.sectors)
        for name, jobs in (("jobs_added", np.maximum(change, 0)), ("jobs_lost", np.maximum(-change, 0))):
            by_sector = np.asarray(np.bincount(self._sector, weights=jobs, minlength=sectors), dtype=np.float64)
            yield name, "all", by_sector.sum(keepdims=True)
            yield name, "sector", by_sector
        created = int(tables.begun[:, 1].sum()) + market.flows.get("hires_from_outside", 0)
        yield "jobs_created", "all", np.array([float(created)])

    def _count(self, market: Observed) -> npt.NDArray[np.int64]:
        staff = market.workplaces.headcount[market.workplaces.payroll]
        return np.add.reduceat(staff, self._first, dtype=np.int64) if len(staff) else np.zeros(0, dtype=np.int64)
