"""Engines broken on purpose, one rule at a time, and whether the evidence notices.

Each breakage of ``broken_engines.yaml`` replaces one piece of text in a copy of the sources, in which the command
``halong validate`` then measures the item that should notice, with compiled code and openings of its own. The same item
is first measured in the copy as it is: a breakage is caught where the item is met there and missed in the broken
engine, with exit status 1 if the item must pass. An engine that cannot run at all is told apart: nobody would have
needed the evidence.

    python -m benchmarks.broken_engines --workers 2
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pandas as pd
import yaml
from numba.core.caching import _CacheLocator as _Locator

from simulation.compiling import user_cache

ROOT = Path(__file__).parents[1]
COPIED = ("simulation", "calibration", "experiments", "scenarios", "docs/validation.csv")


@dataclass(frozen=True)
class Breakage:
    """One rule broken by one replacement of text in ``file``; ``item`` of ``part`` should notice it."""

    name: str
    breaks: str
    file: str
    old: str
    new: str
    item: str
    scale: float
    part: str = "A"
    seeds: int = 1


@dataclass(frozen=True)
class Measured:
    """What ``halong validate`` said: exit status and the verdict on every statistic; none where it did not finish."""

    status: int
    verdicts: dict[str, str]

    @property
    def misses(self) -> tuple[str, ...]:
        """Statistics missed, by name."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict == "MISS")


@cache
def breakages() -> dict[str, Breakage]:
    """All breakages by name."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return {name: Breakage(name, **entry) for name, entry in yaml.safe_load(text).items()}


class Workshop:
    """A copy of the sources in a folder, with a cache of its own for compiled code and openings."""

    def __init__(self, folder: Path) -> None:
        """Copy what the command needs."""
        self.folder = folder / "engine"
        for name in COPIED:
            source, copy = ROOT / name, self.folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
            else:
                shutil.copy2(source, copy)
        self._cache = folder / "cache"
        self._hand_on_kernels()

    def _hand_on_kernels(self) -> None:
        """Rules compiled here serve the copy until their sources change; numba knows them by the place of a source."""
        for source in (ROOT / "simulation").rglob("*.py"):
            here, there = map(_Locator.get_suitable_cache_subpath, (source, self.folder / source.relative_to(ROOT)))
            for kept in (user_cache() / "kernels").glob(f"*/{here}"):
                copied = self._cache / "halong" / "kernels" / kept.parent.name / there
                shutil.copytree(kept, copied, dirs_exist_ok=True)

    @contextmanager
    def broken(self, breakage: Breakage) -> Iterator[None]:
        """Break the rule, and mend it afterwards. Raises ValueError where the text does not stand in the file once."""
        place = self.folder / breakage.file
        whole = place.read_text(encoding="utf-8")
        if whole.count(breakage.old) != 1:
            raise ValueError(
                f"{breakage.name}: the text to replace stands {whole.count(breakage.old)} times in {place}"
            )
        place.write_text(whole.replace(breakage.old, breakage.new), encoding="utf-8")
        try:
            yield
        finally:
            shutil.copy2(ROOT / breakage.file, place)  # with its time of change: what was compiled of it stays good

    def measure(self, breakage: Breakage, workers: int) -> Measured:
        """Run the command on the item in the copy as it stands now."""
        out = Path(tempfile.mkdtemp(dir=self.folder))
        command = [sys.executable, "-m", "experiments", "validate", "--part", breakage.part, "--item", breakage.item]
        command += ["--scale", str(breakage.scale), "--seeds", str(breakage.seeds), "--workers", str(workers)]
        place = {"HALONG_CACHE_DIR": str(self._cache), "PYTHONPATH": str(self.folder)}
        done = subprocess.run(
            [*command, "--out", str(out), "--language", "en"], cwd=self.folder, env=os.environ | place,
            capture_output=True, text=True,
        )  # fmt: skip
        table = out / "validation.csv"
        if not table.is_file():
            return Measured(done.returncode, {})
        found = pd.read_csv(table, usecols=["item", "statistic", "verdict"])
        names = found["item"] + "." + found["statistic"]
        return Measured(done.returncode, dict(zip(names, found["verdict"], strict=True)))


def told(whole: Measured, broken: Measured) -> str:
    """What became of a breakage, in words."""
    if whole.status != 0:
        return f"not measured: the whole engine misses {', '.join(whole.misses) or 'the run'}"
    if not broken.verdicts:
        return "does not run"
    if not broken.misses:
        return "NOT CAUGHT"
    return f"{'caught' if broken.status == 1 else 'noticed'} by {', '.join(broken.misses)}"


def trials(chosen: Iterable[Breakage], folder: Path, workers: int) -> Iterator[tuple[Breakage, Measured, Measured]]:
    """Each breakage with what the item says of the whole engine and of the broken one."""
    workshop, whole = Workshop(folder), dict[tuple[str, float, int], Measured]()
    for breakage in chosen:
        question = breakage.item, breakage.scale, breakage.seeds
        if question not in whole:
            whole[question] = workshop.measure(breakage, workers)
        with workshop.broken(breakage):
            yield breakage, whole[question], workshop.measure(breakage, workers)


@click.command()
@click.option("--only", multiple=True, help="Name of a breakage; again for more (else all).")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def main(only: tuple[str, ...], workers: int) -> None:
    """Print what each broken engine is caught by; exit status 1 where one is not caught."""
    unknown = set(only) - set(breakages())
    if unknown:
        raise click.BadParameter(f"no such breakage: {', '.join(sorted(unknown))}", param_hint="--only")
    chosen = [breakages()[name] for name in only or breakages()]
    caught = 0
    with tempfile.TemporaryDirectory(prefix="halong-broken-") as folder:
        for breakage, whole, broken in trials(chosen, Path(folder), workers):
            verdict = told(whole, broken)
            caught += verdict.startswith("caught")
            click.echo(f"{breakage.name:34} {breakage.breaks}\n{'':34} {verdict}")
    click.echo(f"{caught} of {len(chosen)} broken engines end the command with exit status 1")
    sys.exit(int(caught < len(chosen)))


if __name__ == "__main__":
    main()
