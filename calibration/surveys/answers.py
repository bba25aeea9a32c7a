"""What a labour-force survey tells of a person, in the concepts that all surveys share.

Answers are a frame with one row an interview. Codes stand as small integers in the order of their words below; -1 is
unknown or does not apply, a missing number NaN. A survey that does not ask something lacks the column.

``person`` (same number in every interview of a person), ``month`` (month number), ``weight`` (persons stood for),
``stratum`` and ``cluster`` (numbers; what the sample was drawn by), ``age`` (years), ``pay`` (million VND a month of
the main job, or what the codebook's money is), ``tenure`` (months in the job), ``hours`` (a week, all jobs), ``spell``
(months without a job) and ``found`` (whether the spell ended in one), and the coded concepts of ``CODES``.
"""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.vocabulary import CREDENTIALS

ACTIVITIES = ("inactive", "own_use", "unemployed", "employed")
INACTIVE, OWN_USE, UNEMPLOYED, EMPLOYED = range(len(ACTIVITIES))
WORK = ("formal_wage", "informal_wage", "own_account", "farm")
FORMAL_WAGE, INFORMAL_WAGE, OWN_ACCOUNT, FARM = range(len(WORK))
SEARCH = ("under_1", "1_to_3", "3_to_12", "12_or_more", "3_or_more")
YES_NO = ("no", "yes")

#: Words of every coded concept, in the order of their codes.
CODES: dict[str, tuple[str, ...]] = {
    "sex": ("male", "female"),
    "urban": YES_NO,
    "activity": ACTIVITIES,
    "work": WORK,
    "agriculture": YES_NO,
    "certificate": CREDENTIALS,
    "search": SEARCH,
    "insured": YES_NO,
    "wants_hours": YES_NO,
    "found": YES_NO,
}
#: Numbers asked for, with their unit.
NUMBERS = {
    "age": "years",
    "pay": "million VND a month",
    "tenure": "months",
    "hours": "hours a week",
    "spell": "months",
}
DESIGN = ("person", "month", "weight", "stratum", "cluster")

Standard = Literal["icls13", "icls19"]
STANDARDS: tuple[Standard, Standard] = ("icls13", "icls19")


def under(standard: Standard, answers: pd.DataFrame) -> pd.DataFrame:
    """The answers by a definition of employment.

    By ICLS-13 people who farm for their own use are at work in agriculture; by ICLS-19 they stand outside the labour
    force. Answers that do not tell them apart are as they are.
    """
    if "activity" not in answers:
        return answers
    own_use = answers["activity"].to_numpy() == OWN_USE
    if not own_use.any():
        return answers
    changed = answers.copy()
    changed.loc[own_use, "activity"] = EMPLOYED if standard == "icls13" else INACTIVE
    if standard == "icls13":
        for name, code in (("work", FARM), ("agriculture", 1)):
            if name in changed:
                changed.loc[own_use, name] = code
    return changed


def column(answers: pd.DataFrame, name: str) -> npt.NDArray[Any]:
    """A column as an array; of a concept that was not asked, unknown throughout."""
    if name in answers:
        return answers[name].to_numpy()
    missing = -1 if name in CODES else np.nan
    return np.full(len(answers), missing)
