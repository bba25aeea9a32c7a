"""How long a sweep takes, how much of it is simulation, and whether memory stays flat.

Runs of 120 months at 1:50 through `halong sweep` itself. Bars: 1,000 runs in under 12 minutes on two cores, at least
92 % of the two cores' time in the model, less than 5 % of a run beside it, workers no larger at the end than in the
middle. Fewer runs are scaled up; the start of the workers is counted once.

    python -m benchmarks.sweeps --runs 1000
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

_SWEEP = """
name: {{vi: Đo tốc độ, en: Measuring speed}}
scenarios: {scenario}
design: latin_hypercube
samples: {points}
vary:
  policies.employment_centre.counsellors: {{low: 40, high: 120}}
seeds: {seeds}
scale: 0.02
"""
_SEEDS = 4
_RUNS = 1000


def memory_of(process: int) -> float:
    """Resident memory of a process in megabytes; zero when it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmRSS")), 0.0)


def workers_of(process: int) -> list[int]:
    """Processes at work for a command."""
    found = subprocess.run(["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


def measured(folder: Path, workers: int) -> tuple[dict[str, float], list[tuple[int, float, float]]]:
    """Timing of the sweep in a folder; runs done, memory of the command and of its largest worker as it went."""
    command = [sys.executable, "-m", "experiments", "sweep", "speed.yaml", "--out", "sweep", "--workers", str(workers)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = []
    while process.poll() is None:
        done = len(list((folder / "sweep" / "parts").glob("[!.]*.parquet")))
        largest = max(map(memory_of, workers_of(process.pid)), default=0.0)
        seen.append((done, memory_of(process.pid), largest))
        time.sleep(1.0)
    if process.returncode:
        raise click.ClickException("the sweep did not finish")
    manifest = json.loads((folder / "sweep" / "manifest.json").read_text(encoding="utf-8"))
    return manifest["timing"], seen


@click.command()
@click.option("--runs", type=click.IntRange(16), default=100, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--scenario", default="no_plan.yaml", show_default=True, help="A shipped scenario.")
def main(runs: int, workers: int, scenario: str) -> None:
    """Measure one sweep and print what it says of 1,000 runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = _SWEEP.format(scenario=scenario, points=runs // _SEEDS, seeds=_SEEDS)
        (folder / "speed.yaml").write_text(text, encoding="utf-8")
        timing, seen = measured(folder, workers)
    done, busy = int(timing["runs"]), timing["simulating"] + timing["telling"]
    idle = timing["elapsed"] - busy / workers  # starting, waiting, ending
    minutes = (idle + _RUNS * busy / done / workers) / 60.0
    share = timing["simulating"] / (timing["elapsed"] * workers)
    click.echo(f"{done} runs of {scenario} on {workers} processes: {timing['elapsed']:.0f} s")
    click.echo(f"1,000 runs: {minutes:.1f} minutes (bar 12)")
    click.echo(f"in the model: {100.0 * share:.1f} % of the processes' time (bar 92)")
    click.echo(f"beside the model: {100.0 * timing['telling'] / timing['simulating']:.1f} % of a run (bar 5)")
    for part, label in ((0.25, "a quarter"), (0.5, "half"), (0.75, "three quarters"), (0.95, "nearly all")):
        at = min(seen, key=lambda one: abs(one[0] - part * done))
        click.echo(f"memory with {label} of the runs done: command {at[1]:.0f} MB, largest worker {at[2]:.0f} MB")


if __name__ == "__main__":
    main()
