"""How a table lies on paper: upright or turned, in which size of letters, how broad each column.

The largest letters are taken in which no word and no interval is broken, the page upright if there is one; a column
with much to say gets room to say it in. Breadths of letters are those of Times New Roman, in ems.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from docx.shared import Emu, Pt

from experiments.tables import Table

FIXED_SPACE = "\N{NO-BREAK SPACE}"
_UPRIGHT, _TURNED = (10.0, 9.0, 8.5, 8.0), (10.0, 9.0, 8.5, 8.0, 7.5, 7.0)
#: Tables with more columns than these do not begin with the largest letters.
_FEW = 5
_EMS = {
    **dict.fromkeys(f"ijlt.,;:'|/ {FIXED_SPACE}", 0.28),
    **dict.fromkeys("()[]-rfsI", 0.36),
    **dict.fromkeys("mwMW%", 0.86),
}
_CAPITAL, _OTHER, _BOLD = 0.72, 0.5, 1.1
#: Both edges of a cell, with a little to spare; the longest cell whose words are kept together.
_EDGES, _SHORT = Pt(12.5), 18
#: The longest line of a column that is set right.
_BRIEF = 24
#: Columns of words are given at least so many ems and such a part of their longest cell; at most the other bound.
_WORDS, _PART, _FULL = 7.0, 1 / 7, 20.0
_LONGEST, _TITLE_LINES = 60.0, 3


@dataclass(frozen=True)
class Layout:
    """Whether the page is turned, the size of letters in points, each column's breadth and whether it is set right.

    Right is a column of numbers or of answers as short; one of sentences is set left.
    """

    turned: bool
    size: float
    widths: list[Emu]
    right: list[bool]


def lay_out(table: Table, upright: int, turned: int) -> Layout:
    """The layout of a table for the room across an upright and a turned page."""
    tries = [(False, upright, size) for size in _UPRIGHT] + [(True, turned, size) for size in _TURNED]
    tries = tries[len(table.columns) > _FEW :]
    is_turned, room, size = next((one for one in tries if sum(_ems(table, _least, one[2])) <= one[1]), tries[-1])
    widths = _shared(_ems(table, _least, size), _ems(table, _wanted, size), room)
    return Layout(is_turned, size, widths, _right(table))


def _ems(table: Table, measure: Callable[[Table, int], float], size: float) -> list[float]:
    """Every column's measure in letters of a size, with the edges of its cells."""
    return [measure(table, place) * size * Pt(1) + _EDGES for place in range(len(table.columns))]


def _right(table: Table) -> list[bool]:
    brief = [all(len(line) <= _BRIEF for line in _lines(table, place)) for place in range(len(table.columns))]
    return [place >= table.labels and is_brief for place, is_brief in enumerate(brief)]


def kept_together(text: str) -> str:
    """The text of a cell whose intervals and short lines are not to be broken."""
    return "\n".join(_whole(line) for line in str(text).split("\n"))


def _whole(line: str) -> str:
    if len(line) <= _SHORT and any(map(str.isdigit, line)):
        return line.replace(" ", FIXED_SPACE)
    return re.sub(r"\[[^\]]*\]", lambda found: found[0].replace(" ", FIXED_SPACE), line)


def _least(table: Table, place: int) -> float:
    """Ems without which a word would be broken, or a column of sentences would be a thread."""
    title = str(table.columns[place])
    longest = max(map(_breadth, _lines(table, place)), default=0.0)
    words = [_breadth(word) for line in _lines(table, place) for word in line.split(" ")]
    heads = [_BOLD * _breadth(word) for word in title.split()]
    sentences = min(longest, _WORDS + _PART * longest, _FULL)
    return max([*words, *heads, sentences, _BOLD * _breadth(title) / _TITLE_LINES])


def _wanted(table: Table, place: int) -> float:
    """Ems in which the longest line fits, unless it is very long."""
    return min(max(map(_breadth, _lines(table, place)), default=0.0), _LONGEST)


def _lines(table: Table, place: int) -> Iterator[str]:
    for row in table.rows:
        yield from kept_together(row[place]).split("\n")


def _breadth(text: str) -> float:
    return sum(_EMS.get(letter, _CAPITAL if letter.isupper() else _OTHER) for letter in text)


def _shared(least: Sequence[float], wanted: Sequence[float], room: int) -> list[Emu]:
    """Each column's least, what is left for those that want more, and then for all, so that the room is filled."""
    more = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    spare = max(room - sum(least), 0.0)
    share = min(spare / sum(more), 1.0) if sum(more) else 0.0
    widths = [need + share * extra for need, extra in zip(least, more, strict=True)]
    return [Emu(int(room * width / sum(widths))) for width in widths]
