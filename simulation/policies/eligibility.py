"""Who belongs to a group: the vocabulary of the scenario's filters, answered from the columns."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.columns import one_of
from simulation.vocabulary import Contract, Credential, Insurance, Mark, Poverty, Sex, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.model import LabourMarket
    from simulation.scenario.groups import GroupFilter

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.integer]
REGISTERED = ("permanent", "temporary", "none")


def belongs(market: "LabourMarket", group: "GroupFilter", rows: Rows) -> Mask:
    """Which of the rows belong to the group now: keys joined by "and", listed values by "or". (n,) bool."""
    kept = np.arange(len(rows))
    for key, wanted in group.given.items():
        kept = kept[_ANSWERS[key](market, rows[kept], wanted)]
    mask = np.zeros(len(rows), dtype=bool)
    mask[kept] = True
    return mask


def _within(values: npt.NDArray[Any], wanted: Any) -> Mask:
    return np.asarray((values >= wanted.low) & (values <= wanted.high))


def _place(market: "LabourMarket", rows: Rows) -> npt.NDArray[np.int32]:
    return market.people.workplace[rows]


def _status(market: "LabourMarket", rows: Rows, wanted: tuple[str, ...]) -> Mask:
    status = market.people.status[rows]
    mask = np.zeros(len(rows), dtype=bool)
    for word in wanted:
        mask |= _STATUSES[word](market, rows, status) if word in _STATUSES else status == _CODES[word]
    return mask


def _formal(market: "LabourMarket", rows: Rows) -> Mask:
    return np.asarray(market.workplaces.contract[_place(market, rows)] == _FORMAL)


def _young(market: "LabourMarket", rows: Rows) -> Mask:
    return np.asarray(market.age_month - market.people.birth[rows] < 25 * 12)


#: Codes by word: looking a member up by name costs more than comparing a small group with its code.
_CODES = {status.name: int(status) for status in Status}
_EMPLOYED, _FORMAL = int(Status.employed), int(Contract.formal_wage)
#: Words of a filter's ``status`` that say more than the column does.
_STATUSES: "dict[str, Callable[[LabourMarket, Rows, Any], Mask]]" = {
    "formal": lambda market, rows, status: (status == _EMPLOYED) & _formal(market, rows),
    "informal": lambda market, rows, status: (status == _EMPLOYED) & ~_formal(market, rows),
    "underemployed": lambda market, rows, status: (status == _EMPLOYED) & (market.people.wish_hours[rows] == 1),
    "neet": lambda market, rows, status: (
        _young(market, rows) & one_of(status, [_CODES["inactive"], _CODES["unemployed"]])
    ),
}


def _coded(field: str, codes: Any) -> "Callable[[LabourMarket, Rows, tuple[str, ...]], Mask]":
    def answer(market: "LabourMarket", rows: Rows, wanted: tuple[str, ...]) -> Mask:
        return one_of(market.people.values(field, np.asarray(rows)), [int(codes[word]) for word in wanted])

    return answer


def _listed(field: str, table: str) -> "Callable[[LabourMarket, Rows, tuple[str, ...]], Mask]":
    def answer(market: "LabourMarket", rows: Rows, wanted: tuple[str, ...]) -> Mask:
        ids = [entry.id for entry in getattr(market.province, table)]
        values = market.people.values(field, np.asarray(rows))
        mask = one_of(values, [ids.index(word) for word in wanted])
        return mask & (_place(market, rows) > 0) if field == "sector" else mask

    return answer


def _flag(field: str) -> "Callable[[LabourMarket, Rows, bool], Mask]":
    def answer(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
        return np.asarray((market.people.column(field)[rows] == 1) == wanted)

    return answer


def _poor(market: "LabourMarket", rows: Rows, wanted: tuple[str, ...]) -> Mask:
    """Standing by the provincial standard. Nearly nobody is poor by the central one: it selects nobody."""
    codes = {"provincial": Poverty.poor, "near_poor": Poverty.near_poor, "left_poverty": Poverty.left_poverty}
    return one_of(market.people.poor[rows], [int(codes[word]) for word in wanted if word in codes])


def _leaver(age: int) -> "Callable[[LabourMarket, Rows, bool], Mask]":
    def answer(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
        people = market.people
        years = (market.age_month - people.birth[rows]) // 12
        out = ~one_of(people.status[rows], [Status.in_school, Status.child])
        return np.asarray((out & (years >= age) & (years < age + 3) & (people.credential[rows] < 2)) == wanted)

    return answer


def _employer_size(market: "LabourMarket", rows: Rows, wanted: Any) -> Mask:
    firm = market.workplaces.firm[_place(market, rows)]
    return _within(persons_employed(market)[firm], wanted) & (firm >= 0)


def persons_employed(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """Persons that each employer wanted in the first month, (firms,).

    Below 1:1 there are fewer firms of the usual sizes, but named ones, public bodies and projects shrink instead.
    """
    firms = market.employers
    shrunk = (firms.size_class == len(market.province.firm_classes)) | (firms.project == 1)
    return np.where(shrunk, firms.size * market.weight, firms.size)


def _ownership(market: "LabourMarket", rows: Rows, wanted: tuple[str, ...]) -> Mask:
    place = _place(market, rows)
    firm = market.workplaces.firm[place]
    sector = market.workplaces.sector[place]
    park = np.array([entry.park for entry in market.province.sectors])[sector]
    state = (market.employers.state[firm] == 1) & (firm >= 0)
    kinds = {
        "state": state,
        "fdi": park & (firm >= 0),
        "private": ~state & ~park & (firm >= 0),
        "household": (firm < 0) & (place > 0),
    }
    return np.asarray(np.any([kinds[word] for word in wanted], axis=0))


def _at_risk(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
    """Payroll workers of sectors whose demand stands below its start."""
    place = _place(market, rows)
    falling = market.demand_index < 0.98
    mask = (market.workplaces.firm[place] >= 0) & falling[market.workplaces.sector[place]]
    return np.asarray(mask == wanted)


def _insured_months(market: "LabourMarket", rows: Rows, wanted: Any) -> Mask:
    people = market.people
    insured = people.insurance[rows] == Insurance.compulsory
    spell = np.where(insured, market.month - people.insured_since[rows].astype(np.int64), 0)
    return _within(people.unemployment_months[rows] + spell, wanted)


def _remote(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
    remote = np.array([district.remote for district in market.province.districts])
    return np.asarray(remote[market.people.district[rows]] == wanted)


def _mark(mark: Mark) -> "Callable[[LabourMarket, Rows, bool], Mask]":
    def answer(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
        return np.asarray(((market.people.marks[rows] & mark) > 0) == wanted)

    return answer


def _volunteer(market: "LabourMarket", rows: Rows, wanted: bool) -> Mask:
    """Youth volunteers who finished their service: a few dozen a year, not told apart; nobody has the mark."""
    return np.full(len(rows), not wanted)


_ANSWERS: "dict[str, Callable[[LabourMarket, Rows, Any], Mask]]" = {
    "status": _status,
    "contract": _coded("contract", Contract),
    "sector": _listed("sector", "sectors"),
    "occupation": _listed("occupation", "occupations"),
    "employer_size": _employer_size,
    "ownership": _ownership,
    "tenure_months": lambda market, rows, wanted: _within(market.people.values("tenure", np.asarray(rows)), wanted),
    "age": lambda market, rows, wanted: _within(market.people.values("age", np.asarray(rows)), wanted),
    "sex": _coded("sex", Sex),
    "district": _listed("district", "districts"),
    "urban": _flag("urban"),
    "registered": lambda market, rows, wanted: one_of(
        market.people.registered[rows], [REGISTERED.index(word) for word in wanted]
    ),
    "credential": _coded("credential", Credential),
    "certificate": lambda market, rows, wanted: np.asarray((market.people.credential[rows] >= 2) == wanted),
    "poor": _poor,
    "ethnic_minority": _flag("minority"),
    "demobilised": _mark(Mark.demobilised),
    "volunteer": _volunteer,
    "lower_secondary_leaver": _leaver(15),
    "upper_secondary_leaver": _leaver(18),
    "returnee": _mark(Mark.returnee),
    "migrant": _flag("migrant"),
    "disability": _mark(Mark.disability),
    "remote": _remote,
    "ui_claimant": lambda market, rows, wanted: np.asarray(
        ((market.people.benefit_until[rows] > market.month) & (market.people.status[rows] == Status.unemployed))
        == wanted
    ),
    "months_unemployed": lambda market, rows, wanted: _within(
        np.where(
            market.people.status[rows] == Status.unemployed,
            market.month - market.people.search_since[rows].astype(np.int64),
            -1,
        ),
        wanted,
    ),
    "months_insured": _insured_months,
    "at_risk": _at_risk,
}
