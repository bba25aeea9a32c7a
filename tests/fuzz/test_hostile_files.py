"""Whatever is in a file that a command reads: a message, no traceback, no hang, nothing run, nothing written elsewhere.

``make test`` tries the same few hundred files each time; ``make fuzz`` (``HALONG_FUZZ`` of each kind) new ones.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.scenario import shipped_folder
from tests.fuzz.hostile import VALUES, hostile
from tests.fuzz.sandbox import ACCEPTED, accept, run_guarded

EXAMPLES = int(os.environ.get("HALONG_FUZZ", "60"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HALONG_FUZZ" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
SHIPPED = shipped_folder()
SCENARIO = """\
name: {vi: Thử, en: Trial}
extends: baseline.yaml
horizon: {start: 2021-01, end: 2022-12}
economy:
  demand:
    tourism: {index: 2019, 2021: 63, 2022: 90}
parameters: {job_creation_response: 0.5}
policies:
  - study_card:
      from: 2021-07
      to: 2022-12
      eligible: {status: [unemployed, informal], certificate: false, age: 15..45}
      covers: {tuition: 100%, living_support: 1.5 million VND/month, up_to: 12 million VND}
      cards: 1000 per year
      budget: 12 billion VND per year
  - worker_housing:
      from: 2021-01
      to: 2022-12
      places: [{district: uong_bi, places: 1344, ready: 2021-06}]
      rent: 0.15 million VND/month
      cost_per_place: 425 million VND per place
      public_share: 20%
"""
FIT = """\
name: {vi: Thử, en: Try}
scenario: baseline.yaml
months: 2021-01..2021-12
scale: 0.01
seeds: 2
parameters: [ability_sd, match_quality_sd]
waves: [16, 16]
"""
CODEBOOK = """\
name: {vi: Điều tra, en: Survey}
source: made up
extends: halong
encoding: utf-8
place: {column: tinh, codes: {quang_ninh: 22}}
weight: cal_weigh
time: {year: year, month: month}
numbers:
  pay: {columns: [c44a], factor: 0.001, range: 0..1000, plausible: 0.5..100, missing: [0]}
concepts:
  sex: {column: c3, codes: {male: 1, female: 2}, missing: [9]}
