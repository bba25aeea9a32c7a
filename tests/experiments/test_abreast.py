"""Runs with one reference, stepped beside it together, leave what each leaves beside a reference of its own."""

from pathlib import Path

import pandas as pd

from experiments.parts import Run, RunsAbreast, is_finished, side_by_side
from experiments.simulating import simulate
from simulation import LabourMarket, Scenario
from simulation.branching import first_month_apart
from simulation.months import month_index
from simulation.observation.paired import Pair
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


def test_the_months_that_arms_share_are_told_as_if_each_had_been_opened_by_itself(tmp_path: Path) -> None:
    end, july = month_index("2023-09"), month_index("2023-07")
    plan = Scenario.load(shipped_folder() / "plan_66.yaml")
    base, plan = (one.with_(scale=0.01, end=end) for one in (plan.reference or plan, plan))
    run = Run(plan, 3, 0, "", reference=Run(base, 3, 0, ""))
    simulate(run, tmp_path, lambda: None)
    ours, theirs = LabourMarket(plan, 3), LabourMarket(base, 3)
    assert first_month_apart(theirs, plan) == july
    pair = Pair(ours, theirs)
    for _ in range(plan.start, end + 1):
        ours.step()
        theirs.step()
        pair.compare()
    for folder, table, frame in (
        (run.key, "indicators", ours.indicators()),
        (run.key, "ledger", ours.ledger.to_frame()),
        (str(run.pair_key), "decomposition", pair.to_frame()),
        (str(run.pair_key), "ripples", pair.ripples()),
    ):
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / folder / f"{table}.parquet"), frame, check_exact=True)


def test_a_log_of_events_tells_of_every_month_what_its_own_scenario_did(tmp_path: Path) -> None:
    plan = Scenario.load(shipped_folder() / "plan_66.yaml")
    base, plan = (one.with_(scale=0.01, end=month_index("2023-08")) for one in (plan.reference or plan, plan))
    run = Run(plan, 3, 0, "", events=True, reference=Run(base, 3, 0, "", events=True))
    simulate(run, tmp_path, lambda: None)
    market = LabourMarket(plan, 3)
    log = market.record_events()
    market.run()
    told = pd.read_parquet(tmp_path / run.key / "events.parquet")
    pd.testing.assert_frame_equal(told, log.to_frame(), check_exact=True)
