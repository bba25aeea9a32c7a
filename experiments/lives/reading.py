"""From a run folder to the lives of one person: who it is, and what happens in the reference and in the scenario."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from experiments.parts import EVENTS, PEOPLE, log_name
from experiments.run_folder import read_manifest

#: What makes two events the same: when, what, where to, at which place, with which paper, from which lever.
_SAME = ("month", "event", "from_state", "to_state", "workplace", "programme", "credential", "lever")


class LifeError(Exception):
    """The run folder cannot tell the life asked for; the message says what it can tell."""


@dataclass(frozen=True)
class Lives:
    """The event logs of one seed: the ``scenario`` and, where it has one, its ``reference``."""

    folder: Path
    manifest: dict[str, Any]
    scenario: str
    reference: str | None
    seed: int

    @property
    def arms(self) -> list[str]:
        """Stems, the reference first."""
        return [self.scenario] if self.reference is None else [self.reference, self.scenario]

    def name(self, stem: str, language: str) -> str:
        """A scenario's own name."""
        return str(self.manifest["scenarios"][stem]["name"][language])

    def who(self, person: int, stem: str | None = None) -> dict[str, Any]:
        """The person in the first month, in an arm. Raises LifeError for one that the run does not know."""
        found = self.people([person], stem)
        if person not in found:
            last = pq.read_metadata(self._file(PEOPLE, self.scenario)).num_rows - 1
            nearest = min(max(person, 0), last)
            raise LifeError(f"there is no person {person}: persons are 0 to {last}; the nearest is {nearest}")
        return found[person]

    def people(self, persons: Sequence[int], stem: str | None = None) -> dict[int, dict[str, Any]]:
        """Those of the persons whom the run knows, as they were in the first month."""
        file = self._file(PEOPLE, stem or self.scenario)
        rows = pq.read_table(file, filters=[("person", "in", list(persons))]).to_pandas()
        return {int(row["person"]): {str(key): value for key, value in row.items()} for row in rows.to_dict("records")}

    def events(self, stem: str, person: int) -> pd.DataFrame:
        """What happens to the person in an arm, in order."""
        found: pd.DataFrame = pq.read_table(self._file(EVENTS, stem), filters=[("person", "=", person)]).to_pandas()
        return found

    def differing(self) -> pd.DataFrame:
        """Whoever lives otherwise in the scenario: person, levers that reached only there, last standing in both arms.

        Those whom a lever reached come first, then those who end elsewhere.
        """
        if self.reference is None:
            raise LifeError(f"{self.scenario} has no reference in this run folder, so there is nothing to compare")
        columns = ["person", *_SAME]
        both = {stem: pd.read_parquet(self._file(EVENTS, stem), columns=columns) for stem in self.arms}
        prints = [_prints(both[stem]) for stem in self.arms]
        ours, theirs = prints[1].align(prints[0], fill_value=np.uint64(0))
        persons = ours.index[ours.to_numpy() != theirs.to_numpy()]
        found = pd.DataFrame({"person": persons}).set_index("person")
        received = [_levers(both[stem], persons) for stem in self.arms]
        found["levers"] = [sorted(set(received[1].get(one, ())) - set(received[0].get(one, ()))) for one in persons]
        for name, stem in zip(("in_reference", "in_scenario"), self.arms, strict=True):
            found[name] = both[stem].groupby("person")["to_state"].last().astype("object").reindex(persons)
        reached, elsewhere = found["levers"].map(len) > 0, found["in_reference"] != found["in_scenario"]
        return (
            found.assign(rank=2 * reached + elsewhere).sort_values("rank", ascending=False, kind="stable").reset_index()
        )

    def _file(self, table: str, stem: str) -> Path:
        return self.folder / table / log_name(stem, self.seed)


def _prints(events: pd.DataFrame) -> "pd.Series[Any]":
    """A number for each person that says everything that happened to it, by person."""
    numbers = pd.util.hash_pandas_object(events[list(_SAME)], index=False)
    return numbers.groupby(events["person"].to_numpy()).sum()


def _levers(events: pd.DataFrame, persons: Any) -> dict[int, list[str]]:
    """Levers that reached each of the persons."""
    support = events[(events["event"] == "supported") & events["person"].isin(persons)]
    found: dict[int, list[str]] = {}
    for person, lever in zip(support["person"].tolist(), support["lever"].astype(str).tolist(), strict=True):
        found.setdefault(person, []).append(lever)
    return found


def open_lives(folder: Path, scenario: str | None, seed: int | None) -> Lives:
    """The logs of a scenario and seed, by default the first of each. Raises LifeError when the run kept none."""
    manifest = read_manifest(folder)
    if "scenarios" not in manifest:
        raise LifeError(f"{folder} was not made by halong run, so it has no lives to tell")
    if not (folder / EVENTS).is_dir() or not (folder / PEOPLE).is_dir():
        raise LifeError(f"{folder} kept no events; run it again as: {manifest['command']} --events")
    known = list(manifest["scenarios"])
    stem = scenario or next(iter(manifest["reference_of"]), known[0])
    if stem not in known:
        raise LifeError(f"there is no scenario {stem!r} in {folder}; it has: {', '.join(known)}")
    seeds = [int(one) for one in manifest["seeds"]]
    number = seeds[0] if seed is None else seed
    if number not in seeds:
        nearest = min(seeds, key=lambda one: abs(one - number))
        raise LifeError(f"there is no seed {number} in {folder}; it has {seeds[0]} to {seeds[-1]}, nearest {nearest}")
    return Lives(folder, manifest, stem, manifest["reference_of"].get(stem), number)
