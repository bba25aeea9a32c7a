"""What of a sweep is finished: one Parquet file a run under ``parts``, one line a run in ``catalogue.sqlite``.

A file is written beside its name, brought to the disk and renamed, then its line is entered with its hash. What has
no line, or another hash than its line, is not taken for a result. Only the command itself writes here, and only one
command at a time.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception

import pandas as pd

from experiments.parts import Run
from experiments.run_folder import DestinationError
from experiments.running import Endings
from experiments.sweeps.simulating import Finished

CATALOGUE, PARTS, LOCK = "catalogue.sqlite", "parts", ".working"

_TABLES = """
create table if not exists question (id text primary key, text text not null, basis text not null);
create table if not exists runs (
  run text primary key, scenario text not null, seed integer not null, file text not null, sha256 text not null,
  bytes integer not null, opening_seconds real, stepping_seconds real, telling_seconds real, finished text not null
);
create table if not exists failures (
  run text not null, attempt integer not null, error text not null, traceback text not null, failed text not null
);
"""


class Catalogue:
    """The catalogue of one sweep folder. Errors of the disk are OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / PARTS
        self.parts.mkdir(parents=True, exist_ok=True)
        with _disk_errors():
            self._lines = sqlite3.connect(folder / CATALOGUE, isolation_level=None)
            self._lines.executescript(_TABLES)

    def close(self) -> None:
        """End the connection."""
        self._lines.close()

    def ask(self, digest: str, text: str, basis: str) -> None:
        """Enter the question: its hash, the same in words, and the code and tables it is put to.

        Raises DestinationError if the folder holds the answers to another question, or those of another version.
        """
        with _disk_errors():
            known = self._lines.execute("select id, text, basis from question").fetchall()
            if known and known[0][1] != text:
                raise DestinationError(f"{self.folder} holds a sweep that asks something else; choose another --out")
            if known and known[0] != (digest, text, basis):
                what = "was begun with another version of halong or of the province's tables"
                raise DestinationError(f"the sweep in {self.folder} {what}; choose another --out")
            self._lines.execute("insert or ignore into question values (?, ?, ?)", (digest, text, basis))

    def verify(self) -> int:
        """Drop lines whose file is not what was entered and files without a line; the number of lines that stand."""
        with _disk_errors():
            lines = self._lines.execute("select run, file, bytes, sha256 from runs").fetchall()
            good = {file: run for run, file, size, sha in lines if _is_intact(self.parts / file, size, sha)}
            lost = [(run,) for run, file, *_ in lines if file not in good]
            self._lines.executemany("delete from runs where run = ?", lost)
        for path in self.parts.iterdir():
            if path.name not in good:
                path.unlink()
        return len(good)

    def keep(self, run: Run, finished: Finished) -> None:
        """Write the file of a finished run and enter its line."""
        [name] = run.part_names
        _write(self.parts / name, finished.content)
        line = (
            run.key, run.scenario.stem, run.seed, name, hashlib.sha256(finished.content).hexdigest(),
            len(finished.content), finished.opening, finished.stepping, finished.telling, _now(),
        )  # fmt: skip
        with _disk_errors():
            self._lines.execute(f"insert or replace into runs values ({', '.join('?' * len(line))})", line)

    def note(self, run: Run, error: BaseException) -> int:
        """Enter the error of a failed run; how often it has failed since the sweep began or was resumed."""
        trace = "".join(format_exception(error))
        with _disk_errors():
            [(before,)] = self._lines.execute("select count(*) from failures where run = ?", (run.key,)).fetchall()
            message = f"{type(error).__name__}: {error}"
            self._lines.execute(
                "insert into failures values (?, ?, ?, ?, ?)", (run.key, before + 1, message, trace, _now())
            )
        return int(before) + 1

    def runs(self) -> pd.DataFrame:
        """The lines of finished runs, by run."""
        with _disk_errors():
            return pd.read_sql_query("select * from runs order by run", self._lines)

    def failures(self) -> pd.DataFrame:
        """Every failure so far: run, attempt, error, traceback, time."""
        with _disk_errors():
            return pd.read_sql_query("select * from failures order by run, attempt", self._lines)


@dataclass
class Keeping(Endings):
    """Keeps what runs of a sweep come back with, and tries a failed one again up to ``retries`` times.

    ``kept`` counts the runs, ``simulating`` and ``telling`` their seconds in the model and after it.
    """

    catalogue: Catalogue
    retries: int

    def __post_init__(self) -> None:
        self._failed: dict[str, int] = {}
        self.kept, self.simulating, self.telling = 0, 0.0, 0.0

    def finished(self, run: Run, result: Finished) -> None:
        """Keep the run's file and line."""
        self.catalogue.keep(run, result)
        self.kept += 1
        self.simulating += result.simulating
        self.telling += result.telling

    def failed(self, run: Run, error: BaseException) -> bool:
        """Keep the error; whether the run has tries left."""
        self.catalogue.note(run, error)
        self._failed[run.key] = self._failed.get(run.key, 0) + 1
        return self._failed[run.key] <= self.retries


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this command alone. Raises DestinationError while another one works in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            _lock(file.fileno())
        except BlockingIOError:
            raise DestinationError(f"another command is at work in {folder}") from None
        yield


def _lock(handle: int) -> None:
    """Hold a file until it is closed. Raises BlockingIOError while another one holds it; Windows is trusted."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(place: Path, content: bytes) -> None:
    started = place.with_name(f".{place.name}")
    try:
        with started.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        started.replace(place)
    except BaseException:
        started.unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """Bring a new name to the disk; systems that cannot open folders do it by themselves."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_intact(path: Path, size: int, sha: str) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return len(content) == size and hashlib.sha256(content).hexdigest() == sha


@contextmanager
def _disk_errors() -> Iterator[None]:
    """What SQLite says of the disk, as the error that it is."""
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(f"{CATALOGUE}: {error}") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
