"""The report as a Word file: the sections of the page, headings for the outline, numbered tables and pictures."""

from pathlib import Path

from experiments.documents.paper import Paper
from experiments.report.document import Block, Document, Heading, Paragraph, Picture, Pictures, Sentences
from experiments.texts.phrasebook import Phrasebook


def write_word(document: Document, place: Path) -> None:
    """Write the report to ``place``."""
    paper = Paper(Phrasebook(document.language), document.title)
    paper.file.add_heading(document.title, 0)
    paper.line(document.subtitle, italic=True)
    for section in document.sections:
        paper.heading(section.title, 1, section.new_page)
        for block in section.blocks:
            _add(paper, block)
    paper.file.save(str(place))


def _add(paper: Paper, block: Block) -> None:
    if isinstance(block, Heading):
        paper.heading(block.text, 2)
    elif isinstance(block, Sentences):
        for text in block.items:
            paper.line(text, style="List Number")
    elif isinstance(block, Paragraph):
        paper.line(block.text, bold=block.kind == "warning", italic=block.kind == "note", small=block.kind == "note")
    elif isinstance(block, Picture):
        paper.picture(block)
    elif isinstance(block, Pictures):
        for picture in block.items:
            paper.picture(picture)
    else:
        paper.table(block)
