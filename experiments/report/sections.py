"""The report's sections in their order: what it says, whatever form it takes."""

from collections.abc import Iterator
from typing import Any

from experiments.effects import LAST
from experiments.report.answer import answer
from experiments.report.background import assumptions_table, money_table, reconciliation_table, status_counts
from experiments.report.balance import growth_table, shortages_table
from experiments.report.bodies import accounts, latest_report_year
from experiments.report.changes import answers_table, effects_table, group_tables
from experiments.report.document import Block, Document, Heading, Paragraph, Picture, Pictures, Section, Sentences
from experiments.report.gains import OUTCOMES, gains_table
from experiments.report.misses import misses_table
from experiments.report.pictures import pictures
from experiments.report.quarters import quarter_table
from experiments.report.scores import scorecard_tables
from experiments.report.spreading import ripples_table
from experiments.report.story import Story, standing
from experiments.report.true_effects import cost_table, decomposition_table, levers_table, recipients_table
from experiments.tables import Table
from simulation import Scenario


def document(story: Story) -> Document:
    """The report of a run folder in the story's language."""
    words, drawn = story.words, pictures(story)
    made: list[tuple[str, list[Block | None], bool]] = [
        ("answer", list(_answer(story)), False),
        ("figures", [Pictures(tuple(_named(drawn, "path_", "employment_", "flows_")))], True),
        ("effects", list(_effects(story, drawn)), True),
        ("gains", list(_gains(story, drawn)), True),
        ("groups", list(_groups(story)), True),
        ("balance", list(_balance(story)), True),
        ("ledger", list(_money(story, drawn)), True),
        ("bodies", list(_bodies(story)), True),
        ("misses", [_misses(story)], True),
        ("reconciliation", [reconciliation_table(story)], False),
        ("assumptions", [Paragraph(_counts(story)), assumptions_table(story)], False),
        ("reproduce", [_reproduce(story)], False),
    ]
    sections = (
        Section(name, words(f"page.{name}"), words(f"short.{name}"), tuple(block for block in blocks if block), page)
        for name, blocks, page in made
    )
    title = ", ".join(story.title(scenario) for scenario in story.asked)
    kept = tuple(section for section in sections if section.blocks)
    return Document(words.language, title, _subtitle(story), words("page.contents"), kept)


def _misses(story: Story) -> Block:
    """Where the model misses the evidence, which was measured for one province only."""
    words = story.words
    measured = story.manifest["province"]["id"] == Scenario.baseline().province
    return misses_table(words) if measured else Paragraph(words("misses.other_province"))


def _subtitle(story: Story) -> str:
    words = story.words
    first, last = map(words.month, story.manifest["months"])
    told = words(
        "page.subtitle",
        province=story.manifest["province"]["name"][words.language],
        first=first,
        last=last,
        runs=story.runs,
        scale=words.number(story.manifest["scale"], 2),
    )
    return f"{words('page.title')} · {told}"


def _answer(story: Story) -> Iterator[Block]:
    words = story.words
    for scenario in story.asked:
        if len(story.asked) > 1:
            yield Heading(story.title(scenario))
        yield Sentences(tuple(answer(story, scenario)))
    yield Paragraph(words("page.doses"), "warning")
    yield Paragraph(standing(words, story.fitted), "note")
    yield Heading(words("page.scorecard"))
    yield from scorecard_tables(story)


def _named(drawn: dict[str, Picture], *prefixes: str) -> list[Picture]:
    return [picture for name, picture in drawn.items() if name.startswith(prefixes)]


def _effects(story: Story, drawn: dict[str, Picture]) -> Iterator[Block | None]:
    for scenario in story.reference_of:
        yield from _title(story, scenario)
        yield drawn[f"effects_{scenario}"]
        yield effects_table(story, scenario)
        yield answers_table(story, scenario)
        for made in (decomposition_table, recipients_table, levers_table, ripples_table, cost_table):
            yield made(story, scenario)


