"""A4: what the searchers' simple rule costs them beside the best reservation wage, on the textbook's offers.

Seekers of the engine take what pays a share of what they can expect, less a little for each month of search; the best
rule (McCall 1970) is one wage that follows from offers, discount and income while searching. Offers here are the
textbook's for good, one a month, jobs last, and the rule's one number is the textbook's own (the best wage at an income
of 25 over the mean offer) with the province's decline. Value is counted from the lives of a cohort of seekers: income
while they search, the wage they take ever after. Beside it: with the province's own number, which is for a market with
an offer in three months and search on the job.
"""

from collections.abc import Callable, Mapping

import numpy as np

from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed, exact
from calibration.evidence.facts import Fact
from calibration.evidence.mccall import DISCOUNT, INCOMES, Rule, optimum, value_of
from calibration.evidence.watches.mccall import Cohort

MONTH = 6
COHORT = Cohort(MONTH)
#: Of ``theory/mccall.yaml``, and with the province's own number.
RULE, OWN = Rule(1.0957, 0.01), Rule(0.8, 0.01)


def lived(recording: Recording, income: float) -> float:
    """Mean value of search of the cohort, before its first offer; who has found nothing by the end goes on for good."""
    seekers, wages, took = (recording[f"cohort.{name}"] for name in ("seekers", "wages", "took"))
    discount = DISCOUNT ** np.arange(len(seekers))
    idle = seekers - took
    value = (discount * (wages / (1.0 - DISCOUNT) + idle * income)).sum()
    value += idle[-1] * income * discount[-1] * DISCOUNT / (1.0 - DISCOUNT)
    return float(value / seekers[0])


def _losses(rule: Rule, ending: str) -> Callable[[Recording], Mapping[str, float]]:
    def losses(recording: Recording) -> Mapping[str, float]:
        found = {}
        for income in INCOMES:
            best, value = optimum(income)[1], lived(recording, income)
            found[f"loss_c{income:.0f}{ending}"] = 1.0 - value / best
            found[f"off_law_c{income:.0f}{ending}"] = value / value_of(rule, income) - 1.0
        return found

    return losses


def statistics(recordings: Recordings) -> Statistics:
    """The best reservation wages, what the rule loses, and how far that is from its law."""
    return {
        **{f"A4.reservation_c{income:.0f}": exact(optimum(income)[0]) for income in INCOMES},
        **by_seed("A4", _losses(RULE, ""), recordings["mccall"]),
        **by_seed("A4", _losses(OWN, "_own"), recordings["mccall_own"]),
    }


FACTS = (Fact(("A4",), {"mccall": (COHORT,), "mccall_own": (COHORT,)}, statistics),)
