"""The report as a workbook: every table with real numbers, and the months, quarters and money that it sums up.

Sheets are named as the report's sections; the first tells what is in the file. A number with an interval takes three
columns. Heads are frozen and carry the unit.
"""

import re
from collections.abc import Iterable, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from experiments.report.document import Document, Paragraph, Sentences
from experiments.report.story import Story
from experiments.run_folder import wide
from experiments.spending import spending_by_year
from experiments.tables import Number, Table
from experiments.texts import indicator
from experiments.texts.phrasebook import Phrasebook

_FONT = "Times New Roman"
_BOLD, _PLAIN = Font(name=_FONT, size=11, bold=True), Font(name=_FONT, size=11)
_NOTE = Font(name=_FONT, size=10, italic=True, color="444444")
_HEAD = PatternFill("solid", fgColor="E6EDF5")
_WRAP = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_WIDEST = 60
_NOTED = 6
_NARROWEST = 11


def write_workbook(story: Story, document: Document, place: Path) -> None:
    """Write the workbook to ``place``."""
    book = Workbook()
    first: Any = book.active
    words = story.words
    listed: list[tuple[str, str]] = []
    for section in document.sections:
        tables = section.tables
        for number, table in enumerate(tables, start=1):
            name = section.short if len(tables) == 1 else f"{section.short} {number}"
            listed.append((_sheet(book, name, table, words), table.caption))
    for name, about, columns, frame in _frames(story):
        listed.append((_frame_sheet(book, name, columns, frame), about))
    _contents(first, document, listed, words)
    book.properties.title, book.properties.creator = document.title, "halong"
    book.save(place)


