"""Reading a survey file: any of four formats, through a codebook, to answers; every fault with its column and remedy.

Nothing is dropped silently: a report counts records read, outside the province, without an answer and impossible ones.
Impossible values of up to a small share of the records become missing; more of them mean that file and codebook do not
belong together, and reading stops.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys import SurveyError
from calibration.surveys.codebook import Allowed, Codebook, open_codebook, shipped_codebooks
from simulation.scenario.shipped import is_file

#: Share of the records that may hold impossible values in a column before reading stops.
TOLERATED = 0.001
FORMATS = (".csv", ".dta", ".sav", ".parquet")
#: What files of other formats begin with, when they carry the ending of text.
_BEGINNINGS = {
    b"PK\x03\x04": "Excel (.xlsx)",
    b"\xd0\xcf\x11\xe0": "Excel (.xls)",
    b"PAR1": "Parquet",
    b"<stata_dta>": "Stata (.dta)",
    b"$FL2": "SPSS (.sav)",
}
#: What SPSS files begin with whose records are compressed all together.
_PACKED = b"$FL3"
#: A number with a decimal comma.
_COMMA = r"^\s*(-?\d*),(\d+)\s*$"
_FEWEST = 30


@dataclass(frozen=True)
class SurveyFault:
    """One thing wrong with a survey file: in which column, in how many of its records (-1: all of it), what to do."""

    file: str
    column: str
    rows: int
    records: int
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: column {self.column}" if self.column else self.file
        many = f" ({self.rows:,} of {self.records:,} records)" if self.records else f" ({self.rows:,} records)"
        many = many if self.rows >= 0 else ""
        return f"{where}: {self.message}{many}\n    {self.remedy}"


class SurveyFileError(SurveyError):
    """A survey file that cannot be used; ``faults`` holds every fault found."""

    def __init__(self, faults: list[SurveyFault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass
class Reading:
    """A file while it is read: cells by column, what is wrong so far, and what is counted."""

    file: str
    cells: pd.DataFrame
    tolerated: float = TOLERATED
    faults: list[SurveyFault] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Records at hand."""
        return len(self.cells)

    def wrong(self, column: str, rows: int, message: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(SurveyFault(self.file, column, rows, self.records, message, remedy))

    def count(self, what: str, column: str, rows: int, note: str = "") -> None:
        """Count records for the report."""
        self.counts.append({"what": what, "column": column, "records": rows, "note": note})

    def impossible(self, column: str, bad: npt.NDArray[np.bool_], message: str, remedy: str) -> None:
        """Count impossible values; more than are tolerated are a fault."""
        rows = int(bad.sum())
        if rows > self.tolerated * self.records:
            self.wrong(column, rows, message, remedy)
        elif rows:
            self.count("impossible", column, rows, message)

    def stop_if_wrong(self) -> None:
        """Raise SurveyFileError when there are faults."""
        if self.faults:
            raise SurveyFileError(self.faults)

    def keep(self, rows: npt.NDArray[np.bool_]) -> None:
        """Go on with some of the records."""
        self.cells = self.cells[rows].reset_index(drop=True)


def open_survey(path: Path, codebook: Codebook, tolerated: float = TOLERATED) -> Reading:
    """The columns of a file that a codebook needs. Raises SurveyFileError when it is no table or lacks some."""
    if not is_file(path):
        raise SurveyFileError([_whole(path, "there is no such file", _nearest_file(path))])
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise SurveyFileError(
            [
                _whole(
                    path,
                    f"{suffix or 'a file without ending'} is no known format",
                    "save it as CSV, Stata (.dta), SPSS (.sav) or Parquet",
                )
            ]
        )
    try:
        cells = _READERS[suffix](path, codebook)
    except SurveyFileError:
        raise
    except Exception as error:  # whatever a library says of a broken file
        reason = " ".join(str(error).split())[:120]
        raise SurveyFileError(
            [
                _whole(
                    path,
                    f"cannot be read as {suffix[1:]}: {reason}",
                    "export the file anew; compare its ending with its format",
                )
            ]
        ) from None
    _check_columns(path, cells, codebook)
    _check_decimals(path, cells, codebook, tolerated)
    known = [name for name in (*codebook.needed, *codebook.optional) if name in cells.columns]
    return Reading(str(path), cells[known], tolerated)


def _whole(path: Path, message: str, remedy: str) -> SurveyFault:
    return SurveyFault(str(path), "", -1, 0, message, remedy)


def _nearest_file(path: Path) -> str:
    names = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    close = get_close_matches(path.name, names, n=1)
    return f"did you mean {close[0]!r}?" if close else "check the path given to --survey"


def _read_csv(path: Path, codebook: Codebook) -> pd.DataFrame:
    _check_text(path)
    try:
        with path.open(
            encoding="utf-8-sig" if codebook.encoding == "utf-8" else codebook.encoding, newline=""
        ) as lines:
            text = lines.read()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        remedy = "save the file as UTF-8, or name its encoding in the codebook, for example encoding: windows-1258"
        raise SurveyFileError([_whole(path, f"line {line} is not {codebook.encoding} text", remedy)]) from None
    heads = next(csv.reader([text.split("\n", 1)[0].rstrip("\r")], delimiter=codebook.separator), [])
    _check_head(path, heads, codebook)
    cells = pd.read_csv(StringIO(text), sep=codebook.separator, dtype=str, keep_default_na=False)
    if cells.shape[1] and (cells.iloc[:, -1] == "").any():  # only then can a record lack cells
        _check_ends(path, text, len(heads), codebook)
    return cells.replace(_COMMA, r"\1.\2", regex=True) if codebook.decimal == "," else cells


def _check_ends(path: Path, text: str, columns: int, codebook: Codebook) -> None:
    """Every record has a cell in every column: one that has not is where a file was cut."""
    records = csv.reader(StringIO(text), delimiter=codebook.separator)
    short = [(records.line_num, len(record)) for record in records if record and len(record) < columns]
    if short:
        line, cells = short[0]
        message = f"line {line} has {cells} of {columns} cells"
        if len(short) > 1:
            message = f"line {line} has {cells} of {columns} cells, and {len(short) - 1:,} others have too few"
        raise SurveyFileError([_whole(path, message, "the file may be cut off there: copy or export it anew")])


def _check_text(path: Path) -> None:
    """A file whose ending says CSV and whose first bytes say another format is named for what it is."""
    with path.open("rb") as opened:
        head = opened.read(16)
    for beginning, name in _BEGINNINGS.items():
        if head.startswith(beginning):
            remedy = "save the sheet as CSV (UTF-8)" if "Excel" in name else "give the file the ending of its format"
            raise SurveyFileError([_whole(path, f"is no CSV text but {name}", remedy)])


def _check_head(path: Path, heads: list[str], codebook: Codebook) -> None:
    twice = sorted({name for name in heads if heads.count(name) > 1})
    if twice:
        raise SurveyFileError(
            [
                SurveyFault(str(path), name, -1, 0, "stands twice in the first line", "rename or delete one of the two")
                for name in twice
            ]
        )
    if len(heads) == 1 and re.search(r"[;\t|]", heads[0]):
        found = next(mark for mark in ";\t|" if mark in heads[0])
        raise SurveyFileError(
            [
                _whole(
                    path,
                    f"columns are divided by {found!r}, not {codebook.separator!r}",
                    f'write in the codebook: separator: "{found}"',
                )
            ]
        )


def _read_stata(path: Path, codebook: Codebook) -> pd.DataFrame:
    import pyreadstat

    _check_promise(path, pyreadstat.read_dta)
    return pd.DataFrame(pyreadstat.read_dta(str(path), apply_value_formats=False)[0])


def _read_spss(path: Path, codebook: Codebook) -> pd.DataFrame:
    import pyreadstat

    _check_promise(path, pyreadstat.read_sav)
    return pd.DataFrame(pyreadstat.read_sav(str(path), apply_value_formats=False)[0])


def _check_promise(path: Path, read: Callable[..., Any]) -> None:
    """A cell needs a byte at least, but in files that are packed whole: a head that promises more is damaged.

    The reader would ask for room for all that is promised before it looks.
    """
    head = read(str(path), metadataonly=True)[1]
    with path.open("rb") as opened:
        packed = opened.read(4) == _PACKED
    if not packed and (head.number_rows or 0) * head.number_columns > path.stat().st_size:
        message = f"promises {head.number_rows:,} records, more than a file of its size can hold"
        raise SurveyFileError([_whole(path, message, "the file is cut off or damaged: copy or export it anew")])


def _read_parquet(path: Path, codebook: Codebook) -> pd.DataFrame:
    return pd.read_parquet(path)


_READERS = {".csv": _read_csv, ".dta": _read_stata, ".sav": _read_spss, ".parquet": _read_parquet}


def _check_columns(path: Path, cells: pd.DataFrame, codebook: Codebook) -> None:
    """Every column the codebook needs is there, and some records."""
    missing = [name for name in codebook.needed if name not in cells.columns]
    alike = _alike(missing, cells)
    if len(alike) > len(codebook.needed) // 2:
        first, theirs = next(iter(alike.items()))
        message = f"is written {theirs!r}, and {len(alike) - 1} more columns likewise: capitals or spaces differ"
        remedy = "rename the columns as the codebook has them, or write a codebook of your own: docs/calibration.md"
        raise SurveyFileError([SurveyFault(str(path), first, len(cells), len(cells), message, remedy)])
    if len(missing) > len(codebook.needed) // 2:
        other = _fitting(set(cells.columns))
        remedy = (
            f"its columns fit the codebook {other!r}: use --codebook {other}"
            if other
            else "name another --codebook, or write one: docs/calibration.md"
        )
        raise SurveyFileError(
            [
                SurveyFault(
                    str(path),
                    missing[0],
                    len(cells),
                    len(cells),
                    f"is missing, as {len(missing) - 1} more of {len(codebook.needed)} are: another codebook's file",
                    remedy,
                )
            ]
        )
    faults = [
        SurveyFault(str(path), name, len(cells), len(cells), "is missing", _remedy(name, cells, codebook))
        for name in missing
    ]
    if not faults and len(cells) == 0:
        faults = [_whole(path, "has no records", "export the file anew")]
    if faults:
        raise SurveyFileError(faults)


def _check_decimals(path: Path, cells: pd.DataFrame, codebook: Codebook, tolerated: float) -> None:
    """Decimal commas are one fault of the file, not one of each column, and no missing answers."""
    if codebook.decimal == "," or path.suffix.lower() != ".csv":
        return
    numbers = dict.fromkeys([*(name for one in codebook.numbers.values() for name in one.columns), codebook.weight])
    found = {name: cells[name].str.fullmatch(_COMMA) for name in numbers if name in cells}
    many = [name for name, commas in found.items() if commas.mean() > tolerated]
    if many:
        rows = int(pd.concat([found[name] for name in many], axis=1).any(axis=1).sum())
        example = cells[many[0]][found[many[0]]].iloc[0].strip()
        remedy = 'write decimals with a point, or in the codebook: decimal: ","'
        message = f"holds decimal commas, as {example!r}"
        raise SurveyFileError([SurveyFault(str(path), ", ".join(many), rows, len(cells), message, remedy)])


def _alike(missing: list[str], cells: pd.DataFrame) -> dict[str, str]:
    """Columns of the file that are the missing ones but for capitals or spaces around them."""
    plain = {str(name).strip().casefold(): str(name) for name in cells.columns}
    return {name: plain[name.casefold()] for name in missing if name.casefold() in plain}


def _remedy(name: str, cells: pd.DataFrame, codebook: Codebook) -> str:
    if name == codebook.weight:
        return "records without weights stand for nobody: add the column, or write a codebook with weight: none"
    close = get_close_matches(name, [str(one) for one in cells.columns], n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}rename the column, or write a codebook of your own: docs/calibration.md"


def _fitting(columns: set[str]) -> str | None:
    """The shipped codebook whose columns are all, or nearly all, there."""
    shares = {}
    for name in shipped_codebooks():
        needed = open_codebook(name).needed
        shares[name] = (sum(one in columns for one in needed) / max(len(needed), 1), len(needed))
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best][0] >= 0.9 else None


