"""A project beside the market without it: whom it finds, month by month, and what becomes of everybody else.

Two arms of one seed differ by one project. *Origin* is what a newcomer did the month before: on another payroll, in
household work, at school or in training (then or within the last twelve months, without work since), unemployed, at
home, or outside the province. *Instead* is what the project's staff do in the arm without it in the same month: the
chains of places that others then take are in it. What both arms have elsewhere, by sector and district of the work,
says who loses workers in the end. Counts are persons of the province, pay is million VND a month.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.months import month_text
from simulation.processes.planned_projects import lines_of, staff_on
from simulation.vocabulary import Status

if TYPE_CHECKING:
    import pandas as pd

    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer[Any]]

#: Where staff come from, and what they would do instead.
PLACES = ("other_firms", "household_work", "school", "unemployed", "inactive", "outside")
FIRMS, TRADES, SCHOOL, UNEMPLOYED, INACTIVE, OUTSIDE = range(len(PLACES))
#: Months since arrival at which the rest of the province is looked at.
LOOKS = (6, 12, 24, 36, 60)
#: Months after which who left school or training counts as unemployed or at home.
FRESH = 12
NEVER = -32768
#: Codes of ``Workers.housing`` from this one on are worker places.
_WORKER_PLACE = 2
_PLACE_OF = {
    Status.child: SCHOOL,
    Status.in_school: SCHOOL,
    Status.in_training: SCHOOL,
    Status.unemployed: UNEMPLOYED,
    Status.outside: OUTSIDE,
    Status.gone: OUTSIDE,
    Status.away: OUTSIDE,
}


class ProjectWatch:
    """Watches project ``number`` of the scenario; ``compare`` enters the month that both arms have just simulated."""

    def __init__(self, market: "LabourMarket", reference: "LabourMarket", number: int) -> None:
        self.market, self.reference = market, reference
        self.number, self.project = number, market.scenario.projects[number]
        self._place = np.array([_PLACE_OF.get(status, INACTIVE) for status in Status])
        self._status, self._workplace = market.people.status.copy(), market.people.workplace.copy()
        self._study = np.full(market.people.rows, NEVER, np.int16)
        self._months: list[dict[str, Any]] = []
        self._hires: list[dict[str, Any]] = []
        self._looks: list[dict[str, Any]] = []

    @property
    def last_month(self) -> int:
        """Month simulated last."""
        return self.market.month - 1

    def compare(self) -> None:
        """Enter the staff of the month, who came and who left; look at the rest of the province now and then."""
        self._note_students()
        if self.number in self.market.planned_firms:
            since = self.last_month - self.project.arrives + 1
            lines = lines_of(self.market, self.market.planned_firms[self.number])
            rows = staff_on(self.market.people.workplace, lines)
            came = rows[_elsewhere(self._workplace[rows], lines)]
            gone = int(_elsewhere(self.market.people.workplace[staff_on(self._workplace, lines)], lines).sum())
            self._months.append(self._staff(since, lines, rows) | {"hires": len(came), "leavers": gone})
            self._enter_hires(since, came)
            if since in LOOKS:
                self._look(since, lines, rows)
        self._status[:], self._workplace[:] = self.market.people.status, self.market.people.workplace

    def _note_students(self) -> None:
        """Keep who was at school or in training when, until they work."""
        before = self._place[self._status] == SCHOOL
        self._study[before] = self.last_month - 1
        self._study[self._status == Status.employed] = NEVER

    def _staff(self, since: int, lines: Rows, rows: Rows) -> dict[str, Any]:
        """Posts and staff of the month. ``complete`` is what the project would want if it had grown to its size."""
        market, firm = self.market, self.market.planned_firms[self.number]
        people, places = market.people, market.workplaces
        wanted, ramp = float(places.wanted[lines].sum()), float(market.employers.ramp[firm])
        minutes = self._minutes(rows)
        far = minutes > market.province.value("longest_commute_minutes")
        migrant = people.migrant[rows] == 1
        return {
            "month": month_text(self.last_month),
            "since": since,
            "wanted": wanted,
            "complete": wanted / max(ramp, 1e-9),
            "staff": len(rows),
            "posts": int(places.posts[lines].sum()),
            "from_outside": int(migrant.sum()),
            "too_far": int((far & ~migrant).sum()),
            "commuting": int(((minutes > 0) & ~far & ~migrant).sum()),
            "housed": int((people.housing[rows] >= _WORKER_PLACE).sum()),
            "minutes": float(minutes[~far & ~migrant].mean()) if (~far & ~migrant).any() else 0.0,
            "pay": float(self._pay(rows).mean()) if len(rows) else np.nan,
        }

    def _minutes(self, rows: Rows) -> npt.NDArray[np.float64]:
        """Minutes one way from where people live to where they work, 0 in their own district."""
        people, places = self.market.people, self.market.workplaces
        home, work = people.district[rows], places.district[people.workplace[rows]]
        return np.where(home == work, 0.0, self.market.province.travel_minutes[home, work])

    def _pay(self, rows: Rows) -> npt.NDArray[np.float64]:
        people = self.market.people
        return np.asarray(self.market.workplaces.pay[people.workplace[rows]] * people.pay_factor[rows], np.float64)

    def _enter_hires(self, since: int, rows: Rows) -> None:
        """Count the newcomers by origin, and those from payrolls and household work by where that was."""
        place = self._placed(self._status, self._workplace, rows)
        fresh = (self._study[rows] > self.last_month - FRESH) & np.isin(place, (UNEMPLOYED, INACTIVE))
        place[fresh] = SCHOOL
        self._hires += self._counted(since, place, self._workplace[rows])

    def _placed(self, status: npt.NDArray[np.uint8], workplace: npt.NDArray[np.int32], rows: Rows) -> Rows:
        """What people of a status and workplace do, as a code of ``PLACES``, (rows,)."""
        place = self._place[status[rows]]
        at_work = status[rows] == Status.employed
        payroll = self.market.workplaces.firm[workplace[rows]] >= 0
        return np.where(at_work, np.where(payroll, FIRMS, TRADES), place)

    def _counted(self, since: int, place: Rows, workplace: Rows) -> list[dict[str, Any]]:
        """Persons by place, sector and district of the work; none where there is no work."""
        sector = np.where(place <= TRADES, self.market.workplaces.sector[workplace].astype(np.int64), -1)
        district = np.where(place <= TRADES, self.market.workplaces.district[workplace].astype(np.int64), -1)
        keys, number = np.unique(np.stack([place, sector, district]), axis=1, return_counts=True)
        return [
            {"since": since, "place": PLACES[a], "sector": int(b), "district": int(c), "persons": int(n)}
            for (a, b, c), n in zip(keys.T, number, strict=True)
        ]

    def _look(self, since: int, lines: Rows, rows: Rows) -> None:
        """Enter what the staff would do without the project, work elsewhere in both arms, and totals of both."""
        theirs = self.reference
        place = self._placed(theirs.people.status, theirs.people.workplace, rows)
        self._enter(since, "instead", self._counted(since, place, theirs.people.workplace[rows]))
        for arm, market in (("with", self.market), ("without", theirs)):
            self._enter(since, arm, _work_elsewhere(since, market, lines))
            totals = _totals(market) | self._housing(market) | self._market_pay(market, lines, rows)
            self._looks += [{"since": since, "table": arm, "place": name, "persons": n} for name, n in totals.items()]

    def _enter(self, since: int, table: str, counted: list[dict[str, Any]]) -> None:
        self._looks += [{**row, "table": table} for row in counted]

    def _housing(self, market: "LabourMarket") -> dict[str, float]:
        """Rent of a room where the project lies, and tenants whom its rooms could hold more at the start's rent."""
        lines = lines_of(self.market, self.market.planned_firms[self.number])
        where = int(self.market.workplaces.district[lines[0]])
        rooms = market.rooms
        held = (rooms.usual[where] + rooms.others[where]) * rooms.stock[where]
        free = held - market.renters[where] - rooms.others[where]
        own = [place for key, place in market.estates.number.items() if market.estates.district[place] == where]
        places = sum(int(market.estates.places[place]) for place in own)
        housed = int(np.isin(market.people.housing[: market.of_age], np.array(own) + _WORKER_PLACE).sum())
        return {"room_rent": float(market.room_rents[where]), "rooms_free": free, "places_free": float(places - housed)}

    def _market_pay(self, market: "LabourMarket", lines: Rows, rows: Rows) -> dict[str, float]:
        """Mean pay on other payrolls of the sector, and on all, with the occupations of the project's staff."""
        people, places = market.people, market.workplaces
        staff = np.flatnonzero(people.status == Status.employed)
        place = people.workplace[staff]
        others = (places.firm[place] >= 0) & _elsewhere(place, lines)
        staff, place = staff[others], place[others]
        pay = places.pay[place].astype(np.float64) * people.pay_factor[staff]
        mix = np.bincount(self.market.workplaces.occupation[self.market.people.workplace[rows]], minlength=256)
        sector = places.sector[place] == places.sector[lines[0]]
        return {
            "sector_pay": _mixed(pay[sector], places.occupation[place[sector]], mix),
            "all_pay": _mixed(pay, places.occupation[place], mix),
        }

    def tables(self) -> "dict[str, pd.DataFrame]":
        """``staffing`` by month, ``hires`` by origin and month, ``looks`` at the province; persons weighted to it."""
        import pandas as pd

        weight = self.market.weight
        staffing = pd.DataFrame(self._months)
        for name in ("wanted", "complete", "staff", "posts", "from_outside", "too_far", "commuting", "housed"):
            staffing[name] = staffing[name] * weight if name in staffing else np.nan
        for name in ("hires", "leavers"):
            staffing[name] = staffing[name] * weight if name in staffing else np.nan
        return {"staffing": staffing, "hires": self._named(self._hires), "looks": self._named(self._looks)}

    def _named(self, rows: list[dict[str, Any]]) -> "pd.DataFrame":
        """Rows with ids of sectors and districts, empty where there are none; persons weighted."""
        import pandas as pd

        frame = pd.DataFrame(rows, columns=["since", "table", "place", "sector", "district", "persons"])
        province = self.market.province
        for name, table in (("sector", province.sectors), ("district", province.districts)):
            ids = [*(row.id for row in table), ""]
            frame[name] = [ids[int(code)] for code in frame[name].fillna(-1)]
        counted = ~frame["place"].isin(PRICES)
        frame["persons"] = frame["persons"].astype(np.float64) * np.where(counted, self.market.weight, 1.0)
        return frame


