"""Reading a province from its folder of tables: which tables there are, and how they hang together."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from simulation.province import demography, economy, geography, law, parameters, targets, training
from simulation.province.matrices import frozen, read_matrix, read_shares
from simulation.province.province import Province
from simulation.province.tables import ProvinceError, Row, nearest_name, read_table


class _Entry(Protocol):
    """A row with an id; its number is its code."""

    @property
    def id(self) -> str: ...


def load_province(name: str | Path) -> Province:
    """Read a province: the name of one that is shipped, or a folder of tables. Raises ProvinceError with the place."""
    folder = _folder(name)
    (head,) = _one_row(folder)
    growth, calendar = economy.read_growth(folder), law.read_calendar(folder)
    sectors = economy.read_sectors(folder, {group for group, _ in growth}, {entry.scope for entry in calendar})
    districts, occupations = geography.read_districts(folder), economy.read_occupations(folder)
    district_codes, sector_codes, occupation_codes = _codes(districts), _codes(sectors), _codes(occupations)
    fields, colleges = training.read_fields(folder), training.read_colleges(folder, district_codes)
    known, bands = parameters.read_parameters(folder), demography.read_age_bands(folder)
    agencies, duties = law.read_agencies(folder)
    census = sum(unit.population for unit in districts)
    return Province(
        id=head.text("id"),
        name_vi=head.text("name_vi"),
        name_en=head.text("name_en"),
        plan_vi=head.text("plan_vi"),
        plan_en=head.text("plan_en"),
        folder=folder,
        content_hash=_content_hash(folder),
        first_month=_month(head, "first_month"),
        last_month=_month(head, "last_month"),
        parameters=MappingProxyType(known),
        evidence=MappingProxyType(parameters.read_evidence(folder)),
        districts=districts,
        places=geography.read_places(folder, district_codes),
        sectors=sectors,
        occupations=occupations,
        channels=economy.read_channels(folder),
        firm_classes=economy.read_firm_classes(folder),
        giants=economy.read_giants(folder, sector_codes, district_codes),
        parks=economy.read_parks(folder, district_codes, sector_codes),
        fields=fields,
        colleges=colleges,
        programmes=training.read_programmes(folder, _codes(colleges), _codes(fields)),
        offices=training.read_offices(folder, district_codes),
        bands=bands,
        targets=targets.read_targets(folder),
        margins=MappingProxyType(targets.read_margins(folder)),
        law=law.read_law(folder),
        calendar=calendar,
        agencies=MappingProxyType(agencies),
        duties=duties,
        travel_minutes=geography.read_travel_minutes(folder, district_codes),
        occupation_similarity=economy.read_occupation_similarity(folder, occupation_codes),
        sector_occupation=read_shares(
            folder, "sector_occupations.csv", ("sector", "occupation"), (sector_codes, occupation_codes)
        ),
        sector_district=read_shares(
            folder, "sector_districts.csv", ("sector", "district"), (sector_codes, district_codes)
        ),
        occupation_field=frozen(
            read_matrix(folder, "occupation_fields.csv", ("occupation", "field"), (occupation_codes, _codes(fields)))[0]
        ),
        education=demography.read_education(folder, bands),
        participation_shape=demography.read_participation(folder),
        population_by_year=demography.read_age_sex(folder, head.whole("census_year"), census),
        grdp_growth=growth,
    )


def _folder(name: str | Path) -> Path:
    """Folder of a shipped province or of the tables given."""
    shipped = Path(__file__).parent
    if isinstance(name, Path):
        folder = name
    else:
        folder = shipped / name if (shipped / name / "province.csv").is_file() else Path(name)
    if not (folder / "province.csv").is_file():
        names = sorted(path.parent.name for path in shipped.glob("*/province.csv"))
        raise ProvinceError(f"no province {str(name)!r}", nearest=nearest_name(str(name), names) or names[0])
    return folder


def _one_row(folder: Path) -> tuple[Row]:
    columns = ("id", "name_vi", "name_en", "plan_vi", "plan_en", "census_year", "first_month", "last_month")
    rows = read_table(folder, "province.csv", columns)
    if len(rows) != 1:
        raise ProvinceError(f"{len(rows)} rows where one province is described", "province.csv")
    return (rows[0],)


def _month(row: Row, column: str) -> int:
    month = row.month(column)
    if month is None:
        raise row.fault(f"{column} is blank")
    return month


def _codes(entries: Sequence[_Entry]) -> dict[str, int]:
    return {entry.id: code for code, entry in enumerate(entries)}


def _content_hash(folder: Path) -> str:
    """Hash of the bytes of all tables in the order of their names (sha256, hex)."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.csv"), key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
