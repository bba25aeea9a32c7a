"""What a person is to the labour market in a month: one code for status and, at work, the terms of it.

Flows are moves between standings from one month's end to the next. The four that labour statistics tell apart are
formal, informal, unemployed and inactive; *inactive* is everybody else of 15 and over in the province: at school, in
full-time training, retired, farming for own use. *Elsewhere* are those who are no residents of 15 and over: children,
people outside the province or away, the dead.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from simulation.vocabulary import Contract, Status

#: Standings of the employed are the contract plus this; all others are the status.
FIRST_WORK = len(Status) - 1


class Standing(IntEnum):
    """Standing in the labour market."""

    child = Status.child
    in_school = Status.in_school
    in_training = Status.in_training
    inactive = Status.inactive
    own_use_farmer = Status.own_use_farmer
    retired = Status.retired
    unemployed = Status.unemployed
    outside = Status.outside
    gone = Status.gone
    away = Status.away
    formal_wage = FIRST_WORK + Contract.formal_wage
    informal_wage = FIRST_WORK + Contract.informal_wage
    own_account = FIRST_WORK + Contract.own_account
    farm = FIRST_WORK + Contract.farm


#: Groups of standings that gross flows are told between.
SIDES = ("formal", "informal", "unemployed", "inactive", "elsewhere")
FORMAL, INFORMAL, UNEMPLOYED, INACTIVE, ELSEWHERE = range(len(SIDES))
_SIDE = {
    Standing.unemployed: UNEMPLOYED,
    Standing.child: ELSEWHERE,
    Standing.outside: ELSEWHERE,
    Standing.gone: ELSEWHERE,
    Standing.away: ELSEWHERE,
    Standing.formal_wage: FORMAL,
    Standing.informal_wage: INFORMAL,
    Standing.own_account: INFORMAL,
    Standing.farm: INFORMAL,
}
#: Side of every standing, (standings,).
SIDE_OF = np.array([_SIDE.get(code, INACTIVE) for code in range(1 + max(Standing))], dtype=np.uint8)  # type: ignore[call-overload]


def standing_of(status: npt.NDArray[np.uint8], contract: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Standing of people of a status, at work on a contract, (n,) each."""
    return np.where(status == Status.employed, FIRST_WORK + contract, status).astype(np.uint8)
