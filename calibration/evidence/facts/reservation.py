"""A4: what the searchers' rule costs them beside the best reservation wage. A14: they do what their rule says.

Seekers of the engine hold out for a wage that follows from offers seen, their patience and income while searching
(``holding_out``), less a little for each month of search; the best rule (McCall 1970) knows discount and income. Offers
here are the textbook's for good, one a month, and jobs last. Value is counted from the lives of a cohort of seekers:
income while they search, the wage they take ever after. A4 judges the province's own patience and income; beside it,
unscored, stands the rule with the textbook's. A14 holds both against the law of the wages that were declined.
"""

from collections.abc import Callable, Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed, exact
from calibration.evidence.facts import Fact
from calibration.evidence.mccall import DISCOUNT, INCOMES, optimum, value_of
from calibration.evidence.watches.mccall import Cohort

MONTH = 6
COHORT = Cohort(MONTH)
TEXTBOOK, OWN = "mccall", "mccall_own"


def lived(recording: Recording, income: float) -> float:
    """Mean value of search of the cohort, before its first offer; who has found nothing by the end goes on for good."""
    seekers, wages, took = (recording[f"cohort.{name}"] for name in ("seekers", "wages", "took"))
    discount = DISCOUNT ** np.arange(len(seekers))
    idle = seekers - took
    value = (discount * (wages / (1.0 - DISCOUNT) + idle * income)).sum()
    value += idle[-1] * income * discount[-1] * DISCOUNT / (1.0 - DISCOUNT)
    return float(value / seekers[0])


def _losses(recording: Recording) -> Mapping[str, float]:
    """Share of the best rule's value that the cohort's lives fall short of, by income while searching."""
    return {f"loss_c{income:.0f}": 1.0 - lived(recording, income) / optimum(income)[1] for income in INCOMES}


def _off_law(arm: str) -> Callable[[Recording], Mapping[str, float]]:
    def off_law(recording: Recording) -> Mapping[str, float]:
        law = {income: value_of(recording["cohort.least"], income) for income in INCOMES}
        return {f"{arm}_c{income:.0f}": lived(recording, income) / value - 1.0 for income, value in law.items()}

    return off_law


def statistics(recordings: Recordings) -> Statistics:
    """The best reservation wages, what the rule loses, and how far what it gives is from its law."""
    losses = {f"{name}_textbook": value for name, value in by_seed("A4", _losses, recordings[TEXTBOOK]).items()}
    return {
        **{f"A4.reservation_c{income:.0f}": exact(optimum(income)[0]) for income in INCOMES},
        **by_seed("A4", _losses, recordings[OWN]),
        **losses,
        **by_seed("A14", _off_law(TEXTBOOK), recordings[TEXTBOOK]),
        **by_seed("A14", _off_law(OWN), recordings[OWN]),
    }


FACTS = (Fact(("A4", "A14"), {TEXTBOOK: (COHORT,), OWN: (COHORT,)}, statistics),)
