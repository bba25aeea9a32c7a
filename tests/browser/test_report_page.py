"""The report in a browser: both languages, by keyboard and on paper, without scripts, errors or serious findings."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import serious

SENTENCES = {
    "vi": "Liều lượng là giả định của dự án này; kế hoạch không quy định.",
    "en": "Doses are assumptions of this project; the plan sets none.",
}


def test_the_report_changes_language_by_keyboard(page: Page, run_folder: Path, complaints: list[str]) -> None:
    page.goto((run_folder / "report.html").as_uri())
    expect(page.get_by_text(SENTENCES["en"]).first).to_be_visible()
    expect(page.get_by_text(SENTENCES["vi"]).first).to_be_hidden()
    page.locator("#show-en").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(SENTENCES["vi"]).first).to_be_visible()
    expect(page.get_by_text(SENTENCES["en"]).first).to_be_hidden()
    page.get_by_role("link", name="Kinh phí").first.click()
    assert page.url.endswith("#vi-ledger")
    assert complaints == []


def test_the_report_has_no_serious_finding_of_accessibility(page: Page, run_folder: Path) -> None:
    page.goto((run_folder / "report.html").as_uri())
    assert serious(page) == []
    page.locator("#show-vi").check(force=True)
    assert serious(page) == []


#: Between the margins of an A4 page, upright and turned, in pixels of CSS.
_ACROSS = {".wide:not(.broad)": 695, ".wide.broad": 1024}
_CUT = "one => [...document.querySelectorAll(one)].filter(part => part.scrollWidth > part.clientWidth).length"


def test_no_table_is_cut_on_paper(page: Page, run_folder: Path) -> None:
    page.goto((run_folder / "report.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator(".wide.broad").count() > 0
    for tables, across in _ACROSS.items():
        page.set_viewport_size({"width": across, "height": 1000})
        for language in ("vi", "en"):
            page.evaluate("chosen => { document.getElementById(chosen).checked = true; }", f"show-{language}")
            assert page.evaluate(_CUT, f"#in-{language} {tables}") == 0


def test_the_first_printed_page_has_the_answer_and_the_whole_scorecard(
    page: Page, run_folder: Path, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    page.goto((run_folder / "report.html").as_uri())
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    paper = PdfReader(tmp_path / "report.pdf")
    first = " ".join(paper.pages[0].extract_text().split())
    assert "The answer" in first
    assert "Share of schools reached by career guidance" in first
    assert "Paths of the indicators" not in first
    sizes = [(round(one.mediabox.width / 72 * 25.4), round(one.mediabox.height / 72 * 25.4)) for one in paper.pages]
    assert sizes[0] == (210, 297)
    assert set(sizes) == {(210, 297), (297, 210)}, "tables too broad for an upright page lie on turned ones"
