"""What only the province's tables can tell about the projects of a scenario: ids, occupations of a sector, room."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulation.months import month_text
from simulation.scenario.faults import Fault, nearest
from simulation.scenario.projects import PlannedProject

if TYPE_CHECKING:
    from simulation.province import Province
    from simulation.scenario.scenario import Scenario
    from simulation.scenario.values import Path

#: Projects of one sector that a scenario may name: there is room for them beside those of the path.
MOST_OF_A_SECTOR = 4


def faults_of_projects(scenario: "Scenario", province: "Province") -> Iterator[Fault]:
    """Faults and warnings of the projects, in the order of the file."""
    seen: Counter[str] = Counter()
    for number, project in enumerate(scenario.projects):
        keys: Path = ("economy", "projects", number)
        yield from _unknown_rows(scenario, province, project, keys)
        yield from _occupations(scenario, province, project, keys)
        yield from _months(scenario, project, keys)
        seen[project.sector] += 1
        if seen[project.sector] > MOST_OF_A_SECTOR:
            message = f"more than {MOST_OF_A_SECTOR} projects of the sector {project.sector!r}"
            yield Fault.at(scenario.place_of((*keys, "sector")), message, "put some of them together")


def _unknown_rows(scenario: "Scenario", province: "Province", project: PlannedProject, keys: "Path") -> Iterator[Fault]:
    tables = {
        "sector": [row.id for row in province.sectors],
        "park": [row.id for row in province.parks],
        "district": [row.id for row in province.districts],
    }
    for key, known in tables.items():
        name = getattr(project, key)
        if name is not None and name not in known:
            yield Fault.at(scenario.place_of((*keys, key)), f"unknown {key} {name!r}", nearest(name, known))


def _occupations(scenario: "Scenario", province: "Province", project: PlannedProject, keys: "Path") -> Iterator[Fault]:
    """Occupations that the province does not know, or the sector does not employ."""
    known = [row.id for row in province.occupations]
    sectors = [row.id for row in province.sectors]
    shares = province.sector_occupation[sectors.index(project.sector)] if project.sector in sectors else None
    there = [name for place, name in enumerate(known) if shares is None or shares[place] > 0.0]
    for name, share in (project.occupations or {}).items():
        place = scenario.key_place_of((*keys, "occupations", name))
        if name not in known:
            yield Fault.at(place, f"unknown occupation {name!r}", nearest(name, known))
        elif name not in there and share > 0.0:
            message = f"nobody in the sector {project.sector!r} works as {name!r}"
            yield Fault.at(place, message, f"occupations of the sector: {', '.join(there)}")


def _months(scenario: "Scenario", project: PlannedProject, keys: "Path") -> Iterator[Fault]:
    if not scenario.start <= project.arrives <= scenario.end:
        span = f"{month_text(scenario.start)} to {month_text(scenario.end)}"
        message = f"the project never arrives within the horizon, {span}: it changes nothing"
        yield Fault.at(scenario.place_of((*keys, "arrives")), message, "move its month or the horizon", warning=True)
