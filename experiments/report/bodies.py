"""What each body of the plan reports by 15 November: its levers, doses, whom they reached, money and result.

The plan asks every body for an assessment before 15 November of each year (part IV.17), so the figures are those of
January to October. A body answers for the levers that it leads in October, those it took over included. Results are
those of the people a lever reached: what they have less what they would have had anyway.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.report.story import Story
from experiments.spending import spent, supports
from experiments.tables import Number, Table
from experiments.texts.dose_words import dose_text
from simulation.months import month_index

#: First and last month of the figures, and the outcomes they are told for.
FIRST, LAST = "-01", "-10"
OUTCOMES = ("formal_wage_employment", "certified", "insured")
_ROLE = "lead"


@dataclass(frozen=True)
class Duty:
    """A dose that a body leads in the months of a report."""

    lever: str
    dose_id: str | None
    dose: dict[str, Any]
    first: str
    last: str

    @property
    def key(self) -> str:
        """The lever with the dose's own id, as the ledger writes it."""
        return f"{self.lever}:{self.dose_id}" if self.dose_id else self.lever


def report_years(story: Story) -> list[int]:
    """Years whose January to October the run covers."""
    first, last = story.manifest["months"]
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [year for year in years if first <= f"{year}{FIRST}" and f"{year}{LAST}" <= last]


def latest_report_year(story: Story) -> int | None:
    """The plan's last year if the run covers it, else the last year that it covers; None if it covers none."""
    years = report_years(story)
    wanted = int(story.results.scorecard["target_year"].max()) if len(story.results.scorecard) else 0
    return wanted if wanted in years else (years[-1] if years else None)


@dataclass(frozen=True)
class Account:
    """What a body answers for: its levers with their results, its supports, and its money by source (million VND)."""

    body: str
    table: Table
    levers: int
    persons: float
    by_source: dict[str, float]

    @property
    def money(self) -> float:
        """All that was spent."""
        return sum(self.by_source.values())


def accounts(story: Story, scenario: str, year: int) -> Iterator[Account]:
    """The account of each body that leads a lever of the scenario in October, in the plan's order.

    A body answers for the ten months as a whole, those of the body before it included.
    """
    bodies = story.manifest["bodies"]
    for body in sorted(bodies, key=lambda body: _place_in_plan(bodies, body)):
        duties = list(_duties(story, scenario, body, year))
        if duties:
            rows = _rows(story, scenario, duties)
            table = _table(story, scenario, body, duties, year)
            yield Account(_title(story, body), table, len(duties), supports(rows) / story.runs, _sources(story, rows))


def _rows(story: Story, scenario: str, duties: list[Duty]) -> pd.DataFrame:
    """The ledger's rows of the doses, in their months."""
    ledger = story.results.ledger
    own = ledger[ledger["scenario"] == scenario]
    return pd.concat([_of(own, duty) for duty in duties])


def _of(own: pd.DataFrame, duty: Duty) -> pd.DataFrame:
    return own[(own["lever"] == duty.key) & (own["month"] >= duty.first) & (own["month"] <= duty.last)]


def _sources(story: Story, rows: pd.DataFrame) -> dict[str, float]:
    sums = spent(rows).astype({"source": "object"}).groupby("source")["amount"].sum() / story.runs
    return {str(source): float(amount) for source, amount in sums.sort_values(ascending=False).items() if amount}


def _before(bodies: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any] | None:
    """The body of the plan that this one took over from, where the plan does not name it itself."""
    return None if body["clause"] else next((one for one in bodies if body["id"] in one["successors"]), None)


def _place_in_plan(bodies: list[dict[str, Any]], body: dict[str, Any]) -> int:
    clause = body["clause"] or (_before(bodies, body) or body)["clause"]
    return int(clause.partition(".")[2] or 99)


def _title(story: Story, body: dict[str, Any]) -> str:
    words, before = story.words, _before(story.manifest["bodies"], body)
    name = words.group("agency", body["id"])
    if before is not None:
        return words("bodies.successor", body=name, before=words.group("agency", before["id"]))
    return f"{name} ({body['clause']})" if body["clause"] else name


def _duties(story: Story, scenario: str, body: dict[str, Any], year: int) -> Iterator[Duty]:
    october = month_index(f"{year}{LAST}")
    held = {duty["lever"] for duty in body["duties"] if duty["role"] == _ROLE and duty["from"] <= october <= duty["to"]}
    for entry in json.loads(story.manifest["scenarios"][scenario]["text"])["policies"]:
        [(name, dose)] = entry.items()
        first = max(dose["from"], f"{year}{FIRST}", key=month_index)
        last = min(dose["to"], f"{year}{LAST}", key=month_index)
        if story.manifest["plan_levers"].get(name, name) in held and first <= last:
            yield Duty(name, dose.get("id"), dose, first, last)


def _table(story: Story, scenario: str, body: dict[str, Any], duties: list[Duty], year: int) -> Table:
    words = story.words
    ledger = story.results.ledger
    own = ledger[ledger["scenario"] == scenario]
    rows = [_row(story, scenario, own, duty) for duty in duties]
    amounts = [row[3] for row in rows]
    total = sum(amount.value for amount in amounts if isinstance(amount, Number) and amount.value == amount.value)
    rows.append([words("ledger.total"), "", "", words.number(total, 0), "", "", ""])
    return Table(
        words("bodies.caption", body=_title(story, body), year=year),
        [
            words("true.lever"),
            words("bodies.dose"),
            words("bodies.persons"),
            words("bodies.money"),
            *(words(f"bodies.{outcome}") for outcome in OUTCOMES),
        ],
        rows,
        labels=2,
    )


def _row(story: Story, scenario: str, own: pd.DataFrame, duty: Duty) -> list[str]:
    words = story.words
    rows = _of(own, duty)
    reached = supports(rows) / story.runs
    persons = words.number(reached) if reached else words.number(float("nan"))
    return [
        words.lever(duty.key),
        dose_text(words, duty.lever, duty.dose),
        persons,
        words.number(spent(rows)["amount"].sum() / story.runs, 0),
        *(_result(story, scenario, duty, outcome) for outcome in OUTCOMES),
    ]


def _result(story: Story, scenario: str, duty: Duty, outcome: str) -> Number:
    """What those reached have by the last month more than they would have had anyway."""
    added = story.added.get((scenario, duty.key, outcome, duty.last), float("nan"))
    return story.words.number(added, 0, signed=True) if added == added else story.words.number(added)
