"""The report as one page of HTML that needs nothing outside itself, with every language it was written in."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from experiments.pages import render
from experiments.report.document import Block, Document, Heading, Paragraph, Picture, Pictures, Sentences
from experiments.texts.phrasebook import Phrasebook

_KINDS = ((Heading, "heading"), (Sentences, "sentences"), (Picture, "picture"), (Pictures, "pictures"))


def page(documents: Sequence[Document]) -> str:
    """The page, the first document shown at once and the others at a click; works without scripts."""
    words = Phrasebook(documents[0].language)
    return render(
        "report.html.j2",
        words,
        documents=[_content(document) for document in documents],
        choice=words("page.language_choice"),
    )


def _content(document: Document) -> dict[str, Any]:
    words = Phrasebook(document.language)
    return {
        "language": document.language,
        "language_name": words("page.language_name"),
        "skip": words("page.skip"),
        "title": document.title,
        "subtitle": document.subtitle,
        "contents": document.contents,
        "sections": [
            {
                "name": f"{document.language}-{section.name}",
                "title": section.title,
                "new_page": section.new_page,
                "blocks": [_block(block, document.language) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, language: str) -> dict[str, Any]:
    kind = next((name for one, name in _KINDS if isinstance(block, one)), "table")
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "class": block.kind, "text": block.text}
    if isinstance(block, Picture):
        return {"kind": kind, "items": [_picture(block, language)]}
    if isinstance(block, Pictures):
        return {"kind": kind, "items": [_picture(picture, language) for picture in block.items]}
    return {"kind": kind, "content": block}


def _picture(picture: Picture, language: str) -> dict[str, Any]:
    return {"caption": picture.caption, "svg": Markup(picture.element(f"{language}-"))}
