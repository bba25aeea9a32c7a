"""The forms due before 15 November: a report a body, under the plan's headings, filled with the model's figures."""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.documents.paper import Paper
from experiments.report.bodies import FIRST, LAST, Account, accounts, latest_report_year
from experiments.report.scores import aim
from experiments.report.story import Story
from experiments.scorecard import reached
from experiments.tables import Table


def write_annual_reports(story: Story, place: Path) -> list[Path]:
    """Write the forms of the first scenario to ``place``, each body's on pages of its own; [] where there is none."""
    year, scenario, words = latest_report_year(story), story.asked[0], story.words
    if year is None:
        return []
    paper = Paper(words, words("annual.file"))
    forms = list(accounts(story, scenario, year))
    for number, account in enumerate(forms):
        if number:
            paper.break_page()
        _form(paper, story, scenario, year, account)
    if forms:
        paper.file.save(str(place))
    return [place] if forms else []


def _form(paper: Paper, story: Story, scenario: str, year: int, account: Account) -> None:
    words = story.words
    name = account.body.partition(" (")[0].partition(",")[0]
    paper.letterhead(
        [name.upper(), words("annual.number")],
        [
            words("annual.state"),
            words("annual.motto"),
            words("annual.place", year=year, province=story.manifest["province"]["name"][words.language]),
        ],
    )
    paper.heading(words("annual.title", body=account.body), 1, centred=True)
    paper.centred(
        words("annual.subject", year=year, plan=story.manifest["province"]["plan"][words.language]), bold=True
    )
    paper.centred(words("annual.to", body=words.group("agency", _summing_body(story, year))))
    paper.line(words("annual.draft", scenario=story.title(scenario)), italic=True, small=True)
    paper.line(words("page.doses"), italic=True, small=True)
    paper.heading(words("annual.targets"), 2)
    paper.table(_targets(story, scenario, year))
    paper.turn_for(account.table)
    paper.heading(words("annual.measures"), 2)
    paper.line(_summary(story, year, account))
    paper.line(words("bodies.note"), italic=True, small=True)
    paper.table(account.table)
    paper.turn(False)
    paper.heading(words("annual.money"), 2)
    _money(paper, story, account)
    for part in ("difficulties", "next"):
        paper.heading(words(f"annual.{part}", year=year + 1), 2)
        paper.line(words("annual.fill"), italic=True).paragraph_format.keep_with_next = True
    paper.signature(words("annual.copies").split("\n"), words("annual.head").split("\n"))


def _summary(story: Story, year: int, account: Account) -> str:
    """The ten months in a sentence."""
    words = story.words
    return words(
        "annual.summary",
        year=year,
        levers=words.number(account.levers),
        persons=words.number(account.persons),
        amount=words.number(account.money),
    )


def _summing_body(story: Story, year: int) -> str:
    """The body that the plan names first (else the first body), or in later years the first that took over from it."""
    month = pd.Period(f"{year}-11", "M")
    index = (month.year - 1900) * 12 + month.month - 1
    bodies = story.manifest["bodies"]
    first = next((body for body in bodies if body["clause"]), bodies[0])
    if first["from"] <= index <= first["to"]:
        return str(first["id"])
    return str(first["successors"][0])


def _targets(story: Story, scenario: str, year: int) -> Table:
    """Every target beside the ten months, the same months of the year before, and whether it is reached."""
    words, card = story.words, story.results.scorecard
    now, before = (_ten_months(story, scenario, one) for one in (year, year - 1))
    rows = []
    for row in card[card["scenario"] == scenario].to_dict("records"):
        name = row["indicator"]
        values = [float(means.get(name, float("nan"))) for means in (before, now)]
        [there] = reached(np.array([values[1]]), row["target"], row["direction"], row["tolerance"])
        rows.append(
            [
                words.indicator(name),
                aim(words, name, row["direction"], row["target"]),
                *(words.value(name, value) for value in values),
                "–" if np.isnan(there) else words("annual.reached" if there else "annual.not_yet"),
            ]
        )
    columns = [words(name) for name in ("score.indicator", "score.target")]
    columns += [words(f"annual.{name}") for name in ("before", "measured", "against")]
    return Table(words("annual.targets_caption", year=year), columns, rows)


def _ten_months(story: Story, scenario: str, year: int) -> "pd.Series[float]":
    frame = story.results.indicators
    own = frame[(frame["scenario"] == scenario) & (frame["by"] == "all")]
    months = own["month"].astype(str)
    own = own[(months >= f"{year}{FIRST}") & (months <= f"{year}{LAST}")].astype({"indicator": "object"})
    return own.groupby("indicator")["value"].mean()


def _money(paper: Paper, story: Story, account: Account) -> None:
    """The ten months' money by source."""
    words = story.words
    if not account.by_source:
        paper.line(words("annual.money_none"))
        return
    rows = [[words.group("source", source), words.number(amount)] for source, amount in account.by_source.items()]
    total = [words("ledger.total"), words.number(account.money)]
    columns = [words("annual.source"), words("bodies.money")]
    paper.table(Table(words("annual.money_caption"), columns, [*rows, total]))
