"""What every Word file of the project shares: A4, fonts with all Vietnamese letters, page numbers, tables, pictures."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell

from experiments.documents.widths import Layout, kept_together, lay_out
from experiments.report.document import Picture
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook

FONT = "Times New Roman"
_BLUE = RGBColor(0x08, 0x30, 0x6B)
_A4 = (Cm(21.0), Cm(29.7))
#: Left, right, top, bottom; a turned page keeps the binding margin at its head.
_UPRIGHT, _TURNED = (Cm(2.5), Cm(1.5), Cm(2.0), Cm(2.0)), (Cm(2.0), Cm(2.0), Cm(2.5), Cm(1.5))
_SIZES = {"Normal": 12, "Title": 17, "Heading 1": 14, "Heading 2": 12.5, "Caption": 10.5}


class Paper:
    """A Word file in the making. Tables and pictures are numbered as they come."""

    def __init__(self, words: Phrasebook, title: str) -> None:
        self.words = words
        self.file: WordFile = docx.Document()
        self._tables = self._pictures = 0
        self.file.core_properties.title = title
        self.file.core_properties.author = "halong"
        self.file.core_properties.language = "vi-VN" if words.language == "vi" else "en-GB"
        _set_page(self.file.sections[0])
        _set_fonts(self.file, self.file.core_properties.language)
        _number_pages(self.file, words)

    def heading(self, text: str, level: int, new_page: bool = False, centred: bool = False) -> None:
        """A heading of the file's outline, on a new page or in the middle if wanted."""
        paragraph = self.file.add_heading(text, level)
        paragraph.paragraph_format.page_break_before = new_page
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def line(self, text: str, *, bold: bool = False, italic: bool = False, small: bool = False, style: str = "") -> Any:
        """A paragraph; returned for whoever wants more of it."""
        paragraph = self.file.add_paragraph(style=style or None)
        run = paragraph.add_run(text)
        run.bold, run.italic = bold, italic
        if small:
            run.font.size = Pt(10)
        return paragraph

    def centred(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """A centred line."""
        self.line(text, bold=bold, italic=italic).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(self, table: Table) -> None:
        """A captioned table whose head repeats on every page; its note below. A broad one gets a turned page."""
        self.turn_for(table)
        layout = self._layout(table)
        self._tables += 1
        caption = self.words("word.table", number=self._tables, caption=table.caption)
        self.file.add_paragraph(caption, style="Caption").paragraph_format.keep_with_next = True
        grid = self.file.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        grid.autofit = False
        for column, width in zip(grid.columns, layout.widths, strict=True):
            column.width = width
        _fill(grid.rows[0].cells, table.columns, layout, bold=True)
        _repeat(grid.rows[0])
        for row in table.rows:
            _fill(grid.add_row().cells, row, layout)
        for row in grid.rows:
            _keep_whole(row)
            for cell, width in zip(row.cells, layout.widths, strict=True):
                cell.width = width
        if table.note:
            self.line(table.note, italic=True, small=True).paragraph_format.space_before = Pt(3)
        else:
            self.file.add_paragraph().paragraph_format.space_after = Pt(2)

    def turn(self, turned: bool) -> None:
        """What follows stands on turned pages, or on upright ones again; a new page begins where that changes."""
        if self._is_turned != turned:
            _set_page(self.file.add_section(WD_SECTION.NEW_PAGE), turned)

    def turn_for(self, table: Table) -> None:
        """Turn the page if a table needs it, so that what leads to the table stands on the same page."""
        self.turn(self._is_turned or self._layout(table).turned)

    def _layout(self, table: Table) -> Layout:
        return lay_out(table, 0 if self._is_turned else _across(False), _across(True))

    @property
    def _is_turned(self) -> bool:
        return bool(self.file.sections[-1].orientation == WD_ORIENT.LANDSCAPE)

    def break_page(self) -> None:
        """What follows begins on a new page."""
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def letterhead(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Who writes on the left, the State on the right, number and date below, as official letters have it."""
        bold = (len(left) - 1, len(right) - 1)
        self._beside((left, right), (0.4, 0.6), bold, 11)

    def signature(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Who gets copies on the left, who signs on the right."""
        between = self.file.add_paragraph().paragraph_format
        between.space_after, between.keep_with_next = Pt(0), True
        self._beside((left, right), (0.5, 0.5), (1, 1), 11)

    def _beside(
        self, sides: tuple[Sequence[str], ...], shares: Sequence[float], bold: Sequence[int], size: int
    ) -> None:
        """Lines side by side without rules; the first ``bold`` lines of a side are bold, the others plain."""
        grid = self.file.add_table(rows=1, cols=len(sides))
        grid.autofit = False
        for place, (cell, lines, share, strong) in enumerate(zip(grid.rows[0].cells, sides, shares, bold, strict=True)):
            grid.columns[place].width = cell.width = Emu(int(_across(self._is_turned) * share))
            for number, text in enumerate(lines):
                paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(text)
                run.bold, run.italic, run.font.size = number < strong, number >= strong, Pt(size)

    def picture(self, picture: Picture) -> None:
        """A picture over the width of the page, described for those who cannot see it, its caption below."""
        self._pictures += 1
        paragraph = self.file.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Cm(15.5))
        about = shape._inline.docPr
        about.set("descr", picture.alt)
        about.set("title", picture.caption)
        caption = self.words("word.picture", number=self._pictures, caption=picture.caption)
        self.file.add_paragraph(caption, style="Caption").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _across(turned: bool) -> int:
    """Room between the margins of an upright or a turned page."""
    left, right, *_ = _TURNED if turned else _UPRIGHT
    return int(_A4[turned] - left - right)


def _set_page(section: Any, turned: bool = False) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(_A4) if turned else _A4
    margins = _TURNED if turned else _UPRIGHT
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = margins


def _set_fonts(file: WordFile, language: str) -> None:
    for name, size in _SIZES.items():
        style: Any = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(part), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.color.rgb, style.font.italic = _BLUE, False
    caption: Any = file.styles["Caption"]
    caption.font.bold = True
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    file.styles["Normal"].element.get_or_add_rPr().append(spoken)


def _number_pages(file: WordFile, words: Phrasebook) -> None:
    """Page and pages in the foot, as fields that Word and LibreOffice fill."""
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = words("page.number", page="\0", pages="\0").split("\0")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(text)
        if field:
            _add_field(paragraph, field)


def _add_field(paragraph: Any, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run("1" if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text and kind != "shown":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], layout: Layout, bold: bool = False) -> None:
    for cell, text, is_right in zip(cells, texts, layout.right, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(kept_together(text))
        run.font.size, run.bold = Pt(layout.size), bold
        if is_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if bold:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E6EDF5")
            cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
