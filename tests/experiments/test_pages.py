"""The documents do what they say: their files are written, their commands and lines of Python run, top to bottom."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.experiments.pages import ROOT, SHOWN_ONLY, blocks, pages, run

RUNNABLE = ("console", "python")
#: Set by ``make docs-slow``: blocks that need minutes are run too.
SLOW = bool(os.environ.get("HALONG_SLOW_DOCS"))
PROGRAMS = [
    page
    for page in pages()
    if any(block.kind in RUNNABLE and not block.title and block.mark in ("", "slow" * SLOW) for block in blocks(page))
]


@pytest.mark.parametrize("page", PROGRAMS, ids=[page.stem for page in PROGRAMS])
def test_everything_on_the_page_runs(page: Path, tmp_path: Path) -> None:
    assert run(page, tmp_path, SLOW) > 0


@pytest.mark.parametrize("page", pages(), ids=[str(page.relative_to(ROOT)) for page in pages()])
def test_every_block_has_a_language_and_what_is_not_run_says_why(page: Path) -> None:
    for block in blocks(page):
        assert block.kind in (*RUNNABLE, *SHOWN_ONLY), (page.name, block.text[:60])
        assert not block.mark or len(block.why) > 10
    made = page.name == "validation.md"  # names the command that wrote it
    told = page.read_text(encoding="utf-8")
    assert made or not re.search(r"\n\n    (halong|make|pip) ", told), (
        "a command that no test sees: put it into a block"
    )


def test_every_make_target_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        target
        for page in pages()
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"run", "test", "docs", "coverage", "mutants", "matrix", "package"} <= named <= targets


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "WARNING" not in done.stdout + done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    outside = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:)?//', page)
    assert "Kế hoạch 66" in page and outside == []
    assert "contact_rate_unemployed" in (tmp_path / "site" / "parameters.html").read_text(encoding="utf-8")
