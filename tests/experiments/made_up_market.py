"""A stand-in for a market: tables of the right form, made of a formula, for tests of what is done with results.

Levels lie near Quảng Ninh's, wave over the year, shake with the seed alone (the same in every arm) and answer a lever
that starts, so that effects are known in advance: each study card of the year adds one formal job from its start on.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.parts import Run, write_part
from experiments.texts import indicators as known_indicators
from simulation.months import month_text
from simulation.observation.labour_balance import QUANTITIES, quarter_of
from simulation.vocabulary import CONTRACTS, CREDENTIALS

LEVELS = {
    "agriculture_share": 0.235,
    "agriculture_share_icls13": 0.28,
    "productivity_growth": 0.09,
    "certified_share": 0.49,
    "certified_share_survey": 0.41,
    "retrained_share": 0.12,
    "unemployment_rate": 0.026,
    "urban_unemployment_rate": 0.032,
    "social_insurance_share": 0.41,
    "voluntary_insurance_share": 0.018,
    "unemployment_insurance_share": 0.37,
    "insurance_satisfaction": 0.8,
    "schools_reached_share": 0.9,
    "average_labour_income": 8.4,
    "formal_wage_employment": 262_000.0,
    "labour_underutilisation_rate": 0.06,
}
GROUPS = {
    "sex": ["male", "female"],
    "age_band": ["15-24", "25-34", "35-49", "50+"],
    "education": list(CREDENTIALS),
    "district": ["ha_long", "cam_pha", "uong_bi", "mong_cai", "van_don"],
}
JOBS_A_CARD = 0.3


class MadeUpMarket:
    """Has what a finished LabourMarket has."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.months = list(range(run.scenario.start, run.scenario.end + 1))
        cards = [dose for dose in run.scenario.policies if dose.lever == "study_card"]
        self.in_force = np.array([sum(dose.from_ <= month for dose in cards) for month in self.months], dtype=float)

    def indicators(self) -> pd.DataFrame:
        rows = [self._series(name, "all", "all") for name in known_indicators()]
        for by, groups in GROUPS.items():
            rows += [self._series(name, by, group) for name in LEVELS for group in groups]
        rows += [self._series("employed", "contract", contract) for contract in CONTRACTS[1:]]
        return pd.concat(rows, ignore_index=True)

    def _series(self, name: str, by: str, group: str) -> pd.DataFrame:
        level = LEVELS.get(name, 0.05 if name.endswith(("share", "rate")) else 5_000.0)
        luck = np.random.default_rng([self.run.seed, len(name), len(group)]).normal(size=len(self.months))
        wave = np.sin(np.arange(len(self.months)) * np.pi / 6.0)
        trend = np.arange(len(self.months)) / 1000.0
        value = level * (1.0 + 0.01 * wave + 0.01 * luck + trend)
        effect = 0.002 if level < 1.0 else 300.0 * JOBS_A_CARD if level > 1000 else 0.01
        return pd.DataFrame(
            {
                "month": [month_text(month) for month in self.months],
                "indicator": name,
                "by": by,
                "group": group,
                "value": value + effect * self.in_force * (1.0 + 0.2 * np.sin(self.run.seed)),
            }
        )

    def ledger(self) -> pd.DataFrame:
        row = {"payer": "dolisa", "recipient": "college", "persons": 80.0}
        rows = [
            {
                **row,
                "month": month_text(month),
                "lever": lever,
                "agency": "dolisa",
                "source": source,
                "kind": kind,
                "amount": amount,
            }
            for month, cards in zip(self.months, self.in_force, strict=True)
            for lever, source, kind, amount in (
                [("tuition_exemption", "SR", "foregone revenue", 700.0)]
                + [("study_card", "SR", "transfer", 600.0), ("study_card", "NP", "real resource", 400.0)] * int(cards)
            )
        ]
        columns = ["month", "lever", "agency", "source", "payer", "recipient", "kind", "persons", "amount"]
        return pd.DataFrame(rows, columns=columns)

    def decomposition(self) -> pd.DataFrame:
        """A hundred persons reached in force, of whom 30 hold a formal job, 20 anyway, and 4 others lose one."""
        luck = 1.0 + 0.2 * np.sin(self.run.seed)
        rows = [
            {
                "month": month_text(month),
                "lever": lever,
                "outcome": outcome,
                "reached": 100.0 * cards,
                "gross": 30.0 * cards * luck,
                "deadweight": 20.0 * cards * luck,
                "displaced_residents": 3.0 * cards * luck,
                "displaced_outside": 1.0 * cards * luck,
                "substitution": 0.5 * cards * luck,
                "net": 6.0 * cards * luck,
                "anyway": 18.0 * cards,
                "gained": 12.0 * cards,
                "lost": 2.0 * cards,
                "never": 68.0 * cards,
            }
            for month, cards in zip(self.months, self.in_force, strict=True)
            for lever in ("study_card",)
            for outcome in ("formal_wage_employment", "labour_income", "certified")
        ]
        return pd.DataFrame(rows)

    def ripples(self) -> pd.DataFrame:
        """Of the hundred reached every fifth leads another life, and with each of them as many others as the seed."""
        rows = [
            {
                "month": month_text(month),
                "reached": 100.0 * cards,
                "differing_reached": 20.0 * cards,
                "differing_others": 20.0 * cards * self.run.seed,
            }
            for month, cards in zip(self.months, self.in_force, strict=True)
        ]
        return pd.DataFrame(rows)

    def tables(self) -> dict[str, pd.DataFrame]:
        return {
            "indicators": self.indicators(),
            "ledger": self.ledger(),
            "reconciliation": self.reconciliation(),
            "labour_balance": self.labour_balance(),
        }

    def labour_balance(self) -> pd.DataFrame:
        """Every quarter the same, in two occupations and two districts; nobody is missing in the second occupation."""
        quarters = dict.fromkeys(quarter_of(month) for month in self.months)
        rows = [
            (quarter, occupation, district, 40.0 * self.run.seed, 90.0, 10.0, shortage * self.run.seed)
            for quarter in quarters
            for occupation, shortage in (("metal_electrical_trades", 12.0), ("drivers_plant_operators", 0.0))
            for district in ("ha_long", "cam_pha")
        ]
        return pd.DataFrame(rows, columns=["quarter", "occupation", "district", *QUANTITIES])

    def reconciliation(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "margin": ["labour_force", "unemployment_rate"],
                "unit": ["persons", "share"],
                "published": [668_000.0, 0.0235],
                "low": [655_000.0, 0.02],
                "high": [690_000.0, 0.033],
                "source": ["yearbook", "assumed"],
                "value": [668_012.0, 0.0236],
                "residual": [12.0, 0.0001],
                "yields": ["", "labour_force"],
            }
        )


def made_up(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Finish a run at once."""
    market = MadeUpMarket(run)
    for _ in market.months:
        month_done()
    for one in (run, run.reference):
        if one is not None:
            write_part(one.key, MadeUpMarket(one).tables(), folder)
    if run.reference is not None:
        pair = {"decomposition": market.decomposition(), "ripples": market.ripples()}
        write_part(str(run.pair_key), pair, folder)


def dies_once(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Seed 2's process is lost without a word the first time it runs."""
    mark = folder / "died"
    if run.seed == 2 and not mark.exists():
        mark.touch()
        os._exit(9)
    made_up(run, folder, month_done)


def always_dies(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """No process survives this run."""
    os._exit(9)


def fails(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Seed 2 has a fault in its arithmetic."""
    if run.seed == 2:
        raise ArithmeticError("headcount below zero")
    made_up(run, folder, month_done)


def is_slow(run: Run, folder: Path, month_done: Callable[[], None]) -> None:
    """Seed 1 is quick, the others take a minute."""
    time.sleep(0.0 if run.seed == 1 else 60.0)
    made_up(run, folder, month_done)
