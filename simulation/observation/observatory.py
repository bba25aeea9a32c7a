"""The observatory: every month's indicators, recorded as compact rows of numbers and told as one long table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.months import month_of, month_text
from simulation.observation.decomposition import CertifiedChange
from simulation.observation.flows import flows_by, starts_by
from simulation.observation.fund_account import month_account
from simulation.observation.incomes import income_ratios
from simulation.observation.indicators import INDICATORS
from simulation.observation.job_flows import JobFlows
from simulation.observation.labour_balance import LabourBalance
from simulation.observation.observed import Observed
from simulation.observation.production import Output
from simulation.observation.tabulation import Tabulation
from simulation.observation.tally import Groups, Tally, groups_of, share

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
#: Indicator, classification and group: what a recorded column is of.
Key = tuple[str, str, str]

#: Leaving a payroll by quitting, being laid off or moving on; retirement, death and exit stand under their own names.
SEPARATIONS = ("quits", "layoffs", "job_to_job")
DECEMBER = 12


def _told(groups: Groups) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Indicator and group of every recorded value of ``INDICATORS``, in order, (values,) each."""
    every = np.arange(groups.firsts[-1])
    told = [(number, every[groups.rows[by]]) for number, entry in enumerate(INDICATORS) for by in entry.by]
    numbers = np.concatenate([np.full(len(rows), number) for number, rows in told])
    return numbers, np.concatenate([rows for _, rows in told])