def _contents(sheet: Worksheet, document: Document, listed: list[tuple[str, str]], words: Phrasebook) -> None:
    """What the file is, the answer, and a line a sheet that leads there."""
    sheet.title = words("book.contents")
    sheet.append([document.title])
    sheet.append([document.subtitle])
    for block in document.sections[0].blocks:
        if isinstance(block, Sentences):
            for number, sentence in enumerate(block.items, start=1):
                sheet.append([f"{number}. {sentence}"])
        elif isinstance(block, Paragraph):
            sheet.append([block.text])
    sheet.append([words("book.unit_note")])
    for row in range(1, sheet.max_row + 1):
        cell = sheet.cell(row, 1)
        cell.font, cell.alignment = _PLAIN, _WRAP
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.row_dimensions[row].height = 16 * (1 + len(str(cell.value)) // 115)
    sheet["A1"].font = Font(name=_FONT, size=14, bold=True)
    sheet.append([])
    sheet.append([words("book.sheet"), words("book.content")])
    _as_head(sheet, sheet.max_row)
    for name, about in listed:
        sheet.append([name, about])
        cell = sheet.cell(sheet.max_row, 1)
        cell.hyperlink, cell.font = f"#'{name}'!A1", Font(name=_FONT, size=11, underline="single", color="08306B")
        sheet.cell(sheet.max_row, 2).font, sheet.cell(sheet.max_row, 2).alignment = _PLAIN, _WRAP
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 95
    _set_paper(sheet, fitted=True)


def _sheet(book: Workbook, name: str, table: Table, words: Phrasebook) -> str:
    """A sheet for a table; returns its name."""
    sheet = book.create_sheet(_free_name(book, name))
    bounded = [any(_bounded(row[place]) for row in table.rows) for place in range(len(table.columns))]
    sheet.append([table.caption])
    sheet["A1"].font = _BOLD
    sheet.append([text for title, wide_one in zip(table.columns, bounded, strict=True)
                  for text in _heads(words, title, wide_one)])  # fmt: skip
    _as_head(sheet, 2)
    for row in table.rows:
        _append(sheet, row, bounded)
    last = sheet.max_row
    _finish(sheet, table.labels)
    if table.note:
        _add_note(sheet, table.note, last + 2)
    return str(sheet.title)


def _add_note(sheet: Worksheet, note: str, row: int) -> None:
    """A note below the table, over the columns that a screen shows."""
    columns = min(sheet.max_column, _NOTED)
    cell = sheet.cell(row, 1, note)
    cell.font, cell.alignment = _NOTE, _WRAP
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    room = sum(sheet.column_dimensions[get_column_letter(place)].width for place in range(1, columns + 1))
    sheet.row_dimensions[row].height = 15 * (1 + len(note) // max(room, 40.0))


def _heads(words: Phrasebook, title: str, bounded: bool) -> list[str]:
    return [title, words("book.low", title=title), words("book.high", title=title)] if bounded else [title]


def _bounded(cell: str) -> bool:
    return isinstance(cell, Number) and cell.is_bounded


def _append(sheet: Worksheet, row: Sequence[str], bounded: Sequence[bool]) -> None:
    """A row of a table; a number with an interval takes three cells."""
    cells: list[tuple[Any, str]] = []
    for cell, wide_one in zip(row, bounded, strict=True):
        parts = [cell.value, cell.low, cell.high] if isinstance(cell, Number) else [str(cell), None, None]
        form = _format(cell) if isinstance(cell, Number) else "@"
        kept = parts if wide_one else parts[:1]
        cells += [(None if isinstance(part, float) and not isfinite(part) else part, form) for part in kept]
    sheet.append([value for value, _ in cells])
    for place, (value, form) in enumerate(cells, start=1):
        written = sheet.cell(sheet.max_row, place)
        written.font = _PLAIN
        if isinstance(value, int | float):
            written.number_format, written.alignment = form, _TOP
        else:
            written.alignment = _WRAP


def _format(number: Number) -> str:
    digits = "0" if number.percent else "#,##0"
    digits += "." + "0" * number.decimals if number.decimals else ""
    digits += "%" if number.percent else ""
    return f"+{digits};-{digits};{digits}" if number.signed else digits


def _frames(story: Story) -> Iterable[tuple[str, str, list[str], pd.DataFrame]]:
    """The long tables behind the report: name, what it is, heads, rows."""
    words = story.words
    months = wide(story.results.indicators)
    months["scenario"] = months["scenario"].map(story.title)
    heads = [
        words("book.scenario"),
        words("book.month"),
        *(_with_unit(words, str(name)) for name in months.columns[2:]),
    ]
    yield words("book.months"), words("book.months_about"), heads, months
    balance = story.results.labour_balance.astype({"quarter": "object"}).copy()
    balance["scenario"] = balance["scenario"].map(story.title)
    for by in ("occupation", "district"):
        balance[by] = balance[by].map(lambda name, by=by: words.group(by, str(name)))
    heads = [words("book.scenario"), words("book.quarter"), words("balance.occupation"), words("balance.district")]
    heads += [words(f"quarters.{name}") for name in balance.columns[4:]]
    if len(balance):
        yield words("book.quarters"), words("book.quarters_about"), heads, balance
    keys = ["lever", "agency", "source", "kind"]
    tables = [
        spending_by_year(story.results.ledger, scenario, keys, story.runs)["amount"].reset_index().assign(
            scenario=story.title(scenario)
        )
        for scenario in story.scenarios
    ]  # fmt: skip
    ledger = pd.concat(tables, ignore_index=True)
    if len(ledger):
        ledger["lever"] = ledger["lever"].map(words.lever)
        for key in keys[1:]:
            ledger[key] = ledger[key].map(lambda name, key=key: words.group(key, str(name)))
        ledger["year"] = ledger["year"].astype(int)
        heads = [words("book.scenario"), words("book.year"), *(words(f"ledger.{key}") for key in keys)]
        heads.append(words("book.amount"))
        yield words("book.ledger"), words("book.ledger_about"), heads, ledger[["scenario", "year", *keys, "amount"]]


def _with_unit(words: Phrasebook, name: str) -> str:
    unit = indicator(name).unit
    told = words("book.percent") if unit in ("share", "growth") else words(f"unit.{unit}")
    return f"{words.indicator(name)} ({told})"


def _frame_sheet(book: Workbook, name: str, heads: list[str], frame: pd.DataFrame) -> str:
    """A sheet for a long table, its numbers formatted by column."""
    sheet = book.create_sheet(_free_name(book, name))
    sheet.append(heads)
    _as_head(sheet, 1)
    forms = [_column_format(str(column), frame[column]) for column in frame.columns]
    for values in frame.itertuples(index=False, name=None):
        sheet.append([None if isinstance(value, float) and not isfinite(value) else value for value in values])
    for place, form in enumerate(forms, start=1):
        if form:
            for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
                cell.number_format = form
    for place, head in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(_NARROWEST, len(head) * 0.45 + 4), 34)
    _make_room(sheet, 1, 3.0)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    _set_paper(sheet, fitted=False)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"
    return str(sheet.title)


def _column_format(name: str, column: "pd.Series[Any]") -> str:
    if not pd.api.types.is_float_dtype(column):
        return ""
    unit = indicator(name).unit
    return {"share": "0.00%", "growth": "0.00%", "persons": "#,##0"}.get(unit, "#,##0.00")


def _as_head(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, Alignment(wrap_text=True, vertical="center")


def _finish(sheet: Worksheet, labels: int) -> None:
    """Widths by what the columns hold, the head and the first column frozen, paper across."""
    for place in range(1, sheet.max_column + 1):
        texts = [str(sheet.cell(row, place).value or "") for row in range(3, sheet.max_row + 1)]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        if place > labels:
            longest = min(longest, 24)
        head = len(str(sheet.cell(2, place).value or ""))
        width = min(max(_NARROWEST, longest + 2, head / 3), _WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    _make_room(sheet, 2, 3.0)
    for row in range(3, sheet.max_row + 1):
        _make_room(sheet, row, 1.0)
    sheet.freeze_panes = "B3"
    _set_paper(sheet, fitted=True)
    sheet.print_title_rows = "1:2"


def _make_room(sheet: Worksheet, row: int, edges: float) -> None:
    """The height that a row's longest words need in their columns, but for ``edges``: not every program finds it."""
    lines = [
        _lines(cell.value, 1.1 * sheet.column_dimensions[get_column_letter(cell.column)].width - edges)
        for cell in sheet[row]
        if isinstance(cell.value, str)
    ]
    if max(lines, default=1) > 1:
        sheet.row_dimensions[row].height = 15 * max(lines)


def _lines(text: str, letters: float) -> int:
    return sum(1 + int(len(line) // max(letters, 4.0)) for line in text.split("\n"))


def _set_paper(sheet: Worksheet, fitted: bool) -> None:
    """A4 across; a table that is for reading fits the width of the paper."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    if fitted:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _free_name(book: Workbook, name: str) -> str:
    """A sheet's name without forbidden marks, at most 31 letters, not yet taken."""
    plain = re.sub(r"[\[\]:*?/\\]", "-", name)[:31]
    taken = set(book.sheetnames)
    number = 1
    found = plain
    while found in taken:
        number += 1
        found = f"{plain[: 31 - len(str(number)) - 1]} {number}"
    return found
