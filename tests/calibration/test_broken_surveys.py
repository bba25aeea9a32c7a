"""A survey file that cannot be used says so once, with column, number of records and remedy, and nothing is written."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

from experiments.cli import halong
from tests.calibration.survey_files import told, written

FIT = """name: {vi: Thử, en: Try}
months: 2021-01..2021-12
scale: 0.01
seeds: 2
parameters: [ability_sd]
waves: [16]
"""

Break = Callable[[pd.DataFrame, Path], Path]


def _with(change: Callable[[pd.DataFrame], object]) -> Break:
    def broken(frame: pd.DataFrame, folder: Path) -> Path:
        copy = frame.copy()
        change(copy)
        return written(copy, folder)

    return broken


def _text(name: str, make: Callable[[str], bytes]) -> Break:
    def broken(frame: pd.DataFrame, folder: Path) -> Path:
        path = folder / name
        path.write_bytes(make(frame.to_csv(index=False)))
        return path

    return broken


def _some(frame: pd.DataFrame, column: str, value: object) -> None:
    frame[column] = frame[column].astype("object")
    frame.loc[frame.index[::7], column] = value


def _all(column: str, value: object) -> Break:
    return _with(lambda frame: frame.isetitem(frame.columns.get_loc(column), [value] * len(frame)))


def _factor(frame: pd.DataFrame, column: str, factor: float) -> None:
    frame[column] = frame[column] * factor


def _workbook(frame: pd.DataFrame, folder: Path) -> Path:
    frame.iloc[:40].to_excel(folder / "survey.xlsx", index=False)
    return (folder / "survey.xlsx").rename(folder / "survey.csv")


def _parquet(frame: pd.DataFrame, folder: Path) -> Path:
    frame.to_parquet(folder / "survey.csv", index=False)
    return folder / "survey.csv"


def _all_commas(frame: pd.DataFrame, folder: Path) -> Path:
    path = folder / "survey.csv"
    frame.to_csv(path, index=False, decimal=",")
    return path


def _promising(frame: pd.DataFrame, folder: Path) -> Path:
    """A file of SPSS whose head counts nine million records."""
    path = folder / "survey.sav"
    pyreadstat.write_sav(frame, str(path))
    content = bytearray(path.read_bytes())
    content[80:84] = (9_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    return path


#: What is broken: how, a word of the column (or the file) at fault, and a word of the remedy.
BROKEN: dict[str, tuple[Break, str, str]] = {
    "no such file": (lambda frame, folder: folder / "nowhere.csv", "nowhere.csv", "path"),
    "unknown format": (_text("survey.docx", str.encode), ".docx", "CSV, Stata"),
    "not the format of its ending": (_text("survey.dta", str.encode), "survey.dta", "export"),
    "no records": (lambda frame, folder: written(frame.iloc[:0], folder), "no records", "export"),
    "wrong encoding": (_text("survey.csv", lambda text: ("ghi chú\n" + text).encode("utf-16")), "utf-8", "encoding"),
    "another separator": (_text("survey.csv", lambda text: text.replace(",", ";").encode()), "','", "separator"),
    "a byte order mark and semicolons": (
        _text("survey.csv", lambda text: text.replace(",", ";").encode("utf-8-sig")), "';'", 'separator: ";"',
    ),
    "an Excel workbook named CSV": (_workbook, "Excel (.xlsx)", "save the sheet as CSV"),
    "a Parquet file named CSV": (_parquet, "no CSV text but Parquet", "ending"),
    "a column stands twice": (
        _text("survey.csv", lambda text: text.replace("stratum,", "person,", 1).encode()), "column person", "rename",
    ),
    "a file cut off in a record": (
        _text("survey.csv", lambda text: text[: len(text) // 2].rsplit(",", 4)[0].encode()), "cells", "cut off there",
    ),
    "records that end early": (
        _text("survey.csv", lambda text: text.replace("\n", ",\n", 1).encode()), "line 2 has", "cut off there",
    ),
    "a head that promises more than there is": (_promising, "9,000,000 records", "cut off or damaged"),
    "names in capitals": (
        lambda frame, folder: written(frame.rename(columns=str.upper), folder), "written 'TINH'", "rename the columns",
    ),
    "spaces around names": (
        lambda frame, folder: written(frame.rename(columns=" {} ".format), folder), "written ' tinh '", "rename",
    ),
    "decimal commas throughout": (_all_commas, "cal_weigh", 'decimal: ","'),
    "weights of zero": (_all("cal_weigh", 0), "column cal_weigh", "complete the weights"),
    "wrong codebook": (
        lambda frame, folder: written(frame.rename(columns=lambda name: f"ilo_{name}"), folder), "another codebook", "",
    ),
    "a column is missing": (_with(lambda frame: frame.pop("c5")), "column c5", "rename"),
    "no weights": (_with(lambda frame: frame.pop("cal_weigh")), "column cal_weigh", "weight"),
    "blank weights": (_with(lambda frame: _some(frame, "cal_weigh", "")), "column cal_weigh", "complete"),
    "negative weights": (_with(lambda frame: _some(frame, "cal_weigh", -1)), "column cal_weigh", "weights"),
    "negative ages": (_with(lambda frame: _some(frame, "c5", -4)), "column c5", "missing: [...]"),
    "years of birth for ages": (_with(lambda frame: frame.update(2021 - frame["c5"])), "column c5", "records"),
    "words for numbers": (_with(lambda frame: _some(frame, "c5", "forty")), "column c5", "codebook"),
    "decimal commas": (_with(lambda frame: _some(frame, "c44a", "5400,5")), "column c44a", "point"),
    "labels for codes": (_with(lambda frame: _some(frame, "c3", "Nam")), "column c3", "labels"),
    "persons stand twice": (
        lambda frame, folder: written(pd.concat([frame, frame.iloc[:90]]), folder), "column person", "twice",
    ),
    "no records of the province": (_all("tinh", 31), "column tinh", "31"),
    "pay in VND": (_with(lambda frame: _factor(frame, "c44a", 1000.0)), "column c44a", "factor"),
    "pay in million VND": (_with(lambda frame: _factor(frame, "c44a", 0.001)), "column c44a", "factor"),
    "hours of a month": (_with(lambda frame: _factor(frame, "c45", 52.0 / 12.0)), "column c45", "codebook"),
    "a month thirteen": (_with(lambda frame: _some(frame, "month", 13)), "column month", "dates"),
    "nobody at work": (_all("activity", 3), "column activity", "codes"),
    "too few records": (lambda frame, folder: written(frame.iloc[:9], folder), "fewer than 30", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_survey_is_refused_with_column_count_and_remedy(name: str, tmp_path: Path) -> None:
    broken, at, remedy = BROKEN[name]
    path = broken(told(), tmp_path)
    fit = tmp_path / "fit.yaml"
    fit.write_text(FIT, encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["calibrate", str(fit), "--survey", str(path), "--codebook", "halong", "--out", str(out)]
    result = CliRunner().invoke(halong, [*arguments, "--language", "en"])
    assert result.exit_code == 2, result.output
    messages = [line for line in result.output.splitlines() if not line.startswith("    ")]
    assert len(messages) == 1, result.output
    assert at in result.output and remedy in result.output
    assert re.search(r"\([\d,]+ (of [\d,]+ )?records\)", result.output) or name in NO_TABLE, result.output
    assert not out.exists() and not out.with_name("out.partial").exists()


#: Files that have no records to count.
NO_TABLE = {
    "no such file", "unknown format", "not the format of its ending", "wrong encoding", "another separator",
    "a byte order mark and semicolons", "an Excel workbook named CSV", "a Parquet file named CSV",
    "no records", "a column stands twice", "a file cut off in a record", "records that end early",
    "a head that promises more than there is",
}  # fmt: skip


def test_a_few_impossible_records_are_counted_and_left_out(tmp_path: Path) -> None:
    from calibration.surveys.answering import read_survey
    from calibration.surveys.codebook import open_codebook

    frame = told().copy()
    frame.loc[frame.index[:2], "c5"] = -4
    survey = read_survey(written(frame, tmp_path), open_codebook("halong"), "quang_ninh")
    counted = survey.report[survey.report["what"] == "impossible"]
    assert counted[["column", "records"]].to_numpy().tolist() == [["c5", 2]]
    assert int(survey.answers["age"].isna().sum()) == 2


def test_a_file_of_semicolons_and_decimal_commas_is_read_by_a_codebook_that_says_so(tmp_path: Path) -> None:
    from calibration.surveys.answering import read_survey
    from calibration.surveys.codebook import open_codebook

    told().to_csv(tmp_path / "excel.csv", index=False, sep=";", decimal=",", encoding="utf-8-sig")
    book = tmp_path / "excel.yaml"
    book.write_text('extends: halong\nseparator: ";"\ndecimal: ","\n', encoding="utf-8")
    theirs = read_survey(tmp_path / "excel.csv", open_codebook(str(book)), "quang_ninh").answers
    ours = read_survey(written(told(), tmp_path), open_codebook("halong"), "quang_ninh").answers
    pd.testing.assert_frame_equal(theirs, ours)
