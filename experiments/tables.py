"""Tables as people read them: built once, printed on a terminal or laid out in the report."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A caption, column titles and rows of text; the first ``labels`` columns are words, the others numbers."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    labels: int = 1
    note: str = ""

    def as_text(self) -> str:
        """The table in aligned columns for a terminal."""
        lines = [[cell.replace("\n", " ") for cell in line] for line in (self.columns, *self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        printed = [self._line(line, widths) for line in lines]
        rule = "  ".join("-" * width for width in widths)
        note = [self.note] if self.note else []
        return "\n".join([self.caption, printed[0], rule, *printed[1:], *note])

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        aligned = [
            cell.ljust(width) if place < self.labels else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(aligned).rstrip()
