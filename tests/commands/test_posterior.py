"""`halong run --posterior FILE`: what is wrong with the file is told at it, in either language, before any run."""

from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main

SCENARIO = str(Path(__file__).resolve().parents[2] / "scenarios" / "study_cards.yaml")


def _refused(file: Path, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["run", SCENARIO, "--posterior", str(file), "--draws", "2", "--language", language]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("there is no such file", "did you mean 'posterior.parquet'?")),
        ("vi", ("không có tệp này", "có phải ý bạn là")),
    ],
)
def test_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: tuple[str, ...]
) -> None:
    pd.DataFrame({"ability_sd": [0.2, 0.3]}).to_parquet(tmp_path / "posterior.parquet")
    told = _refused(tmp_path / "posterio.parquet", language, capsys)
    assert told.startswith(f"{tmp_path / 'posterio.parquet'}: ")
    assert all(words in told for words in said)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "this is not a Parquet file"), ("vi", "đây không phải tệp Parquet")]
)
def test_a_file_of_another_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str) -> None:
    file = tmp_path / "posterior.csv"
    file.write_text("ability_sd\n0.2\n", encoding="utf-8")
    told = _refused(file, language, capsys)
    assert said in told
    assert "halong calibrate" in told
    assert "Parquet magic" not in told


@pytest.mark.parametrize(("language", "said"), [("en", "unknown parameter"), ("vi", "tham số không biết")])
def test_a_column_that_is_no_parameter_is_told_once_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    file = tmp_path / "posterior.parquet"
    pd.DataFrame({"ability_sdd": [0.2, 0.3]}).to_parquet(file)
    told = _refused(file, language, capsys)
    assert told.count(said) == 1
    assert told.startswith(f"{file}: ")
    assert "'ability_sd'" in told


@pytest.mark.parametrize(("language", "said"), [("en", "is not of numbers"), ("vi", "không phải số")])
def test_a_column_of_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str) -> None:
    file = tmp_path / "posterior.parquet"
    pd.DataFrame({"ability_sd": ["much", "little"]}).to_parquet(file)
    assert said in _refused(file, language, capsys)


def test_fewer_sets_than_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "posterior.parquet"
    pd.DataFrame({"ability_sd": [0.2]}).to_parquet(file)
    assert "draw at most these: --draws 1" in _refused(file, "en", capsys)
