"""The report of a run folder as page, Word file, workbook and pictures. It reads the folder alone."""

from pathlib import Path

from experiments.report.document import Document
from experiments.report.page import page
from experiments.report.sections import document
from experiments.report.story import read_story
from experiments.texts import LANGUAGES, Language

PAGE, WORD, BOOK, FORMS = "report.html", "report.docx", "report.xlsx", "annual_reports.docx"
PICTURES = "figures"
FORMATS = ("html", "docx", "xlsx", "png")
#: What `halong run` writes.
ALWAYS = frozenset({"html", "png"})


def write_report(folder: Path, language: Language, formats: frozenset[str] = ALWAYS) -> list[Path]:
    """Write the report into a run folder, from its tables and manifest; return the files for people to open.

    The page holds both languages, ``language`` first; the other forms are in ``language`` alone. ``figures/`` gets
    every picture as SVG, and as PNG if asked for.
    """
    story = read_story(folder, language)
    own = document(story)
    if formats & ALWAYS:
        _write_pictures(folder, own, png="png" in formats)
    written = []
    if "html" in formats:
        others = [document(story.told_in(other)) for other in LANGUAGES if other != language]
        (folder / PAGE).write_text(page([own, *others]), encoding="utf-8", newline="\n")
        written.append(folder / PAGE)
    if "docx" in formats:
        from experiments.documents.annual import write_annual_reports
        from experiments.documents.word import write_word

        write_word(own, folder / WORD)
        written.append(folder / WORD)
        written += write_annual_reports(story, folder / FORMS)
    if "xlsx" in formats:
        from experiments.documents.workbook import write_workbook

        write_workbook(story, own, folder / BOOK)
        written.append(folder / BOOK)
    return written


def _write_pictures(folder: Path, own: Document, png: bool) -> None:
    shown = folder / PICTURES
    shown.mkdir(exist_ok=True)
    for picture in own.pictures:
        (shown / f"{picture.name}.svg").write_bytes(picture.svg)
        if png:
            (shown / f"{picture.name}.png").write_bytes(picture.png)
