"""Two arms of one seed, person by person: whom the levers reached, and what became of them and of everybody else.

For an outcome and a month, T is who has received a payment, a place or a referral by then in the policy arm; y(1) and
y(0) are the outcome there and in the reference, zero for who is not in the province. Summed over persons,

    gross = sum over T of y(1)            deadweight = sum over T of y(0)
    displaced = - sum over all others of [y(1) - y(0)]        net = sum over everybody of [y(1) - y(0)]

so that gross = deadweight + displaced + net exactly: outcomes are whole numbers (persons; labour income in thousand
VND). The displaced are told apart by where they come from, the province or the outside pool; ``substitution`` is the
part of them whom firms lost that have treated staff, shown and not added. Who of T has the outcome in both arms, in
one, or in none depends on how luck is shared between the arms; the sums do not.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.months import month_text
from simulation.vocabulary import Contract, Credential, Insurance, Status

if TYPE_CHECKING:
    import pandas as pd

    from simulation.model import LabourMarket

#: Outcomes in the order of the tables; labour income is not a state that one has or has not.
OUTCOMES = ("formal_wage_employment", "labour_income", "certified", "insured", "unemployed", "underutilised")
INCOME = OUTCOMES.index("labour_income")
#: Sums over persons, and counts of T by the outcome in both arms.
SUMS = ("gross", "deadweight", "displaced_residents", "displaced_outside", "substitution", "net")
FATES = ("anyway", "gained", "lost", "never")
COLUMNS = ("month", "lever", "outcome", "reached", *SUMS, *FATES)
GROSS, DEADWEIGHT, RESIDENTS, OUTSIDE_POOL, SUBSTITUTION, NET = range(len(SUMS))
#: Columns of :meth:`Pair.ripples`: persons reached so far, and whose life differs between the arms this month.
RIPPLES = ("month", "reached", "differing_reached", "differing_others")
#: Name of the row for all levers together.
ALL = "all"
#: Levers told apart in one run: bits of a word.
MOST_LEVERS = 63

_EMPLOYED, _UNEMPLOYED = int(Status.employed), int(Status.unemployed)
_CHILD, _OUTSIDE = int(Status.child), int(Status.outside)
_FORMAL, _PAPER, _UNINSURED = int(Contract.formal_wage), int(Credential.short_certificate), int(Insurance.none)


class Arm(NamedTuple):
    """What the comparison reads of an arm."""

    status: npt.NDArray[np.uint8]
    workplace: npt.NDArray[np.int32]
    credential: npt.NDArray[np.uint8]
    insurance: npt.NDArray[np.uint8]
    wish_hours: npt.NDArray[np.uint8]
    pay_factor: npt.NDArray[np.float32]
    contract: npt.NDArray[np.uint8]
    pay: npt.NDArray[np.float32]
    firm: npt.NDArray[np.int32]


#: The outcomes a person has as bits of a number, in the order of the tables: an income is had where it is not zero.
SETS = 1 << len(OUTCOMES)
_STATUS_FROM, _OUTCOME_BITS = len(OUTCOMES), SETS - 1
_HAS = (np.arange(SETS)[:, None] >> np.arange(len(OUTCOMES))[None, :]) & 1
#: What is counted by set of outcomes: persons with it in the policy arm, in the reference, in both.
COUNTS = 3
OURS, THEIRS, BOTH = range(COUNTS)


@piece
def _standing(row, arm):  # type: ignore[no-untyped-def]
    """Status of a person, and in the bits below it the outcomes but for income."""
    state = arm.status[row]
    had = 0
    if state != _CHILD and state < _OUTSIDE:
        had = (arm.credential[row] >= _PAPER) << 2 | (arm.insurance[row] != _UNINSURED) << 3
        if state == _UNEMPLOYED:
            had |= 0b110000
        elif state == _EMPLOYED:
            had |= (arm.contract[arm.workplace[row]] == _FORMAL) | (arm.wish_hours[row] == 1) << 5
    return state << _STATUS_FROM | had


@kernel
def _note(rows, arm, standing):  # type: ignore[no-untyped-def]
    """Note the standing of the rows."""
    for row in rows:
        standing[row] = _standing(row, arm)


@piece
def _outcomes(row, standing, arm):  # type: ignore[no-untyped-def]
    """Outcomes of a person as bits, and labour income in thousand VND a month."""
    had, income = standing[row] & _OUTCOME_BITS, 0
    if standing[row] >> _STATUS_FROM == _EMPLOYED:
        income = int(1000.0 * arm.pay[arm.workplace[row]] * arm.pay_factor[row] + 0.5)
        had |= (income != 0) << 1
    return had, income


@piece
def _differs(row, our_standing, their_standing, policy, reference):  # type: ignore[no-untyped-def]
    """Whether a person differs between the arms in status or employer; work for an own household is no employer."""
    ours, theirs = policy.workplace[row], reference.workplace[row]
    apart = ours != theirs and policy.firm[ours] != reference.firm[theirs]
    return apart or our_standing[row] >> _STATUS_FROM != their_standing[row] >> _STATUS_FROM


@piece
def _count(ours, theirs, counts):  # type: ignore[no-untyped-def]
    """Count a person in both arms, (SETS, COUNTS)."""
    counts[ours, OURS] += 1
    counts[theirs, THEIRS] += 1
    counts[ours & theirs, BOTH] += 1


@piece
def _lose(ours, theirs, losses):  # type: ignore[no-untyped-def]
    """Enter the outcomes that a person has in the reference alone, less those in the policy arm alone, (outcomes,)."""
    for one in range(losses.shape[0]):
        if one != INCOME:
            losses[one] += ((theirs >> one) & 1) - ((ours >> one) & 1)


@kernel
def _enter(  # type: ignore[no-untyped-def]
    rows, kind_of, levers_of, first_outside, end_outside, our_standing, their_standing, policy, reference, counts,
    incomes, differing, treated_firm, lost, sums,
):  # fmt: skip
    """One pass over everybody: counts by lever of those reached, and what those of kind 0, not reached, lose.

    ``counts`` is (levers, SETS, COUNTS), ``incomes`` in the two arms (levers, 2), the last lever all of them together;
    ``differing`` persons among others and among those reached (2,), ``lost`` what firms' staff in the reference loses,
    (outcomes, firms), and ``sums`` (sums, outcomes), of which the displaced are entered.
    """
    for row in range(rows):
        ours, our_income = _outcomes(row, our_standing, policy)
        theirs, their_income = _outcomes(row, their_standing, reference)
        kind = kind_of[row]
        differing[int(kind > 0)] += _differs(row, our_standing, their_standing, policy, reference)
        if kind > 0:
            if policy.status[row] == _EMPLOYED and policy.firm[policy.workplace[row]] >= 0:
                treated_firm[policy.firm[policy.workplace[row]]] = True
            for position in range(levers_of.first[kind], levers_of.first[kind + 1]):
                lever = levers_of.lever[position]
                _count(ours, theirs, counts[lever])
                incomes[lever, OURS] += our_income
                incomes[lever, THEIRS] += their_income
        elif ours != theirs or our_income != their_income:
            origin = OUTSIDE_POOL if first_outside <= row < end_outside else RESIDENTS
            employer = reference.firm[reference.workplace[row]] if reference.status[row] == _EMPLOYED else -1
            loss = their_income - our_income
            sums[origin, INCOME] += loss
            if ours != theirs:  # of most pay has moved, and nothing else
                _lose(ours, theirs, sums[origin])
            if employer >= 0:
                lost[INCOME, employer] += loss
                if ours != theirs:
                    _lose(ours, theirs, lost[:, employer])


class _Side:
    """One of the two markets, and the ``standing`` of everybody in it (``_standing``), (people,).

    Who has not been marked as changed since the last look stands as before: most people need not be looked at again.
    """

    def __init__(self, market: "LabourMarket") -> None:
        self.market = market
        self.standing = np.zeros(market.people.rows, dtype=np.uint16)
        self._looked = -1

    def look(self) -> Arm:
        """Bring the standing up to the month just simulated; what the comparison reads of it."""
        market, arm = self.market, _arm(self.market)
        followed = market.month == self._looked + 1
        rows = market.observatory.changed if followed else np.arange(market.of_age, dtype=np.uint32)
        _note(rows, arm, self.standing)
        self._looked = market.month
        return arm


class LeversOf(NamedTuple):
    """Levers that have reached each kind of person, those of kind k from ``first[k]``; "all" is the last of each."""

    first: npt.NDArray[np.int32]
    lever: npt.NDArray[np.int32]


class _Kinds:
    """Kinds of persons by the set of levers that have reached them: few, where persons and levers are many."""

    def __init__(self, rows: int, levers: int) -> None:
        self.of_person = np.zeros(rows, dtype=np.int32)
        self._levers = levers
        self._reached = [0]  # by kind, a bit a lever; kind 0 has been reached by none
        self._number = {0: 0}

    def note(self, rows: npt.NDArray[np.integer], lever: int) -> None:
        """The rows have been reached by a lever."""
        before = self.of_person[rows]
        after = np.zeros(len(self._reached), dtype=np.int32)
        seen = after.astype(np.bool_)
        seen[before] = True
        for kind in np.flatnonzero(seen).tolist():
            after[kind] = self._kind_of(self._reached[kind] | 1 << lever)
        self.of_person[rows] = after[before]

    def _kind_of(self, reached: int) -> int:
        """Number of the kind that these levers have reached, a new one if nobody was of it so far."""
        kind = self._number.setdefault(reached, len(self._reached))
        if kind == len(self._reached):
            self._reached.append(reached)
        return kind

    def levers_of(self) -> LeversOf:
        """Levers by kind so far."""
        reached = np.array(self._reached[1:], dtype=np.int64)[:, None]
        kind, lever = np.nonzero(np.append(reached >> np.arange(self._levers) & 1, np.ones_like(reached), axis=1))
        first = np.searchsorted(kind + 1, np.arange(len(self._reached) + 1))
        return LeversOf(first.astype(np.int32), lever.astype(np.int32))


class Pair:
    """A policy arm beside its reference; in the months that they have behind them when it is made they were one.

    Levers whose dose both arms share are not told apart: what they do is in both. Raises ValueError for more levers
    than can be told apart.
    """

    def __init__(self, policy: "LabourMarket", reference: "LabourMarket") -> None:
        self.policy, self.reference = policy, reference
        self._sides = _Side(policy), _Side(reference)
        shared = [lever.dose for lever in reference.government.levers]
        self.levers = [lever for lever in policy.government.levers if lever.dose not in shared]
        if len(self.levers) > MOST_LEVERS:
            raise ValueError(f"at most {MOST_LEVERS} levers can be told apart, not {len(self.levers)}")
        self._kinds = _Kinds(policy.people.rows, len(self.levers))
        tables, behind = len(self.levers) + 1, range(policy.start, policy.month)
        nothing = (
            np.zeros((tables, len(SUMS), len(OUTCOMES)), np.int64),
            np.zeros((tables, len(OUTCOMES), len(FATES)), np.int64),
        )
        self._months: list[tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]] = [
            (month, *nothing) for month in behind
        ]
        self._ripples: list[tuple[int, int, int, int]] = [(month, 0, 0, 0) for month in behind]

    @property
    def names(self) -> list[str]:
        """Names of the rows: the levers that differ, and all together unless there is one alone."""
        names = [lever.name for lever in self.levers]
        return names if len(names) == 1 else [*names, ALL]

    def compare(self) -> None:
        """Enter the month that both arms have just simulated."""
        policy, kinds, firms = self.policy, self._kinds, self.policy.employers.rows
        self._note_reached()
        tables = len(self.levers) + 1
        counts, incomes = np.zeros((tables, SETS, COUNTS), np.int64), np.zeros((tables, 2), np.int64)
        treated_firm, lost = np.zeros(firms, dtype=np.bool_), np.zeros((len(OUTCOMES), firms), dtype=np.int64)
        everybody, differing = np.zeros((len(SUMS), len(OUTCOMES)), np.int64), np.zeros(2, np.int64)
        ours, theirs = self._sides
        arms = ours.look(), theirs.look()
        _enter(
            policy.of_age, kinds.of_person, kinds.levers_of(), policy.residents, policy.adults, ours.standing,
            theirs.standing, *arms, counts, incomes, differing, treated_firm, lost, everybody,
        )  # fmt: skip
        sums = np.array([_reached(*of_lever) for of_lever in zip(counts, incomes, strict=True)])
        everybody[SUBSTITUTION] = lost[:, treated_firm].sum(axis=1)
        everybody[NET] = sums[-1, GROSS] - sums[-1, DEADWEIGHT] - everybody[RESIDENTS] - everybody[OUTSIDE_POOL]
        sums[-1] += everybody
        self._months.append((policy.month - 1, sums, np.array([_fates(of_lever) for of_lever in counts])))
        self._ripples.append((policy.month - 1, int(counts[-1, :, OURS].sum()), int(differing[1]), int(differing[0])))

    def _note_reached(self) -> None:
        """Sort by kind whom the levers have reached since the last comparison."""
        for number, lever in enumerate(self.levers):
            for rows in lever.newly_reached:
                self._kinds.note(rows, number)
            lever.newly_reached.clear()

    def ripples(self) -> "pd.DataFrame":
        """One row a month, weighted to the province: whom levers have reached so far, and whose life differs.

        A life differs where a person's status or employer does: of those reached that is what levers do to them, of
        others displacement, chains of vacancies, and the noise that both carry on.
        """
        import pandas as pd

        table = pd.DataFrame(self._ripples, columns=list(RIPPLES)).astype(dict.fromkeys(RIPPLES[1:], np.float64))
        table[list(RIPPLES[1:])] *= self.policy.weight
        return table.assign(month=[month_text(int(month)) for month in table["month"]])

    def to_frame(self) -> "pd.DataFrame":
        """One row a month, lever and outcome, weighted to the province: the sums, the fates of T, persons in T.

        Income is in million VND. Of one lever among several only gross, deadweight and fates are known from one pair
        of arms; what it displaces and adds by itself takes a pair of its own. Scenarios that differ in no lever have a
        row for all, of whom nobody is reached: the difference is what something else makes of everybody.
        """
        import pandas as pd

        weight = self.policy.weight
        unit = np.full(len(OUTCOMES), weight)
        unit[INCOME] *= 1e-3
        rows: list[dict[str, Any]] = []
        together = self.names[-1]
        for month, sums, fates in self._months:
            for number, lever in enumerate(self.names):
                known = len(SUMS) if lever == together else DEADWEIGHT + 1
                found = sums[-1] if lever == together else sums[number]
                for one, outcome in enumerate(OUTCOMES):
                    values = np.full(len(SUMS), np.nan)
                    values[:known] = found[:known, one] * unit[one]
                    counts = fates[number, one] * weight
                    named = zip((*SUMS, *FATES), (*values, *counts), strict=True)
                    row = {"month": month_text(month), "lever": lever, "outcome": outcome, "reached": counts.sum()}
                    rows.append(row | dict(named))
        return pd.DataFrame(rows, columns=list(COLUMNS))


def _arm(market: "LabourMarket") -> Arm:
    people, places = market.people, market.workplaces
    return Arm(
        people.status, people.workplace, people.credential, people.insurance, people.wish_hours, people.pay_factor,
        places.contract, places.pay, places.firm,
    )  # fmt: skip


def _reached(counts: npt.NDArray[np.int64], incomes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Gross and deadweight among the other sums, (sums, outcomes), of counts (SETS, COUNTS) and incomes (2,)."""
    sums = np.zeros((len(SUMS), len(OUTCOMES)), dtype=np.int64)
    sums[GROSS], sums[DEADWEIGHT] = counts[:, OURS] @ _HAS, counts[:, THEIRS] @ _HAS
    sums[GROSS, INCOME], sums[DEADWEIGHT, INCOME] = incomes
    return sums


def _fates(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Persons by fate, (outcomes, fates), of counts (SETS, COUNTS)."""
    with_ours, with_theirs, anyway = counts.T @ _HAS
    gained, lost = with_ours - anyway, with_theirs - anyway
    return np.stack([anyway, gained, lost, counts[:, OURS].sum() - anyway - gained - lost], axis=1)
