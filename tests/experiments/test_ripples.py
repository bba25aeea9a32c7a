"""How far a lever's ripples go: lives that differ, effects side by side, and displacement until it sinks into noise."""

import numpy as np
import pytest

from experiments.report.spreading import ripples_table
from experiments.report.story import Story
from experiments.run_folder import Results
from experiments.texts.phrasebook import Phrasebook
from tests.experiments.conftest import experiment, results


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return results(experiment("study_cards", seeds=4, until="2025-12"), tmp_path_factory.mktemp("parts"))


def test_months_are_counted_from_the_first_person_reached(tables: Results) -> None:
    ripples = tables.ripples
    assert ripples["month"].iloc[0] == "2023-07" and ripples["months_on"].iloc[0] == 1
    assert (ripples["months_on"].diff().dropna() == 1).all()
    assert (ripples["reached"] == 100.0).all()
    assert (ripples["others_per_recipient"] == 0.2 * np.mean([1, 2, 3, 4])).all()


def test_stocks_stand_side_by_side_as_paired_differences(tables: Results) -> None:
    one = tables.ripples.set_index("months_on").loc[6]
    effects = tables.effects.query("by == 'all'").set_index(["indicator", "month"])
    for name in ("unemployed", "employed", "in_training"):
        there = effects.loc[(name, one["month"])]
        assert one[[name, f"{name}_low", f"{name}_high"]].tolist() == pytest.approx(
            there[["mean", "low", "high"]].tolist()
        )


def test_displacement_has_the_standard_error_of_its_mean(tables: Results) -> None:
    luck = 1.0 + 0.2 * np.sin([1.0, 2.0, 3.0, 4.0])
    one = tables.ripples.iloc[0]
    assert one["displaced"] == pytest.approx(4.0 * luck.mean())
    assert one["displaced_error"] == pytest.approx(4.0 * luck.std(ddof=1) / 2.0)


@pytest.mark.parametrize(("error", "told"), [(1.0, True), (3.0, False), (float("nan"), False)])
def test_beyond_a_year_displacement_is_told_only_where_its_error_is_below_a_third(
    tables: Results, error: float, told: bool
) -> None:
    changed = tables.ripples.assign(displaced=6.0, displaced_error=error)
    story = Story.__new__(Story)
    fields = {"results": Results(**{**vars(tables), "ripples": changed}), "words": Phrasebook("en")}
    for name, value in fields.items():
        object.__setattr__(story, name, value)
    manifest = {"scenarios": {stem: {"name": {"en": stem}} for stem in ("study_cards", "baseline")}}
    object.__setattr__(story, "manifest", manifest | {"reference_of": {"study_cards": "baseline"}})
    table = ripples_table(story, "study_cards")
    assert table is not None
    by_month = {line[0].split()[0]: line[-1] for line in table.rows}
    assert "±" in by_month["12"]
    assert ("±" in by_month["18"]) == told
