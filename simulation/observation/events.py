"""The event log, kept only if asked for: one row an event of a person, in the order in which the month's processes ran.

After each process the log compares everybody's standing, workplace and course with what they were before it, so each
move is told once, with the process that made it, and a person who moves twice in a month stands there twice. The moves
from one standing to another carry the stocks of one month exactly into those of the next. What a process undoes in the
same month (back from abroad and called up at once) is no move. Nothing is drawn and nothing written back: a run with
the log is the run without it.
"""

from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.months import month_text
from simulation.observation.first_people import STANDINGS, first_people, income_of
from simulation.observation.standing import Standing, standing_of
from simulation.processes.in_firm_training import IN_FIRM
from simulation.vocabulary import CREDENTIALS

if TYPE_CHECKING:
    import pandas as pd

    from simulation.model import LabourMarket

Ints = npt.NDArray[np.integer[Any]]

NONE = -1  # no programme, no firm
NEVER = -32768


#: Columns of the log: month, row of the person, what happened, standing before and after, row of the workplace (the new
#: one, or the one left) and of its firm (-1: household work), labour income there (million VND a month), sector and
#: district of it and the occupation on a payroll, row of the course's programme, highest paper afterwards, and the
#: lever of a support.
COLUMNS = {
    "month": np.int16,
    "person": np.int32,
    "event": np.uint8,
    "from_state": np.uint8,
    "to_state": np.uint8,
    "workplace": np.int32,
    "firm": np.int32,
    "income": np.float32,
    "sector": np.int16,
    "district": np.int16,
    "occupation": np.int16,
    "programme": np.int16,
    "credential": np.uint8,
    "lever": np.int16,
}


class Event(IntEnum):
    """What happened to a person."""

    hired = 0  # on a payroll, from anything but another payroll
    recalled = 1  # by the firm that laid the person off last
    changed_job = 2  # from one payroll to another
    quit = 3  # or the contract ended with probation
    laid_off = 4
    firm_closed = 5  # laid off with everybody else
    retired = 6
    died = 7
    came_of_age = 8
    entered_trade = 9  # household work: informal employee, own account, farm
    left_trade = 10  # by failure, to search
    began_course = 11
    finished_course = 12
    dropped_course = 13
    left_school = 14  # or university
    left_labour_force = 15
    began_search = 16
    stopped_by_disability = 17
    called_up = 18  # military service
    went_abroad = 19  # on a contract
    returned = 20  # from either
    moved_away = 21  # out of the province
    supported = 22  # a first payment, place or referral from a lever; no move


#: What a change is called by where it leads, whichever process made it; then by the process; then by where it leads.
_ENDS = {
    Standing.gone: Event.died,
    Standing.retired: Event.retired,
    Standing.outside: Event.moved_away,
    Standing.away: Event.called_up,
}
_OF_PROCESS = {
    "quits": Event.quit,
    "layoffs": Event.laid_off,
    "disability": Event.stopped_by_disability,
    "schooling": Event.left_school,
}
_LEADS = {
    Standing.unemployed: Event.began_search,
    Standing.formal_wage: Event.hired,
    Standing.informal_wage: Event.entered_trade,
    Standing.own_account: Event.entered_trade,
    Standing.farm: Event.entered_trade,
}


def event_of(process: str, origin: Standing, destination: Standing) -> Event:
    """Name of a change of standing or workplace that a process made; courses have names of their own."""
    if origin == Standing.child:
        return Event.came_of_age
    if origin == Standing.away and destination == Standing.unemployed:
        return Event.returned
    found = _ENDS.get(destination) or _OF_PROCESS.get(process)
    if found is not None:
        return found
    if origin == destination == Standing.formal_wage:
        return Event.changed_job
    if origin > Standing.formal_wage and destination == Standing.unemployed:
        return Event.left_trade
    return _LEADS.get(destination, Event.left_labour_force)


@cache
def _events_of(process: str) -> npt.NDArray[np.uint8]:
    """``event_of`` of a process as a table, (standings, standings)."""
    table = np.zeros((1 + max(Standing), 1 + max(Standing)), dtype=np.uint8)
    for origin in Standing:
        for destination in Standing:
            table[origin, destination] = event_of(process, origin, destination)
    return table


