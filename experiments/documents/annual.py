"""The forms due before 15 November: a report a body, under the plan's headings, filled with the model's figures."""

from pathlib import Path

import pandas as pd

from experiments.documents.paper import Paper
from experiments.report.bodies import FIRST, LAST, body_tables, latest_report_year
from experiments.report.story import Story
from experiments.tables import Number, Table

_MONEY = 3


def write_annual_reports(story: Story, place: Path) -> list[Path]:
    """Write the forms of the first scenario to ``place``, each body's on pages of its own; [] where there is none."""
    year, scenario, words = latest_report_year(story), story.asked[0], story.words
    if year is None:
        return []
    paper = Paper(words, words("annual.file"))
    forms = list(body_tables(story, scenario, year))
    for number, (body, table) in enumerate(forms):
        if number:
            paper.break_page()
        _form(paper, story, scenario, year, body, table)
    if forms:
        paper.file.save(str(place))
    return [place] if forms else []


def _form(paper: Paper, story: Story, scenario: str, year: int, body: str, table: Table) -> None:
    words = story.words
    name = body.partition(" (")[0].partition(",")[0]
    paper.letterhead([name.upper()], [words("annual.state"), words("annual.motto")])
    paper.heading(f"{words('annual.title')} - {body}", 1)
    paper.centred(
        words("annual.subject", year=year, plan=story.manifest["province"]["plan"][words.language]), bold=True
    )
    paper.centred(words("annual.to", body=words.group("agency", _summing_body(story, year))))
    paper.line(words("annual.draft", scenario=story.title(scenario)), italic=True, small=True)
    paper.line(words("page.doses"), italic=True, small=True)
    paper.heading(words("annual.targets"), 2)
    paper.table(_targets(story, scenario, year))
    paper.heading(words("annual.measures"), 2)
    paper.table(table)
    paper.line(words("bodies.note"), italic=True, small=True)
    paper.heading(words("annual.money"), 2)
    paper.line(_money(story, table))
    paper.heading(words("annual.difficulties"), 2)
    paper.line(words("annual.fill"), italic=True)


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
    words, card, frame = story.words, story.results.scorecard, story.results.indicators
    own = frame[(frame["scenario"] == scenario) & (frame["by"] == "all")]
    months = own["month"].astype(str)
    own = own[(months >= f"{year}{FIRST}") & (months <= f"{year}{LAST}")].astype({"indicator": "object"})
    means = own.groupby("indicator")["value"].mean()
    rows = [
        [
            words.indicator(row["indicator"]),
            f"{words('score.' + row['direction'])} {words.value(row['indicator'], row['target'])}",
            words.value(row["indicator"], means.get(row["indicator"], float("nan"))),
        ]
        for row in card[card["scenario"] == scenario].to_dict("records")
    ]
    columns = [words("score.indicator"), words("score.target"), words("annual.measured")]
    return Table(words("annual.targets_caption", year=year), columns, rows)


def _money(story: Story, table: Table) -> str:
    """The ten months' money and the levers that it went to."""
    words = story.words
    *rows, total = table.rows
    amounts = [(row[0], row[_MONEY]) for row in rows]
    paid = [(lever, amount) for lever, amount in amounts if isinstance(amount, Number) and amount.value > 0.0]
    if not paid:
        return words("annual.money_none")
    parts = "; ".join(f"{lever} {amount}" for lever, amount in paid)
    return words("annual.money_text", amount=total[_MONEY], parts=parts)