class Observatory:
    """Observes one market, month after month. Make it when the first month is about to begin: changes count from there.

    ``latest`` holds the province totals of the last month observed by indicator, ``labour_balance`` the balances of the
    quarters. Counts are weighted to the province.
    """

    def __init__(self, market: Observed) -> None:
        self._market = market
        self._tabulation = Tabulation(market)
        self._tally = Tally(groups_of(market.province))
        self._told = _told(self._tally.groups)
        self._output = Output(market)
        self._certified = CertifiedChange(market)
        self._jobs = JobFlows(market)
        self.labour_balance = LabourBalance(market)
        self._months: list[int] = []
        self._columns: tuple[Key, ...] = ()
        self._of_province: dict[str, int] = {}  # column of each indicator's total
        self._rows: list[Floats] = []
        self._events: dict[str, list[float]] = {}
        self._yearly: dict[str, dict[int, float]] = {}
        self._productivity: list[float] = []
        self.latest: dict[str, float] = {}

    def observe(self) -> None:
        """Count the market as it stands and record the month."""
        market = self._market
        self._tabulation.tabulate(market)
        self._tally.add_up(self._tabulation)
        self.labour_balance.observe(market, self._tabulation.tables)
        found = [
            *self._of_persons(),
            *self._of_openings(),
            *self._of_output(),
            *self._of_services(),
            *self._of_rents_and_funds(),
            *self._of_flows(),
        ]
        if not self._columns:
            self._columns = tuple(key for keys, _ in found for key in keys)
            self._of_province = {name: place for place, (name, by, _) in enumerate(self._columns) if by == "all"}
        self._rows.append(np.concatenate([values for _, values in found]))
        self._months.append(market.month)
        self._record_events()
        self._record_year()
        self.latest = self._totals()

    def _of_persons(self) -> Iterator[tuple[list[Key], Floats]]:
        """Indicators of the tally, one classification after another."""
        weight = self._market.weight
        values = np.stack([entry.of(self._tally) * (weight if entry.counts else 1.0) for entry in INDICATORS])
        told = [] if self._columns else [(entry.name, by) for entry in INDICATORS for by in entry.by]
        yield [key for name, by in told for key in self._keys(name, by)], values[self._told]
        for name, ratio in income_ratios(self._tally):
            yield self._keys(name, "all"), ratio

    def _of_openings(self) -> Iterator[tuple[list[Key], Floats]]:
        """Places still open at the month's end; their share in payroll jobs, filled or open; per unemployed person."""
        market = self._market
        places = market.workplaces
        lines = np.flatnonzero(places.posts)
        payroll = self._tabulation.tables.payroll
        unemployed = self._tally.count("unemployed")
        for by, row, codes in (("district", 0, places.district), ("sector", 1, places.sector)):
            groups = self._tally.groups.rows[by]
            posts = np.bincount(codes[lines], places.posts[lines], groups.stop - groups.start).astype(np.float64)
            jobs = payroll[row, : len(posts)].astype(np.float64)
            if by == "district":
                yield from self._openings("all", posts.sum(keepdims=True), jobs.sum(keepdims=True))
                yield self._keys("tightness", "all"), share(posts.sum(keepdims=True), unemployed[:1])
                yield self._keys("tightness", by), share(posts, unemployed[groups])
            yield from self._openings(by, posts, jobs)

    def _openings(self, by: str, posts: Floats, jobs: Floats) -> Iterator[tuple[list[Key], Floats]]:
        yield self._keys("vacancies", by), posts * self._market.weight
        yield self._keys("vacancy_rate", by), share(posts, jobs)

    def _of_output(self) -> Iterator[tuple[list[Key], Floats]]:
        """Real GRDP, labour productivity and its growth."""
        market = self._market
        sector = self._tally.groups.rows["sector"]
        employed, short = (self._tally.count(what)[sector] for what in ("employed", "underemployed"))
        log_productivity = market.path.log_productivity[market.path_step]
        output = self._output.by_sector(log_productivity, employed, short, self._tabulation.tables.skill)
        total = self._output.grdp(output)
        productivity = share(total, employed.sum(keepdims=True))
        self._productivity.append(float(productivity[0]))
        yield self._keys("real_grdp", "all"), total * market.weight
        yield self._keys("real_grdp", "sector"), output * market.weight
        yield self._keys("labour_productivity", "all"), productivity
        yield self._keys("labour_productivity", "sector"), share(output, employed)
        growth = self._output.growth(self._productivity, output, employed)
        yield self._keys("productivity_growth", "all"), np.array([growth])
        grown, exogenous = self._output.growth_and_trend(log_productivity, output)
        yield self._keys("real_grdp_growth", "all"), np.array([grown])
        yield self._keys("real_grdp_growth_exogenous", "all"), np.array([exogenous])

    def _of_services(self) -> Iterator[tuple[list[Key], Floats]]:
        """The plan's service figures: satisfaction is not simulated from people and stays missing."""
        market = self._market
        yield self._keys("schools_reached_share", "all"), np.array([market.schools_reached])
        yield self._keys("insurance_satisfaction", "all"), np.array([np.nan])

    def _of_rents_and_funds(self) -> Iterator[tuple[list[Key], Floats]]:
        """Rents of rooms, and the account of the insurance funds."""
        yield self._keys("room_rent", "district"), self._market.room_rents
        for name, amount in month_account(self._market, self._tabulation.tables).items():
            yield self._keys(name, "all"), np.array([amount])

    def _of_flows(self) -> Iterator[tuple[list[Key], Floats]]:
        """Persons who moved between formal, informal, unemployed and inactive; hires, placements, jobs."""
        tables = self._tabulation.tables
        jobs = self._jobs.since_last(self._market, tables)
        for name, by, moved in (*flows_by(tables), *starts_by(tables), *jobs):
            yield self._keys(name, by), moved.astype(np.float64) * self._market.weight

    def _keys(self, name: str, by: str) -> list[Key]:
        return [(name, by, group) for group in self._tally.groups.names[by]] if not self._columns else []

    def _record_events(self) -> None:
        """Record the month's flows; one that was not there before was zero."""
        flows = dict(self._market.flows)
        flows["separations"] = sum(flows.get(name, 0) for name in SEPARATIONS)
        for name in flows.keys() - self._events.keys() - self._of_province.keys():
            self._events[name] = [0.0] * (len(self._months) - 1)
        for name, series in self._events.items():
            series.append(flows.get(name, 0) * self._market.weight)

    def _record_year(self) -> None:
        """In December, why the certified share changed."""
        if month_of(self._market.month) == DECEMBER:
            for name, value in self._certified.since_last(self._market).items():
                self._yearly.setdefault(name, {})[len(self._months) - 1] = value

    def _totals(self) -> dict[str, float]:
        last = len(self._months) - 1
        return {
            **{name: float(self._rows[-1][place]) for name, place in self._of_province.items()},
            **{name: self._events[name][-1] for name in sorted(self._events)},
            **{name: values[last] for name, values in self._yearly.items() if last in values},
        }

    @property
    def changed(self) -> npt.NDArray[np.uint32]:
        """Rows of who changed in what is counted of them in the month observed last, (changed,)."""
        return self._tabulation.changed

    @property
    def employed_by_paper(self) -> npt.NDArray[np.int64]:
        """Employed persons of the last month observed by highest paper, (credentials,), rows."""
        return np.asarray(self._tally.by_paper[0])

    def series(self, name: str) -> Floats:
        """Province total of an indicator, (months,); a yearly one is missing in between. KeyError if unknown."""
        if name in self._events:
            return np.array(self._events[name])
        if name in self._yearly:
            return np.array([self._yearly[name].get(month, np.nan) for month in range(len(self._months))])
        column = self._of_province[name]
        return np.array([row[column] for row in self._rows])

    def totals(self) -> dict[str, Floats]:
        """Province totals of every indicator, (months,) each; a yearly one is missing in between."""
        values = np.stack(self._rows, axis=1) if self._rows else np.zeros((len(self._columns), 0))
        of_persons = {name: values[column] for name, column in self._of_province.items()}
        return of_persons | {name: self.series(name) for name in (*sorted(self._events), *self._yearly)}

    def to_frame(self) -> "pd.DataFrame":
        """All months, long: month (YYYY-MM), indicator, by, group, value; month by month, in a fixed order."""
        import pandas as pd

        events = [(name, "all", "all") for name in sorted(self._events)]
        yearly = [(name, "all", "all") for name in self._yearly]
        months, values = [], []
        keys: list[Key] = []
        for place, month in enumerate(self._months):
            of_year = [key for key in yearly if place in self._yearly[key[0]]]
            keys += [*self._columns, *events, *of_year]
            values += [self._rows[place], np.array([self._events[name][place] for name, *_ in events])]
            values.append(np.array([self._yearly[name][place] for name, *_ in of_year]))
            months += [month_text(month)] * (len(self._columns) + len(events) + len(of_year))
        frame = pd.DataFrame(keys, columns=["indicator", "by", "group"])
        frame.insert(0, "month", months)
        frame["value"] = np.concatenate(values) if values else np.zeros(0)
        return frame