def _gains(story: Story, drawn: dict[str, Picture]) -> Iterator[Block | None]:
    words = story.words
    for scenario in story.reference_of:
        yield from _title(story, scenario)
        for outcome in OUTCOMES:
            yield gains_table(story, scenario, outcome)
        maps = [drawn[name] for outcome in OUTCOMES if (name := f"districts_{outcome}_{scenario}") in drawn]
        yield from maps
        if maps:
            yield Paragraph(words("gains.map_note"), "note")
        yield _others(story, scenario)


def _others(story: Story, scenario: str) -> Paragraph | None:
    """What residents whom no lever reached lose or gain."""
    table = story.results.decomposition
    own = story.manifest["job_creation_response"]
    rows = table[(table["scenario"] == scenario) & (table["lever"] == "all") & (table["month"] == LAST)]
    rows = rows[(rows["outcome"] == OUTCOMES[0]) & (rows["rho"].isna() if own is None else rows["rho"] == own)]
    if rows.empty:
        return None
    change = story.words.number(-float(rows["displaced_residents"].iloc[0]), 0, signed=True)
    return Paragraph(story.words("gains.others", change=change))


def _groups(story: Story) -> Iterator[Block | None]:
    for place, scenario in enumerate(story.reference_of):
        if not place:
            yield Paragraph(story.words("page.group_note"), "note")
        yield from _title(story, scenario)
        yield from group_tables(story, scenario)


def _balance(story: Story) -> Iterator[Block | None]:
    for scenario in story.asked:
        yield quarter_table(story, scenario)
        yield shortages_table(story, scenario)
        yield growth_table(story, scenario)


def _money(story: Story, drawn: dict[str, Picture]) -> Iterator[Block | None]:
    for scenario in story.scenarios:
        tables = [money_table(story, scenario, key) for key in ("agency", "lever")]
        if not any(tables):
            yield Paragraph(story.words("page.nothing_paid", scenario=story.title(scenario)))
            continue
        yield drawn.get(f"spending_{scenario}")
        yield from tables if scenario in story.asked else tables[:1]


def _bodies(story: Story) -> Iterator[Block | None]:
    words, year = story.words, latest_report_year(story)
    if year is None:
        return
    for place, scenario in enumerate(story.asked):
        if not place:
            yield Paragraph(words("bodies.intro", year=year))
        yield from _title(story, scenario)
        tables: list[Block] = [one.table for one in accounts(story, scenario, year)]
        yield from tables or [Paragraph(words("bodies.none"))]
    yield Paragraph(words("bodies.note"), "note")


def _title(story: Story, scenario: str) -> Iterator[Block]:
    """The scenario's name over its part, where there are several."""
    if len(story.asked) > 1:
        yield Heading(story.title(scenario))


def _counts(story: Story) -> str:
    counts = status_counts(story)
    text = ", ".join(f"{count} {status}" for status, count in counts)
    return story.words("assumptions.counts", all=sum(count for _, count in counts), counts=text)


def _reproduce(story: Story) -> Table:
    words, manifest = story.words, story.manifest
    seeds = manifest["seeds"]
    rows: list[list[Any]] = [
        [words("reproduce.command"), manifest["command"]],
        [words("reproduce.version"), manifest["version"]],
        [words("reproduce.seeds"), f"{seeds[0]}–{seeds[-1]}" if len(seeds) > 1 else str(seeds[0])],
        [words("reproduce.draws"), str(manifest["draws"])],
        [words("reproduce.province"), manifest["province"]["hash"]],
        [words("reproduce.code"), manifest["code_hash"]],
        *([words("reproduce.scenario", scenario=stem), facts["hash"]] for stem, facts in manifest["scenarios"].items()),
    ]
    columns = [words("reproduce.item"), words("reproduce.fact")]
    return Table(words("page.reproduce"), columns, rows, labels=2, note=words("reproduce.note"))
