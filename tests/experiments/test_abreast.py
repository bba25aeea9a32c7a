"""Runs with one reference, stepped beside it together, leave what each leaves beside a reference of its own."""

from pathlib import Path

import pandas as pd

from experiments.parts import Run, RunsAbreast, is_finished, side_by_side
from experiments.simulating import simulate
from simulation import Scenario
from simulation.months import month_index
from simulation.scenario.shipped import shipped_folder

END = month_index("2021-06")


def asked() -> list[Run]:
    """Two scenarios against the baseline, and one by itself."""
    stems = ("baseline", "nothing", "hundred_cards")
    base, nothing, cards = (
        Scenario.load(shipped_folder() / f"{stem}.yaml").with_(scale=0.02, end=END) for stem in stems
    )
    reference = Run(base, 3, 0, "")
    return [
        Run(nothing, 3, 0, "", reference=reference),
        Run(nothing, 4, 0, ""),
        Run(cards, 3, 0, "", reference=reference),
    ]


def test_runs_with_one_reference_go_together_up_to_as_many_as_fit() -> None:
    first, alone, last = asked()
    together = side_by_side([first, alone, last], 2)
    assert [type(run) for run in together] == [RunsAbreast, Run]
    assert together[0].abreast == (together[0], last) and together[0].key == first.key
    assert sum(run.months for run in together) == first.months + alone.months + last.months - last.months // 2
    assert side_by_side([first, alone, last], 1) == [first, last, alone]


def test_arms_stepped_together_leave_the_parts_that_each_leaves_by_itself(tmp_path: Path) -> None:
    first, _, last = asked()
    folders = [tmp_path / name for name in ("together", "apart")]
    for folder in folders:
        folder.mkdir()
    [together] = side_by_side([first, last], 2)
    months: list[int] = []
    simulate(together, folders[0], lambda: months.append(1))
    assert len(months) == together.months and is_finished(together, folders[0])
    for run in (first, last):
        simulate(run, folders[1], lambda: None)
    names = [sorted(path.relative_to(folder) for path in folder.rglob("*.parquet")) for folder in folders]
    assert names[0] == names[1] and len(names[0]) > 10
    for name in names[0]:
        pd.testing.assert_frame_equal(*(pd.read_parquet(folder / name) for folder in folders), check_exact=True)
