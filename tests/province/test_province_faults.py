"""A broken table is refused with its file, line and the nearest valid name; another folder works the same."""

import re
from pathlib import Path

import numpy as np
import pytest

from simulation.province import Province, ProvinceError, load_province


def _fault(folder: Path) -> str:
    with pytest.raises(ProvinceError) as raised:
        load_province(folder)
    return str(raised.value)


def _replace(path: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_an_unknown_district_names_the_nearest_with_file_and_line(tables: Path) -> None:
    line = _replace(tables / "district_links.csv", "cam_pha,van_don", "cam_fa,van_don")
    assert _fault(tables) == f"district_links.csv:{line}: unknown district 'cam_fa'; did you mean 'cam_pha'?"


def test_shares_that_do_not_sum_to_one_are_refused(tables: Path) -> None:
    line = _replace(
        tables / "sector_occupations.csv", "coal,underground_miners,0.313,", "coal,underground_miners,0.263,"
    )
    assert re.match(r"sector_occupations.csv:\d+: the shares of coal sum to 0.95, not 1", _fault(tables)), line


def test_a_value_outside_its_own_range_is_refused(tables: Path) -> None:
    line = _replace(
        tables / "parameters" / "demand.csv", "job_creation_response,0.3,0,1", "job_creation_response,0.3,0.4,1"
    )
    assert _fault(tables) == f"parameters/demand.csv:{line}: value 0.3 is not between low 0.4 and high 1"


def test_a_number_that_is_none_is_refused(tables: Path) -> None:
    line = _replace(tables / "margins.csv", "own_use_farmers,1,40000", "own_use_farmers,1,nan")
    assert _fault(tables) == f"margins.csv:{line}: value is not finite: 'nan'"


def test_an_unknown_status_is_refused(tables: Path) -> None:
    line = _replace(tables / "targets.csv", ",measured", ",guessed")
    assert _fault(tables).startswith(f"targets.csv:{line}: unknown status 'guessed'")


def test_a_number_without_a_source_is_refused(tables: Path) -> None:
    _replace(tables / "parameters" / "wages.csv", "assumed: the reference group,assumed", ",assumed")
    assert "source is blank" in _fault(tables)


def test_a_missing_table_and_a_missing_column_are_named(tables: Path) -> None:
    _replace(tables / "sectors.csv", "growth_group", "growth_groups")
    assert _fault(tables) == "sectors.csv:1: column 'growth_group' is missing; did you mean 'growth_groups'?"
    (tables / "calendar.csv").unlink()
    assert _fault(tables) == "calendar.csv: the table is missing"


def test_a_parameter_that_stands_twice_is_refused(tables: Path) -> None:
    text = (tables / "parameters" / "search.csv").read_text(encoding="utf-8").splitlines()
    (tables / "parameters" / "search.csv").write_text("\n".join([*text, text[1]]) + "\n", encoding="utf-8")
    assert f"parameters/search.csv:{len(text) + 1}: " in _fault(tables)


def test_a_district_that_no_way_reaches_is_named(tables: Path) -> None:
    path = tables / "district_links.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "co_to" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "no way leads from" in _fault(tables)


def test_an_unknown_parameter_names_the_nearest(quang_ninh: Province) -> None:
    with pytest.raises(ProvinceError, match="did you mean 'job_creation_response'"):
        quang_ninh.value("job_creation_responce")
    with pytest.raises(ProvinceError, match="did you mean 'tet_quit_multiplier'"):
        quang_ninh.with_values({"tet_quit_multiplyer": 2})
    with pytest.raises(ProvinceError, match=r"evidence\.csv"):
        quang_ninh.value("grdp_level_2023")


def test_an_unknown_province_names_the_nearest() -> None:
    with pytest.raises(ProvinceError, match="did you mean 'quang_ninh'"):
        load_province("quang_ning")


def test_the_hash_of_the_tables_does_not_depend_on_where_they_lie(quang_ninh: Province, tables: Path) -> None:
    assert load_province(tables).content_hash == quang_ninh.content_hash
    _replace(tables / "margins.csv", "own_use_farmers,1,40000", "own_use_farmers,1,40001")
    assert load_province(tables).content_hash != quang_ninh.content_hash


def test_arrays_of_the_province_cannot_be_written(quang_ninh: Province) -> None:
    with pytest.raises(ValueError, match="read-only"):
        quang_ninh.travel_minutes[0, 0] = 1.0


def test_a_province_of_two_districts_and_three_sectors_loads_from_its_folder(small_province: Path) -> None:
    province = load_province(small_province)
    assert [district.id for district in province.districts] == ["north", "south"]
    assert province.by_sector("employment_share").sum() == pytest.approx(1.0)
    assert province.by_sector("turnover", "monthly").shape == (3,)
    assert province.sector_district.shape == (3, 2)
    assert province.travel_minutes[0, 1] == province.travel_minutes[1, 0] > 0
    assert province.minimum_wage(province.first_month).shape == (2,)
    assert province.age_sex(2019).sum() == pytest.approx(province.by_district("population").sum())
    assert np.isfinite(province.participation).all()
    assert len(province.programmes) < 195
    assert province.giants == ()


def test_the_code_names_no_district_and_no_town(quang_ninh: Province) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in quang_ninh.folder.parent.glob("*.py"))
    for district in quang_ninh.districts:
        assert district.id not in code
        assert district.name_vi.split(" ", 1)[1] not in code
    for occupation in quang_ninh.occupations[:-1]:
        assert f'"{occupation.id}"' not in code


def test_a_line_with_a_cell_too_many_is_refused(tables: Path) -> None:
    line = _replace(tables / "fields.csv", "Mining", "Mining, coal")
    assert _fault(tables) == f"fields.csv:{line}: more or fewer cells than the 3 columns"


def test_an_unknown_number_of_a_district_or_programme_names_the_nearest(quang_ninh: Province) -> None:
    with pytest.raises(ProvinceError, match="did you mean 'urban_share'"):
        quang_ninh.by_district("urban_shares")
    with pytest.raises(ProvinceError, match="did you mean 'seats'"):
        quang_ninh.programmes.programme_array("seat")
