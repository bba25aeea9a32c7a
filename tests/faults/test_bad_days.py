"""Bad days of a machine: a full disk, no place to write, no home, no locale, two at once: a message or a result."""

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import halong

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--seeds", "2", "--scale", "0.02", "--until", "2021-02", "--rho", "none", "--workers", "1", "--language", "en")
RUN = ("run", "study_cards.yaml", *SMALL)


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


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of a good day."""
    folder = tmp_path_factory.mktemp("usual")
    done = halong(*RUN, "--out", "run", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "run"


TABLES = ("effects.csv", "indicators.csv", "scorecard.csv", "ledger.csv")


def _same_tables(run: Path, usual: Path) -> bool:
    return all((run / table).read_bytes() == (usual / table).read_bytes() for table in TABLES)


def test_a_full_disk_is_said_and_leaves_no_result_that_looks_whole(tiny_disk: Path) -> None:
    done = halong(*RUN, "--out", str(tiny_disk / "run"), cwd=tiny_disk)
    assert done.returncode == 1
    assert "No space left" in done.stderr and "Traceback" not in done.stderr
    assert not (tiny_disk / "run").exists()


def test_a_place_that_cannot_be_written_is_said_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file/run", "/proc/run"):
        done = halong(*RUN, "--out", place, cwd=tmp_path)
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr and done.stderr.strip()
        assert "side by side" not in done.stderr, "it began to simulate"


@pytest.mark.parametrize("locale", ["C", "xx_XX.UTF-8"])
def test_without_locale_home_and_terminal_the_tables_are_the_same(locale: str, tmp_path: Path, usual: Path) -> None:
    poor = {"LC_ALL": locale, "LANG": None, "PYTHONUTF8": "0", "PYTHONIOENCODING": None, "HOME": None, "TERM": None}
    poorly = halong(*RUN, "--out", "poorly", cwd=tmp_path, **poor)
    assert poorly.returncode == 0, poorly.stderr
    assert _same_tables(tmp_path / "poorly", usual)
    shown = halong("report", "poorly", "--language", "vi", cwd=tmp_path, **poor)
    assert shown.returncode == 0 and "Traceback" not in shown.stderr


#: The command with a hook at what it opens and renames: the machine goes off at the first that ends like this.
_KILLED_AT = """
import os, signal, sys
def hook(event, told):
    written = event == "os.rename" or event == "open" and told[1] in ("w", "wb")
    if written and str(told[0]).endswith(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from experiments.cli import main
sys.exit(main(sys.argv[2:]))
"""


def _python(code: str, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[bytes]":
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, env=environment, capture_output=True)


@pytest.mark.parametrize("moment", ["scorecard.csv", "assembling"])
def test_a_run_killed_while_it_writes_leaves_no_half_result_and_can_be_run_again(
    moment: str, tmp_path: Path, usual: Path
) -> None:
    killed = _python(_KILLED_AT, moment, *RUN, "--out", "run", cwd=tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (tmp_path / "run").exists()
    again = halong(*RUN, "--out", "run", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert _same_tables(tmp_path / "run", usual)


#: The command under a wall clock that falls back an hour each time somebody looks at it.
_CLOCK_FALLS_BACK = """
import datetime, itertools, sys, time
real, looks = time.time, itertools.count(1)
time.time = lambda: real() - 3600.0 * next(looks)
class Falling(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
from experiments import publishing
from experiments.cli import main
publishing.datetime = Falling
sys.exit(main(sys.argv[1:]))
"""


def test_a_clock_that_falls_back_changes_no_table_and_no_duration_is_negative(tmp_path: Path, usual: Path) -> None:
    done = _python(_CLOCK_FALLS_BACK, *RUN, "--out", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert _same_tables(tmp_path / "run", usual)
    seconds = re.findall(rb"(-?[\d.]+) s$", done.stderr + done.stdout, re.MULTILINE)
    assert seconds and all(float(one) >= 0.0 for one in seconds)


def test_an_install_that_cannot_be_written_runs_as_any_other(tmp_path: Path, usual: Path) -> None:
    """In a view of the disks of its own, where nobody can write to the packages, root included."""
    sealed = f"mount --bind {ROOT} {ROOT} && mount -o remount,ro,bind {ROOT} && "
    view = ["unshare", "--mount", "sh", "-c"]
    if subprocess.run([*view, sealed + "true"], capture_output=True).returncode:
        pytest.skip("a view of the disks of one's own needs the right to mount")
    assert subprocess.run([*view, f"{sealed} touch {ROOT}/simulation/x"], capture_output=True).returncode
    command = shlex.join([sys.executable, "-m", "experiments", *RUN, "--out", "run"])
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([*view, f"{sealed} exec {command}"], cwd=tmp_path, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert _same_tables(tmp_path / "run", usual)


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    nowhere = {"HALONG_CACHE_DIR": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere"}
    checked = halong("check", "study_cards.yaml", cwd=tmp_path, **nowhere)
    assert checked.returncode == 0 and "Traceback" not in checked.stderr
    code = "from simulation.compiling import user_cache; print(user_cache())"
    told = _python(f"import os; os.environ.update({nowhere!r}); {code}", cwd=tmp_path)
    assert told.returncode == 0 and told.stdout.decode().strip().startswith(tempfile.gettempdir())


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
