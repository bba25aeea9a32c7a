"""Bad days of a machine: a full disk, no place to write, no home, no locale, two at once: a message or a result."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--seeds", "2", "--scale", "0.02", "--until", "2021-02", "--rho", "none", "--workers", "1", "--language", "en")
RUN = ("run", "study_cards.yaml", *SMALL)


def _halong(*arguments: str, cwd: Path, **environment: str | None) -> "subprocess.CompletedProcess[bytes]":
    told = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"} | environment
    return subprocess.run(
        [sys.executable, "-m", "experiments", *arguments],
        cwd=cwd,
        env={name: value for name, value in told.items() if value is not None},
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a disk of one's own needs the right to mount")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_said_and_leaves_no_result_that_looks_whole(tiny_disk: Path) -> None:
    done = _halong(*RUN, "--out", str(tiny_disk / "run"), cwd=tiny_disk)
    assert done.returncode == 1
    assert b"No space left" in done.stderr and b"Traceback" not in done.stderr
    assert not (tiny_disk / "run").exists()


def test_a_place_that_cannot_be_written_is_said_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file/run", "/proc/run"):
        done = _halong(*RUN, "--out", place, cwd=tmp_path)
        assert done.returncode in (1, 2) and b"Traceback" not in done.stderr and done.stderr.strip()
        assert b"side by side" not in done.stderr, "it began to simulate"


def test_without_locale_home_and_terminal_the_tables_are_the_same(tmp_path: Path) -> None:
    poor = {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0", "PYTHONIOENCODING": None, "HOME": None, "TERM": None}
    usual = _halong(*RUN, "--out", "usual", cwd=tmp_path)
    poorly = _halong(*RUN, "--out", "poorly", cwd=tmp_path, **poor)
    assert usual.returncode == 0 and poorly.returncode == 0, poorly.stderr
    for table in ("effects.csv", "indicators.csv", "scorecard.csv", "ledger.csv"):
        assert (tmp_path / "usual" / table).read_bytes() == (tmp_path / "poorly" / table).read_bytes()
    shown = _halong("report", "poorly", "--language", "vi", cwd=tmp_path, **poor)
    assert shown.returncode == 0 and b"Traceback" not in shown.stderr


def test_two_runs_into_one_folder_leave_one_whole_result(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "experiments", *RUN, "--out", "run"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    both = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [(one.communicate()[1], one.returncode) for one in both]
    assert all(b"Traceback" not in said for said, _ in told)
    done, refused = sorted(told, key=lambda one: one[1])
    assert done[1] == 0, told
    assert refused[1] == 0 or (refused[1] == 2 and b"another command is writing" in refused[0]), told
    assert (tmp_path / "run" / "manifest.json").is_file() and (tmp_path / "run" / "report.html").is_file()


def test_two_first_starts_with_an_empty_cache_do_not_hinder_each_other(tmp_path: Path) -> None:
    code = "from simulation.randomness import uniform, month_key\nprint(uniform(month_key(1, 2, 3), 4))"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HALONG_CACHE_DIR": str(tmp_path), "NUMBA_CACHE_DIR": ""}
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [(*one.communicate(), one.returncode) for one in both]
    assert [status for *_, status in told] == [0, 0], told
    assert told[0][0] == told[1][0] != b""
