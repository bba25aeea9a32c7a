"""A run folder as the report reads it: tables, facts about the arms, words of one language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from experiments.figures.paths import Line
from experiments.run_folder import SETS, Results, read_manifest, read_tables
from experiments.texts import Language
from experiments.texts.phrasebook import Phrasebook

# model.md: the outcomes every lever is judged by, then the two rates that move little by nature.
PRIMARY = ("formal_wage_employment", "average_labour_income", "certified_share", "social_insurance_share")
SECONDARY = ("unemployment_rate", "labour_underutilisation_rate")


@dataclass(frozen=True)
class Story:
    """Results and manifest of one run folder, and the words to tell them in.

    ``fitted`` are the parameters that were drawn from a posterior, not from the ranges of the table.
    """

    results: Results
    manifest: dict[str, Any]
    words: Phrasebook
    fitted: tuple[str, ...] = ()

    @property
    def reference_of(self) -> dict[str, str]:
        """Stem of the reference of each scenario that has one."""
        return dict(self.manifest["reference_of"])

    @property
    def scenarios(self) -> list[str]:
        """Stems of all arms, those asked for first."""
        return list(self.manifest["scenarios"])

    @property
    def asked(self) -> list[str]:
        """Arms the report is about: those with a reference, or all where there is none."""
        return list(self.reference_of) or self.scenarios

    def title(self, scenario: str) -> str:
        """The scenario's own name."""
        return str(self.manifest["scenarios"][scenario]["name"][self.words.language])

    @cached_property
    def lines(self) -> list[Line]:
        """Lines of the pictures, scenarios before references."""
        references = set(self.reference_of.values())
        return [
            Line(scenario, self.title(scenario), scenario in references)
            for scenario in sorted(self.scenarios, key=lambda stem: stem in references)
        ]

    @property
    def policy_start(self) -> str | None:
        """First month in which a scenario's levers differ from its reference's."""
        start: str | None = self.manifest["policy_start"]
        return start

    @property
    def tiles(self) -> dict[str, tuple[int, int]]:
        """Row and column of each district on the map of tiles, in the order of the table."""
        return {name: (row, column) for name, (row, column) in self.manifest.get("tiles", {}).items()}

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Rows of the indicators that are of the whole province: a tenth of the table."""
        indicators = self.results.indicators
        return indicators[indicators["by"] == "all"]

    @cached_property
    def present(self) -> frozenset[str]:
        """Indicators that the run has of the whole province."""
        return frozenset(self.totals["indicator"].unique())

    @property
    def outcomes(self) -> list[str]:
        """Primary and secondary outcomes that the run produced."""
        return [name for name in (*PRIMARY, *SECONDARY) if name in self.present]

    @cached_property
    def runs(self) -> int:
        """Runs of each arm."""
        return int(self.totals["seed"].nunique())

    @cached_property
    def added(self) -> dict[tuple[str, str, str, str], float]:
        """What those reached have more than they would have had anyway, by scenario, lever, outcome and month.

        Under the scenarios' own answer of job creation; nothing where nobody reached has the outcome.
        """
        table, own = self.results.decomposition, self.manifest["job_creation_response"]
        rows = table[(table["rho"].isna() if own is None else table["rho"] == own) & (table["gross"] != 0.0)]
        keys = zip(rows["scenario"], rows["lever"], rows["outcome"], rows["month"], strict=True)
        return dict(zip(keys, rows["gross"] - rows["deadweight"], strict=True))

    def told_in(self, language: Language) -> "Story":
        """The same results in the words of a language."""
        return replace(self, words=Phrasebook(language, self.manifest["labels"]))


def read_story(folder: Path, language: Language) -> Story:
    """Read a run folder. Raises DestinationError when it is none."""
    manifest = read_manifest(folder)
    return Story(read_tables(folder), manifest, Phrasebook(language, manifest["labels"]), fitted_parameters(folder))


def fitted_parameters(folder: Path) -> tuple[str, ...]:
    """Parameters of the sets kept in a run folder, in the order of their names."""
    kept = (pq.read_schema(file).names for file in sorted((folder / SETS).glob("*.parquet")))
    return tuple(sorted({name for names in kept for name in names}))


def standing(words: Phrasebook, fitted: Sequence[str]) -> str:
    """What such results are: a model's, and whether a survey had a say in its parameters."""
    if not fitted:
        return words("page.draft")
    return words("page.fitted", number=words.number(len(fitted)), names=", ".join(map(words.parameter, fitted)))
