"""The report as a Word file: the sections of the page, headings for the outline, numbered tables and pictures."""

from collections.abc import Sequence
from pathlib import Path

from experiments.documents.paper import Paper
from experiments.report.document import Block, Document, Heading, Paragraph, Picture, Pictures, Section, Sentences
from experiments.tables import Table
from experiments.texts.phrasebook import Phrasebook


def write_word(document: Document, place: Path) -> None:
    """Write the report to ``place``."""
    paper = Paper(Phrasebook(document.language), document.title)
    paper.file.add_heading(document.title, 0)
    paper.line(document.subtitle, italic=True)
    for section in document.sections:
        _turn(paper, section)
        paper.heading(section.title, 1, section.new_page)
        for number, block in enumerate(section.blocks):
            _lead(paper, section.blocks[number:])
            _add(paper, block)
    paper.file.save(str(place))


def _turn(paper: Paper, section: Section) -> None:
    """Begin a section on upright pages, unless its first table is broad and nothing but words comes before it."""
    if section.new_page:
        paper.turn(False)
    _lead(paper, section.blocks)


def _lead(paper: Paper, blocks: Sequence[Block]) -> None:
    """Turn the page for the next table or picture: the words before it go with it; tables after a broad one stay."""
    first = next((block for block in blocks if isinstance(block, Table | Picture | Pictures)), None)
    if isinstance(first, Table):
        paper.turn_for(first)
    elif first is not None:
        paper.turn(False)


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
