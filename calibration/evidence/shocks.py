"""What is done to a running market from outside, so that its answer can be measured.

A shock is a watch that touches: it writes exogenous paths or moves persons, by keyed lotteries of its own, and never a
number that the model should find by itself.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.compiling import kernel
from simulation.processes.moves import leave_work, seek_work
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Credential, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

#: Draws of shocks are keyed by months that no run reaches, so that they meet no draw of the model.
FAR_MONTH = 30_000
#: Share of persons, by lot, among whom a shock may give certificates.
SET_ASIDE = 0.15
#: What ``Workers.programme`` says of who is in no course.
NO_COURSE = -1


@dataclass(frozen=True)
class DemandCycle:
    """Demand of all sectors in waves: a sine of ``amplitude`` (share) and ``period`` (months) from month ``first``."""

    amplitude: float
    period: int
    first: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Write the path of demand once, when the market opens."""
        months = np.arange(len(market.path.index)) - self.first
        wave = self.amplitude * np.sin(2.0 * np.pi * months / self.period)
        market.path.index *= np.where(months >= 0, 1.0 + wave, 1.0)[:, None]
        return Watcher()


@dataclass(frozen=True)
class DemandDrop:
    """Demand of all sectors off by the share ``drop`` in months ``first`` to before ``end``."""

    drop: float
    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Write the path of demand once, when the market opens."""
        market.path.index[self.first : self.end] *= 1.0 - self.drop
        return Watcher()


@dataclass(frozen=True)
class Dismissals:
    """At the start of ``month`` a ``share`` of payroll staff, by lot, loses work and searches; posts stay wanted."""

    share: float
    month: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Wait for the month."""
        return _OnceBefore(self.month, lambda market: dismiss(market, self.share))


@dataclass(frozen=True)
class Certification:
    """At the start of ``month`` certified persons of the labour force become more by a share, drawn by lot.

    Those drawn from the unqualified get an intermediate certificate; nothing else of them changes.
    """

    share: float
    month: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Wait for the month."""
        return _OnceBefore(self.month, lambda market: certify(market, self.share))


@dataclass(frozen=True)
class Newcomers:
    """Whoever comes of age looks for work at once instead of going to school (theory: entry into search)."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Move them at the end of the month in which they come of age."""
        return _Newcomers()


class _Newcomers(Watcher):
    def after(self, market: "LabourMarket", elapsed: int) -> None:
        people, last = market.people, market.month - 1
        new = np.flatnonzero(
            (people.status[: market.of_age] == Status.in_school) & (people.since[: market.of_age] == last)
        )
        turn_out(new, last, market.person_arrays, market.place_arrays)


@dataclass(frozen=True)
class TrialSearch:
    """From ``month`` on, a ``share`` of people drawn by lot search more (theory: a treatment in search alone).

    Search follows the months that a person has looked, so those treated are told before every month that they have
    looked for ``LOOKED`` months, and the others that they begin: with a ratio of search above one at long durations the
    treated search by that ratio more. Without ``share`` everybody begins, which is the control.
    """

    share: float
    month: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Set everybody's clock before each month."""
        return _TrialSearch(self, market)


@dataclass(frozen=True)
class Courses:
    """A ``share`` of people drawn by lot is in a course beside search whenever unemployed (theory: lock-in alone)."""

    share: float

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Enrol and release them before each month."""
        return _Courses(studies(market, self.share))


class _Courses(Watcher):
    def __init__(self, student: npt.NDArray[np.bool_]) -> None:
        self._student = student

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        people = market.people
        seeks = people.status[: market.of_age] == Status.unemployed
        people.programme[: market.of_age] = np.where(seeks & self._student[: market.of_age], 0, NO_COURSE)


def studies(market: "LabourMarket", share: float) -> npt.NDArray[np.bool_]:
    """Who is drawn for courses, for good, (people,)."""
    return treated(market, share)


LOOKED = 7


class _TrialSearch(Watcher):
    def __init__(self, shock: TrialSearch, market: "LabourMarket") -> None:
        self._shock = shock
        self._treated = treated(market, shock.share)

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        set_clocks(market, self._treated if elapsed >= self._shock.month else np.zeros_like(self._treated))


def treated(market: "LabourMarket", share: float) -> npt.NDArray[np.bool_]:
    """Who is drawn for a treatment, for good, the same in every arm of a seed, (people,)."""
    draw = uniforms(month_key(market.seed, Stream.card, FAR_MONTH + 1), np.arange(market.people.rows))
    return np.asarray(draw < share)


def set_clocks(market: "LabourMarket", longer: npt.NDArray[np.bool_]) -> None:
    """Let the unemployed have looked for ``LOOKED`` months where told so, and for none otherwise."""
    people = market.people
    seekers = np.flatnonzero(people.status[: market.of_age] == Status.unemployed)
    people.search_since[seekers] = market.month - np.where(longer[seekers], LOOKED, 0)


class _OnceBefore(Watcher):
    def __init__(self, month: int, act: Any) -> None:
        self._month, self._act = month, act

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed == self._month:
            self._act(market)


@kernel
def turn_out(rows, month, people, places):  # type: ignore[no-untyped-def]
    """End the jobs of the rows; they search from this month on."""
    for index in range(rows.shape[0]):
        leave_work(rows[index], month, people, places)
        seek_work(rows[index], month, people)


def dismiss(market: "LabourMarket", share: float) -> None:
    """End the payroll jobs of a keyed ``share`` of the staff; they stand as if separated last month."""
    people = market.people
    contract = market.workplaces.contract[people.workplace[: market.of_age]]
    staff = np.flatnonzero(contract == Contract.formal_wage)
    out = staff[uniforms(month_key(market.seed, Stream.layoff, FAR_MONTH), staff) < share]
    turn_out(out, market.month - 1, market.person_arrays, market.place_arrays)


def certify(market: "LabourMarket", share: float) -> None:
    """Give certificates by the lottery. Raises ValueError where more are due than were set aside."""
    people = market.people
    status = people.status[: market.of_age]
    force = (status == Status.employed) | (status == Status.unemployed)
    certified = people.credential[: market.of_age] >= Credential.elementary
    among = np.flatnonzero(force & (people.credential[: market.of_age] <= Credential.trained_without_paper))
    draw = _lottery(market, among)
    number = round(share * int((force & certified).sum()))
    chosen = among[np.argsort(draw, kind="stable")[:number]]
    if number > 0 and not set_aside(market, chosen).all():
        raise ValueError(f"{number} certificates are more than the {SET_ASIDE:.0%} of persons set aside for them")
    people.credential[chosen] = Credential.intermediate
    people.note_written(chosen)


def set_aside(market: "LabourMarket", rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.bool_]:
    """Who of the rows may be certified by a shock: left out of comparisons in every arm, which so are of others."""
    return np.asarray(_lottery(market, rows) < SET_ASIDE)


def _lottery(market: "LabourMarket", rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.float64]:
    return uniforms(month_key(market.seed, Stream.card, FAR_MONTH), rows)
