"""Sums that must hold in every month of the whole model, counted as violations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from calibration.evidence.watches.money import benefit_off, funds_off, ledger_off
from calibration.evidence.watches.moves import PAYROLL, STATES, states
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Identities:
    """``identities.<name>`` (months,): rows, places or amounts by which the identity fails, zero where it holds."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Check after every month."""
        return _Audit(market)


class _Audit(Watcher):
    def __init__(self, market: "LabourMarket") -> None:
        self._market = market
        self._before: dict[str, Any] = {}
        self._found: dict[str, list[float]] = {name: [] for name in _CHECKS}

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        people = market.people
        self._before = {
            "state": states(market, market.of_age),
            "birth": people.birth.copy(),
            "credential": people.credential[: market.of_age].copy(),
            "programme": people.programme[: market.of_age].copy(),
            "payments": len(market.ledger.payments),
            "claims": market.claims,
        }

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        for name, check in _CHECKS.items():
            self._found[name].append(float(check(market, self._before)))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        found = {f"identities.{name}": np.array(values) for name, values in self._found.items()}
        return found | {"identities.districts": _district_sums(self._market)}


def _stocks_and_flows(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Payroll staff at the end: those before, less who left, plus all hires that the month counted."""
    was, now = before["state"], states(market, market.of_age)
    left = int(((was == PAYROLL) & (now[: len(was)] != PAYROLL)).sum())
    entered = market.flows["hires"] - market.flows["job_to_job"]
    return abs(int((was == PAYROLL).sum()) - left + entered - int((now == PAYROLL).sum()))


def _headcounts(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Employed persons by workplace are its headcount, and every employed person stands in one."""
    people, places = market.people, market.workplaces
    employed = people.status[: market.of_age] == Status.employed
    counted = np.bincount(people.workplace[: market.of_age][employed], minlength=places.rows)
    idle = int((people.workplace[: market.of_age][~employed] != 0).sum())
    return float(np.abs(counted - places.headcount).sum() + counted[0] + idle)


def _district_sums(market: "LabourMarket") -> npt.NDArray[np.float64]:
    """What the districts' reported counts are off the province's, largest over counts, (months,)."""
    frame = market.observatory.to_frame()
    worst: npt.NDArray[np.float64] = np.zeros(frame["month"].nunique())
    for name in ("labour_force", "employed", "unemployed", "vacancies"):
        own = frame[frame["indicator"] == name]
        whole = own[own["by"] == "all"].groupby("month")["value"].sum()
        parts = own[own["by"] == "district"].groupby("month")["value"].sum()
        worst = np.maximum(worst, np.abs(np.asarray(whole - parts, dtype=np.float64)).round(6))
    return worst


def _posts(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Places posted are those filled and those left; none is negative."""
    lines = market.workplaces.payroll
    left = market.workplaces.posts[lines]
    return abs(len(market.ring.line) - market.flows["hires"] - int(left.sum())) + float((left < 0).sum())


def _seats(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Nobody beyond the seats of an intake."""
    now, programmes = market.people.programme[: len(before["programme"])], len(market.province.programmes)
    begun = now[(now != before["programme"]) & (now >= 0) & (now < programmes)]
    taken = np.bincount(begun, minlength=programmes)
    return float(np.maximum(taken - market.seats_now, 0).sum())


def _courses(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Who sits in a full-time course is in training, neither at work nor looking for it."""
    programme = market.people.programme[: market.of_age].astype(np.int64)
    option = np.where(programme <= -2, -2 - programme, programme)  # who will drop out is noted below -1
    sits = (option >= 0) & (option < len(market.province.programmes))
    full_time = market.province.programmes.full_time[np.where(sits, option, 0)] & sits
    return float((full_time & (market.people.status[: market.of_age] != Status.in_training)).sum())


def _ages(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Birthdays are for good, nobody under 15 is of age and nobody of 15 is not."""
    people = market.people
    young = market.age_month - people.birth[: market.of_age] < 180
    missed = market.age_month - people.birth[market.of_age :] >= 180
    return float((people.birth != before["birth"]).sum() + young.sum() + missed.sum())


def _credentials(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Nobody's highest paper falls."""
    return float((market.people.credential[: len(before["credential"])] < before["credential"]).sum())


def _insurance(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Insured by an employer only on a payroll; spells begin before they are counted."""
    people = market.people
    rows = np.flatnonzero(people.insurance[: market.of_age] >= 2)
    off = states(market, market.of_age)[rows] != STATES.index("payroll")
    return float(off.sum() + (people.insured_since[rows] >= market.month).sum())


def _money(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Payments are never negative, and the month's are dated in the month."""
    new = market.ledger.payments[before["payments"] :]
    return float(sum(payment.amount < 0 or payment.month != market.month - 1 for payment in new))


def _funds(market: "LabourMarket", before: dict[str, Any]) -> float:
    """What the funds receive is the rates on everybody's insured pay."""
    return funds_off(market)


def _benefit(market: "LabourMarket", before: dict[str, Any]) -> float:
    """Benefit paid out is what claimants who reported are owed."""
    return benefit_off(market, before["claims"])


def _ledger(market: "LabourMarket", before: dict[str, Any]) -> float:
    """The ledger's lines add up to what each lever spent."""
    return ledger_off(market)


_CHECKS: dict[str, Callable[["LabourMarket", dict[str, Any]], float]] = {
    "stocks_and_flows": _stocks_and_flows,
    "headcounts": _headcounts,
    "posts": _posts,
    "seats": _seats,
    "courses": _courses,
    "ages": _ages,
    "credentials": _credentials,
    "insurance": _insurance,
    "money": _money,
    "funds": _funds,
    "benefit": _benefit,
    "ledger": _ledger,
}
IDENTITIES = (*_CHECKS, "districts")
