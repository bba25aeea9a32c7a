"""Nothing is said to a person that the catalogue does not have in both languages: the code itself is searched."""

import ast
import csv
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest

from experiments.texts.phrasebook import Phrasebook, phrases, sentence_keys

ROOT = Path(__file__).resolve().parents[2]
#: Rooms from which a sentence can reach a person. The others speak through the tables of these.
ROOMS = (
    "experiments",
    "calibration",
    "simulation/scenario",
    "simulation/province",
    "simulation/policies",
    "simulation/months.py",
)
#: Two words side by side, or a word beside something that is filled in.
PROSE = re.compile(r"[A-Za-zÀ-ỹ]+[,;:]? [A-Za-zÀ-ỹ(]{2,}|[A-Za-zÀ-ỹ]{2,}:? \{\}|\{\} [A-Za-zÀ-ỹ]{2,}")
#: Where a single word is said aloud as well.
SAYING = {
    "echo", "print", "secho", "UsageError", "BadParameter", "ClickException",
    "set_title", "set_xlabel", "set_ylabel", "suptitle", "annotate",
    "create_sheet", "add_heading", "add_paragraph",
}  # fmt: skip
#: Prose for machines, each word for word: a new sentence cannot hide among them, and a stale one fails.
FOR_MACHINES = {
    # names that Word, the browser and the drawing library give to fonts, styles and places
    "Times New Roman", "DejaVu Sans", "Table Grid", "List Number", "offset points", "axes fraction",
    "halong {}", "upper left", "upper center", "lower right",
    # marks of HTML and of gettext, a program to be measured, commands to be typed
    '<h2>{}</h2><ol class="answer">', '<div class="pictures">', '<svg role="img" aria-label="{}" ',
    '<a class="button" href="{}"{}>{}</a>', '<p role="alert">{}</p>', '</ol><p class="doses">{}</p>',
    '<p class="note">{}</p>',
    "Content-Type: text/plain; charset=UTF-8\n",
    "\nfrom simulation import LabourMarket, Scenario\n"
    "market = LabourMarket(scenario=Scenario.baseline().with_(scale={scale}), rng={seed})\nmarket.step()\n",
    "halong run {} {}", "--scale {} --seeds {} --until {} --rho none --events",
    # what files hold: units, amounts as they are written, overlays, the reader of YAML, names in tables of the province
    "per place", "maximum nesting", "cannot start any token", "yields to ", "thành phố ", "thị xã ",
    "residents aged 15+", "person-months a second of one core", "bytes a person", "bytes a second", "ns a person-month",
    "{} at once", "times one alone", "share of processor time",
    "per year", "per month", "{} month{}", "{} {} VND", " per {}",
    "name: {vi: {}, en: {}}\nextends: {}\n{}\n", "parameters: {}", "tháng {}/{}",
    # examples that are to be copied into a file as they stand
    "name: {vi: Thử liều lượng, en: Trying doses}", "name: {vi: Thẻ học nghề, en: Study cards}",
    "objectives: [{minimise: spending}, {maximise: certified_share, window: 2025}]",
    "constraints: [{target: unemployment_rate, probability: 80%}]", "most: 300 billion VND per year",
    "points: [{policies.study_card.cards: 0 per year}, {policies.study_card.cards: 1000 per year}]",
    "policies.study_card.cards: {low: 0 per year, high: 5000 per year}",
    "extends: baseline.yaml", "province: quang_ninh", "Thẻ học nghề 2023-2025", "Study cards 2023-2025",
    "12 million VND", "1.5 million VND/month", "12 billion VND per year", "425 million VND per place", "1000 per year",
}  # fmt: skip
#: Calls whose text a library reads: queries, patterns.
QUERIES = re.compile(r"\s*(select .+ from|insert or|insert into|delete from|create table)\b", re.DOTALL)


def _template(node: ast.AST) -> str | None:
    """A text with `{}` for what is filled in; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)  # type: ignore[misc]
    return None


def _unsaid(tree: ast.AST) -> set[int]:
    """Texts that nobody hears: docstrings, annotations, pieces of longer texts, formats, patterns."""
    nodes: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nodes.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            nodes += [part for part in node.values if isinstance(part, ast.Constant)]
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            nodes += ast.walk(node.format_spec)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            nodes += ast.walk(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            nodes += ast.walk(node.annotation)
        elif isinstance(node, ast.Call) and _name(node).startswith(("re.", "cast")):
            nodes += [argument for argument in node.args if isinstance(argument, ast.Constant)]
    return {id(node) for node in nodes}


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _said(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text that may reach a person, with its line."""
    unsaid = _unsaid(tree)
    aloud = {id(text) for call in ast.walk(tree) for text in _spoken(call)}
    for node in ast.walk(tree):
        text = None if id(node) in unsaid else _template(node)
        if text and not QUERIES.match(text) and (PROSE.search(text) or id(node) in aloud):
            yield getattr(node, "lineno", 0), text


