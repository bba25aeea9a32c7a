"""Skill assessment: a paper for what one already can do.

Of the adults who think of training in a month, those trained without a paper weigh an assessment where one is on offer:
what the paper would add to their pay, if they pass, against the fee they are asked and their reluctance. Places go by a
keyed lottery. Who passes holds a certificate of the elementary level; skill does not change. Nobody is assessed where
no places are offered: without support assessments are too few to count.
"""

from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from simulation.processes.study_choice import incomes
from simulation.processes.study_terms import NONE
from simulation.randomness import Lot, Stream, month_key, uniforms
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer]
#: Paper that an assessment gives: level one of the national certificate of occupational skill.
PAPER = Credential.elementary
#: Nobody sits an assessment later than this (years).
OLDEST = 58


class Assessment(Protocol):
    """Who offers assessments this month."""

    def fee(self, market: "LabourMarket") -> float:
        """What is asked of a candidate, million VND."""

    def admit(self, market: "LabourMarket", rows: Rows) -> Rows:
        """Those of who would come that get a place, in row order; they are paid for."""

    def knowing(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows may come and knows of it, (n,)."""


def assess(market: "LabourMarket") -> None:
    """Hold the month's assessments and hand out the papers."""
    offers, came, passed = market.study.assessments, 0, 0
    free = _candidates(market) if offers else np.zeros(0, np.int32)
    for offer in offers:
        mine = free[offer.knowing(market, free)]
        coming = offer.admit(market, mine[_willing(market, mine, offer.fee(market))])
        passed += _examine(market, coming)
        came += len(coming)
        free = np.setdiff1d(free, coming)
    market.flows |= {"assessed": came, "assessments_passed": passed}
    for name in ("new_certificates", "certificates_issued"):
        market.flows[name] = market.flows.get(name, 0) + passed


def _candidates(market: "LabourMarket") -> Rows:
    """Adults trained without a paper who think of training this month and are in no course, in row order."""
    rows, luck = market.lots.of(Lot.training)
    people = market.people
    rows = np.sort(rows[luck < market.province.value("training_consideration_monthly")])
    able = (people.credential[rows] == Credential.trained_without_paper) & (people.programme[rows] == NONE)
    young = market.age_month - people.birth[rows] < OLDEST * 12
    return np.asarray(rows[able & young])


def _willing(market: "LabourMarket", rows: Rows, fee: float) -> npt.NDArray[np.bool_]:
    """Who of the rows would sit the assessment at the fee, (n,): a logit choice with the person's luck of the month."""
    value, people = market.province.value, market.people
    gain = market.premium[PAPER] - market.premium[Credential.trained_without_paper]
    age = (market.age_month - people.birth[rows]) / 12.0
    years = np.clip(60.0 - age, 0.0, value("course_horizon_years"))
    income = incomes(market, rows)
    worth = value("course_gain_weight") * value("skill_assessment_pass_rate") * gain * years
    worth -= value("course_price_weight") * fee / income + value("skill_assessment_reluctance")
    luck = uniforms(month_key(market.seed, Stream.assessment_choice, market.month), rows)
    return np.asarray((luck < 1.0 / (1.0 + np.exp(-worth))) & (fee <= people.savings[rows] * income))


def _examine(market: "LabourMarket", rows: Rows) -> int:
    """Give a paper to those of the rows who pass; returns how many."""
    luck = uniforms(month_key(market.seed, Stream.assessment, market.month), rows)
    passed = rows[luck < market.province.value("skill_assessment_pass_rate")]
    market.people.credential[passed] = PAPER
    market.people.certified_since[passed] = market.month
    market.people.note_written(passed.astype(np.int64))
    return len(passed)
