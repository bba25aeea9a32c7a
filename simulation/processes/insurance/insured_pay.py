"""Insured pay: the part of pay on which contributions are due and benefits are counted.

Private employers insure a share of what they pay, at least the regional minimum wage; the State insures the pay of its
scale, at least the base salary; nobody more than the cap. Owners of household businesses insure the base salary, the
least the law asks. Six months of terms are kept, for benefits count the mean of the last six.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compiling import kernel, piece
from simulation.processes.insurance.rules import insured_ratio
from simulation.processes.moves import FORMAL_WAGE

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: Months of terms kept.
KEPT = 6
Terms = npt.NDArray[np.float32]


@piece
def insured_wage(place, factor, terms):  # type: ignore[no-untyped-def]
    """Insured pay of a person with ``factor`` on a workplace; ``terms`` (places, 3): level, least, most."""
    return min(max(terms[place, 0] * factor, terms[place, 1]), terms[place, 2])


@kernel
def note_wages(leavers, entries, kept, people):  # type: ignore[no-untyped-def]
    """Write the mean insured pay of each leaver's last six months; the present job's pay counts for all of them."""
    for entry in range(entries):
        total = 0.0
        for month in range(kept.shape[0]):
            total += insured_wage(leavers.place[entry], leavers.factor[entry], kept[month])
        people.insured_wage[leavers.row[entry]] = total / kept.shape[0]


@kernel
def _set_terms(ratio, civil, minimum_wage, base_salary, cap, places, terms):  # type: ignore[no-untyped-def]
    """Write level, least and most insured pay of every workplace: ``ratio`` and ``civil`` by sector."""
    for place in range(terms.shape[0]):
        terms[place, 0], terms[place, 1], terms[place, 2] = 0.0, base_salary, base_salary
        if places.contract[place] == FORMAL_WAGE:
            sector = places.sector[place]
            terms[place, 0] = ratio[sector] * places.pay[place]
            terms[place, 1] = base_salary if civil[sector] else minimum_wage[places.district[place]]
            terms[place, 2] = cap * base_salary


def insured_terms(market: "LabourMarket") -> Terms:
    """Level, least and most insured pay of each workplace this month, (places, 3), million VND a month."""
    law, terms = market.insurance_law, np.empty((market.workplaces.rows, 3), dtype=np.float32)
    _set_terms(
        insured_ratio(market), market.civil_sector, market.minimum_wage, law.base_salary, law.cap, market.place_arrays,
        terms,
    )  # fmt: skip
    return terms


def keep_terms(market: "LabourMarket") -> None:
    """Let this month's terms take the place of those of six months ago; all at once before the first month."""
    if market.kept_terms is None:
        market.kept_terms = np.repeat(insured_terms(market)[None], KEPT, axis=0)
    else:
        market.kept_terms[market.month % KEPT] = insured_terms(market)
    market.insured_terms = market.kept_terms[market.month % KEPT]
