"""Months as whole numbers since January 1900, so that a date fits into two bytes and a difference is a duration."""

import re

_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_index(text: str) -> int:
    """Month number of ``YYYY-MM``. Raises ValueError when the text is not a month."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a month; write YYYY-MM, for example 2023-07")
    return (int(match[1]) - 1900) * 12 + int(match[2]) - 1


def month_text(index: int) -> str:
    """``YYYY-MM`` of a month number."""
    return f"{year_of(index):04d}-{month_of(index):02d}"


def year_of(index: int) -> int:
    """Calendar year of a month number."""
    return 1900 + index // 12


def month_of(index: int) -> int:
    """Calendar month, 1 to 12, of a month number."""
    return index % 12 + 1
