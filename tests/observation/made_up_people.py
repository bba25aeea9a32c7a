"""A market of a few dozen invented rows, as observation sees one, and a slow count of the same rows for comparison."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.firms import Workplaces
from simulation.months import month_index
from simulation.observation.standing import standing_of
from simulation.observation.tables import AGE_BANDS, BAND_STARTS
from simulation.processes.insurance.rules import InsuranceLaw, insurance_law
from simulation.province import load_province
from simulation.randomness import Stream, month_key, pair_uniforms
from simulation.vocabulary import Contract, Insurance, Status
from simulation.workers import Workers

START = month_index("2021-01")
MEN, WOMEN = 723, 664  # statutory ages of 2021, months
SECTORS = ("fields", "works", "shops")
DISTRICTS = ("north", "south")
#: Workplaces: (firm, sector, district, contract, pay); row 0 is nowhere.
PLACES = (
    (-1, 0, 0, Contract.nothing, 0.0),
    (0, 0, 0, Contract.formal_wage, 6.0),
    (1, 1, 1, Contract.formal_wage, 9.0),
    (2, 2, 0, Contract.formal_wage, 7.5),
    (-1, 0, 1, Contract.informal_wage, 3.0),
    (-1, 2, 1, Contract.informal_wage, 4.0),
    (-1, 1, 0, Contract.own_account, 5.0),
    (-1, 2, 0, Contract.own_account, 4.5),
    (-1, 0, 0, Contract.farm, 2.5),
)
RESIDENT = range(Status.in_school, Status.outside)


class Terrain:
    """The tables observation asks of a province."""

    districts = tuple(SimpleNamespace(id=name) for name in DISTRICTS)
    occupations = (SimpleNamespace(id="any"),)
    sectors = tuple(SimpleNamespace(id=name, farm=name == "fields") for name in SECTORS)

    def by_sector(self, prefix: str) -> Any:
        return {"value_added_per_worker": np.array([100.0, 500.0, 300.0]), "productivity_trend": np.full(3, 0.06)}[
            prefix
        ]

    def value(self, name: str) -> float:
        """Weekly hours of a mean week and of a short one; no taxes on products."""
        return {"hours_mean": 42.0, "short_hours_mean": 21.0, "product_taxes_share_of_grdp": 0.0}[name]


def made_up_market(rows: int, **columns: Any) -> Any:
    """A market of ``rows`` men of thirty, idle, in the first district; ``columns`` say what is different."""
    people, places = Workers(rows), Workplaces(len(PLACES))
    places.payroll_lines = 3
    for row, (firm, sector, district, contract, pay) in enumerate(PLACES):
        places.firm[row], places.sector[row], places.district[row] = firm, sector, district
        places.contract[row], places.pay[row] = contract, pay
    people.birth[:] = START - 360
    people.status[:] = Status.inactive
    people.pay_factor[:] = 1.0
    for name, values in columns.items():
        people.column(name)[:] = values
    places.headcount[:] = np.bincount(people.workplace, minlength=len(PLACES))
    return SimpleNamespace(
        province=Terrain(),
        people=people,
        workplaces=places,
        person_arrays=people.arrays(),
        place_arrays=places.arrays(),
        seed=1,
        search_rule=SimpleNamespace(attached=0.2),
        month=START,
        start=START,
        age_month=START,
        of_age=rows,
        legal_age=np.array([MEN, WOMEN]),
        weight=1.0,
        flows={},
        path=SimpleNamespace(log_productivity=np.zeros((60, 3))),
        path_step=0,
        graduates=np.zeros((len(DISTRICTS), 1), dtype=np.int64),
        insurance_law=insurance_law(load_province("quang_ninh"), START)._replace(
            **{rate: np.full(3, 0.1) for rate in InsuranceLaw._fields[:4]}
        ),
        born_between=lambda first, last: np.flatnonzero((people.birth >= first) & (people.birth <= last)),
        room_rents=np.array([0.8, 1.0]),
        schools_reached=0.5,
        insured_terms=np.column_stack([places.pay, np.full(len(PLACES), 2.0), np.full(len(PLACES), 8.0)]),
    )


def some_market(seed: int, rows: int) -> Any:
    """People drawn without any order: every combination that columns allow may occur."""
    draw = np.random.default_rng(seed)
    status = draw.choice(len(Status), size=rows)
    status[draw.random(rows) < 0.5] = Status.employed
    at_work = status == Status.employed
    return made_up_market(
        rows,
        status=status,
        workplace=np.where(at_work, draw.integers(1, len(PLACES), rows), 0),
        birth=START - draw.integers(180, 1100, rows),
        sex=draw.integers(0, 2, rows),
        district=draw.integers(0, 2, rows),
        urban=draw.integers(0, 2, rows),
        credential=draw.integers(0, 7, rows),
        pay_factor=np.where(at_work, draw.uniform(0.5, 2.0, rows), 0.0),
        insurance=np.where(at_work, draw.integers(0, len(Insurance), rows), 0),
        wish_hours=at_work & (draw.random(rows) < 0.3),
        retrained=draw.integers(0, 2, rows),
        skill=np.where(draw.random(rows) < 0.3, draw.uniform(0.0, 0.3, rows), 0.0),
        since=START - draw.integers(0, 4, rows),
        last_wage_job=START - draw.integers(0, 8, rows),
        migrant=draw.integers(0, 2, rows),
    )


def standings(market: Any) -> Any:
    """Standing of every person as things are, (people,)."""
    people = market.people
    return standing_of(people.status, market.workplaces.contract[people.workplace])


def rewrite(market: Any, **columns: Any) -> None:
    """Write columns of everybody, and say so, as moves do."""
    for name, values in columns.items():
        market.people.column(name)[:] = values
    market.people.note_written(slice(None))


def columns_of(people: Workers) -> dict[str, Any]:
    """A copy of every column by name."""
    return {column.name: people.column(column.name).copy() for column in people.COLUMNS}


def residents(market: Any) -> list[SimpleNamespace]:
    """Every resident as a record, read row by row."""
    found = []
    for row in range(market.of_age):
        person = SimpleNamespace(**{name: values[row].item() for name, values in columns_of(market.people).items()})
        if person.status in RESIDENT:
            who, since = np.array([row]), np.array([person.since])
            draw = pair_uniforms(month_key(market.seed, Stream.attached), who, since)[0]
            person.wants_work = person.status == Status.inactive and draw < market.search_rule.attached
            age = market.age_month - person.birth
            person.working_age = age < market.legal_age[person.sex]
            person.young = age < 300
            person.employed = person.status == Status.employed
            person.unemployed = person.status == Status.unemployed
            person.active = person.employed or person.unemployed
            place = market.workplaces
            person.sector = SECTORS[place.sector[person.workplace]]
            person.contract = Contract(int(place.contract[person.workplace]))
            ages = zip(AGE_BANDS, (*BAND_STARTS[1:], 200), strict=False)
            person.band = (
                AGE_BANDS[-1] if not person.working_age else next(band for band, end in ages if age < 12 * end)
            )
            person.income = float(place.pay[person.workplace]) * person.pay_factor
            found.append(person)
    return found


def ratio(people: list[SimpleNamespace], part: Callable[[Any], bool], whole: Callable[[Any], bool]) -> float:
    """Share of those in ``whole`` who are in ``part``, missing where there is nobody."""
    of = [person for person in people if whole(person)]
    return sum(1 for person in of if part(person)) / len(of) if of else float("nan")
