"""A report before it has a form: sections of sentences, tables and pictures, laid out by the page, Word and Excel."""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Literal

from matplotlib.figure import Figure

from experiments.figures import style
from experiments.tables import Table
from experiments.texts import Language


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a ``note`` is small, a ``warning`` stands out, ``code`` is to be typed."""

    text: str
    kind: Literal["plain", "note", "warning", "code"] = "plain"


@dataclass(frozen=True)
class Sentences:
    """Numbered sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A figure with its file name, caption and alternative text."""

    name: str
    caption: str
    alt: str
    figure: Figure

    @cached_property
    def svg(self) -> bytes:
        """The figure as an SVG file."""
        with style.styled():
            return style.as_svg(self.figure)

    @cached_property
    def png(self) -> bytes:
        """The figure as a PNG file."""
        with style.styled():
            return style.as_png(self.figure)

    def element(self, prefix: str = "") -> str:
        """The figure as an SVG element to stand inside a page: named, described, its identifiers its own."""
        text = self.svg.decode("utf-8")
        text = text[text.index("<svg") :]
        text = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{prefix}{self.name}-", text)
        label = escape(self.alt, quote=True)
        return text.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


@dataclass(frozen=True)
class Pictures:
    """Pictures that stand side by side where there is room."""

    items: tuple[Picture, ...]


Block = Heading | Paragraph | Sentences | Picture | Pictures | Table


@dataclass(frozen=True)
class Section:
    """A part of the report; ``short`` is its name where room is scarce; it may want a page of its own on paper."""

    name: str
    title: str
    short: str
    blocks: tuple[Block, ...]
    new_page: bool = False

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class Document:
    """A report in one language."""

    language: Language
    title: str
    subtitle: str
    contents: str
    sections: tuple[Section, ...]

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in order."""
        blocks = [block for section in self.sections for block in section.blocks]
        alone = [[block] if isinstance(block, Picture) else [] for block in blocks]
        groups = [list(block.items) if isinstance(block, Pictures) else [] for block in blocks]
        return [picture for pair in zip(alone, groups, strict=True) for found in pair for picture in found]
