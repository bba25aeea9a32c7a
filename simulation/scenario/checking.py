"""What only the province's tables can tell about a scenario: unknown ids, values out of range, idle levers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulation.months import month_text, year_of
from simulation.scenario.faults import Fault, nearest
from simulation.scenario.levers import LeverDose
from simulation.scenario.project_checking import faults_of_projects

if TYPE_CHECKING:
    from simulation.province import Province
    from simulation.scenario.scenario import Scenario
    from simulation.scenario.values import Path


def check(scenario: "Scenario") -> list[Fault]:
    """Faults and warnings of a valid scenario against the province it names, whose tables are read for it."""
    from simulation.province import ProvinceError, load_province

    try:
        province = load_province(scenario.province)
    except ProvinceError as error:
        return [Fault.at(scenario.place_of(("province",)), _sentence(error))]
    return check_against(scenario, province)


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())


def check_against(scenario: "Scenario", province: "Province") -> list[Fault]:
    """Faults and warnings of a valid scenario against a province, in the order of the file."""
    found = [
        *_months(scenario, province),
        *_people(scenario, province),
        *_parameters(scenario, province),
        *_sectors_of_demand(scenario, province),
        *faults_of_projects(scenario, province),
    ]
    for number, dose in enumerate(scenario.policies):
        keys = ("policies", number, dose.lever)
        found += _rows_of_dose(scenario, province, dose, keys)
        found += _idle(scenario, dose, keys)
    return sorted(dict.fromkeys(found), key=lambda fault: (fault.warning, fault))


def _months(scenario: "Scenario", province: "Province") -> Iterator[Fault]:
    span = f"{month_text(province.first_month)} to {month_text(province.last_month)}"
    for key, month in (("start", scenario.start), ("end", scenario.end)):
        if not province.first_month <= month <= province.last_month:
            message = f"{month_text(month)} lies outside the months of the province's tables"
            yield Fault.at(scenario.place_of(("horizon", key)), message, f"choose a month from {span}")


def _people(scenario: "Scenario", province: "Province") -> Iterator[Fault]:
    if year_of(scenario.start) not in province.population_by_year:
        return
    adults = float(province.age_sex(year_of(scenario.start))[:, 15:].sum())
    if adults * scenario.scale < 1.0:
        message = f"at scale {scenario.scale:g} nobody is left of the province's {adults:,.0f} persons of working age"
        yield Fault.at(scenario.place_of(("scale",)), message, f"a scale of {1.05 / adults:.2g} leaves one")


def _parameters(scenario: "Scenario", province: "Province") -> Iterator[Fault]:
    for name in scenario.sets.names if scenario.sets else ():
        if name not in province.parameters:
            hint = nearest(name, province.parameters)
            yield Fault.at(scenario.place_of(("parameter_sets",)), f"the sets have an unknown parameter {name!r}", hint)
    for name, value in scenario.parameters.items():
        keys: Path = ("parameters", name)
        known = province.parameters.get(name)
        if known is None:
            yield Fault.at(
                scenario.key_place_of(keys), f"unknown parameter {name!r}", nearest(name, province.parameters)
            )
        elif not known.low <= value <= known.high:
            message = f"{name} = {value:g} lies outside its range {known.low:g} to {known.high:g} {known.unit}"
            yield Fault.at(scenario.place_of(keys), message, f"range from: {known.source}", warning=True)


def _sectors_of_demand(scenario: "Scenario", province: "Province") -> Iterator[Fault]:
    known = _ids(province, "sectors")
    for sector in scenario.demand:
        if sector not in known:
            place = scenario.key_place_of(("economy", "demand", sector))
            yield Fault.at(place, f"unknown sector {sector!r}", nearest(sector, known))


def _rows_of_dose(scenario: "Scenario", province: "Province", dose: LeverDose, keys: "Path") -> Iterator[Fault]:
    for path, (table, name) in dose.rows_named().items():
        known = _ids(province, table)
        if name not in known:
            what = table.removesuffix("s")
            yield Fault.at(scenario.place_of((*keys, *path)), f"unknown {what} {name!r}", nearest(name, known))
    if all(name in _ids(province, table) for table, name in dose.rows_named().values()):
        for path, message in dose.missing_in(province).items():
            yield Fault.at(scenario.place_of((*keys, *path)), message)


def _idle(scenario: "Scenario", dose: LeverDose, keys: "Path") -> Iterator[Fault]:
    if dose.to < scenario.start or dose.from_ > scenario.end:
        message = f"{dose.lever} is never in force within the horizon: it changes nothing"
        yield Fault.at(scenario.place_of((*keys, "from")), message, "move its months or the horizon", warning=True)
    elif dose.changes_nothing and not _switched_off(scenario, dose):
        message = f"the dose of {dose.lever} is zero: it changes nothing"
        yield Fault.at(scenario.place_of((*keys, "from")), message, "", warning=True)


def _switched_off(scenario: "Scenario", dose: LeverDose) -> bool:
    """Whether a dose of zero takes away one that the reference has: that changes something."""
    before = scenario.reference.policies if scenario.reference else ()
    return any(one.key == dose.key and not one.changes_nothing for one in before)


def _ids(province: "Province", table: str) -> list[str]:
    return [row.id for row in getattr(province, table)]
