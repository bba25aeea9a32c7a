"""Files that follow the reader: coverage of our code guides which changes are kept (atheris, libFuzzer).

    python -m tests.fuzz.guided [KIND ...]        (make fuzz-guided; HALONG_FUZZ_SECONDS of each kind, 60 unless told)

Needs atheris, which the tests do not. Each kind has a process of its own, as libFuzzer never returns. A file that
makes a command fall, hang, write elsewhere or take too much memory is kept in ``build/fuzz/KIND`` and the status is 1:
make it a case of ``test_hostile_files.py``, then mend.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "fuzz"
LONGEST_FILE = 20_000
PACKAGES = ("simulation", "calibration", "experiments")


def main(arguments: list[str]) -> int:
    """Try every kind for its seconds; 1 where a file was found that should not do what it does."""
    if arguments[:1] == ["--one"]:
        _try_one(arguments[1])
        return 0
    from tests.fuzz.test_hostile_files import KINDS

    failed = [kind for kind in arguments or [*KINDS, "province"] if _in_a_process(kind)]
    print("fell:", ", ".join(failed) if failed else "none", flush=True)
    return 1 if failed else 0


def _in_a_process(kind: str) -> bool:
    seconds = os.environ.get("HALONG_FUZZ_SECONDS", "60")
    place = KEPT / kind.replace(" ", "_")
    (place / "corpus").mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=0", f"-max_len={LONGEST_FILE}"]
    command = [sys.executable, "-m", "tests.fuzz.guided", "--one", kind]
    environment = os.environ | {"HALONG_FUZZ_OPTIONS": " ".join([*options, f"-artifact_prefix={place}/"])}
    log = place / "log.txt"
    with log.open("w", encoding="utf-8") as file:
        status = subprocess.run(command, cwd=ROOT, env=environment, stdout=file, stderr=file).returncode
    told = log.read_text(encoding="utf-8", errors="replace").splitlines()
    print(f"{kind}: {next((line for line in reversed(told) if line.startswith('Done')), f'see {log}')}", flush=True)
    return status != 0


def _try_one(kind: str) -> None:
    """Fuzz one reader until its time is over; ends the process."""
    import atheris

    with tempfile.TemporaryDirectory() as folder, _instrumented(atheris):
        home = Path(folder)
        os.chdir(home)
        from tests.fuzz.sandbox import accept

        name, text, arguments, work = _prepared(kind, home)
        trying = _guarded(home, name, arguments)
        with patch(work, accept) if work else nullcontext():
            trying(text.encode())  # what the command imports when it is called must be instrumented too
            corpus = KEPT / kind.replace(" ", "_") / "corpus"
            (corpus / "valid").write_text(text, encoding="utf-8")
            options = [sys.argv[0], *os.environ["HALONG_FUZZ_OPTIONS"].split(), str(corpus)]
            atheris.Setup(options, trying, custom_mutator=_mutator(atheris, text))
            atheris.Fuzz()


def _instrumented(atheris: Any) -> AbstractContextManager[None]:
    """Within it, imports of our packages count which lines and branches are reached."""
    for name in [name for name in sys.modules if name.split(".")[0] in PACKAGES]:
        del sys.modules[name]
    return atheris.instrument_imports(include=list(PACKAGES), enable_loader_override=False)  # type: ignore[no-any-return]


def _prepared(kind: str, home: Path) -> tuple[str, str, list[str], str]:
    """A folder with valid neighbours; the file's name and text, the command, and what stands for its work."""
    from tests.fuzz import test_hostile_files as cases

    cases.furnish(home)
    if kind != "province":
        return cases.KINDS[kind]
    shutil.copytree(cases.TABLES, home / "town")
    (home / "case.yaml").write_text(cases.TOWN, encoding="utf-8")
    table = "town/programmes.csv"
    return table, (home / table).read_text(encoding="utf-8"), ["check", "case.yaml"], ""


def _guarded(home: Path, name: str, arguments: list[str]) -> Callable[[bytes], None]:
    """One input: the rules of the tests' sandbox, less what only pytest can watch."""
    from experiments.cli import main as command
    from tests.fuzz.sandbox import ACCEPTED, tree

    (home / name).touch()
    furnished = tree(home)

    def trying(content: bytes) -> None:
        (home / name).write_bytes(content)
        said = StringIO()
        with redirect_stderr(said), redirect_stdout(said):
            status = command(list(arguments))
        assert status in (0, 2, ACCEPTED), (status, said.getvalue()[-500:])
        assert "Traceback" not in said.getvalue(), said.getvalue()[-2000:]
        assert status != 2 or said.getvalue().strip(), "refused without a word"
        strange = {path for path in tree(home) - furnished if not path.is_relative_to(home / "out")}
        assert not strange, strange

    return trying


def _mutator(atheris: Any, text: str) -> Callable[[bytes, int, int], bytes]:
    """Half of the changes are those that people and programs make of texts, the others libFuzzer's own."""
    from tests.fuzz.hostile import LINES, VALUES

    words = sorted({*text.split(), *VALUES})

    def change(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, longest))
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        at = chance.randrange(len(lines))
        kind = chance.randrange(6)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif kind == 2:
            lines.insert(at, chance.choice(LINES))
        elif kind == 3:
            lines[at] = " " * chance.randrange(8) + lines[at].lstrip()
        else:
            parts = lines[at].split("," if "," in lines[at] and chance.random() < 0.5 else " ")
            parts[chance.randrange(len(parts))] = chance.choice(words)
            lines[at] = ("," if "," in lines[at] else " ").join(parts)
        return "\n".join(lines).encode("utf-8", "surrogateescape")[:longest]

    return change


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
