"""How far the levers' ripples go: whose lives differ month by month, and when displacement can no longer be told."""

from math import isfinite
from typing import Any

from experiments.report.story import Story
from experiments.ripples import STOCKS
from experiments.tables import Table

#: Months after the first person was reached that the table shows.
SHOWN = (1, 2, 3, 6, 9, 12, 18, 24, 36, 60, 84)
#: Beyond this many months displacement is shown only where its error is below this share of it.
SURE_FOR, LARGEST_ERROR = 12, 1.0 / 3.0


def ripples_table(story: Story, scenario: str) -> Table | None:
    """A line for some months after the first person was reached; None where nobody was."""
    words, table = story.words, story.results.ripples
    rows = table[(table["scenario"] == scenario) & table["months_on"].isin(SHOWN)]
    if rows.empty:
        return None
    titles = [words("ripples.months_on"), words("ripples.reached"), words("ripples.differing_reached")]
    titles += [words("ripples.differing_others"), words("ripples.per_recipient")]
    titles += [f"{words('true.net')}: {words('true.outcome.certified')}"]
    titles += [words.indicator(name) for name in STOCKS]
    lines = [_line(story, {str(name): value for name, value in row.items()}) for row in rows.to_dict("records")]
    caption = words(
        "ripples.caption", scenario=story.title(scenario), reference=story.title(story.reference_of[scenario])
    )
    return Table(caption, [*titles, words("ripples.displaced")], lines, note=words("ripples.note"))


def _line(story: Story, row: dict[str, Any]) -> list[str]:
    number = story.words.number
    cells: list[str] = [f"{row['months_on']} ({story.words.month(str(row['month']))})"]
    cells += [number(row[name]) for name in ("reached", "differing_reached", "differing_others")]
    cells.append(number(row["others_per_recipient"], 1))
    for name in ("certified", *STOCKS):
        low, high = row[f"{name}_low"], row[f"{name}_high"]
        change = number(row[name], signed=True)
        band = f"{change}\n[{number(low, signed=True)}; {number(high, signed=True)}]"
        cells.append(change.between(low, high, band) if isfinite(low) else change)
    return [*cells, _displaced(story, row)]


def _displaced(story: Story, row: dict[str, Any]) -> str:
    """Formal jobs lost by others with the standard error; beyond a year only where it can be told from noise."""
    lost, error = float(row["displaced"]), float(row["displaced_error"])
    if row["months_on"] > SURE_FOR and not error < LARGEST_ERROR * abs(lost):
        return story.words("ripples.lost_in_noise")
    return f"{story.words.number(lost, signed=True)} ± {story.words.number(error)}"
