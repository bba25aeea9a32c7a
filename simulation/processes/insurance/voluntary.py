"""Voluntary insurance: who off the payroll joins, and who lets it lapse.

The hazard of joining falls with what a month costs the member: the least the law asks less the State's share, which is
larger for the poor, the near poor and ethnic minorities. At the first month's price it makes up for who leaves, and for
the yearly growth that membership had then, as agents reached commune after commune; with demand held constant that
growth stands still too, like all that is history. Trials of prices of voluntary health insurance tell the elasticity:
half off with information, 9.9 to 14.9 % joined (Philippines; Capuno et al. 2014); a quarter off, about one point on
four and not significant (Viet Nam; Wagstaff et al. 2016).
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.looking_ahead import look_ahead
from simulation.processes.insurance.rules import Floats
from simulation.processes.moves import EMPLOYED, VOLUNTARY, end_insurance
from simulation.randomness import Lot
from simulation.terms import multiplied
from simulation.vocabulary import Insurance, Poverty, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: Nobody joins voluntary insurance with a larger probability in a month, however cheap it becomes.
LARGEST_JOIN = 0.02


#: Rows of ``VOLUNTARY_GROUPS``.
OTHER, MINORITY, NEAR_POOR, POOR = range(4)


@piece
def voluntary_group(row, people):  # type: ignore[no-untyped-def]
    """Row of ``VOLUNTARY_GROUPS`` of a person: the State pays most for the poor, then near poor, then minorities."""
    if people.poor[row] == 1:
        return 3
    if people.poor[row] == 2:
        return 2
    return 1 if people.minority[row] == 1 else 0


@kernel
def _join_and_leave(rows, luck, month, most, join, easier, leave, base, people, places):  # type: ignore[no-untyped-def]
    """Members and others off the payroll: ``join`` (groups,) by how much ``easier`` it is (rows,), ``leave`` (rows,).

    Nobody is likelier than ``most`` to do either.

    Returns (joined, left).
    """
    joined = 0
    left = 0
    for index in range(rows.shape[0]):
        row = rows[index]
        look_ahead(rows, index, people)
        if luck[index] >= most or people.status[row] != EMPLOYED or places.firm[people.workplace[row]] >= 0:
            continue
        if people.insurance[row] == VOLUNTARY:
            if luck[index] < leave[index]:
                people.insured_wage[row] = max(people.insured_wage[row], base)
                end_insurance(row, month, people)
                left += 1
        elif people.insurance[row] == 0 and luck[index] < min(
            join[voluntary_group(row, people)] * easier[index], LARGEST_JOIN
        ):
            people.insurance[row] = VOLUNTARY
            people.changed[row] = 1
            people.insured_since[row] = month
            joined += 1
    return joined, left


def voluntary_groups(market: "LabourMarket", rows: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Row of ``VOLUNTARY_GROUPS`` of each of the rows, (n,), as ``voluntary_group`` has it for one."""
    people = market.people
    group = np.where(people.minority[rows] == 1, MINORITY, OTHER)
    group = np.where(people.poor[rows] == Poverty.near_poor, NEAR_POOR, group)
    return np.where(people.poor[rows] == Poverty.poor, POOR, group)


def joining(market: "LabourMarket") -> Floats:
    """Monthly probability of joining at the month's prices, (groups,)."""
    price = np.maximum(market.insurance_law.member_price, 1e-9) / market.start_voluntary_price
    elasticity = market.province.value("voluntary_si_price_elasticity")
    usual = market.voluntary_join + (0.0 if market.constant_demand else market.voluntary_growth)
    return np.asarray(np.minimum(LARGEST_JOIN, usual * price**-elasticity))


def join_and_leave(market: "LabourMarket") -> None:
    """Joining and lapsing of the month."""
    rows, luck = market.lots.of(Lot.insurance)
    easier, join = multiplied(market, market.terms.joining, rows), joining(market)
    leave = market.province.value("voluntary_si_lapse_monthly") * multiplied(market, market.terms.lapsing, rows)
    most = max(leave.max(initial=0.0), min(float(join.max()) * easier.max(initial=1.0), LARGEST_JOIN))
    joined, left = _join_and_leave(
        rows, luck, market.month, most, join, easier, leave,
        market.insurance_law.voluntary_income, market.person_arrays, market.place_arrays,
    )  # fmt: skip
    market.flows["voluntary_joined"], market.flows["voluntary_left"] = int(joined), int(left)


def usual_joining(market: "LabourMarket") -> tuple[float, float]:
    """Hazards of joining at the first month's share of members.

    What balances lapses and members who leave household work, and what the membership's growth of then is on top.
    """
    people, rows, value = market.people, market.residents, market.province.value
    trades = (people.status[:rows] == Status.employed) & (market.workplaces.firm[people.workplace[:rows]] < 0)
    if not trades.any():
        return 0.0, 0.0
    members = int((people.insurance[:rows][trades] == Insurance.voluntary).sum())
    for_each = members / max(int(trades.sum()) - members, 1)
    settled = float((people.since[:rows][trades] < market.start - 12).mean())
    leaving = -float(np.log(max(settled, 0.05))) / 12.0
    growth = float(np.log1p(value("voluntary_si_growth_start"))) / 12.0
    return (value("voluntary_si_lapse_monthly") + leaving) * for_each, growth * for_each