def numbers_of(cells: "pd.Series[Any]") -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """A column as numbers, where it is blank, and where it holds text that is no number, (records,) each."""
    if pd.api.types.is_numeric_dtype(cells):
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        return values, ~np.isfinite(values), np.zeros(len(values), dtype=bool)
    text = cells.astype("object").where(cells.notna(), "").astype(str).str.strip()
    blank = text.isin(["", ".", "NA", "NaN", "nan", "None"]).to_numpy()
    values = pd.to_numeric(text.where(~blank, "nan"), errors="coerce").to_numpy(dtype=np.float64)
    return values, blank, ~blank & ~np.isfinite(values)


def fits(cells: "pd.Series[Any]", allowed: tuple[Allowed, ...]) -> npt.NDArray[np.bool_]:
    """Which cells have one of the allowed values, (records,)."""
    values, _, _ = numbers_of(cells)
    found = np.zeros(len(cells), dtype=bool)
    words = [one for one in allowed if isinstance(one, str)]
    if words:
        found |= cells.astype("object").astype(str).str.strip().str.casefold().isin(words).to_numpy()
    for one in allowed:
        if isinstance(one, tuple):
            found |= (values >= one[0]) & (values <= one[1])
        elif not isinstance(one, str):
            found |= values == one
    return found