#: What is looked at and is no number of persons: million VND a month, and minutes.
PRICES = ("room_rent", "sector_pay", "all_pay", "commute_minutes")


def _elsewhere(workplace: Rows, lines: Rows) -> npt.NDArray[np.bool_]:
    return np.asarray((workplace < lines[0]) | (workplace > lines[-1]))


def _work_elsewhere(since: int, market: "LabourMarket", lines: Rows) -> list[dict[str, Any]]:
    """Persons at work outside the project, by payroll or household work, sector and district."""
    places, sectors = market.workplaces, len(market.province.sectors)
    head = places.headcount.astype(np.float64)
    head[lines] = 0.0
    head[0] = 0.0
    districts = len(market.province.districts)
    household = (places.firm < 0).astype(np.int64)
    cell = (household * sectors + places.sector) * districts + places.district
    count = np.bincount(cell, weights=head, minlength=2 * sectors * districts).reshape(2, sectors, districts)
    return [
        {"since": since, "place": PLACES[kind], "sector": s, "district": d, "persons": count[kind, s, d]}
        for kind, s, d in np.ndindex(count.shape)
    ]


def _totals(market: "LabourMarket") -> dict[str, float]:
    """Formal jobs, unemployed, at home, people from outside, and who works in another district, in rows."""
    people, places = market.people, market.workplaces
    status = np.bincount(people.status[: market.of_age], minlength=len(Status))
    staff = np.flatnonzero(people.status == Status.employed)
    place = people.workplace[staff]
    payroll = places.firm[place] >= 0
    staff, place = staff[payroll], place[payroll]
    home, work = people.district[staff], places.district[place]
    minutes = market.province.travel_minutes[home, work]
    lodging = minutes > market.province.value("longest_commute_minutes")
    away = (home != work) & ~lodging
    return {
        "formal_jobs": float(payroll.sum()),
        "employed": float(status[Status.employed]),
        "unemployed": float(status[Status.unemployed]),
        "outside_labour_force": float(
            status[[Status.in_school, Status.in_training, Status.inactive, Status.own_use_farmer, Status.retired]].sum()
        ),
        "people_from_outside": float((people.migrant[staff] == 1).sum()),
        "commuters": float(away.sum()),
        "commute_minutes": float(minutes[away].mean()) if away.any() else 0.0,
        "lodging": float(lodging.sum()),
    }


def _mixed(pay: npt.NDArray[np.float64], occupation: Rows, mix: Rows) -> float:
    """Mean pay with the occupations in the proportions of ``mix``; occupations that nobody has are left out."""
    number = np.bincount(occupation, minlength=len(mix)).astype(np.float64)
    mean = np.bincount(occupation, weights=pay, minlength=len(mix)) / np.maximum(number, 1e-9)
    weight = np.where(number > 0, mix, 0)
    return float((mean * weight).sum() / max(float(weight.sum()), 1e-9))