class EventLog:
    """Events of a market's persons from now on; ``LabourMarket.record_events`` begins one.

    ``see`` looks at the market after a process has run; ``to_frame`` tells everything seen so far.
    """

    def __init__(self, market: "LabourMarket") -> None:
        self._market = market
        people = market.people
        self._status = people.status.copy()
        self._workplace = people.workplace.copy()
        self._course_ends = people.course_ends.copy()
        self._programme = people.programme.copy()
        self._laid_off_by = np.full(people.rows, NONE, dtype=np.int32)
        self._first_people = first_people(market)
        self._month = NEVER
        self._seen: dict[str, list[npt.NDArray[Any]]] = {name: [] for name in COLUMNS}

    def see(self, process: str) -> None:
        """Tell what a process of the month has just done."""
        people = self._market.people
        if self._month != self._market.month:
            self._month = self._market.month
            self._pay_factor, self._skill = people.pay_factor.copy(), people.skill.copy()
        moved = (people.status != self._status) | (people.workplace != self._workplace)
        course = people.course_ends != self._course_ends
        if process == "training":
            self._tell_courses(np.flatnonzero(moved | course))
        else:
            self._tell_moves(process, np.flatnonzero(moved))
            self._tell_training_in_firms(np.flatnonzero(course & (people.course_ends != NEVER)))
        if process == "observation":
            self._tell_support()
        rows = np.flatnonzero(moved | course)
        for kept, now in (
            (self._status, people.status),
            (self._workplace, people.workplace),
            (self._course_ends, people.course_ends),
            (self._programme, people.programme),
        ):
            kept[rows] = now[rows]

    def people(self) -> "pd.DataFrame":
        """Who everybody was when the log began (``first_people``), and what each earns now, million VND a month."""
        return self._first_people.assign(end_income=income_of(self._market))

    def _standings(self, rows: Ints) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Standing of the rows before and after the process."""
        people, contract = self._market.people, self._market.workplaces.contract
        before = standing_of(self._status[rows], contract[self._workplace[rows]])
        return before, standing_of(people.status[rows], contract[people.workplace[rows]])

    def _tell_moves(self, process: str, rows: Ints) -> None:
        before, after = self._standings(rows)
        event = _events_of(process)[before, after]
        if process == "layoffs":
            self._note_layoffs(rows, event)
        elif process == "matching":
            self._note_recalls(rows, event)
        elif process == "absences":
            self._note_absences(rows, event)
        self._add(rows, event, before, after, np.full(len(rows), NONE))

    def _note_layoffs(self, rows: Ints, event: npt.NDArray[np.uint8]) -> None:
        """Tell whom a firm laid off that is still there: it may recall them."""
        firm = self._market.workplaces.firm[self._workplace[rows]]
        closed = self._market.employers.closed_until[firm] > self._month
        event[closed] = Event.firm_closed
        self._laid_off_by[rows] = np.where(closed, NONE, firm)

    def _note_recalls(self, rows: Ints, event: npt.NDArray[np.uint8]) -> None:
        firm = self._market.workplaces.firm[self._market.people.workplace[rows]]
        event[(event == Event.hired) & (self._laid_off_by[rows] == firm)] = Event.recalled
        self._laid_off_by[rows] = NONE

    def _note_absences(self, rows: Ints, event: npt.NDArray[np.uint8]) -> None:
        away = self._market.away
        abroad = [kind for kind, absence in enumerate(self._market.absences) if absence.name == "abroad"]
        leaving = (event == Event.called_up) & np.isin(rows, away.rows[np.isin(away.kind, abroad)])
        event[leaving] = Event.went_abroad

    def _tell_courses(self, rows: Ints) -> None:
        """Courses that end and begin. Who does both in a month stands as a seeker in between after full-time study."""
        before, after = self._standings(rows)
        there = ~np.isin(before, (Standing.outside, Standing.gone, Standing.away))
        ended = there & (self._course_ends[rows] == self._month)
        began = there & (self._market.people.course_ends[rows] != NEVER)
        between = np.where(before == Standing.in_training, Standing.unemployed, before).astype(np.uint8)
        last, first = self._programme[rows], self._market.people.programme[rows]
        self._add(
            rows[ended], self._endings(rows, last)[ended], before[ended], np.where(began, between, after)[ended],
            _row_of_programme(last)[ended],
        )  # fmt: skip
        self._add(
            rows[began], np.full(began.sum(), Event.began_course), np.where(ended, between, before)[began],
            after[began], _row_of_programme(first)[began],
        )  # fmt: skip

    def _endings(self, rows: Ints, programme: Ints) -> npt.NDArray[np.uint8]:
        """How courses ended: programmes of drop-outs stand below none; in a firm only who has stayed learns."""
        learnt = self._market.people.skill[rows] != self._skill[rows]
        finished = np.where(programme == IN_FIRM, learnt, programme >= 0)
        return np.where(finished, Event.finished_course, Event.dropped_course).astype(np.uint8)

    def _tell_training_in_firms(self, rows: Ints) -> None:
        """Training on the job that begins with a hire: the hire carries the move."""
        _, after = self._standings(rows)
        self._add(rows, np.full(len(rows), Event.began_course), after, after, np.full(len(rows), NONE))

    def _tell_support(self) -> None:
        """Who has received something from a lever this month for the first time."""
        for number, lever in enumerate(self._market.government.levers):
            if lever.first_receipt is not None:
                rows = np.flatnonzero(lever.first_receipt == self._month)
                _, now = self._standings(rows)
                self._add(rows, np.full(len(rows), Event.supported), now, now, np.full(len(rows), NONE), number)

    def _add(self, rows: Ints, event: Ints, before: Ints, after: Ints, programme: Ints, lever: int = NONE) -> None:
        """Enter events, (n,) each. Workplace and income are those after the event, or those left where there are none.

        ``programme`` is -1 for events of no course and for training in a firm; ``lever`` is -1 but for a support.
        """
        people, places = self._market.people, self._market.workplaces
        now = people.workplace[rows]
        place = np.where(now > 0, now, self._workplace[rows])
        factor = np.where(now > 0, people.pay_factor[rows], self._pay_factor[rows])
        payroll, work = places.firm[place] >= 0, place > 0
        values = (
            np.full(len(rows), self._month), rows, event, before, after, place, places.firm[place],
            places.pay[place] * factor, np.where(work, places.sector[place].astype(np.int16), NONE),
            np.where(work, places.district[place].astype(np.int16), NONE),
            np.where(payroll, places.occupation[place].astype(np.int16), NONE), programme, people.credential[rows],
            np.full(len(rows), lever),
        )  # fmt: skip
        for (name, dtype), column in zip(COLUMNS.items(), values, strict=True):
            self._seen[name].append(np.asarray(column, dtype=dtype))

    def to_frame(self) -> "pd.DataFrame":
        """Events in their order: month (YYYY-MM), person, event, from_state, to_state, workplace, firm, income, ..."""
        import pandas as pd

        found = {name: np.concatenate([np.zeros(0, dtype), *self._seen[name]]) for name, dtype in COLUMNS.items()}
        months, place = np.unique(found["month"], return_inverse=True)
        province = self._market.province
        words = {
            "month": (place, [month_text(int(month)) for month in months]),
            "event": (found["event"], [event.name for event in Event]),
            "from_state": (found["from_state"], STANDINGS),
            "to_state": (found["to_state"], STANDINGS),
            "sector": (found["sector"], [row.id for row in province.sectors]),
            "district": (found["district"], [row.id for row in province.districts]),
            "occupation": (found["occupation"], [row.id for row in province.occupations]),
            "credential": (found["credential"], CREDENTIALS),
            "lever": (found["lever"], [lever.name for lever in self._market.government.levers]),
        }
        coded = {
            name: pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(of)))
            for name, (codes, of) in words.items()
        }
        return pd.DataFrame({**found, **coded})


def _row_of_programme(programme: Ints) -> Ints:
    """Row of the province's table, of drop-outs too; -1 for training in a firm."""
    row = np.where(programme < NONE, -2 - programme, programme)
    return np.where(row == IN_FIRM, NONE, row)
