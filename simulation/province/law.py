"""Dated data: law by month, the calendar of shocks and feasts, agencies and who follows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from simulation.province.tables import EVIDENCE_STATUSES, ProvinceError, Row, nearest_name, read_table

EVERYBODY = "all"
_ALWAYS = (-(10**6), 10**6)


@dataclass(frozen=True, slots=True)
class LegalRule:
    """A value of the law for a scope, in force from the first to the last month, both included."""

    rule: str
    scope: str
    value: float | None
    unit: str
    first_month: int
    last_month: int
    instrument: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A dated event or shock; ``last_month`` is None while it lasts, ``value`` None when it is an event only."""

    id: str
    kind: str
    scope: str
    first_day: date
    first_month: int
    last_month: int | None
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that leads or supports a lever, from its first to its last month; ``clause`` is its own in the plan."""

    id: str
    name_vi: str
    name_en: str
    first_month: int
    last_month: int
    successors: tuple[str, ...]
    competence: str
    clause: str


@dataclass(frozen=True, slots=True)
class Duty:
    """The part of an agency in a lever of the plan and when it holds."""

    lever: str
    agency: str
    role: str
    first_month: int
    last_month: int


class Law:
    """Rules by name and scope; a month is under the rule in force on its last day."""

    def __init__(self, rules: tuple[LegalRule, ...]) -> None:
        self.rules = rules
        self._found: dict[tuple[str, str, int], LegalRule | None] = {}
        self._by_rule: dict[str, dict[str, list[LegalRule]]] = {}
        for rule in rules:
            self._by_rule.setdefault(rule.rule, {}).setdefault(rule.scope, []).append(rule)

    def value(self, rule: str, scope: str, month: int) -> float | None:
        """Value of the rule in force, None where no law holds; faults as for ``in_force``."""
        entry = self.in_force(rule, scope, month)
        return None if entry is None else entry.value

    def in_force(self, rule: str, scope: str, month: int) -> LegalRule | None:
        """Rule in force, that of everybody where the scope has none of its own, None where no law holds.

        Raises ProvinceError for an unknown rule, or a scope that the rule does not know.
        """
        asked = rule, scope, month
        if asked not in self._found:  # every month of every run asks for the same few dozen
            self._found[asked] = self._look_up(*asked)
        return self._found[asked]

    def _look_up(self, rule: str, scope: str, month: int) -> LegalRule | None:
        scopes = self._scopes(rule)
        if scope not in scopes and EVERYBODY not in scopes:
            raise ProvinceError(f"{rule} has no scope {scope!r}", "legal.csv", nearest=nearest_name(scope, scopes))
        for name in (scope, EVERYBODY):
            for candidate in scopes.get(name, ()):
                if candidate.first_month <= month <= candidate.last_month:
                    return candidate
        return None

    def months(self, rule: str) -> list[int]:
        """Months in which some scope of the rule begins, sorted."""
        every = (entry.first_month for entries in self._scopes(rule).values() for entry in entries)
        return sorted({month for month in every if month != _ALWAYS[0]})

    def _scopes(self, rule: str) -> dict[str, list[LegalRule]]:
        if rule not in self._by_rule:
            raise ProvinceError(f"unknown rule {rule!r}", "legal.csv", nearest=nearest_name(rule, self._by_rule))
        return self._by_rule[rule]


def read_law(folder: Path) -> Law:
    """The dated law. Raises ProvinceError when a rule has two values for one scope and month."""
    columns = ("rule", "scope", "value", "unit", "valid_from", "valid_to", "instrument", "status", "note")
    last: dict[tuple[str, str], int] = {}
    rules = []
    for row in sorted(read_table(folder, "legal.csv", columns), key=lambda row: row.cells["valid_from"]):
        first_month, last_month = _validity(row, "valid_from", "valid_to")
        key = row.text("rule"), row.text("scope")
        if first_month <= last.get(key, _ALWAYS[0] - 1):
            raise row.fault(f"{key[0]} for {key[1]} has two values in one month")
        last[key] = last_month
        status = row.known("status", EVIDENCE_STATUSES)
        value, unit = row.optional_number("value"), row.text("unit")
        about = row.text("instrument"), status, row.cells["note"]
        rules.append(LegalRule(*key, value, unit, first_month, last_month, *about))
    return Law(tuple(rules))


def read_calendar(folder: Path) -> tuple[CalendarEntry, ...]:
    """The dated shocks and feasts, in table order."""
    columns = ("id", "kind", "scope", "from", "to", "quantity", "value", "low", "high", "unit", "status", "source")
    return tuple(_calendar_entry(row) for row in read_table(folder, "calendar.csv", columns))


def _calendar_entry(row: Row) -> CalendarEntry:
    try:
        first_day = date.fromisoformat(row.text("from"))
    except ValueError:
        raise row.fault(f"from is not a day: {row.cells['from']!r}; write YYYY-MM-DD") from None
    first_month = (first_day.year - 1900) * 12 + first_day.month - 1
    value, low, high = (row.optional_number(column) for column in ("value", "low", "high"))
    if value is not None and not (low is not None and high is not None and low <= value <= high):
        raise row.fault("value is not between low and high")
    head = row.text("id"), row.text("kind"), row.text("scope"), first_day, first_month, row.month("to")
    tail = row.text("unit"), row.known("status", EVIDENCE_STATUSES), row.text("source")
    return CalendarEntry(*head, row.text("quantity"), value, low, high, *tail)


def read_agencies(folder: Path) -> tuple[dict[str, Agency], tuple[Duty, ...]]:
    """Agencies by id, and their duties. Raises ProvinceError for a successor or duty of an unknown agency."""
    columns = ("id", "name_vi", "name_en", "valid_from", "valid_to", "successor", "competence", "plan_clause")
    rows = read_table(folder, "agencies.csv", columns)
    agencies = {row.text("id"): _agency(row) for row in rows}
    for row in rows:
        for successor in row.cells["successor"].split():
            if successor not in agencies:
                raise row.fault(f"unknown successor {successor!r}", nearest_name(successor, agencies))
    return agencies, _read_duties(folder, agencies)


def _agency(row: Row) -> Agency:
    validity, successors = _validity(row, "valid_from", "valid_to"), tuple(row.cells["successor"].split())
    names = row.text("id"), row.text("name_vi"), row.text("name_en")
    return Agency(*names, *validity, successors, row.text("competence"), row.cells["plan_clause"])


def _read_duties(folder: Path, agencies: Mapping[str, Agency]) -> tuple[Duty, ...]:
    duties = []
    for row in read_table(folder, "agency_of_lever.csv", ("lever", "agency", "from", "to", "role")):
        agency = row.known("agency", tuple(agencies))
        role = row.known("role", ("lead", "support", "competent"))
        duties.append(Duty(row.text("lever"), agency, role, *_validity(row, "from", "to")))
    return tuple(duties)


def _validity(row: Row, first: str, last: str) -> tuple[int, int]:
    """First and last month; open ends reach beyond every simulation. A month counts if its last day is covered."""
    first_month, last_month = row.month(first), row.month(last)
    if last_month is not None and not _ends_its_month(row.cells[last]):
        last_month -= 1
    return _ALWAYS[0] if first_month is None else first_month, _ALWAYS[1] if last_month is None else last_month


def _ends_its_month(day: str) -> bool:
    following = date.fromordinal(date.fromisoformat(day).toordinal() + 1) if len(day) > len("2021-01") else None
    return following is None or following.day == 1
