"""The report as Word file and workbook: what offices circulate says what the page says, in real tables and numbers."""

import shutil
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import docx
import pytest
from docx.shared import Cm, Pt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from experiments.documents.paper import Paper
from experiments.documents.widths import FIXED_SPACE, lay_out
from experiments.report import write_report
from experiments.report.answer import answer
from experiments.report.sections import document
from experiments.report.story import read_story
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

FORMATS = frozenset({"docx", "xlsx"})


@pytest.fixture(scope="module")
def folder(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = copytree(run_folder, tmp_path_factory.mktemp("office") / "study_cards")
    write_report(copied, "vi", FORMATS)
    return copied


@pytest.fixture(scope="module")
def word(folder: Path) -> Any:
    return docx.Document(str(folder / "report.docx"))


@pytest.fixture(scope="module")
def book(folder: Path) -> Any:
    return load_workbook(folder / "report.xlsx")


def test_word_has_the_answer_and_every_section_of_the_page(folder: Path, word: Any) -> None:
    story = read_story(folder, "vi")
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert all(sentence in texts for sentence in answer(story, "study_cards"))
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert headings == [section.title for section in document(story).sections]


def test_word_s_tables_are_tables_with_numbered_captions(folder: Path, word: Any) -> None:
    told = [table for section in document(read_story(folder, "vi")).sections for table in section.tables]
    assert len(word.tables) == len(told)
    captions = [one.text for one in word.paragraphs if one.style.name == "Caption" and one.text.startswith("Bảng")]
    assert [caption.split(". ", 1)[1] for caption in captions] == [table.caption for table in told]
    first = [cell.text.replace(FIXED_SPACE, " ") for cell in word.tables[0].rows[1].cells]
    assert first == [str(cell) for cell in told[0].rows[0]]


def test_no_interval_is_broken_in_word(word: Any) -> None:
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    intervals = [line for text in cells for line in text.split("\n") if line.startswith("[")]
    assert len(intervals) > 10
    assert [line for line in intervals if " " in line] == []


def test_a_table_too_broad_for_an_upright_page_gets_a_turned_one(tmp_path: Path) -> None:
    interval = "+1,000\n[+1,000; +2,000]"
    narrow = Table("Narrow", ["Group", "2025"], [["Men", interval]])
    broad = Table("Broad", ["Group", *map(str, range(2021, 2029))], [["Men", *([interval] * 8)]])
    paper = Paper(Phrasebook("en"), "Tables")
    for table in (narrow, broad):
        paper.table(table)
    sections = paper.file.sections
    assert [section.page_width > section.page_height for section in sections] == [False, True]
    assert len(interval.split("\n")[1]) * 0.4 * Pt(7) < min(
        cell.width for cell in paper.file.tables[1].rows[0].cells[1:]
    )


@given(st.lists(st.integers(1, 60), min_size=2, max_size=12), st.integers(1, 400))
def test_columns_fill_the_room_and_none_is_lost(lengths: list[int], sentence: int) -> None:
    cells = ["x" * length for length in lengths[:-1]] + ["word " * (sentence // 5 + 1)]
    table = Table("Any", [f"c{number}" for number in range(len(cells))], [cells])
    layout = lay_out(table, Cm(17), Cm(25.7))
    room = Cm(25.7) if layout.turned else Cm(17)
    assert room - len(cells) <= sum(layout.widths) <= room
    assert min(layout.widths) > 0


def test_word_s_pictures_are_described(word: Any) -> None:
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(described) >= 15
    assert all(len(text) > 20 for text in described)


def test_word_is_a4_with_page_numbers_in_a_font_that_has_vietnamese_letters(word: Any) -> None:
    section = word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert "PAGE" in section.footer._element.xml
    assert word.styles["Normal"].font.name == "Times New Roman"


def test_the_first_sheet_leads_to_every_other(book: Any) -> None:
    first = book.worksheets[0]
    links = [row[0].hyperlink.location or row[0].hyperlink.target for row in first.iter_rows() if row[0].hyperlink]
    assert [link.strip("#").split("!")[0].strip("'") for link in links] == book.sheetnames[1:]


def test_sheets_hold_numbers_in_the_reader_s_format(folder: Path, book: Any) -> None:
    story = read_story(folder, "vi")
    effects = story.results.effects
    row = effects[(effects["indicator"] == "formal_wage_employment") & (effects["by"] == "all")].set_index("month")
    sheet = book["Tác động 1"]
    heads = [cell.value for cell in sheet[2]]
    place = heads.index("12 tháng cuối")
    found = next(line for line in sheet.iter_rows(min_row=3) if str(line[0].value).startswith("Lao động làm công"))
    assert found[place].value == pytest.approx(row.loc["last12", "mean"])
    assert found[place + 1].value == pytest.approx(row.loc["last12", "low"])
    assert heads[place + 1] == "12 tháng cuối: thấp"
    assert found[place].number_format == "+#,##0;-#,##0;#,##0"
    card = book["Trả lời"]
    shares = [line[3] for line in card.iter_rows(min_row=3, max_row=6)]
    assert all(0.0 < cell.value < 1.0 and cell.number_format == "0.00%" for cell in shares)


def test_heads_are_frozen_and_name_their_unit(book: Any) -> None:
    assert all(sheet.freeze_panes for sheet in book.worksheets[1:])
    months = book["Chỉ tiêu theo tháng"]
    heads = [str(cell.value) for cell in months[1]]
    assert all(head.endswith(")") for head in heads[2:])
    assert months.max_row == 1 + 2 * 72


def test_wrapped_words_have_the_lines_they_need_on_every_sheet(book: Any) -> None:
    """At most a letter and a half lies on a unit of a column's width; a line is at least twelve points high."""
    wrapped = 0
    for sheet in (one for one in book.worksheets[1:] if one.freeze_panes == "B3"):
        for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1):
            for cell in (one for one in row if isinstance(one.value, str) and one.coordinate not in sheet.merged_cells):
                room = 1.5 * sheet.column_dimensions[cell.column_letter].width
                lines = sum(max(len(line) / room, 1.0) for line in cell.value.split("\n"))
                assert (sheet.row_dimensions[cell.row].height or 15) >= 12 * lines, (sheet.title, cell.value)
                wrapped += lines > 1
    assert wrapped > 3


def test_each_body_has_a_form_due_in_november(folder: Path) -> None:
    forms = docx.Document(str(folder / "annual_reports.docx"))
    texts = [paragraph.text for paragraph in forms.paragraphs]
    assert any(text.startswith("BÁO CÁO\n") for text in texts)
    assert "I. Các chỉ tiêu chủ yếu" in texts
    assert "II. Kết quả thực hiện nhiệm vụ và giải pháp" in texts
    assert any("Liều lượng là giả định của dự án này; kế hoạch không quy định." in text for text in texts)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_an_office_opens_both_and_prints_them(folder: Path, tmp_path: Path) -> None:
    copies = {"word": "report.docx", "forms": "annual_reports.docx", "book": "report.xlsx"}
    files = [shutil.copy(folder / name, tmp_path / f"{short}{Path(name).suffix}") for short, name in copies.items()]
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = {short: PdfReader(tmp_path / f"{short}.pdf").pages for short in copies}
    assert "Trang 1 / " in pages["word"][0].extract_text()
    assert "66/KH-UBND" in pages["forms"][0].extract_text()
    assert len(pages["book"]) > 5
