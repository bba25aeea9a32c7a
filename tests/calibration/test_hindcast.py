"""The hindcast opens the model on an earlier year and scores it against rules that anybody can compute."""

from pathlib import Path

import pandas as pd
import pytest

from calibration.hindcast.rebasing import rebased
from calibration.hindcast.scoring import origins, published, scores, simulate, trend
from simulation.province import load_province


def test_the_tables_of_an_earlier_year_have_its_population_ages_and_labour_force(tmp_path: Path) -> None:
    province = load_province("quang_ninh")
    earlier = load_province(rebased(province, tmp_path, 2010, 1_157_200.0, 661_700.0))
    assert sum(district.population for district in earlier.districts) == pytest.approx(1_157_200.0)
    margins = earlier.margins
    assert margins["labour_force"].value + margins["own_use_farmers"].value == pytest.approx(661_700.0)
    old, new = (one.age_sex(2021)[:, 60:].sum() / one.age_sex(2021).sum() for one in (earlier, province))
    assert old < new - 0.02  # fewer were old then


def test_a_trend_is_the_line_through_five_years() -> None:
    assert trend({year: 2.0 * year for year in range(2005, 2011)}, 2010) == pytest.approx(2.0 * 2013)


def test_every_origin_has_something_to_score() -> None:
    assert origins() == [2009, 2010, 2011, 2012, 2013]
    assert set(published()) >= {"labour_force", "population", "trained_share", "in_migration", "out_migration"}


def test_the_model_of_an_earlier_year_runs_three_years() -> None:
    told = simulate(2010, 0.01, 1)
    assert 0.9 < told["labour_force"] < 1.1
    assert -0.05 < told["trained_share"] < 0.1
    assert 0.0 < told["in_migration"] < 0.02 and 0.0 < told["out_migration"] < 0.02


def test_the_rule_that_errs_least_is_named_also_where_it_is_not_the_model() -> None:
    rows = [["a", 1.0, 3.0, 1.5, 2.0], ["b", 1.0, 1.0, 2.0, 3.0]]
    table = pd.DataFrame(rows, columns=["series", "actual", "model", "last_value", "trend"])
    assert scores(table)["best"].tolist() == ["last_value", "model"]