"""
Setting = tuple[Path, Callable[[str], None], pytest.CaptureFixture[str]]


def _shipped(name: str) -> str:
    return "\n".join(
        line for line in (SHIPPED / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )


SURVEY = (Path(__file__).parent / "survey.csv").read_text(encoding="utf-8")
#: Kind: (name of the file, its text, the command, what stands for the work behind it).
KINDS: dict[str, tuple[str, str, list[str], str]] = {
    "scenario": ("case.yaml", SCENARIO, ["check", "case.yaml"], ""),
    "scenario shown": ("case.yaml", SCENARIO, ["show", "case.yaml", "--json"], ""),
    "sweep": (
        "case.yaml",
        _shipped("experiments/turning_point.yaml"),
        ["sweep", "case.yaml", "--out", "out/x"],
        "experiments.sweeps.finishing.check_sweep_folder",
    ),
    "search": (
        "case.yaml",
        _shipped("experiments/cheapest_mix.yaml"),
        ["optimise", "case.yaml", "--out", "out/x"],
        "experiments.sweeps.finishing.check_sweep_folder",
    ),
    "trial": (
        "case.yaml",
        _shipped("trials/study_cards_by_person.yaml"),
        ["trial", "case.yaml", "--out", "out/x"],
        "experiments.run_folder.check_destination",
    ),
    "project": (
        "case.yaml",
        _shipped("projects/park_3000_jobs.yaml"),
        ["project", "case.yaml", "--out", "out/x"],
        "experiments.run_folder.check_destination",
    ),
    "fit": (
        "case.yaml",
        FIT,
        ["calibrate", "case.yaml", "--survey", "survey.csv", "--codebook", "halong", "--out", "out/x"],
        "calibration.surveys.codebook.open_codebook",
    ),
    "codebook": (
        "case.yaml",
        CODEBOOK,
        ["calibrate", "fit.yaml", "--survey", "survey.csv", "--codebook", "case.yaml", "--out", "out/x"],
        "experiments.calibrating.Waves",
    ),
    "survey": (
        "survey.csv",
        SURVEY,
        ["calibrate", "fit.yaml", "--survey", "survey.csv", "--codebook", "halong", "--out", "out/x"],
        "experiments.calibrating.Waves",
    ),
}


def furnish(home: Path) -> None:
    """Lay valid neighbours of a hostile file into a folder."""
    (home / "out").mkdir()
    (home / "fit.yaml").write_text(FIT, encoding="utf-8")
    (home / "survey.csv").write_text(SURVEY, encoding="utf-8")
    cards = (SHIPPED / "trials" / "cards_for_all.yaml").read_text(encoding="utf-8").replace("../baseline", "baseline")
    (home / "cards_for_all.yaml").write_text(cards, encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with valid neighbours, in which the command is given."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_refused_or_read_and_nothing_else_happens(
    kind: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text, arguments, work = KINDS[kind]
    if work:
        monkeypatch.setattr(work, accept)
    (home / name).write_text(text, encoding="utf-8")
    valid = run_guarded(arguments, home, capsys)
    assert valid == (ACCEPTED if work else 0), "the text that the others are made from is good"

    @FUZZ
    @given(hostile(text))
    def trying(content: bytes) -> None:
        (home / name).write_bytes(content)
        run_guarded(arguments, home, capsys)

    trying()


TABLES = SHIPPED / "theory" / "town"
TOWN = "name: {vi: Thử, en: Trial}\nprovince: town/\nhorizon: {start: 2021-01, end: 2021-12}\n"
_CELLS = (
    *VALUES[:12],
    "../x",
    "=1+1",
    '"',
    '"a,b"',
    "1e400",
    "NaN",
    "inf",
    "yes",
    "no",
    "town",
    "",
    " ",
    "1;2",
    "2021-01",
)


@st.composite
def _broken_table(draw: st.DrawFn) -> tuple[str, bytes]:
    """Name and content of a table of the town with one to three cells, lines or letters changed."""
    path = draw(st.sampled_from(sorted(TABLES.rglob("*.csv"))))
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        kind = draw(st.integers(0, 5))
        if not lines or kind == 0:
            lines.insert(at, draw(st.text(max_size=40)))
        elif kind == 1:
            del lines[at]
        elif kind == 2:
            lines.insert(at, lines[at])
        else:
            cells = lines[at].split(",")
            cells[draw(st.integers(0, len(cells) - 1))] = draw(st.sampled_from(_CELLS))
            lines[at] = ",".join(cells)
    content = "\n".join(lines) + "\n"
    encoding = draw(st.sampled_from(("utf-8",) * 8 + ("utf-16", "latin-1")))
    name = str(path.relative_to(TABLES))
    return name, content.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")


def test_hostile_tables_of_a_province_are_refused_or_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(TABLES, home / "town")
    (home / "case.yaml").write_text(TOWN, encoding="utf-8")
    assert run_guarded(["check", "case.yaml"], home, capsys) == 0

    @FUZZ
    @given(_broken_table())
    def trying(table: tuple[str, bytes]) -> None:
        name, content = table
        place = home / "town" / name
        right = place.read_bytes()
        place.write_bytes(content)
        try:
            run_guarded(["check", "case.yaml"], home, capsys)
        finally:
            place.write_bytes(right)

    trying()


@st.composite
def _damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A file of bytes that was cut off, or of which some bytes are others: anywhere, in its head or in its tail."""
    if draw(st.integers(0, 3)) == 0:
        return content[: draw(st.integers(0, len(content)))]
    first, last = draw(st.sampled_from([(0, len(content)), (0, 200), (0, 2000), (len(content) - 2000, len(content))]))
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 8))):
        changed[draw(st.integers(first, last - 1))] = draw(st.sampled_from((0, 1, 127, 128, 255, 36)))
    return bytes(changed)


def _as_stata(survey: pd.DataFrame, path: Path) -> None:
    pyreadstat.write_dta(survey, str(path))


def _as_spss(survey: pd.DataFrame, path: Path) -> None:
    pyreadstat.write_sav(survey, str(path))


def _as_parquet(survey: pd.DataFrame, path: Path) -> None:
    survey.to_parquet(path)


@pytest.mark.parametrize(("suffix", "write"), [("dta", _as_stata), ("sav", _as_spss), ("parquet", _as_parquet)])
def test_a_damaged_survey_of_another_format_is_refused_or_read(
    suffix: str,
    write: Callable[[pd.DataFrame, Path], None],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("experiments.calibrating.Waves", accept)
    path = home / f"survey.{suffix}"
    write(pd.read_csv(home / "survey.csv"), path)
    command = ["calibrate", "fit.yaml", "--survey", path.name, "--codebook", "halong", "--out", "out/x"]
    assert run_guarded(command, home, capsys) == ACCEPTED

    @FUZZ
    @given(_damaged(path.read_bytes()))
    def trying(content: bytes) -> None:
        path.write_bytes(content)
        run_guarded(command, home, capsys)

    trying()


@pytest.mark.parametrize("name", ["9" * 400, "a" * 5000 + ".yaml", '"\\0"'])
def test_a_name_that_no_file_system_holds_names_nothing(
    name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "case.yaml").write_text(FIT.replace("baseline.yaml", name), encoding="utf-8")
    options = ["--survey", "survey.csv", "--codebook", "halong", "--out", "out/x"]
    assert run_guarded(["calibrate", "case.yaml", *options], home, capsys) == 2
    for command in (["calibrate", "fit.yaml", "--survey", "survey.csv", "--codebook", name], ["check", name]):
        assert run_guarded(command, home, capsys) == 2
