"""`halong` for the tests: each command is a process of its own, forked from one that has imported everything.

Most commands of the tests need less time than Python needs to start and to import what they use (two seconds). The
process that forks has run no command and has changed nothing: what it hands on are imported modules. A command that is
about a start (another folder for the cache, another hash seed, no home) starts from nothing, as a person's does. One
that does not say how many processes it wants gets one.

    python -m tests.command_line SOCKET PARENT        (the process that forks)
"""

import atexit
import json
import os
import socket
import socketserver
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What Python or the packages read while they start or are imported.
READ_AT_START = ("PYTHON", "HALONG_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "NUMBA", "OPENBLAS", "COVERAGE")
#: Where the process that forks listens: set for programs that a test starts and that run commands themselves.
_PLACE = "HALONG_TESTS_SOCKET"
_WANTED = (
    "commands.check", "commands.run", "commands.report", "commands.attribute", "commands.sweep", "commands.biography",
    "publishing", "experiment", "posteriors", "running", "simulating", "documents", "report", "figures.paths",
    "attribution.dose_table", "sweeps.drivers", "sweeps.report", "calibrating", "fit_page", "lives.telling",
)  # fmt: skip


def halong(
    *arguments: str, cwd: Path, from_nothing: bool = False, **environment: str | None
) -> "subprocess.CompletedProcess[str]":
    """A finished command in a folder; ``environment`` changes variables, None takes one away."""
    told = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment}
    whole = {name: value for name, value in (os.environ | told).items() if value is not None}
    command = [sys.executable, "-m", "experiments", *arguments]
    if from_nothing or any(name.startswith(READ_AT_START) for name in environment.keys() - {"PYTHONPATH"}):
        return subprocess.run(command, cwd=cwd, env=whole, capture_output=True, text=True, encoding="utf-8")
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(_forking())
        line.sendall(json.dumps({"arguments": arguments, "cwd": str(cwd), "environment": whole}).encode() + b"\n")
        answer = json.loads(b"".join(iter(lambda: line.recv(1 << 16), b"")))
    return subprocess.CompletedProcess(command, answer["status"], answer["stdout"], answer["stderr"])


@cache
def _forking() -> str:
    """Where the process that forks listens; it is started once and ends with this one."""
    place = os.environ.get(_PLACE)
    if place is None:
        folder = tempfile.TemporaryDirectory(prefix="halong-tests-")
        atexit.register(folder.cleanup)
        place = os.environ[_PLACE] = str(Path(folder.name) / "socket")
        command = [sys.executable, "-m", "tests.command_line", place, str(os.getpid())]
        environment = os.environ | {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        atexit.register(process.wait)
        atexit.register(process.terminate)
        while not Path(place).exists():
            assert process.poll() is None, "the process that forks did not start"
            time.sleep(0.05)
    return place


class _Command(socketserver.StreamRequestHandler):
    """One command, in the process that was forked for it."""

    def handle(self) -> None:
        asked = json.loads(self.rfile.readline())
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(asked["cwd"])
        sys.path[:0] = [asked["cwd"], *os.environ["PYTHONPATH"].split(os.pathsep)]
        sys.argv = ["halong", *asked["arguments"]]
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            os.dup2(stdout.fileno(), 1)
            os.dup2(stderr.fileno(), 2)
            answer = {"status": _status(asked["arguments"])}
            sys.stdout.flush()
            sys.stderr.flush()
            for name, file in (("stdout", stdout), ("stderr", stderr)):
                file.seek(0)
                answer[name] = file.read().decode("utf-8", "replace")
        self.wfile.write(json.dumps(answer).encode())


def _status(arguments: list[str]) -> int:
    """Run the command as ``python -m experiments`` does."""
    from experiments.cli import main

    try:
        return main(arguments)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1


class _Server(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
    """Forks for every command, and ends when whoever started it is no more."""

    max_children = 8

    def __init__(self, place: str, parent: int) -> None:
        self.parent = parent
        super().__init__(place, _Command)

    def service_actions(self) -> None:
        super().service_actions()
        if os.getppid() != self.parent:
            sys.exit()


def main(place: str, parent: int) -> None:
    """Import what commands use, then wait for them."""
    for module in _WANTED:
        import_module(f"experiments.{module}")
    vars(import_module("experiments.running"))["default_workers"] = lambda: 1
    waiting = f"{place}.waiting"
    with _Server(waiting, parent) as server:
        Path(waiting).rename(place)
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
