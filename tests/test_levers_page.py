"""docs/levers.md maps every item and body of the plan to levers, or says why not; every lever has its two names."""

import re

import pytest

from docs import levers as page
from experiments.texts import LANGUAGES
from experiments.texts.phrasebook import phrases
from simulation.scenario import registered_levers

ITEMS = {
    "II.1": 5, "II.2": 4, "II.3": 5, "II.4.1": 7, "II.4.2": 6, "II.4.3": 5, "II.4.4": 4, "II.4.5": 7, "II.5": 7,
    "II.6": 4, "II.7": 2,
}  # fmt: skip
PARAGRAPHS = ["II.4.5 p1", "II.4.5 p2", "II.4.5 p3"]


def test_the_page_is_fresh() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- made: (.+?) -->", text)) == set(page.PARTS)
    assert text == page.fresh(text), "stale: python -m docs.levers writes it anew"


def test_all_59_items_and_17_bodies_are_there_once() -> None:
    bullets = [f"{section} b{number + 1}" for section, count in ITEMS.items() for number in range(count)]
    assert sorted(page.words()["items"]) == sorted(bullets + PARAGRAPHS)
    assert len(page.words()["items"]) == 59
    assert list(page.words()["bodies"]) == [f"IV.{number + 1}" for number in range(17)]


@pytest.mark.parametrize("part", ["items", "bodies"])
def test_what_has_no_lever_says_why(part: str) -> None:
    for item, said in page.words()[part].items():
        note = said.get("note", "")
        assert page.levers_of(item) or "because" in note or note.startswith("umbrella"), item
        assert set(re.findall(r"`(\w+)`", note)) <= set(registered_levers()), item


def test_every_clause_of_a_lever_is_an_item_of_the_plan() -> None:
    known = [*page.words()["items"], *page.words()["bodies"], "I.3c"]
    for name, dose in registered_levers().items():
        assert [one for one in dose.clauses if not any(page.within(one, item) for item in known)] == [], name
        assert any(one.startswith(("II.", "IV.")) for one in dose.clauses), name


@pytest.mark.parametrize("name", registered_levers())
def test_every_lever_and_preset_has_a_name_in_both_languages(name: str) -> None:
    names = phrases()[f"lever.{name}"]
    assert all(names[language].strip() for language in LANGUAGES)
    assert names["vi"] != names["en"]
