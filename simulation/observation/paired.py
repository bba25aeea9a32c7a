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
#: Name of the row for all levers together.
ALL = "all"
#: Levers told apart in one run: bits of a word, the last of which is for all together.
MOST_LEVERS = 62

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


@piece
def _outcomes(row, arm, found):  # type: ignore[no-untyped-def]
    """Write the outcomes of a person, (outcomes,): 0 or 1, and thousand VND a month."""
    state, place = arm.status[row], arm.workplace[row]
    here = state != _CHILD and state < _OUTSIDE
    at_work = state == _EMPLOYED
    found[0] = at_work and arm.contract[place] == _FORMAL
    found[1] = int(1000.0 * arm.pay[place] * arm.pay_factor[row] + 0.5) if at_work else 0
    found[2] = here and arm.credential[row] >= _PAPER
    found[3] = here and arm.insurance[row] != _UNINSURED
    found[4] = state == _UNEMPLOYED
    found[5] = state == _UNEMPLOYED or (at_work and arm.wish_hours[row] == 1)


@kernel
def _enter_reached(rows, levers_of, levers, policy, reference, treated_firm, both, sums, fates):  # type: ignore[no-untyped-def]
    """Sums of T by lever, the last for all, (levers + 1, sums, outcomes); fates (levers + 1, outcomes, fates)."""
    ours, theirs = both[0], both[1]
    for index in range(rows.shape[0]):
        row = rows[index]
        _outcomes(row, policy, ours)
        _outcomes(row, reference, theirs)
        if policy.status[row] == _EMPLOYED and policy.firm[policy.workplace[row]] >= 0:
            treated_firm[policy.firm[policy.workplace[row]]] = True
        for lever in range(levers + 1):
            if (levers_of[row] >> lever) & 1:
                for one in range(ours.shape[0]):
                    sums[lever, GROSS, one] += ours[one]
                    sums[lever, DEADWEIGHT, one] += theirs[one]
                    fates[lever, one, 2 * (ours[one] == 0) + (theirs[one] == 0)] += 1


@kernel
def _enter_everybody(rows, levers_of, first_outside, end_outside, policy, reference, treated_firm, both, sums):  # type: ignore[no-untyped-def]  # fmt: skip
    """Net sums of everybody, and what those whom no lever reached lose, (sums, outcomes)."""
    ours, theirs = both[0], both[1]
    for row in range(rows):
        _outcomes(row, policy, ours)
        _outcomes(row, reference, theirs)
        reached = levers_of[row] != 0
        origin = OUTSIDE_POOL if first_outside <= row < end_outside else RESIDENTS
        employer = reference.firm[reference.workplace[row]] if reference.status[row] == _EMPLOYED else -1
        for one in range(ours.shape[0]):
            change = ours[one] - theirs[one]
            sums[NET, one] += change
            if change != 0 and not reached:
                sums[origin, one] -= change
                if employer >= 0 and treated_firm[employer]:
                    sums[SUBSTITUTION, one] -= change


class Pair:
    """A policy arm beside its reference, from the months in which levers differ.

    Levers whose dose both arms share are not told apart: what they do is in both. Raises ValueError for more levers
    than can be told apart.
    """

    def __init__(self, policy: "LabourMarket", reference: "LabourMarket") -> None:
        self.policy, self.reference = policy, reference
        shared = [lever.dose for lever in reference.government.levers]
        self.levers = [lever for lever in policy.government.levers if lever.dose not in shared]
        if len(self.levers) > MOST_LEVERS:
            raise ValueError(f"at most {MOST_LEVERS} levers can be told apart, not {len(self.levers)}")
        self._levers_of = np.zeros(policy.people.rows, dtype=np.int64)
        self._months: list[tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []

    @property
    def names(self) -> list[str]:
        """Names of the rows: the levers that differ, and all together unless there is one alone."""
        names = [lever.name for lever in self.levers]
        return names if len(names) == 1 else [*names, ALL]

    def compare(self) -> None:
        """Enter the month that both arms have just simulated."""
        levers, outcomes = len(self.levers), len(OUTCOMES)
        sums = np.zeros((levers + 1, len(SUMS), outcomes), dtype=np.int64)
        fates = np.zeros((levers + 1, outcomes, len(FATES)), dtype=np.int64)
        policy, arms = self.policy, (_arm(self.policy), _arm(self.reference))
        self._note_reached()
        levers_of = self._levers_of
        treated_firm = np.zeros(policy.employers.rows, dtype=np.bool_)
        both = np.zeros((2, outcomes), dtype=np.int64)
        _enter_reached(np.flatnonzero(levers_of), levers_of, levers, *arms, treated_firm, both, sums, fates)
        _enter_everybody(
            policy.of_age, levers_of, policy.residents, policy.adults, *arms, treated_firm, both, sums[levers]
        )
        self._months.append((policy.month - 1, sums, fates))

    def _note_reached(self) -> None:
        """Keep by person the levers that have reached it so far, as bits, and a last bit for any of them."""
        for bit, lever in enumerate(self.levers):
            for rows in lever.newly_reached:
                self._levers_of[rows] |= 1 << bit | 1 << len(self.levers)
            lever.newly_reached.clear()

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
