"""The report: one page that needs nothing else, in two languages, readable by everybody."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from string import Formatter

import pytest

from experiments.report import write_report
from experiments.report.answer import answer
from experiments.report.bodies import accounts
from experiments.report.misses import misses_table, verdicts
from experiments.report.scores import likelihood
from experiments.report.story import read_story
from experiments.texts import Language, indicators
from experiments.texts.phrasebook import Phrasebook, chosen_language, phrases

ROOT = Path(__file__).resolve().parents[2]


class Page(HTMLParser):
    """Tags of a page with their attributes, its headings and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Attributes of every tag of that name."""
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module", params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return "vi" if request.param == "vi" else "en"


@pytest.fixture(scope="module")
def text(run_folder: Path, language: Language, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = copytree(run_folder, tmp_path_factory.mktemp("again") / "study_cards")
    write_report(folder, language, frozenset({"html"}))
    return (folder / "report.html").read_text(encoding="utf-8")


def _section(text: str, language: Language, name: str, following: str) -> str:
    return text[text.index(f'id="{language}-{name}"') : text.index(f'id="{language}-{following}"')]


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_the_page_loads_nothing_from_outside(page: Page, text: str) -> None:
    for _, attributes in page.tags:
        for name in ("src", "href", "xlink:href", "data"):
            assert not re.match(r"\s*(https?:|//|file:)", attributes.get(name) or "")
    assert not re.search(r"@import|url\(\s*['\"]?(https?:|//)", text)
    assert "<script" not in text


def test_the_page_says_which_language_it_speaks(page: Page, language: Language) -> None:
    assert page.all("html")[0]["lang"] == language


def test_every_picture_has_words_for_those_who_cannot_see_it(page: Page) -> None:
    drawn = page.all("svg")
    assert len(drawn) >= 30
    assert all(picture["role"] == "img" and len(picture["aria-label"] or "") > 20 for picture in drawn)


def test_every_table_has_a_caption_and_headed_columns(text: str) -> None:
    tables = re.findall(r"<table>.*?</table>", text, re.DOTALL)
    assert len(tables) >= 8
    assert all("<caption>" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)


def test_identifiers_on_the_page_are_unique(page: Page) -> None:
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_both_languages_stand_on_the_page_and_need_no_script_to_be_chosen(page: Page, language: Language) -> None:
    choices = [one for one in page.all("input") if one.get("type") == "radio"]
    assert [one["id"] for one in choices if "checked" in one] == [f"show-{language}"]
    assert {one["id"] for one in choices} == {"show-vi", "show-en"}
    assert {one["lang"] for one in page.all("div") if one.get("class") == "document"} == {"vi", "en"}


def test_every_link_of_the_contents_leads_to_a_section(page: Page) -> None:
    sections = {f"#{one['id']}" for one in page.all("section")}
    links = {one["href"] for one in page.all("a")}
    assert len(links) >= 20
    assert links <= sections


def test_headings_step_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_page_one_says_whose_the_doses_are(text: str, language: Language) -> None:
    sentence = {
        "vi": "Liều lượng là giả định của dự án này; kế hoạch không quy định.",
        "en": "Doses are assumptions of this project; the plan sets none.",
    }
    assert sentence[language] in text
    assert text.index(sentence[language]) < text.index(f'id="{language}-figures"')


def test_the_answer_is_four_sentences_with_the_numbers_of_the_tables(run_folder: Path) -> None:
    story = read_story(run_folder, "en")
    sentences = answer(story, "study_cards")
    effects = story.results.effects
    row = effects[(effects["indicator"] == "formal_wage_employment") & (effects["month"] == "last12")]
    jobs = row[row["by"] == "all"]["mean"].item()
    assert len(sentences) == 4
    assert f"formal wage employment by +{jobs:.0f} persons" in sentences[0]
    ledger = story.results.ledger
    spent = ledger.groupby("scenario")["amount"].sum() / 3 / 1000
    assert f"{spent['study_cards']:.1f} billion" in sentences[2]
    assert f"{spent['study_cards'] - spent['baseline']:+.1f} billion against the reference" in sentences[2]


def test_the_same_folder_gives_the_same_page(run_folder: Path, tmp_path: Path) -> None:
    folder = copytree(run_folder, tmp_path / "again")
    write_report(folder, "en")
    for path in (run_folder / "figures").iterdir():
        assert (folder / "figures" / path.name).read_bytes() == path.read_bytes()
    assert (folder / "report.html").read_bytes() == (run_folder / "report.html").read_bytes()


def test_both_languages_have_every_phrase_with_the_same_places_to_fill() -> None:
    for key, texts in phrases().items():
        places = [{name for _, name, _, _ in Formatter().parse(texts[language]) if name} for language in ("vi", "en")]
        assert places[0] == places[1], key
        assert all(texts.values()), key


def test_every_indicator_has_two_names_and_a_unit_that_is_printed() -> None:
    for entry in indicators().values():
        assert entry.vi
        assert entry.en
        assert f"unit.{entry.unit}" in phrases()
        assert entry.headline in indicators()


def test_numbers_are_written_in_the_manner_of_the_country() -> None:
    assert Phrasebook("vi").value("unemployment_rate", 0.0225) == "2,25%"
    assert Phrasebook("en").value("employed", 668_000.4) == "668,000"
    assert Phrasebook("vi").value("employed", 668_000.4) == "668.000"
    assert Phrasebook("en").change("certified_share", -0.00123) == "−0.123"
    assert Phrasebook("en").change("employed", -0.2) == "0"


def test_the_language_follows_the_option_then_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert chosen_language(None) == "vi"
    assert chosen_language("en") == "en"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert chosen_language(None) == "en"


def test_the_largest_shortages_stand_in_the_report_by_the_province_s_names(text: str, language: Language) -> None:
    named = {"vi": ("Thợ cơ khí, máy móc và điện", "Hạ Long"), "en": ("trades", "Ha Long")}[language]
    caption = {"vi": "thiếu hụt lao động lớn nhất", "en": "largest shortages"}[language]
    tables = _section(text, language, "balance", "ledger").split("<caption>")
    balance = next(table for table in tables if caption in table.partition("</caption>")[0])
    assert all(name in balance for name in named)
    absent = {"vi": "Lái xe và vận hành thiết bị di động", "en": "Drivers and mobile plant operators"}[language]
    assert absent not in balance


def test_the_report_says_how_much_of_growth_was_given(text: str, language: Language) -> None:
    rest = {"vi": "Phần do mô phỏng", "en": "The simulated rest"}[language]
    assert rest in _section(text, language, "balance", "ledger")


def test_a_probability_is_told_in_words_and_few_draws_make_nothing_certain() -> None:
    assert likelihood(0.0, draws=200) == "hardly"
    assert likelihood(0.0, draws=4) == "unlikely"
    assert likelihood(0.5, draws=4) == "even"
    assert likelihood(0.75, draws=40) == "likely"
    assert likelihood(1.0, draws=200) == "certain"


def test_a_single_run_claims_no_interval(run_folder: Path) -> None:
    story = read_story(run_folder, "en")
    results = story.results
    alone = results.effects.assign(low=float("nan"), high=float("nan"))
    one = replace(story, results=replace(results, effects=alone, indicators=results.indicators.query("seed == 1")))
    first, *_, last = answer(one, "study_cards")
    assert "–" not in first
    assert "single run" in last


def test_each_lever_is_reported_by_the_body_that_leads_it_in_october(run_folder: Path) -> None:
    story = read_story(run_folder, "en")
    tables = {one.body: one.table for one in accounts(story, "study_cards", 2024)}
    labour = tables["Department of Labour, Invalids and Social Affairs (IV.1)"]
    row = next(row for row in labour.rows if row[0] == "Study card")
    ledger = story.results.ledger
    paid = ledger[(ledger["scenario"] == "study_cards") & (ledger["lever"] == "study_card")]
    paid = paid[paid["month"].between("2024-01", "2024-10")]["amount"].sum() / story.runs
    assert row[3].value == pytest.approx(paid)
    assert "cards: 1,000 a year" in row[1]
    assert "Department of Education and Training (IV.3)" in {one.body for one in accounts(story, "study_cards", 2025)}


def test_the_misses_of_the_report_are_those_of_the_validation_page() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    printed = sum("| MISS" in line for line in page.splitlines())
    assert printed == sum(verdict == "MISS" for _, verdict in verdicts().values()) > 0
    table = misses_table(Phrasebook("vi"))
    assert sum(row[2].value for row in table.rows) == printed
    assert len(table.rows) == len({row[0] for row in table.rows})


def test_the_map_has_every_district_where_it_lies(run_folder: Path) -> None:
    story = read_story(run_folder, "vi")
    assert len(story.tiles) == 13
    assert story.tiles["mong_cai"][1] == max(column for _, column in story.tiles.values())
    assert story.tiles["dong_trieu"][1] == 0
    assert story.tiles["binh_lieu"][0] < story.tiles["tien_yen"][0]
