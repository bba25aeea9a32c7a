"""From a sweep to its folder: what stands is verified, the rest is run, and the manifest seals what all have left."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.progress import Progress
from experiments.publishing import machine_facts
from experiments.run_folder import DestinationError, write_manifest
from experiments.running import Endings, run_all
from experiments.sweeps.catalogue import CATALOGUE, Catalogue, Keeping
from experiments.sweeps.question import Sweep
from experiments.sweeps.simulating import simulate_point

RUNS = "runs.parquet"
#: Runs in local processes, or on a cluster: runs, folder, progress, endings.
Runner = Callable[[list[Any], Path, Progress, Endings], None]


@dataclass(frozen=True)
class Timing:
    """Runs that a command finished itself, its seconds, and those of its workers in the model and in telling of it."""

    runs: int
    elapsed: float
    simulating: float
    telling: float


def check_sweep_folder(folder: Path, resume: bool) -> None:
    """Raise DestinationError unless ``folder`` is free, or holds a sweep to go on with."""
    holds_sweep = (folder / CATALOGUE).is_file()
    if not resume and holds_sweep:
        raise DestinationError(
            f"{folder} holds a sweep already: add --resume to go on with it, or choose another --out"
        )
    if not holds_sweep and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DestinationError(f"{folder} exists and is not a sweep; choose another --out")


def digest_of(sweep: Sweep) -> str:
    """Hash of the question: two sweeps with one share every run."""
    text = json.dumps([sweep.facts(), [run.key for run in sweep.runs]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def finish_sweep(sweep: Sweep, catalogue: Catalogue, run: Runner, progress: Progress) -> Timing:
    """Finish every run of a verified catalogue; what it took. Raises RunsFailedError and OSError."""
    facts = {name: fact for name, fact in sweep.facts().items() if name != "basis"}
    catalogue.ask(digest_of(sweep), json.dumps(facts, ensure_ascii=False), sweep.basis)
    _write_runs(sweep, catalogue.folder)
    began = monotonic()
    keeping = Keeping(catalogue, sweep.retries)
    run(sweep.runs, catalogue.parts, progress, keeping)
    return Timing(keeping.kept, monotonic() - began, keeping.simulating, keeping.telling)


def in_processes(workers: int) -> Runner:
    """Runs in so many processes of this machine."""

    def run(runs: list[Any], parts: Path, progress: Progress, endings: Endings) -> None:
        run_all(runs, parts, workers, progress, simulate_point, endings)

    return run


def seal(sweep: Sweep, catalogue: Catalogue, command: str, timing: Timing) -> int:
    """Write the manifest of a finished sweep: the question, what it took, every file's hash; the number of runs."""
    from simulation import __version__

    lines = catalogue.runs()
    facts = {
        "version": __version__,
        "command": command,
        **sweep.facts(),
        "months": [sweep.first_month, sweep.last_month],
        "scale": sweep.scenarios[0].scale,
        "runs": len(lines),
        "failed_attempts": len(catalogue.failures()),
        "timing": asdict(timing),
        "machine": machine_facts(),
    }
    write_manifest(catalogue.folder, facts)
    return len(lines)


def _write_runs(sweep: Sweep, folder: Path) -> None:
    table = pa.Table.from_pandas(sweep.table(), preserve_index=False)
    pq.write_table(table, folder / RUNS, compression="zstd")
