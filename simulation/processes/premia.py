"""Premia of papers: relative pay by level answers relative supply.

Three levels: none or a paper of under three months, elementary and intermediate, college and university. With an
elasticity of substitution sigma between them, the log premium of a level over the first moves by (demand for its skill,
growing at its trend, less growth of its supply relative to the first) / sigma, both against the first month (Katz &
Murphy 1992). Supply is that of employed persons, averaged over about a year.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]

#: Level of each credential.
LEVELS = ("unskilled", "vocational", "tertiary")
LEVEL_OF = np.array([0, 0, 0, 1, 1, 2, 2])
assert len(LEVEL_OF) == len(Credential)


def relative_supply(employed: npt.NDArray[np.integer]) -> Floats:
    """Log of employed persons by level over those of the first, (levels,), from employed by credential."""
    persons = np.bincount(LEVEL_OF, weights=employed, minlength=len(LEVELS))
    return np.asarray(np.log(np.maximum(persons, 0.5) / max(persons[0], 0.5)))


def note_supply(market: "LabourMarket", employed: npt.NDArray[np.integer]) -> None:
    """Average the month's supply of papers, by credential (credentials,), into the year's."""
    now = relative_supply(employed)
    if market.start_supply is None:
        market.start_supply, market.supply = now, now.copy()
    market.supply = market.supply + (now - market.supply) / 12.0


def answer_supply(market: "LabourMarket") -> None:
    """Premia of the month."""
    if market.start_supply is None:
        return
    value = market.province.value
    years = 0.0 if market.constant_demand else max(0, market.month - market.start) / 12.0
    wanted = np.array([0.0, *(value(f"skill_demand_growth_{level}") for level in LEVELS[1:])]) * years
    shift = (wanted - (market.supply - market.start_supply)) / value("skill_substitution_sigma")
    market.premium = market.start_premium + shift[LEVEL_OF]
