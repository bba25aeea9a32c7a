"""Whether a search over the doses of Plan 66 finds more than as many mixes drawn at random.

Both begin with the scenario's own doses, the lowest and the highest; the search then learns, the other draws uniformly.
Compared are the volumes that their frontiers dominate, inside the box of all mixes that either tried.

    python -m benchmarks.search --trials 40
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.search.frontier import hypervolume

Floats = npt.NDArray[np.float64]

_SEARCH = """
name: {{vi: Tìm hay rút ngẫu nhiên, en: Search or chance}}
scenario: plan_66.yaml
doses:
  policies.study_card.cards: {{low: 0 per year, high: 5000 per year}}
  policies.study_card.budget: {{low: 0 billion VND per year, high: 60 billion VND per year}}
  policies.skill_certification.places: {{low: 0 per year, high: 10000 per year}}
  policies.skill_certification.budget: {{low: 0 billion VND per year, high: 12 billion VND per year}}
  policies.employment_centre.counsellors: {{low: 40, high: 120}}
  policies.rural_training.persons: {{low: 0 per year, high: 5000 per year}}
objectives:
  - {{minimise: spending, sources: [SR, NP], window: 2025}}
  - {{maximise: certified_share, window: 2025-12}}
seeds: 2
trials: {trials}
batch: 10
fresh_seeds: 0
scale: 0.02
until: 2025-12
sampler: {sampler}
random: {random}
"""


def tried(folder: Path, sampler: str, random: int, trials: int, workers: int) -> Floats:
    """Money and minus the certified share of every mix, (trials, 2): less is better."""
    name = f"{sampler}{random}"
    (folder / f"{name}.yaml").write_text(
        _SEARCH.format(sampler=sampler, random=random, trials=trials), encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "experiments",
        "optimise",
        f"{name}.yaml",
        "--out",
        name,
        "--workers",
        str(workers),
    ]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    table = pd.read_csv(folder / name / "trials.csv")
    return np.column_stack([table["spending"], -table["certified_share"]])


@click.command()
@click.option("--trials", type=click.IntRange(8), default=40, show_default=True)
@click.option("--repeats", type=click.IntRange(1), default=2, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(trials: int, repeats: int, workers: int) -> None:
    """Search and draw, and print the volumes."""
    with tempfile.TemporaryDirectory() as name:
        found = {
            (sampler, random): tried(Path(name), sampler, random, trials, workers)
            for random in range(1, repeats + 1)
            for sampler in ("tpe", "random")
        }
    every = np.concatenate(list(found.values()))
    low, high = every.min(axis=0), every.max(axis=0)
    for (sampler, random), points in found.items():
        volume = hypervolume((points - low) / (high - low), np.ones(2))
        click.echo(f"{sampler:7} {random}: {volume:.4f} of the box of all mixes tried")


if __name__ == "__main__":
    main()
