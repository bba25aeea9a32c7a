"""B13: the year's rhythm and who leaves where: Tết, the tourist season, park plants, underground mines.

Months of 2022 and 2023 under the province's own demand. Turnover counts every end of a payroll job but retirement and
death, moves to another employer included. A mine hires whom quits and retirements leave to replace.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed
from calibration.evidence.facts import Fact
from calibration.evidence.places import evidence_province
from calibration.evidence.watches.calendar import Calendar
from calibration.evidence.watches.moves import Moves
from calibration.evidence.watches.series import Series

FIRST, END = 12, 36
MOVES = Moves(FIRST, END)
QUITS = Series(("quits",))
SUMMER, WINTER = (6, 7, 8), (11, 12, 1)


def _sectors(flag: str) -> npt.NDArray[np.bool_]:
    return np.array([getattr(sector, flag) for sector in evidence_province().sectors])


def _found(recording: Recording) -> Mapping[str, float]:
    tet, month = recording["calendar.tet"][FIRST:END] == 1, recording["calendar.month"][FIRST:END]
    quits = recording["series.quits"][FIRST:END]
    seasonal, park = _sectors("seasonal"), _sectors("park")
    guests = recording["moves.staff"][:, seasonal].sum(axis=1)
    summer, winter = (guests[np.isin(month, months)].mean() for months in (SUMMER, WINTER))
    staff, quit = (recording[f"moves.{name}"][:, park].sum() for name in ("staff", "quit"))
    miners, _, miners_quit, _, _ = recording["moves.miners"].sum(axis=0)
    mines = _sectors("underground")
    hired, left, retired = (recording[f"moves.{name}"][:, mines].sum() for name in ("hired", "quit", "retired"))
    return {
        "tet_quits": float(quits[tet].mean() / quits[~tet].mean()),
        "summer_over_winter": float(summer / winter - 1.0),
        "park_turnover": float(12.0 * quit / staff),
        "miners_quit": float(miners_quit / miners),
        "mine_hires_over_leavers": float(hired / (left + retired)),
    }


def statistics(recordings: Recordings) -> Statistics:
    """Season, turnover, mines."""
    return by_seed("B13", _found, recordings["baseline"])


FACTS = (Fact(("B13",), {"baseline": (MOVES, QUITS, Calendar())}, statistics),)
