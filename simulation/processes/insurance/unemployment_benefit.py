"""Unemployment benefit: the desk where leavers of insured jobs file, and the months for which claimants are paid.

Who leaves a job insured against unemployment for at least 12 of the last 24 months may file within three months, unless
a payroll job or retirement comes first; some do. Benefit is 60 % of the mean insured pay of six months, at most
five times the regional minimum wage (State staff: the base salary), for three months where 12 to 36 were paid and one
more for each further full 12, twelve at most. It is first paid in the month after filing. It ends with a payroll job,
retirement, moving away, or three months in a row without a report of the search for work; a single month without one is
not paid. Months of contribution beyond 12 for each month drawn stay on the record of who is paid out or finds a job
(Employment Law 2013, articles 45 to 53). Work on own account is not seen at the desk.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.moves import EMPLOYED, NEVER, OUTSIDE, RETIRED, UNEMPLOYED
from simulation.randomness import Stream, month_key, uniform, uniform_pair

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

#: What a record of the desk says after the month: still waiting or drawing, or off the list.
KEPT, OFF = 1, 0
SILENT_MONTHS = 3


class Claims(NamedTuple):
    """Entitled leavers who may still file (``filed`` is NEVER), and claimants. (records,) each.

    ``left`` and ``filed`` are months, ``paid`` months of contribution, ``amount`` million VND a month, ``months`` those
    of benefit granted.
    """

    row: Ints
    left: Ints
    filed: Ints
    paid: Ints
    months: Ints
    amount: Floats


def room_for_claims(records: int) -> Claims:
    """Records at zero."""
    row, left, filed, paid, months = np.zeros((5, records), np.int32)
    return Claims(row, left, filed, paid, months, np.zeros(records))


@piece
def benefit_months(paid, law):  # type: ignore[no-untyped-def]
    """Months of benefit for ``paid`` months of contribution; 0 below the qualifying period."""
    if paid < law.qualifying:
        return 0
    return min(law.most, law.least + law.per_year * max(0, (paid - 36) // 12))


@piece
def months_kept(paid, drawn):  # type: ignore[no-untyped-def]
    """Months of contribution that stay on the record after ``drawn`` months of benefit: each uses up twelve."""
    return max(0, paid - 12 * drawn)


@piece
def benefit(wage, cap, law):  # type: ignore[no-untyped-def]
    """Monthly benefit, million VND, on the mean insured pay."""
    return min(law.replacement * wage, cap)


@piece
def silent(row, month, keys, people, law):  # type: ignore[no-untyped-def]
    """Whether a claimant misses the report of a month; ``keys`` (3,) are those of the month and the two before."""
    chance = law.missed if people.status[row] == UNEMPLOYED else law.missed_idle
    return uniform(keys[month], row) < chance


@kernel
def _enter(leavers, entries, month, law, civil, people, places, claims):  # type: ignore[no-untyped-def]
    """Write a record for each leaver who has paid for long enough; returns how many."""
    size = 0
    for entry in range(entries):
        row, place = leavers.row[entry], leavers.place[entry]
        if leavers.recent[entry] < law.qualifying:
            continue
        cap = law.state_cap if civil[places.sector[place]] else law.cap
        claims.row[size] = row
        claims.left[size] = month
        claims.filed[size] = NEVER
        claims.paid[size] = people.unemployment_months[row]
        claims.months[size] = benefit_months(people.unemployment_months[row], law)
        claims.amount[size] = benefit(people.insured_wage[row], cap[places.district[place]], law)
        size += 1
    return size


@kernel
def _file(claims, record, month, claim_keys, law, people, counts):  # type: ignore[no-untyped-def]
    """Let an entitled leaver file when the drawn month has come; returns whether the record stays."""
    row = claims.row[record]
    key = claim_keys[month - claims.left[record]]
    if month < claims.left[record] + int(uniform_pair(key, row, 2) * law.window):
        return KEPT
    take_up = law.take_up if people.status[row] == UNEMPLOYED else law.take_up_idle
    if uniform_pair(key, row, 1) >= take_up:
        return OFF
    claims.filed[record] = month
    people.unemployment_months[row] = 0
    people.benefit_until[row] = month + law.wait + claims.months[record]
    counts[0] += 1
    counts[1] += people.credential[row] < 2
    return KEPT


@kernel
def _draw(claims, record, month, report_keys, law, people, counts, paid):  # type: ignore[no-untyped-def]
    """Pay a claimant for the month, or not; returns whether the record stays."""
    row = claims.row[record]
    drawn = month - claims.filed[record] - law.wait + 1  # with this month
    if drawn < 1:
        return KEPT
    if silent(row, 0, report_keys, people, law):
        if (
            drawn >= SILENT_MONTHS
            and silent(row, 1, report_keys, people, law)
            and silent(row, 2, report_keys, people, law)
        ):
            people.benefit_until[row] = NEVER
            counts[3] += 1
            return OFF
    else:
        counts[2] += 1
        paid[0] += claims.amount[record]
    if drawn < claims.months[record]:
        return KEPT
    people.unemployment_months[row] += months_kept(claims.paid[record], drawn)
    return OFF


@kernel
def _serve(claims, month, claim_keys, report_keys, law, people, places, kept, counts, paid):  # type: ignore[no-untyped-def]
    """One month at the desk. ``counts``: claims, those without certificate, paid, struck off, back in work."""
    for record in range(claims.row.shape[0]):
        row = claims.row[record]
        waiting = claims.filed[record] == NEVER
        if people.status[row] == EMPLOYED and places.firm[people.workplace[row]] >= 0:
            kept[record] = OFF
            if not waiting:
                drawn = max(0, month - claims.filed[record] - law.wait)
                people.unemployment_months[row] += months_kept(claims.paid[record], drawn)
                people.benefit_until[row] = NEVER
                counts[4] += 1
        elif people.status[row] == RETIRED or people.status[row] >= OUTSIDE:
            kept[record] = OFF
            people.benefit_until[row] = NEVER
        elif waiting:
            kept[record] = _file(claims, record, month, claim_keys, law, people, counts)
        else:
            kept[record] = _draw(claims, record, month, report_keys, law, people, counts, paid)


def serve_claimants(market: "LabourMarket") -> None:
    """Enter the month's leavers, let them file, pay who draws benefit."""
    month, law, people = market.month, market.benefit_law, market.person_arrays
    claims = _with_leavers(market)
    claim_keys = np.array([month_key(market.seed, Stream.claim, month - back) for back in range(law.window)])
    report_keys = np.array([month_key(market.seed, Stream.report, month - back) for back in range(SILENT_MONTHS)])
    kept, counts, paid = np.zeros(len(claims.row), np.uint8), np.zeros(5, np.int64), np.zeros(1)
    _serve(claims, month, claim_keys, report_keys, law, people, market.place_arrays, kept, counts, paid)
    market.claims = Claims._make(column[kept == KEPT] for column in claims)
    names = ("benefit_claims", "claims_without_certificate", "benefit_recipients", "claimants_struck_off",
             "claimants_back_in_work")  # fmt: skip
    market.flows.update({name: int(count) for name, count in zip(names, counts, strict=True)})
    market.flows["unemployment_benefit"] = float(paid[0])


def _with_leavers(market: "LabourMarket") -> Claims:
    """The desk's records and new ones for the entitled leavers of the month, whose list is emptied."""
    leavers = market.people.leavers
    entries = int(leavers.number[0])
    room = room_for_claims(entries)
    size = _enter(
        leavers, entries, market.month, market.benefit_law, market.civil_sector, market.person_arrays,
        market.place_arrays, room,
    )  # fmt: skip
    leavers.number[0] = 0
    return Claims._make(
        np.concatenate([np.asarray(old), np.asarray(new)[:size]]) for old, new in zip(market.claims, room, strict=True)
    )