def _spoken(call: ast.AST) -> list[ast.expr]:
    """Texts with a letter of their own that a call says as they are."""
    if not isinstance(call, ast.Call) or _name(call).rpartition(".")[2] not in SAYING:
        return []
    return [one for one in call.args if re.search(r"[A-Za-zÀ-ỹ]{2}", (_template(one) or "").replace("{}", ""))]


def _catalogued() -> set[str]:
    def bare(text: str) -> str:
        parts = Formatter().parse(text)
        return "".join(literal + ("{}" if name is not None else "") for literal, name, _, _ in parts)

    return {" ".join(bare(key).split()) for key in sentence_keys()}


def test_every_sentence_in_the_code_stands_in_the_catalogue() -> None:
    known, found = _catalogued(), dict[str, str]()
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")) or [ROOT / room]:
            for line, text in _said(ast.parse(file.read_text(encoding="utf-8"))):
                found.setdefault(text, f"{file.relative_to(ROOT)}:{line}")
    missing = {text: place for text, place in found.items() if " ".join(text.split()) not in known | FOR_MACHINES}
    machines = {text for text in missing if text in FOR_MACHINES}
    assert {text: place for text, place in missing.items() if text not in machines} == {}
    assert FOR_MACHINES - set(found) == set(), "no longer in the code"


@pytest.mark.parametrize(
    "code",
    [
        'raise ArmsError(f"{name} was never heard of")',
        'click.echo("nobody translated this")',
        'click.echo("Done")',
        'hint = "take another one"',
        'axes.set_xlabel("Months")',
        '@click.option("--new", help="What a new option does.")\ndef command(): ...',
        'def command():\n    return {"title": f"all of {place}"}',
    ],
)
def test_a_new_sentence_nobody_translated_is_found(code: str) -> None:
    assert [text for _, text in _said(ast.parse(code)) if text not in _catalogued()]


def test_docstrings_and_keys_are_no_sentences() -> None:
    code = '"""A room of its own."""\nx = words("page.title")\nframe["by_sector"] = re.compile("two words")'
    assert list(_said(ast.parse(code))) == []


def _docstrings_told() -> Iterator[str]:
    """Docstrings that Click shows as help: those of commands."""
    for file in sorted((ROOT / "experiments/commands").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "command" and ast.get_docstring(node):
                calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
                if not any(
                    word.arg == "help" for one in calls if _name(one) == "click.command" for word in one.keywords
                ):
                    yield " ".join(str(ast.get_docstring(node)).split())


def test_the_help_of_every_command_stands_in_the_catalogue() -> None:
    told = list(_docstrings_told())
    assert len(told) > 10
    assert set(told) - _catalogued() == set()


class _Reader(HTMLParser):
    """Collects what a template says by itself: text and labels outside braces."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.said += [value for name, value in attrs if name in ("aria-label", "title", "alt", "placeholder") and value]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        self.said += [] if self._inside in ("script", "style") else [data]


@pytest.mark.parametrize(
    "file",
    [one for kind in ("*.j2", "*.vue") for one in sorted((ROOT / "experiments").rglob(kind))],
    ids=lambda f: f.name,
)
def test_templates_say_nothing_by_themselves(file: Path) -> None:
    reader = _Reader()
    reader.feed(re.sub(r"\{[{%#].*?[}%#]\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
    assert [text for text in reader.said if re.search(r"[A-Za-zÀ-ỹ]{2,}", text)] == []


def test_every_entry_fills_the_same_places_in_both_languages() -> None:
    for key, texts in phrases().items():
        english, vietnamese = (
            [name for _, name, _, _ in Formatter().parse(texts[language]) if name is not None]
            for language in ("en", "vi")
        )
        named = all(english) and all(vietnamese)
        assert set(english) == set(vietnamese) if named else len(english) == len(vietnamese), key


def _parameter_rows() -> Iterator[dict[str, str]]:
    for folder in ("simulation/province/quang_ninh", "scenarios/theory/town"):
        for table in sorted((ROOT / folder / "parameters").glob("*.csv")):
            with table.open(encoding="utf-8") as lines:
                yield from csv.DictReader(lines)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_parameter_has_a_name_and_a_unit(language: str) -> None:
    words = Phrasebook("vi" if language == "vi" else "en")
    for row in _parameter_rows():
        assert words.parameter(row["name"]) != row["name"].replace("_", " "), row["name"]
        assert f"unit_of.{row['unit']}" in phrases(), row["unit"]
        assert f"status_of.{row['status']}" in phrases()
        for part in (one.strip() for one in row["process"].split(";")):
            assert part.startswith("lever:") or f"process.{part}" in phrases(), part
