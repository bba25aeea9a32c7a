"""Whatever happens to a sweep, going on with it ends in the bytes of one that nothing happened to."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from experiments.run_folder import DestinationError
from experiments.sweeps.catalogue import only_one
from tests.command_line import halong
from tests.experiments.sweeps import trials
from tests.experiments.sweeps.trials import (
    RUNS,
    children,
    environment,
    finished_parts,
    is_alive,
    result,
    started,
    wait_for,
    write_sweep,
)

SWEEP = ("sweep", "trial.yaml", "--out", "sweep", "--workers", "2")


def _resume(folder: Path, *options: str) -> dict[str, str]:
    done = halong(*SWEEP, "--resume", *options, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return result(folder / "sweep")


def test_a_killed_worker_is_replaced_and_ctrl_c_keeps_what_is_finished(undisturbed: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path)
    place = tmp_path / "sweep"
    with started(tmp_path, *SWEEP) as process:
        wait_for(lambda: finished_parts(place) >= 2)
        os.kill(children(process.pid)[0], signal.SIGKILL)
        before = finished_parts(place)
        wait_for(lambda: finished_parts(place) >= before + 6)  # more than the pool that broke had been sent
        workers = children(process.pid)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=200)
    assert process.returncode == 130
    assert "Traceback" not in output and "add --resume to go on" in output
    assert workers and not any(is_alive(worker) for worker in workers)
    assert finished_parts(place) < RUNS
    assert _resume(tmp_path) == result(undisturbed)


def test_a_killed_command_leaves_no_worker_and_a_spoilt_result_is_run_again(undisturbed: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path)
    place = tmp_path / "sweep"
    with started(tmp_path, *SWEEP) as process:
        wait_for(lambda: finished_parts(place) >= 5)
        workers = children(process.pid)
        process.kill()
        wait_for(lambda: not any(is_alive(worker) for worker in workers), 60)
    assert workers
    stood = finished_parts(place)
    assert 5 <= stood < RUNS
    truncated, changed, gone, *_ = sorted(place.glob("parts/[!.]*.parquet"))
    truncated.write_bytes(truncated.read_bytes()[:1000])
    spoilt = bytearray(changed.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    changed.write_bytes(bytes(spoilt))
    gone.unlink()
    (place / "parts" / ".half-written.parquet").write_bytes(b"PAR1")
    done = halong(*SWEEP, "--resume", cwd=tmp_path)
    standing = int(done.stderr.split(" of them stand already")[0].split()[-1])
    assert stood - 4 <= standing <= stood - 3  # the last one may have been killed before its line was entered
    assert result(place) == result(undisturbed)


_FULL = """
set -u
mount -t tmpfs -o size=100k small "$1/disk"
{command} sweep trial.yaml --out disk/sweep --workers 2 > full.txt 2>&1
echo $? > full.status
mount -o remount,size=20m "$1/disk"
{command} sweep trial.yaml --out disk/sweep --workers 2 --resume > resumed.txt 2>&1
echo $? > resumed.status
cp -r disk/sweep sweep
"""

_LIMITED = """
import resource, sys
from experiments.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.exit(main(sys.argv[1:]))
"""


def _mounting_is_allowed() -> bool:
    trial = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
    return shutil.which("unshare") is not None and subprocess.run(trial, capture_output=True).returncode == 0


def test_a_full_disk_ends_the_sweep_with_a_message_and_it_goes_on_when_there_is_room(
    undisturbed: Path, tmp_path: Path
) -> None:
    write_sweep(tmp_path)
    if _mounting_is_allowed():
        (tmp_path / "disk").mkdir()
        script = _FULL.format(command=f"{sys.executable} -m experiments")
        subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", str(tmp_path)], cwd=tmp_path, env=environment())
        status, told = (tmp_path / "full.status").read_text(), (tmp_path / "full.txt").read_text()
        assert (tmp_path / "resumed.status").read_text() == "0\n", (tmp_path / "resumed.txt").read_text()
    else:  # no right to mount: no file may be larger than the catalogue becomes
        limited = [sys.executable, "-c", _LIMITED, *SWEEP]
        full = subprocess.run(limited, cwd=tmp_path, env=environment(), capture_output=True, text=True)
        status, told = f"{full.returncode}\n", full.stdout + full.stderr
        _resume(tmp_path)
    assert status == "1\n", told
    assert "Traceback" not in told and "could not be written" in told
    assert result(tmp_path / "sweep") == result(undisturbed)


def test_a_second_command_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(DestinationError, match="another command is at work"), only_one(tmp_path):
        pass


def test_a_folder_takes_no_answers_to_another_question(undisturbed: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path, trials.SWEEP.replace("seeds: 2", "seeds: 3"))
    shutil.copytree(undisturbed, tmp_path / "sweep")
    done = halong(*SWEEP, "--resume", cwd=tmp_path)
    assert done.returncode == 2 and "asks something else" in done.stderr
    with sqlite3.connect(tmp_path / "sweep" / "catalogue.sqlite") as lines:
        lines.execute("update question set basis = 'older code'")
    lines.close()
    write_sweep(tmp_path)
    done = halong(*SWEEP, "--resume", cwd=tmp_path)
    assert done.returncode == 2 and "another version of halong" in done.stderr
    assert result(tmp_path / "sweep") == result(undisturbed)


def test_a_sweep_is_not_begun_over_another_one(undisturbed: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path)
    done = halong("sweep", "trial.yaml", "--out", str(undisturbed), cwd=tmp_path)
    assert done.returncode == 2 and "add --resume" in done.stderr
