"""A market opened from a kept state is the market that was opened without one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation import LabourMarket, Scenario
from simulation.months import month_index
from simulation.population.activities import expected_activities
from simulation.province import load_province


def opened(monkeypatch: pytest.MonkeyPatch, cache: Path, seed: int) -> LabourMarket:
    """A market whose opening is kept in, and taken from, ``cache``."""
    monkeypatch.setenv("HALONG_CACHE_DIR", str(cache))
    return LabourMarket(scenario=Scenario.baseline().with_(scale=0.02, end=month_index("2021-02")), rng=seed)


def differing_columns(first: LabourMarket, second: LabourMarket) -> list[str]:
    """Columns in which two markets differ."""
    return [
        f"{name}.{column}"
        for name in ("people", "employers", "workplaces")
        for column, values in getattr(first, name).snapshot().items()
        if not np.array_equal(values, getattr(second, name).column(column))
    ]


def test_a_kept_opening_is_used_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened(monkeypatch, tmp_path, seed=7)
    kept = list(tmp_path.rglob("*.npz"))
    opened(monkeypatch, tmp_path, seed=8)
    assert len(kept) == 1 and list(tmp_path.rglob("*.npz")) == kept


def test_a_kept_opening_has_the_people_of_the_first_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = (opened(monkeypatch, tmp_path, seed=7) for _ in range(2))
    assert differing_columns(first, second) == []


def test_a_kept_opening_leads_to_the_same_months(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = (opened(monkeypatch, tmp_path, seed=7).run() for _ in range(2))
    pd.testing.assert_frame_equal(first.indicators(), second.indicators(), check_exact=True)


def test_the_seed_that_opens_a_market_first_leaves_no_trace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = (opened(monkeypatch, tmp_path / str(seed), seed) for seed in (7, 8))
    assert differing_columns(first, second) == []


def test_a_disk_that_cannot_be_written_opens_the_same_market(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = opened(monkeypatch, tmp_path, seed=7)
    monkeypatch.setattr("simulation.opening.tempfile.mkstemp", _full)
    again = opened(monkeypatch, tmp_path / "other", seed=7)
    assert not list((tmp_path / "other").rglob("*.npz"))
    assert differing_columns(kept, again) == []


def _full(**_: object) -> None:
    raise OSError("no room left on the device")


@pytest.mark.parametrize("band", ["15_24", "25_34", "35_44", "45_54", "55_64", "65plus"])
def test_a_province_opens_at_both_ends_of_every_participation_rate(band: str) -> None:
    """The labour force is the published one whoever it is made of, and nobody is in it and in school."""
    name = f"participation_{band}"
    parameter = load_province("quang_ninh").parameters[name]
    for value in (parameter.low, parameter.high):
        activities = expected_activities(load_province("quang_ninh").with_values({name: value}), 2021)
        assert activities.table.min() >= 0.0
        assert activities.labour_force.sum() == pytest.approx(load_province("quang_ninh").margins["labour_force"].value)


@pytest.mark.parametrize("scale", [3e-4, 3e-6])
def test_a_handful_of_people_is_a_market_too(scale: float) -> None:
    """Sectors have more named firms than jobs then: the smallest of these have nobody."""
    scenario = Scenario.baseline()
    market = LabourMarket(scenario.with_(scale=scale, end=scenario.start + 1), rng=1).run()
    assert market.residents == round(expected_activities(market.province, 2021).table.sum() * scale)
