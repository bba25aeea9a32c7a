"""docs/odd.md is the model as it is: every process and parameter is named, every made part is fresh."""

import re

import pytest

from docs import odd
from simulation.province import load_province

PAGE = odd.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", odd.parts())
def test_every_made_part_stands_in_the_page_and_is_fresh(name: str) -> None:
    found = re.search(rf"<!-- made: {re.escape(name)} -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)
    assert found, f"odd.md has no part {name!r}"
    assert found[1] == odd.parts()[name](), "stale: python -m docs.odd writes it anew"


@pytest.mark.parametrize("name", odd.process_files())
def test_every_process_file_has_a_rule_in_words(name: str) -> None:
    section = re.search(
        rf"### `{re.escape(name)}`: .+?\n\n(.+?)<!-- made: reads {re.escape(name)} -->", PAGE, re.DOTALL
    )
    assert section, f"odd.md has no section of {name}"
    assert len(section[1].split()) >= 10


def test_no_section_is_of_a_process_that_is_gone() -> None:
    assert set(re.findall(r"^### `(.+?)`: ", PAGE, re.MULTILINE)) == set(odd.process_files())


def test_every_parameter_is_named() -> None:
    assert [name for name in load_province("quang_ninh").parameters if f"| `{name}` |" not in PAGE] == []


def test_every_parameter_is_said_to_be_read_by_a_file() -> None:
    files = [*odd.process_files().values(), *odd.other_readers().values()]
    said = {name for path in files for name in odd.parameters_in(path)}
    assert set(load_province("quang_ninh").parameters) - said == set()


def test_a_stale_page_is_written_anew_and_the_text_by_hand_stays() -> None:
    old = re.sub(r"(<!-- made: persons -->\n).*?(<!-- end -->)", r"\1| gone |\n\2", PAGE, count=1, flags=re.DOTALL)
    assert old != PAGE and odd.renewed(old) == PAGE
