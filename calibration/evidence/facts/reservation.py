"""A4: what the searchers' simple rule costs them beside the best reservation wage. A14: the rule is what it says.

Seekers of the engine take what pays a share of what they can expect, less a little for each month of search; the best
rule (McCall 1970) is one wage that follows from offers, discount and income while searching. Offers here are the
textbook's for good, one a month, and jobs last. Value is counted from the lives of a cohort of seekers: income while
they search, the wage they take ever after. A4 judges the province's own share; beside it, unscored, stands the share
that is best in the textbook's market at an income of 25. A14 holds both against the law of the rule.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from calibration.evidence.arms import arms
from calibration.evidence.estimates import Recording, Recordings, Statistics, by_seed, exact
from calibration.evidence.facts import Fact
from calibration.evidence.mccall import DISCOUNT, INCOMES, Rule, optimum, value_of
from calibration.evidence.variants import Variant
from calibration.evidence.watches.mccall import Cohort
from simulation.province import load_province

MONTH = 6
COHORT = Cohort(MONTH)
BEST, OWN = "mccall", "mccall_own"


@cache
def rule(arm: str) -> Rule:
    """The rule that the seekers of an arm follow, by the values of its scenario."""
    question = arms()[arm].question(1.0, Variant())
    province = load_province(question.province).with_values(question.parameters_under(1))
    return Rule(province.value("reservation_wage_ratio"), province.value("reservation_decline_monthly"))


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
        return {
            f"{arm}_c{income:.0f}": lived(recording, income) / value_of(rule(arm), income) - 1.0 for income in INCOMES
        }

    return off_law


def statistics(recordings: Recordings) -> Statistics:
    """The best reservation wages, what the rule loses, and how far what it gives is from its law."""
    losses = {f"{name}_best_share": value for name, value in by_seed("A4", _losses, recordings[BEST]).items()}
    return {
        **{f"A4.reservation_c{income:.0f}": exact(optimum(income)[0]) for income in INCOMES},
        **by_seed("A4", _losses, recordings[OWN]),
        **losses,
        **by_seed("A14", _off_law(BEST), recordings[BEST]),
        **by_seed("A14", _off_law(OWN), recordings[OWN]),
    }


FACTS = (Fact(("A4", "A14"), {BEST: (COHORT,), OWN: (COHORT,)}, statistics),)
